//! Operations.

use std::collections::HashMap;

use serde_json::Value;

use super::node::flag;
use super::{Lowerer, idempotency, retries};
use crate::case::lower_camel;
use crate::diag::Diagnostic;
use crate::http_method::{ADDITIONAL, Listed, additional, operations as operations_of, why_not};
use crate::ir::{Decode, Operation, Parameter, Place, Role, Success};
use crate::media_type::{is_event_stream, is_json_lines};
use crate::{pointer, resolve};

/// All operations, in the order of the document.
pub(super) fn operations(lowerer: &mut Lowerer<'_>) -> Vec<Operation> {
    let tree = lowerer.tree;
    let mut operations = Vec::new();
    let mut ids: HashMap<String, String> = HashMap::new();
    let by_path = is_untagged(tree);
    for (path, item) in tree
        .get("paths")
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
    {
        let at = pointer::join("/paths", path);
        let item = match resolve::resolve(tree, item, &at) {
            Ok(resolved) => resolved.node,
            Err(diagnostic) => {
                lowerer.warn(diagnostic);
                continue;
            }
        };
        for (method, _) in additional(item) {
            if let Some(why) = why_not(method) {
                let message = format!("`{method} {path}` is not generated: `{method}` {why}");
                let at = pointer::join(&pointer::join(&at, ADDITIONAL), method);
                lowerer.warn(Diagnostic::warning("additional-operation", at, message));
            }
        }
        for listed in operations_of(item) {
            let at = format!("{at}/{}", listed.place);
            let Some(mut operation) = operation(lowerer, path, &listed, item, &at, by_path) else {
                continue;
            };
            if let Some(first) = ids.get(&operation.id) {
                let message = format!(
                    "two operations have the id `{}`; the other one is `{first}`",
                    operation.id
                );
                lowerer.warn(
                    Diagnostic::error("duplicate-operation-id", pointer::join(&at, "operationId"), message)
                        .help("ids must be unique in a document (OpenAPI \"Operation Object\"); change one, in an overlay if need be"),
                );
                operation.id = made_up_id(&listed.method, path);
            }
            ids.insert(operation.id.clone(), format!("{} {path}", operation.method));
            operations.push(operation);
        }
    }
    idempotency::check(lowerer, &operations);
    retries::check(lowerer, &operations);
    operations
}

/// Whether a document has a great many operations and no tags at all: its paths tell what belongs together.
fn is_untagged(tree: &Value) -> bool {
    /// More operations than this are too many for one module.
    const MOST_TOGETHER: usize = 50;
    let items = tree
        .get("paths")
        .and_then(Value::as_object)
        .into_iter()
        .flatten();
    let tagged = items.filter_map(|(_, item)| item.as_object()).any(|item| {
        item.values()
            .any(|operation| operation.pointer("/tags/0").is_some())
    });
    !tagged && count(tree) > MOST_TOGETHER
}

/// The first part of a path that says what it is about.
fn group(path: &str) -> Option<&str> {
    let is_version = |segment: &str| {
        let number = segment.strip_prefix(['v', 'V']).unwrap_or(segment);
        !number.is_empty() && number.chars().all(|c| c.is_ascii_digit() || c == '.')
    };
    let mut segments = path
        .split(['/', '?', '#'])
        .filter(|segment| !segment.is_empty() && !segment.contains('{'));
    segments.find(|segment| !is_version(segment) && !matches!(*segment, "api" | "rest"))
}

/// How many operations a document has.
pub(super) fn count(tree: &Value) -> usize {
    let items = tree
        .get("paths")
        .and_then(Value::as_object)
        .into_iter()
        .flatten();
    let items = items.filter_map(|(_, item)| Some(resolve::resolve(tree, item, "").ok()?.node));
    items
        .map(|item| {
            let unusable = additional(item).filter(|(method, _)| why_not(method).is_some());
            operations_of(item).count() + unusable.count()
        })
        .sum()
}

fn operation(
    lowerer: &mut Lowerer<'_>,
    path: &str,
    listed: &Listed<'_>,
    item: &Value,
    at: &str,
    by_path: bool,
) -> Option<Operation> {
    let (method, node) = (&*listed.method, listed.node);
    if !node.is_object() {
        lowerer.warn(Diagnostic::warning(
            "operation",
            at,
            "an operation must be an object; this one is skipped",
        ));
        return None;
    }
    let text = |name: &str| {
        node.get(name)
            .and_then(Value::as_str)
            .map(str::trim)
            .filter(|text| !text.is_empty())
            .map(str::to_owned)
    };
    let tag = node.pointer("/tags/0").and_then(Value::as_str);
    let tag = tag.unwrap_or_else(|| by_path.then(|| group(path)).flatten().unwrap_or("default"));
    let id = text("operationId").unwrap_or_else(|| made_up_id(method, path));
    if !lowerer.filter.admits(tag, &id) {
        return None;
    }
    let server = lowerer.operation_server(item, node, at);
    let role = match method {
        "PATCH" => Role::Update,
        _ => Role::Create,
    };
    let wire_path = without_fragment(path);
    // A token is asked for without a token.
    let security = if lowerer.is_token_operation(&id) {
        Vec::new()
    } else {
        lowerer.security_of(node, at)
    };
    let mut parameters = lowerer.parameters(item, node, at, wire_path);
    let retries = retries::retries(lowerer, node, at, &id);
    let idempotency_key = idempotency::key(lowerer, &id, &mut parameters);
    let wire_path = without_given(wire_path, &parameters);
    let mut bodies = lowerer.request_bodies(node, at, role).into_iter();
    let (body, other_bodies) = (bodies.next(), bodies.collect());
    let (output, other_outputs) = lowerer.outputs(node, at, method != "HEAD");
    let accepted = crate::media_type::essence(&output.accept);
    let streamed_only = matches!(output.decode, Decode::Text | Decode::Bytes)
        && (is_event_stream(&accepted) || is_json_lines(&accepted));
    Some(Operation {
        pointer: at.to_owned(),
        id,
        method: method.to_owned(),
        path: wire_path,
        tag: lowerer.tag(tag),
        summary: text("summary"),
        description: text("description"),
        deprecated: flag(node, "deprecated"),
        parameters,
        server,
        body,
        other_bodies,
        output,
        other_outputs,
        successes: successes(lowerer.tree, node),
        streamed_only,
        events: lowerer.streamed(node, at, is_event_stream),
        lines: lowerer.streamed(node, at, is_json_lines),
        errors: lowerer.error_bodies(node, at),
        error: None,
        headers: lowerer.response_headers(node, at),
        security,
        paging: None,
        looks_paged: false,
        idempotency_key,
        retries,
        required_one_of: groups(node, "x-required-one-of"),
        required_together: groups(node, "x-required-together"),
    })
}

/// What the document says about success; about any response, if it names no success.
fn successes(tree: &Value, node: &Value) -> Vec<Success> {
    let responses = node.get("responses").and_then(Value::as_object);
    let responses = || responses.into_iter().flatten();
    let any = responses().any(|(status, _)| status.starts_with('2'));
    responses()
        .filter(|(status, _)| status.starts_with('2') || (!any && *status == "default"))
        .filter_map(|(status, response)| {
            let response = resolve::resolve(tree, response, "").ok()?.node;
            let docs = response.get("description").and_then(Value::as_str);
            Some(Success {
                status: status.clone(),
                docs: docs.map(str::to_owned).filter(|docs| !docs.is_empty()),
            })
        })
        .collect()
}

/// Some documents tell operations of one path apart by a fragment. It is never sent (RFC 9110, section 7.1).
fn without_fragment(path: &str) -> &str {
    path.split('#').next().unwrap_or(path)
}

/// The path without what its query says of a parameter that is always given: it would be sent twice.
fn without_given(path: &str, parameters: &[Parameter]) -> String {
    let Some((path, query)) = path.split_once('?') else {
        return path.to_owned();
    };
    let is_given = |pair: &&str| {
        let name = pair.split('=').next().unwrap_or_default();
        let mut required = parameters.iter().filter(|parameter| parameter.required);
        required.any(|parameter| parameter.place == Place::Query && parameter.wire == name)
    };
    let kept: Vec<&str> = query.split('&').filter(|pair| !is_given(pair)).collect();
    match kept.as_slice() {
        [] => path.to_owned(),
        kept => format!("{path}?{}", kept.join("&")),
    }
}

/// Lists of parameter names, from an extension of this generator.
fn groups(node: &Value, name: &str) -> Vec<Vec<String>> {
    let texts = |group: &Value| -> Vec<String> {
        group
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|name| name.as_str().map(str::to_owned))
            .collect()
    };
    node.get(name)
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .map(texts)
        .filter(|group| !group.is_empty())
        .collect()
}

/// An id for an operation that has none: `GET /users/{id}/posts` is `getUsersByIdPosts`.
pub(super) fn made_up_id(method: &str, path: &str) -> String {
    let words = path
        .split(['/', '?', '&', '='])
        .filter(|segment| !segment.is_empty())
        .map(|segment| segment.replace('{', " by ").replace('}', " "));
    let words = words.collect::<Vec<_>>().join(" ");
    lower_camel(&format!("{} {words}", method.to_lowercase()))
}
