//! What the server does for each operation, decided once from the generator's reading of the document.

mod action;
mod collection;
#[cfg(feature = "documents")]
mod document;
mod embedded;
mod filter;
mod kinds;
mod operation;
mod paging;
mod parameter;
mod route;
mod security;
pub(crate) mod xml;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

pub(crate) use action::{Action, Change, Shape};
pub(crate) use collection::{Collection, Rest, Verb};
pub(crate) use filter::{Filter, Test};
pub(crate) use kinds::{ColumnPlan, IdForm, Kind, Relationship};
#[cfg(feature = "documents")]
pub(crate) use operation::is_xml;
pub(crate) use operation::{Body, Operation, Response, is_json, is_json_api};
pub(crate) use paging::Next;
pub(crate) use parameter::{Parameter, ValueType};
pub(crate) use route::Router;
pub(crate) use security::{Proof, Scheme};

/// The media type of JSON:API.
pub(crate) const JSON_API: &str = "application/vnd.api+json";

/// Position of a kind in [`Plan::kinds`].
pub(crate) type KindId = usize;

/// The whole API, ready to be served.
#[derive(Debug, Serialize, Deserialize)]
pub struct Plan {
    /// `info.title`.
    pub title: String,
    /// Path of the first server, without a slash at the end: `/pub`.
    pub base_path: String,
    /// The corrected document.
    #[serde(skip)]
    pub tree: Value,
    pub(crate) operations: Vec<Operation>,
    pub(crate) kinds: Vec<Kind>,
    pub(crate) kind_ids: BTreeMap<String, KindId>,
    /// Collections of plain REST.
    pub(crate) collections: Vec<Collection>,
    pub(crate) schemes: Vec<Scheme>,
    /// Bodies of XML.
    #[serde(default)]
    pub(crate) xml: xml::Xml,
    #[serde(skip)]
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
