//! What an operation takes and what it answers.

use openapi_client_generator::ir::{self, Api};
use openapi_client_generator::{pointer, resolve};
use serde_json::Value;

use super::action::Action;
use super::parameter::{self, Parameter};
use super::{Filter, JSON_API};
use crate::schema::resolved;

/// An operation of the document.
#[derive(Clone, Debug)]
pub(crate) struct Operation {
    pub(crate) id: String,
    /// Upper case.
    pub(crate) method: String,
    /// Template, without the path of the server.
    pub(crate) path: String,
    pub(crate) action: Action,
    pub(crate) parameters: Vec<Parameter>,
    /// Lists of parameters of each of which one is to be given.
    pub(crate) required_one_of: Vec<Vec<String>>,
    /// Lists of parameters that are to be given together.
    pub(crate) required_together: Vec<Vec<String>>,
    pub(crate) bodies: Vec<Body>,
    pub(crate) body_required: bool,
    /// Everything that can be answered, by status as written.
    pub(crate) responses: Vec<Response>,
    /// Whether a token is needed.
    pub(crate) secured: bool,
    /// What the filters do, by parameter name; decided once all kinds are known.
    pub(crate) filters: Vec<(String, Filter)>,
    /// Columns to sort by, by the name used in `sort`.
    pub(crate) sorts: Vec<(String, usize)>,
}

/// A request body in one media type.
#[derive(Clone, Debug)]
pub(crate) struct Body {
    pub(crate) media: String,
    /// JSON pointer of its schema, if it has one.
    pub(crate) schema: Option<String>,
}

/// An answer in one media type.
#[derive(Clone, Debug)]
pub(crate) struct Response {
    /// Such as `201`, `4XX` or `default`.
    pub(crate) status: String,
    pub(crate) media: Option<String>,
    pub(crate) schema: Option<String>,
}

impl Operation {
    /// The status of success.
    pub(crate) fn success(&self) -> u16 {
        let successes = self
            .responses
            .iter()
            .filter_map(|response| response.status.parse().ok());
        successes
            .filter(|status| (200..300).contains(status))
            .min()
            .unwrap_or(200)
    }

    /// What is answered with `status`, in the document's words.
    pub(crate) fn response(&self, status: u16) -> Option<&Response> {
        let class = format!("{}XX", status / 100);
        let exact = status.to_string();
        let by = |wanted: &str| {
            self.responses
                .iter()
                .find(|response| response.status.eq_ignore_ascii_case(wanted))
        };
        by(&exact).or_else(|| by(&class)).or_else(|| by("default"))
    }

    /// Media type of success.
    pub(crate) fn media(&self) -> &str {
        self.response(self.success())
            .and_then(|response| response.media.as_deref())
            .unwrap_or(JSON_API)
    }

    /// The status for a request that breaks the rules: the first of the usual ones that the document names.
    pub(crate) fn invalid(&self) -> u16 {
        let named = |status: &u16| {
            self.responses
                .iter()
                .any(|response| response.status == status.to_string())
        };
        [400, 409, 422].into_iter().find(named).unwrap_or(400)
    }
}

/// Plans for one operation.
pub(super) fn operation(tree: &Value, api: &Api, op: &ir::Operation, action: Action) -> Operation {
    let node = resolve::lookup(tree, &op.pointer).unwrap_or(&Value::Null);
    let bodies = bodies(tree, node, &op.pointer);
    Operation {
        id: op.id.clone(),
        method: op.method.clone(),
        path: op.path.clone(),
        parameters: parameter::parameters(tree, api, op),
        required_one_of: op.required_one_of.clone(),
        required_together: op.required_together.clone(),
        body_required: node.get("requestBody").is_some_and(|body| {
            resolved(tree, body, "")
                .is_some_and(|(body, _)| body.get("required") == Some(&Value::Bool(true)))
        }),
        bodies,
        responses: responses(tree, node, &op.pointer),
        secured: action != Action::Token
            && op.security.iter().any(|names| !names.is_empty())
            && !op.security.iter().any(Vec::is_empty),
        action,
        filters: Vec::new(),
        sorts: Vec::new(),
    }
}

fn bodies(tree: &Value, node: &Value, at: &str) -> Vec<Body> {
    let at = pointer::join(at, "requestBody");
    let Some((body, place)) = node
        .get("requestBody")
        .and_then(|body| resolved(tree, body, &at))
    else {
        return Vec::new();
    };
    content(body, &place)
        .map(|(media, schema)| Body { media, schema })
        .collect()
}

fn responses(tree: &Value, node: &Value, at: &str) -> Vec<Response> {
    let at = pointer::join(at, "responses");
    let mut found = Vec::new();
    for (status, response) in node
        .get("responses")
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
    {
        let at = pointer::join(&at, status);
        let Some((response, place)) = resolved(tree, response, &at) else {
            continue;
        };
        let before = found.len();
        found.extend(content(response, &place).map(|(media, schema)| Response {
            status: status.clone(),
            media: Some(media),
            schema,
        }));
        if found.len() == before {
            found.push(Response {
                status: status.clone(),
                media: None,
                schema: None,
            });
        }
    }
    found
}

/// Media types with the place of their schema.
fn content<'a>(node: &'a Value, at: &str) -> impl Iterator<Item = (String, Option<String>)> + 'a {
    let at = pointer::join(at, "content");
    node.get("content")
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
        .map(move |(media, content)| {
            let schema = content
                .get("schema")
                .map(|_| pointer::join(&pointer::join(&at, media), "schema"));
            (media.to_lowercase(), schema)
        })
}
