//! A plan from the generator's reading of a document.

mod actions;
mod collections;
mod filters;
mod kinds;
mod operations;
mod paging;
mod parameters;
mod security;
mod xml;

use std::collections::BTreeMap;

use openapi_client_generator::unstable::{ir, read_api};
use openapi_client_generator::{Config, Document};
use serde_json::Value;

use filters::{path, resolve_filters};

use super::{Action, KindId, Operation, Plan, Router};
use crate::model::Model;

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
        let actions = actions::actions(&tree, &api, &kinds, &kind_ids);
        actions::targets(&api, &mut kinds, &kind_ids, &actions);
        kinds::collections(&mut kinds, &api, &actions);
        let schemes = security::schemes(&tree);
        let mut operations: Vec<Operation> = api
            .operations
            .iter()
            .zip(actions)
            .map(|(op, action)| operations::operation(&tree, &api, op, action, &schemes))
            .collect();
        let (collections, rests) = collections::collections(&tree, &api, &operations);
        for (operation, rest) in operations.iter_mut().zip(rests) {
            if let (Action::Sample, Some(rest)) = (&operation.action, rest) {
                operation.action = Action::Rest(Box::new(rest));
            }
        }
        parameters::share_paging(&mut operations);
        let tenant = model.tenant().and_then(|name| kind_ids.get(name).copied());
        let scope = model.scope().and_then(|name| kind_ids.get(name).copied());
        resolve_filters(&mut operations, &mut kinds, &kind_ids, tenant, model);
        if let Some(name) = model.scope() {
            let paths: Vec<_> = (0..kinds.len())
                .map(|id| path(&kinds, &kind_ids, id, name))
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
            xml: xml::xml(&api),
            router,
            tenant,
            scope,
        }
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
        ir::SchemeKind::OAuth2(oauth2) => Some(base_path(&oauth2.endpoint.as_ref()?.url)),
        _ => None,
    })
}
