//! What the server does for each operation, decided once from the generator's reading of the document.

mod action;
mod collection;
mod filter;
mod kinds;
mod operation;
mod parameter;
mod route;
mod security;

use std::collections::BTreeMap;

use openapi_client_generator::{Config, Document, ir, read_api};
use serde_json::Value;

pub(crate) use action::{Action, Shape};
pub(crate) use collection::{Collection, Rest, Verb};
pub(crate) use filter::{Filter, Test};
pub(crate) use kinds::{ColumnPlan, Kind, Relationship};
pub(crate) use operation::{Body, Operation, Response, is_json, is_json_api};
pub(crate) use parameter::{Parameter, ValueType};
pub(crate) use route::Router;
pub(crate) use security::{Proof, Scheme};

use crate::model::Model;

/// The media type of JSON:API.
pub(crate) const JSON_API: &str = "application/vnd.api+json";

/// Position of a kind in [`Plan::kinds`].
pub(crate) type KindId = usize;

/// The whole API, ready to be served.
#[derive(Debug)]
pub struct Plan {
    /// `info.title`.
    pub title: String,
    /// Path of the first server, without a slash at the end: `/pub`.
    pub base_path: String,
    /// The corrected document.
    pub tree: Value,
    pub(crate) operations: Vec<Operation>,
    pub(crate) kinds: Vec<Kind>,
    pub(crate) kind_ids: BTreeMap<String, KindId>,
    /// Collections of plain REST.
    pub(crate) collections: Vec<Collection>,
    pub(crate) schemes: Vec<Scheme>,
    pub(crate) router: Router,
    /// The kind that everything belongs to.
    pub(crate) tenant: Option<KindId>,
    /// The kind that a token can be limited to.
    pub(crate) scope: Option<KindId>,
    /// Error codes that the document lists; any code will do if it lists none.
    pub(crate) codes: Vec<String>,
    /// Where `POST` of RFC 6749 forms is answered although no operation of the document is the token endpoint.
    pub(crate) token_path: Option<String>,
}

impl Plan {
    /// Plans for a document.
    pub(crate) fn new(document: &Document, model: &dyn Model) -> Self {
        let tree = document.tree().clone();
        let (api, _) = read_api(document, &Config::default());
        let mut kinds = kinds::kinds(&tree, &api, model);
        let kind_ids: BTreeMap<String, KindId> = kinds
            .iter()
            .enumerate()
            .map(|(id, kind)| (kind.resource_type.clone(), id))
            .collect();
        let actions = action::actions(&api, &kinds, &kind_ids);
        kinds::collections(&mut kinds, &api, &actions);
        let schemes = security::schemes(&tree);
        let mut operations: Vec<Operation> = api
            .operations
            .iter()
            .zip(actions)
            .map(|(op, action)| operation::operation(&tree, &api, op, action, &schemes))
            .collect();
        let (collections, rests) = collection::collections(&tree, &api, &operations);
        for (operation, rest) in operations.iter_mut().zip(rests) {
            if let (Action::Sample, Some(rest)) = (&operation.action, rest) {
                operation.action = Action::Rest(Box::new(rest));
            }
        }
        parameter::share_paging(&mut operations);
        let tenant = model.tenant().and_then(|name| kind_ids.get(name).copied());
        let scope = model.scope().and_then(|name| kind_ids.get(name).copied());
        filter::resolve_filters(&mut operations, &mut kinds, &kind_ids, tenant, model);
        if let Some(name) = model.scope() {
            let paths: Vec<_> = (0..kinds.len())
                .map(|id| filter::path(&kinds, &kind_ids, id, name))
                .collect();
            kinds
                .iter_mut()
                .zip(paths)
                .for_each(|(kind, path)| kind.scope_path = path);
        }
        let router = Router::new(&operations);
        Self {
            title: api.title.clone(),
            base_path: base_path(&api.base_url),
            codes: codes(&tree),
            token_path: token_path(&api, &operations),
            tree,
            operations,
            kinds,
            kind_ids,
            collections,
            schemes,
            router,
            tenant,
            scope,
        }
    }

    /// Whether any operation answers with JSON:API documents.
    pub(crate) fn is_json_api(&self) -> bool {
        self.operations
            .iter()
            .flat_map(|operation| &operation.responses)
            .any(|response| response.media.as_deref().is_some_and(is_json_api))
    }

    pub(crate) fn kind(&self, id: KindId) -> Option<&Kind> {
        self.kinds.get(id)
    }

    pub(crate) fn kind_id(&self, resource_type: &str) -> Option<KindId> {
        self.kind_ids.get(resource_type).copied()
    }

    /// Path of the token endpoint, without that of the server.
    pub(crate) fn token_url(&self) -> Option<&str> {
        let operation = self
            .operations
            .iter()
            .find(|operation| operation.action == Action::Token);
        operation
            .map(|operation| operation.path.as_str())
            .or(self.token_path.as_deref())
    }

    /// Every operation: method, path and operation id.
    pub fn operations(&self) -> impl Iterator<Item = (&str, &str, &str)> {
        self.operations.iter().map(|operation| {
            (
                operation.method.as_str(),
                operation.path.as_str(),
                operation.id.as_str(),
            )
        })
    }
}

/// The path of a URL that may be absolute or a path alone.
fn base_path(url: &str) -> String {
    let path = match url.split_once("://") {
        Some((_, rest)) => rest
            .find('/')
            .map_or("", |start| rest.get(start..).unwrap_or_default()),
        None => url,
    };
    let path = path
        .split(['?', '#'])
        .next()
        .unwrap_or_default()
        .trim_end_matches('/');
    if path.is_empty() || path.starts_with('/') {
        path.to_owned()
    } else {
        format!("/{path}")
    }
}

/// Codes that any JSON:API error object of the document lists.
fn codes(tree: &Value) -> Vec<String> {
    let schemas = tree
        .pointer("/components/schemas")
        .and_then(Value::as_object);
    let errors = schemas.into_iter().flatten().filter(|(_, schema)| {
        schema.pointer("/properties/status").is_some()
            && (schema.pointer("/properties/detail").is_some()
                || schema.pointer("/properties/title").is_some())
    });
    let codes =
        errors.filter_map(|(_, schema)| schema.pointer("/properties/code/enum")?.as_array());
    codes
        .flatten()
        .filter_map(|code| code.as_str().map(str::to_owned))
        .collect()
}

fn token_path(api: &ir::Api, operations: &[Operation]) -> Option<String> {
    if operations
        .iter()
        .any(|operation| operation.action == Action::Token)
    {
        return None;
    }
    api.security.iter().find_map(|scheme| match &scheme.kind {
        ir::SchemeKind::OAuth2(endpoint) if !endpoint.url.is_empty() => {
            Some(base_path(&endpoint.url))
        }
        _ => None,
    })
}
