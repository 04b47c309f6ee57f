//! What is received as an event, and what it is answered with.

use serde_json::Value;

use super::super::Lowerer;
use super::super::body::{best, concrete, encode, is_file};
use crate::diag::Diagnostic;
use crate::ir::{Decode, Encode, Reply, Role, Type};
use crate::{pointer, resolve};

/// How the body is read, and as what.
pub(super) fn payload(lowerer: &mut Lowerer<'_>, node: &Value, at: &str) -> (Decode, Type) {
    const NOTHING: (Decode, Type) = (Decode::Empty, Type::Unit);
    let at = pointer::join(at, "requestBody");
    let Some(body) = node.get("requestBody") else {
        return NOTHING;
    };
    let resolved = match resolve::resolve(lowerer.tree, body, &at) {
        Ok(resolved) => resolved,
        Err(diagnostic) => {
            lowerer.warn(diagnostic);
            return NOTHING;
        }
    };
    let (body, at) = (resolved.node, resolved.pointer.into_owned());
    let Some((media_type, content)) = body.get("content").and_then(best) else {
        return NOTHING;
    };
    let at = pointer::join(&at, "content");
    lowerer.note_left_out(body, media_type, &at, "the event is read", |_| true);
    let place = pointer::join(&at, media_type);
    if matches!(encode(media_type), Encode::Form | Encode::Multipart) {
        let message = format!("an event that comes as `{media_type}` is left as it is");
        lowerer.warn(Diagnostic::warning("webhook", &place, message));
    }
    match lowerer.content(media_type, content, &place) {
        (Decode::Xml(_), _) => {
            let message = format!("an event that comes as `{media_type}` is left as text");
            lowerer.warn(Diagnostic::note("webhook", &place, message));
            (Decode::Text, Type::String)
        }
        read => read,
    }
}

/// What the document lists as answers.
pub(super) fn replies(lowerer: &mut Lowerer<'_>, node: &Value, at: &str) -> Vec<Reply> {
    let at = pointer::join(at, "responses");
    let responses = node.get("responses").and_then(Value::as_object);
    let mut replies = Vec::new();
    for (status, response) in responses.into_iter().flatten() {
        if status.starts_with("x-") {
            continue;
        }
        let place = pointer::join(&at, status);
        if !is_status(status) {
            let message = format!("`{status}` is not a status code; this response is left out");
            lowerer.warn(Diagnostic::warning("webhook", &place, message));
            continue;
        }
        let resolved = match resolve::resolve(lowerer.tree, response, &place) {
            Ok(resolved) => resolved,
            Err(diagnostic) => {
                lowerer.warn(diagnostic);
                continue;
            }
        };
        let (response, place) = (resolved.node, resolved.pointer.into_owned());
        let docs = response.get("description").and_then(Value::as_str);
        let (media_type, encode, ty) = body(lowerer, response, &place);
        replies.push(Reply {
            status: status.clone(),
            docs: docs.map(str::to_owned).filter(|docs| !docs.is_empty()),
            media_type,
            encode,
            ty,
        });
    }
    replies
}

/// A status, a range of them such as `2XX`, or `default` (OpenAPI "Responses Object").
fn is_status(status: &str) -> bool {
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let first = status.starts_with(['1', '2', '3', '4', '5']);
    let rest = status.get(1..).unwrap_or_default();
    status == "default" || (first && rest.len() == 2 && (digits(rest) || rest == "XX"))
}

fn body(lowerer: &mut Lowerer<'_>, response: &Value, at: &str) -> (String, Encode, Type) {
    let Some((media_type, content)) = response.get("content").and_then(best) else {
        return (String::new(), Encode::Bytes, Type::Unit);
    };
    let at = pointer::join(at, "content");
    lowerer.note_left_out(response, media_type, &at, "the event is answered", |_| true);
    let at = pointer::join(&pointer::join(&at, media_type), "schema");
    let schema = content.get("schema");
    let binary = schema.is_some_and(|schema| is_file(lowerer.tree, schema));
    let (encode, ty) = match (encode(media_type), schema) {
        (Encode::Json, _) if binary => (Encode::Bytes, Type::Binary),
        (Encode::Json, Some(schema)) => {
            let ty = lowerer.nullable_schema(schema, &at, Role::Create);
            (Encode::Json, ty)
        }
        (Encode::Json, None) => (Encode::Json, Type::Json),
        (Encode::Text, _) => (Encode::Text, Type::String),
        _ => (Encode::Bytes, Type::Binary),
    };
    (concrete(media_type), encode, ty)
}
