//! What an operation takes and what it answers, read from the document.

use std::collections::BTreeMap;

use openapi_client_generator::unstable::ir::{self, Api};
use serde_json::Value;

use super::{parameters, security};
use crate::plan::{Action, Body, Operation, Response, Scheme, is_xml};
use crate::schema::resolved;
use crate::tree;

/// Plans for one operation.
pub(super) fn operation(
    tree: &Value,
    api: &Api,
    op: &ir::Operation,
    action: Action,
    schemes: &[Scheme],
) -> Operation {
    let node = tree::lookup(tree, &op.pointer).unwrap_or(&Value::Null);
    let bodies = bodies(tree, node, &op.pointer);
    Operation {
        pointer: op.pointer.clone(),
        id: op.id.clone(),
        method: op.method.clone(),
        path: op.path.clone(),
        parameters: parameters::parameters(tree, api, op),
        open: parameters::is_open(tree, op),
        required_one_of: op.required_one_of.clone(),
        required_together: op.required_together.clone(),
        body_required: node.get("requestBody").is_some_and(|body| {
            resolved(tree, body, "")
                .is_some_and(|(body, _)| body.get("required") == Some(&Value::Bool(true)))
        }),
        bodies,
        responses: responses(tree, node, &op.pointer, &super::xml::roots(api, op)),
        security: if action == Action::Token {
            Vec::new()
        } else {
            security::alternatives(tree, &op.pointer, schemes)
        },
        action,
        filters: Vec::new(),
        sorts: Vec::new(),
    }
}

fn bodies(tree: &Value, node: &Value, at: &str) -> Vec<Body> {
    let at = tree::join(at, "requestBody");
    let Some((body, place)) = node
        .get("requestBody")
        .and_then(|body| resolved(tree, body, &at))
    else {
        return Vec::new();
    };
    content(body, &place)
        .map(|(media, schema, _)| Body { media, schema })
        .collect()
}

fn responses(tree: &Value, node: &Value, at: &str, xml: &BTreeMap<String, usize>) -> Vec<Response> {
    let at = tree::join(at, "responses");
    let mut found = Vec::new();
    for (status, response) in node
        .get("responses")
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
    {
        let at = tree::join(&at, status);
        let Some((response, place)) = resolved(tree, response, &at) else {
            continue;
        };
        let before = found.len();
        let class = status.starts_with('2').then_some("2XX");
        let xml = xml.get(status).or_else(|| xml.get(class?)).copied();
        found.extend(
            content(response, &place).map(|(media, schema, content)| Response {
                status: status.clone(),
                xml: xml.filter(|_| is_xml(&media)),
                media: Some(media),
                schema,
                content: Some(content),
            }),
        );
        if found.len() == before {
            found.push(Response {
                status: status.clone(),
                media: None,
                schema: None,
                content: None,
                xml: None,
            });
        }
    }
    found
}

/// Media types with the place of their schema, and their own.
fn content<'a>(
    node: &'a Value,
    at: &str,
) -> impl Iterator<Item = (String, Option<String>, String)> + 'a {
    let at = tree::join(at, "content");
    node.get("content")
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
        .map(move |(media, content)| {
            let at = tree::join(&at, media);
            let schema = content.get("schema").map(|_| tree::join(&at, "schema"));
            (media.to_lowercase(), schema, at)
        })
}
