//! Repairs of parameters and headers ("Parameter Object").

use serde_json::{Map, Value, json};

use super::as_boolean;
use crate::diag::{Diagnostic, Diagnostics};
use crate::trail::Trail;

/// What Swagger 2.0 writes beside the name and OpenAPI 3.0 into the schema.
pub(in crate::dialect) fn is_schema_keyword(keyword: &str) -> bool {
    matches!(
        keyword,
        "type"
            | "format"
            | "items"
            | "default"
            | "enum"
            | "minimum"
            | "maximum"
            | "exclusiveMinimum"
            | "exclusiveMaximum"
            | "multipleOf"
            | "minLength"
            | "maxLength"
            | "pattern"
            | "minItems"
            | "maxItems"
            | "uniqueItems"
            | "x-nullable"
            | "nullable"
    )
}

/// Repairs the members of a parameter, or of a header.
pub(in crate::dialect) fn parameter(
    parameter: &mut Map<String, Value>,
    is_header: bool,
    trail: &Trail<'_>,
    diagnostics: &mut Diagnostics,
) {
    let mut warn = |code, message: String| {
        diagnostics.push(Diagnostic::warning(code, trail.pointer(), message));
    };
    if !parameter.contains_key("schema") && !parameter.contains_key("content") {
        let mut schema = Map::new();
        parameter.retain(|key, value| {
            let moves = is_schema_keyword(key);
            if moves {
                schema.insert(key.clone(), value.take());
            }
            !moves
        });
        if schema.is_empty() {
            schema.insert("type".to_owned(), json!("string"));
            warn(
                "parameter-schema",
                "there is no schema; it is read as text".to_owned(),
            );
        } else {
            warn(
                "parameter-schema",
                "the type belongs into a `schema`".to_owned(),
            );
        }
        parameter.insert("schema".to_owned(), Value::Object(schema));
    }
    if parameter
        .get("content")
        .is_some_and(|content| !content.is_object())
    {
        warn(
            "content",
            "`content` is not an object; it is ignored".to_owned(),
        );
        parameter.shift_remove("content");
    }
    if !is_header {
        place(parameter, &mut warn);
    }
    let is_cookie = parameter.get("in").and_then(Value::as_str) == Some("cookie");
    if let Some(Value::String(style)) = parameter.get("style")
        && !matches!(
            style.as_str(),
            "form"
                | "simple"
                | "label"
                | "matrix"
                | "spaceDelimited"
                | "pipeDelimited"
                | "deepObject"
        )
        && !(style == "cookie" && is_cookie)
    {
        warn(
            "style",
            format!("the style `{style}` is not known; the default is taken"),
        );
        parameter.shift_remove("style");
    }
    for member in [
        "required",
        "explode",
        "deprecated",
        "allowReserved",
        "allowEmptyValue",
    ] {
        as_boolean(parameter, member, trail, diagnostics);
    }
    if parameter.get("in").and_then(Value::as_str) == Some("path")
        && parameter.get("required") != Some(&json!(true))
    {
        // A path without one of its parts is another path; the standard requires the word.
        parameter.insert("required".to_owned(), json!(true));
    }
}

fn place(parameter: &mut Map<String, Value>, warn: &mut impl FnMut(&'static str, String)) {
    let Some(Value::String(written)) = parameter.get("in") else {
        return;
    };
    let meant = match written.trim().to_ascii_lowercase().as_str() {
        "path" | "uri" => "path",
        "query" => "query",
        "header" | "headers" => "header",
        "cookie" | "cookies" => "cookie",
        _ => return,
    };
    if written != meant {
        warn(
            "parameter-in",
            format!("`in: {written}` is read as `in: {meant}`"),
        );
        parameter.insert("in".to_owned(), json!(meant));
    }
}

/// Removes what is no parameter and what is there twice.
pub(in crate::dialect) fn list(
    parameters: &mut Vec<Value>,
    trail: &Trail<'_>,
    diagnostics: &mut Diagnostics,
) {
    let mut index = 0_usize;
    let mut seen: Vec<String> = Vec::new();
    parameters.retain(|parameter| {
        let trail = trail.item(index);
        index += 1;
        let identity = match parameter {
            Value::Object(members) => identity(members),
            _ => None,
        };
        let Some(identity) = identity else {
            let message = "this is not a parameter: it has no `name` and `in`; it is skipped";
            diagnostics.push(Diagnostic::warning("parameter", trail.pointer(), message));
            return false;
        };
        if seen.contains(&identity) {
            let message = "this parameter is listed twice; the first one is kept";
            diagnostics.push(Diagnostic::warning(
                "parameter-twice",
                trail.pointer(),
                message,
            ));
            return false;
        }
        seen.push(identity);
        true
    });
}

/// What makes a parameter unique: its name and its place ("Operation Object", `parameters`).
fn identity(parameter: &Map<String, Value>) -> Option<String> {
    if let Some(Value::String(reference)) = parameter.get("$ref") {
        return Some(reference.clone());
    }
    let name = parameter.get("name")?.as_str()?;
    let place = parameter.get("in")?.as_str()?;
    Some(format!("{place} {name}"))
}

/// A parameter `in: body`, which Swagger 2.0 has, becomes the request body.
pub(super) fn body(
    operation: &mut Map<String, Value>,
    trail: &Trail<'_>,
    diagnostics: &mut Diagnostics,
) {
    if operation.contains_key("requestBody") {
        return;
    }
    let Some(Value::Array(parameters)) = operation.get_mut("parameters") else {
        return;
    };
    let is_body = |parameter: &Value| parameter.get("in").and_then(Value::as_str) == Some("body");
    let Some(index) = parameters.iter().position(is_body) else {
        return;
    };
    let message = "`in: body` belongs to Swagger 2.0; it is read as the request body, as JSON";
    let pointer = trail.member("parameters").item(index).pointer();
    diagnostics.push(Diagnostic::warning("parameter-in", pointer, message));
    let mut parameter = parameters.remove(index);
    let schema = parameter
        .get_mut("schema")
        .map_or_else(|| json!({}), Value::take);
    let required = parameter.get("required") == Some(&json!(true));
    let body =
        json!({ "required": required, "content": { "application/json": { "schema": schema } } });
    operation.insert("requestBody".to_owned(), body);
}
