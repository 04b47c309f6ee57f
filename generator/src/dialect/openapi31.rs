//! OpenAPI 3.1 (JSON Schema 2020-12) to OpenAPI 3.0.
//!
//! The keywords are rewritten in 3.0 documents too, where they are as common as they are wrong; the
//! difference is that there a diagnostic says so.

mod tuple;
mod types;
mod untyped;

use serde_json::{Map, Value, json};

use super::Dialect;
use crate::diag::{Diagnostic, Diagnostics};
use crate::trail::Trail;

use tuple::{any_of, tuple};
pub(super) use types::is_null;
use types::{null_variant, type_of, types};
use untyped::untyped;

/// Members of the root that 3.0 requires.
pub(super) fn document(root: &mut Map<String, Value>) {
    if !root.contains_key("paths") {
        root.insert("paths".to_owned(), json!({}));
    }
}

/// Rewrites the keywords of one schema, not those of the schemas inside it.
pub(super) fn schema(
    schema: &mut Map<String, Value>,
    dialect: Dialect,
    trail: &Trail<'_>,
    diagnostics: &mut Diagnostics,
) {
    constant(schema);
    if dialect == Dialect::OpenApi31 {
        untyped(schema, trail, diagnostics);
    }
    types(schema, dialect, trail, diagnostics);
    null_variant(schema);
    examples(schema);
    for (exclusive, bound) in [
        ("exclusiveMinimum", "minimum"),
        ("exclusiveMaximum", "maximum"),
    ] {
        exclusive_bound(schema, exclusive, bound);
    }
    tuple(schema, trail, diagnostics);
    content(schema);
    open_properties(schema);
    unsupported(schema, trail, diagnostics);
}

/// Siblings of a `$ref` count in 3.1. In 3.0 they are ignored by the letter, but `nullable` and the
/// like are meant wherever they are written, and ignoring them makes a client fail. Returns whether
/// there are schemas to look into.
pub(super) fn wrap_reference(schema: &mut Map<String, Value>, dialect: Dialect) -> bool {
    let matters = |(keyword, value): (&String, &Value)| match keyword.as_str() {
        "nullable" | "readOnly" | "writeOnly" | "deprecated" => value == &Value::Bool(true),
        "default" => true,
        "$ref" | "description" | "summary" | "title" | "example" | "examples" | "$comment"
        | "$id" | "$schema" | "$anchor" | "$dynamicAnchor" => false,
        keyword => dialect == Dialect::OpenApi31 && !keyword.starts_with("x-"),
    };
    if schema.len() < 2 || !schema.iter().any(matters) {
        return false;
    }
    let Some(reference) = schema.shift_remove("$ref") else {
        return false;
    };
    if dialect != Dialect::OpenApi31 {
        schema.retain(|keyword, value| {
            matters((keyword, value)) || keyword == "description" || keyword.starts_with("x-")
        });
    }
    let reference = json!({ "$ref": reference });
    match schema.get_mut("allOf") {
        Some(Value::Array(all)) => all.insert(0, reference),
        _ => {
            schema.insert("allOf".to_owned(), json!([reference]));
        }
    }
    true
}

/// `const` (JSON Schema validation section 6.1.3).
fn constant(schema: &mut Map<String, Value>) {
    let Some(value) = schema.shift_remove("const") else {
        return;
    };
    if !schema.contains_key("type")
        && let Some(name) = type_of(&value)
    {
        schema.insert("type".to_owned(), json!(name));
    }
    schema.insert("enum".to_owned(), json!([value]));
}

fn examples(schema: &mut Map<String, Value>) {
    let Some(Value::Array(examples)) = schema.get_mut("examples") else {
        return;
    };
    // Further ones stay where they are.
    if let Some(example) = examples.first().cloned()
        && !schema.contains_key("example")
    {
        schema.insert("example".to_owned(), example);
    }
}

fn exclusive_bound(schema: &mut Map<String, Value>, exclusive: &str, bound: &str) {
    let Some(Value::Number(limit)) = schema.get(exclusive) else {
        return;
    };
    let limit = limit.clone();
    let tighter = |own: f64, new: f64| {
        if bound == "minimum" {
            own > new
        } else {
            own < new
        }
    };
    let own = schema.get(bound).and_then(Value::as_f64);
    if let (Some(own), Some(new)) = (own, limit.as_f64())
        && tighter(own, new)
    {
        schema.shift_remove(exclusive);
        return;
    }
    schema.insert(bound.to_owned(), Value::Number(limit));
    schema.insert(exclusive.to_owned(), json!(true));
}

/// `contentEncoding` and `contentMediaType` (OpenAPI 3.1, "Working with Binary Data").
fn content(schema: &mut Map<String, Value>) {
    let encoding = schema.get("contentEncoding").and_then(Value::as_str);
    let media_type = schema.get("contentMediaType").and_then(Value::as_str);
    let format = match (encoding, media_type) {
        (Some("base64" | "base64url"), _) => "byte",
        // `*/*` is no media type, but what is written where any will do.
        (None, Some(media_type)) if is_binary(media_type) || media_type == "*/*" => "binary",
        _ => return,
    };
    schema.entry("type").or_insert_with(|| json!("string"));
    schema.entry("format").or_insert_with(|| json!(format));
}

/// Whether a body of this media type is bytes rather than text or structure.
pub(super) fn is_binary(media_type: &str) -> bool {
    media_type.starts_with("image/")
        || media_type.starts_with("audio/")
        || media_type.starts_with("video/")
        || matches!(
            media_type,
            "application/octet-stream" | "application/pdf" | "application/zip" | "application/gzip"
        )
}

/// Members whose names follow a pattern are members with any name as far as types go: their values are of what any pattern
/// says, and of what is said of all further members.
fn open_properties(schema: &mut Map<String, Value>) {
    let closed = |keyword: &str| schema.get(keyword) == Some(&Value::Bool(false));
    let is_closed = closed("additionalProperties") || closed("unevaluatedProperties");
    if let Some(Value::Object(patterns)) = schema.get("patternProperties")
        && !patterns.is_empty()
    {
        let mut values: Vec<Value> = patterns.values().cloned().collect();
        let takes_all = patterns.keys().any(|pattern| is_any_name(pattern));
        match schema.get("additionalProperties") {
            Some(further @ Value::Object(_)) => values.push(further.clone()),
            _ if is_closed || takes_all => {}
            _ => values.push(json!({})),
        }
        schema.insert("additionalProperties".to_owned(), any_of(values));
        schema.shift_remove("patternProperties");
    }
    if let Some(Value::Object(_)) = schema.get("unevaluatedProperties")
        && !schema.contains_key("additionalProperties")
        && let Some(values) = schema.shift_remove("unevaluatedProperties")
    {
        schema.insert("additionalProperties".to_owned(), values);
    }
}

/// Patterns that every name follows, or every one that is not empty.
fn is_any_name(pattern: &str) -> bool {
    let pattern = pattern.strip_prefix('^').unwrap_or(pattern);
    let pattern = pattern.strip_suffix('$').unwrap_or(pattern);
    matches!(
        pattern,
        "" | ".*" | ".+" | "." | "(.*)" | "(.+)" | "[\\s\\S]*" | "\\S+"
    )
}

fn unsupported(schema: &Map<String, Value>, trail: &Trail<'_>, diagnostics: &mut Diagnostics) {
    const IGNORED: [&str; 2] = ["$recursiveRef", "additionalItems"];
    for keyword in IGNORED {
        if schema.contains_key(keyword) {
            let message = format!("`{keyword}` does not change what types are generated");
            let pointer = trail.pointer_to(keyword);
            diagnostics.push(Diagnostic::note("keyword-ignored", pointer, message));
        }
    }
}
