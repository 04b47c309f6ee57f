//! Oddities of documents in the wild, each repaired with a diagnostic.

mod bounds;
mod look;
mod members;
mod parameter;
mod schema;
mod server;
mod shape;

use serde_json::{Map, Value, json};

use super::{Dialect, openapi31};
use crate::diag::{Diagnostic, Diagnostics};
use crate::http_method::is_method;
use crate::pointer;
use crate::source::Sources;
use crate::trail::Trail;
use shape::{as_boolean, as_list, as_parameter_list, as_text, remove_malformed};

pub(super) use look::look;
pub(super) use parameter::{is_schema_keyword, list as parameter_list, parameter};
pub(super) use schema::{as_object as schema_object, repair as schema};

/// Members of the root.
pub(super) fn document(
    root: &mut Map<String, Value>,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) {
    if let Some(Value::Object(paths)) = root.get_mut("paths") {
        leading_slash(paths, sources, diagnostics);
        remove_malformed(
            paths,
            "path-item",
            "a path item",
            &Trail::ROOT.member("paths"),
            diagnostics,
        );
    } else {
        let message = "the document has no object of `paths`: there is nothing to call";
        diagnostics.push(Diagnostic::warning("paths", "", message));
        root.insert("paths".to_owned(), json!({}));
    }
    as_list(root, "security", &Trail::ROOT, diagnostics);
    servers(root, &Trail::ROOT, diagnostics);
    as_list(root, "tags", &Trail::ROOT, diagnostics);
}

/// The servers of the document, of a path item or of an operation.
fn servers(owner: &mut Map<String, Value>, trail: &Trail<'_>, diagnostics: &mut Diagnostics) {
    as_list(owner, "servers", trail, diagnostics);
    if let Some(Value::Array(servers)) = owner.get_mut("servers") {
        server::list(servers, &trail.member("servers"), diagnostics);
    }
}

fn leading_slash(
    paths: &mut Map<String, Value>,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) {
    let is_odd = |path: &String| !path.starts_with('/') && !path.starts_with("x-");
    if !paths.keys().any(is_odd) {
        return;
    }
    for (path, item) in std::mem::take(paths) {
        let fixed = format!("/{path}");
        if is_odd(&path) && !paths.contains_key(&fixed) {
            let (now, before) = (
                pointer::join("/paths", &fixed),
                pointer::join("/paths", &path),
            );
            let message = format!("the path `{path}` lacks its leading slash");
            diagnostics.push(Diagnostic::warning("path-slash", &now, message));
            sources.moved(now, before);
            paths.insert(fixed, item);
        } else {
            paths.insert(path, item);
        }
    }
}

/// Members of a path item.
pub(super) fn path_item(
    item: &mut Map<String, Value>,
    trail: &Trail<'_>,
    diagnostics: &mut Diagnostics,
) {
    as_parameter_list(item, trail, diagnostics);
    servers(item, trail, diagnostics);
    let malformed = |(key, value): (&String, &Value)| is_method(key) && !value.is_object();
    if item.iter().any(malformed) {
        for (key, _) in item.iter().filter(|entry| malformed(*entry)) {
            let message = format!("the operation `{key}` is not an object; it is skipped");
            diagnostics.push(Diagnostic::warning(
                "operation",
                trail.pointer_to(key),
                message,
            ));
        }
        item.retain(|key, value| !malformed((&key.clone(), value)));
    }
}

/// Members of an operation.
pub(super) fn operation(
    operation: &mut Map<String, Value>,
    trail: &Trail<'_>,
    diagnostics: &mut Diagnostics,
) {
    as_parameter_list(operation, trail, diagnostics);
    as_list(operation, "security", trail, diagnostics);
    servers(operation, trail, diagnostics);
    as_list(operation, "tags", trail, diagnostics);
    parameter::body(operation, trail, diagnostics);
    if let Some(Value::Array(tags)) = operation.get_mut("tags") {
        tags.iter_mut().for_each(as_text);
    }
    if let Some(id) = operation.get_mut("operationId") {
        as_text(id);
    }
    match operation.get_mut("responses") {
        Some(Value::Object(responses)) => statuses(responses, trail, diagnostics),
        found => {
            if found.is_some() {
                let pointer = trail.pointer_to("responses");
                let message = "`responses` is not an object; no response is known";
                diagnostics.push(Diagnostic::warning("responses", pointer, message));
            }
            operation.insert("responses".to_owned(), json!({}));
        }
    }
}

/// Status codes are three digits, a range such as `2XX`, or `default` ("Responses Object").
fn statuses(responses: &mut Map<String, Value>, trail: &Trail<'_>, diagnostics: &mut Diagnostics) {
    if responses
        .keys()
        .all(|status| is_status(status) || status.starts_with("x-"))
    {
        return;
    }
    let trail = trail.member("responses");
    for (status, response) in std::mem::take(responses) {
        if is_status(&status) || status.starts_with("x-") {
            responses.insert(status, response);
            continue;
        }
        let pointer = trail.pointer();
        if let Some(meant) = meant_status(&status).filter(|meant| !responses.contains_key(meant)) {
            let message = format!("the status `{status}` is read as `{meant}`");
            diagnostics.push(Diagnostic::warning("status", pointer, message));
            responses.insert(meant, response);
        } else {
            let message = format!("`{status}` is not a status code; this response is skipped");
            diagnostics.push(Diagnostic::warning("status", pointer, message));
        }
    }
}

fn is_status(status: &str) -> bool {
    match status.as_bytes() {
        b"default" | [b'1'..=b'5', b'X', b'X'] => true,
        [b'1'..=b'9', tens, ones] => tens.is_ascii_digit() && ones.is_ascii_digit(),
        _ => false,
    }
}

fn meant_status(status: &str) -> Option<String> {
    if status.eq_ignore_ascii_case("default") {
        return Some("default".to_owned());
    }
    status
        .split(|character: char| !character.is_ascii_alphanumeric())
        .map(str::to_ascii_uppercase)
        .find(|word| is_status(word))
}

/// Members of a request body ("Request Body Object").
pub(super) fn request_body(
    body: &mut Map<String, Value>,
    trail: &Trail<'_>,
    diagnostics: &mut Diagnostics,
) {
    as_boolean(body, "required", trail, diagnostics);
    stray_schema(body, trail, diagnostics);
    if !body.get("content").is_some_and(Value::is_object) {
        let message = "the request body has no `content`: its media type is not known";
        diagnostics.push(Diagnostic::warning("content", trail.pointer(), message));
        body.insert("content".to_owned(), json!({}));
    }
}

/// Members of a response ("Response Object").
pub(super) fn response(
    response: &mut Map<String, Value>,
    trail: &Trail<'_>,
    diagnostics: &mut Diagnostics,
) {
    stray_schema(response, trail, diagnostics);
    if !response.get("description").is_some_and(Value::is_string) {
        // Required by the standard, of no use to a client: not worth a word.
        response.insert("description".to_owned(), json!(""));
    }
    for member in ["content", "headers", "links"] {
        if response.get(member).is_some_and(|value| !value.is_object()) {
            let message = format!("`{member}` of the response is not an object; it is ignored");
            diagnostics.push(Diagnostic::warning(
                "response",
                trail.pointer_to(member),
                message,
            ));
            response.shift_remove(member);
        }
    }
}

/// A schema where Swagger 2.0 has it.
fn stray_schema(
    members: &mut Map<String, Value>,
    trail: &Trail<'_>,
    diagnostics: &mut Diagnostics,
) {
    if members.contains_key("content") {
        return;
    }
    if let Some(schema) = members.shift_remove("schema") {
        let message = "a `schema` without a media type is read as one of `application/json`";
        diagnostics.push(Diagnostic::warning(
            "content",
            trail.pointer_to("schema"),
            message,
        ));
        members.insert(
            "content".to_owned(),
            json!({ "application/json": { "schema": schema } }),
        );
    }
}

/// A media type ("Media Type Object"). In 3.1 bytes need no schema.
pub(super) fn media_type(
    name: &str,
    media_type: &mut Value,
    dialect: Dialect,
    trail: &Trail<'_>,
    diagnostics: &mut Diagnostics,
) {
    let Value::Object(members) = media_type else {
        if !media_type.is_null() {
            let message = "the media type is not an object; its content is not known";
            diagnostics.push(Diagnostic::warning("content", trail.pointer(), message));
        }
        *media_type = json!({});
        return;
    };
    let name = name.split(';').next().unwrap_or_default().trim();
    let is_unsaid = match members.get("schema") {
        None => true,
        Some(Value::Object(schema)) => schema.is_empty(),
        Some(_) => false,
    };
    if dialect == Dialect::OpenApi31 && is_unsaid && openapi31::is_binary(name) {
        members.insert(
            "schema".to_owned(),
            json!({ "type": "string", "format": "binary" }),
        );
    }
}
