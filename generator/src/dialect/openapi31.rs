//! OpenAPI 3.1 (JSON Schema 2020-12) to OpenAPI 3.0.
//!
//! The keywords are rewritten in 3.0 documents too, where they are as common as they are wrong; the
//! difference is that there a diagnostic says so.

use serde_json::{Map, Value, json};

use super::Dialect;
use crate::diag::{Diagnostic, Diagnostics};
use crate::trail::Trail;

/// Members of the root that 3.0 does not know.
pub(super) fn document(root: &mut Map<String, Value>, diagnostics: &mut Diagnostics) {
    if let Some(Value::Object(webhooks)) = root.get("webhooks") {
        let count = webhooks.len();
        let message = format!("{count} webhooks are ignored: a client sends, it does not receive");
        diagnostics.push(Diagnostic::note("webhooks", "/webhooks", message));
    }
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
        "$ref" | "description" | "summary" | "title" | "example" | "examples" => false,
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

/// `type` as a list, and the type `null`.
fn types(
    schema: &mut Map<String, Value>,
    dialect: Dialect,
    trail: &Trail<'_>,
    diagnostics: &mut Diagnostics,
) {
    let names = match schema.get("type") {
        Some(Value::Array(names)) => names.clone(),
        Some(Value::String(name)) if name == "null" => vec![json!("null")],
        _ => return,
    };
    if dialect != Dialect::OpenApi31 {
        let message = "a list of types, or the type `null`, belongs to OpenAPI 3.1; read as such";
        diagnostics.push(Diagnostic::warning(
            "type-list",
            trail.pointer_to("type"),
            message,
        ));
    }
    let mut kept: Vec<&str> = Vec::new();
    let mut nullable = false;
    for name in &names {
        match name {
            Value::Null => nullable = true,
            Value::String(name) if name == "null" => nullable = true,
            Value::String(name) if !kept.contains(&name.as_str()) => kept.push(name),
            _ => {}
        }
    }
    // A number includes the integers.
    if kept.contains(&"number") {
        kept.retain(|name| *name != "integer");
    }
    match kept.as_slice() {
        [] => {
            schema.shift_remove("type");
            if nullable && !schema.contains_key("enum") {
                schema.insert("enum".to_owned(), json!([null]));
            }
        }
        [one] => {
            schema.insert("type".to_owned(), json!(one));
        }
        several => split(schema, several),
    }
    if nullable {
        schema.insert("nullable".to_owned(), json!(true));
    }
}

/// One schema per type, each with the keywords that apply to it.
fn split(schema: &mut Map<String, Value>, names: &[&str]) {
    schema.shift_remove("type");
    let mut variants: Vec<Map<String, Value>> = names
        .iter()
        .map(|name| Map::from_iter([("type".to_owned(), json!(name))]))
        .collect();
    let keywords: Vec<String> = schema.keys().cloned().collect();
    for keyword in keywords {
        if keyword == "enum" {
            let Some(Value::Array(values)) = schema.shift_remove("enum") else {
                continue;
            };
            for variant in &mut variants {
                let of_type: Vec<_> = values
                    .iter()
                    .filter(|value| type_of(value).is_some_and(|name| admits(variant, name)))
                    .cloned()
                    .collect();
                variant.insert("enum".to_owned(), Value::Array(of_type));
            }
            variants.retain(|variant| variant.get("enum") != Some(&json!([])));
            continue;
        }
        let takers = taken_by(&keyword);
        if takers.is_empty() || !variants.iter().any(|v| takers.iter().any(|t| admits(v, t))) {
            continue;
        }
        if let Some(value) = schema.shift_remove(&keyword) {
            for variant in &mut variants {
                if takers.iter().any(|taker| admits(variant, taker)) {
                    variant.insert(keyword.clone(), value.clone());
                }
            }
        }
    }
    let variants = variants.into_iter().map(Value::Object).collect();
    // Next to an `anyOf` of its own the schema has to satisfy both.
    if schema.contains_key("anyOf") {
        let all = schema.entry("allOf").or_insert_with(|| json!([]));
        if let Value::Array(all) = all {
            all.push(json!({ "anyOf": Value::Array(variants) }));
        }
    } else {
        schema.insert("anyOf".to_owned(), Value::Array(variants));
    }
}

fn admits(variant: &Map<String, Value>, name: &str) -> bool {
    match variant.get("type").and_then(Value::as_str) {
        Some("number") => name == "number" || name == "integer",
        own => own == Some(name),
    }
}

/// The types that a keyword says something about; none for those that hold for all.
fn taken_by(keyword: &str) -> &'static [&'static str] {
    match keyword {
        "pattern" | "minLength" | "maxLength" | "contentEncoding" | "contentMediaType"
        | "format" => &["string"],
        "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum" | "multipleOf" => {
            &["number", "integer"]
        }
        "items" | "prefixItems" | "minItems" | "maxItems" | "uniqueItems" | "contains" => {
            &["array"]
        }
        "properties"
        | "required"
        | "additionalProperties"
        | "patternProperties"
        | "minProperties"
        | "maxProperties"
        | "propertyNames"
        | "unevaluatedProperties" => &["object"],
        _ => &[],
    }
}

fn type_of(value: &Value) -> Option<&'static str> {
    match value {
        Value::Null => None,
        Value::Bool(_) => Some("boolean"),
        Value::Number(number) if number.is_f64() => Some("number"),
        Value::Number(_) => Some("integer"),
        Value::String(_) => Some("string"),
        Value::Array(_) => Some("array"),
        Value::Object(_) => Some("object"),
    }
}

/// A variant of `oneOf` or `anyOf` that admits null alone means `nullable`.
fn null_variant(schema: &mut Map<String, Value>) {
    for keyword in ["oneOf", "anyOf"] {
        let Some(Value::Array(variants)) = schema.get_mut(keyword) else {
            continue;
        };
        let before = variants.len();
        variants.retain(|variant| !is_null(variant));
        if variants.len() == before {
            continue;
        }
        let only = if variants.len() == 1 {
            variants.pop()
        } else {
            None
        };
        let none_left = variants.is_empty();
        schema.insert("nullable".to_owned(), json!(true));
        if none_left {
            schema.shift_remove(keyword);
        }
        match only {
            Some(Value::Object(only)) if can_join(schema, &only) => {
                for (keyword, value) in only {
                    schema.entry(keyword).or_insert(value);
                }
            }
            Some(only) => {
                let all = schema.entry("allOf").or_insert_with(|| json!([]));
                if let Value::Array(all) = all {
                    all.push(only);
                }
            }
            None => {}
        }
    }
}

/// Whether the members of a single variant can stand in the schema itself.
fn can_join(schema: &Map<String, Value>, variant: &Map<String, Value>) -> bool {
    let is_text =
        |keyword: &str| matches!(keyword, "title" | "description" | "example" | "examples");
    !variant.contains_key("$ref")
        && variant
            .keys()
            .all(|keyword| is_text(keyword) || !schema.contains_key(keyword))
}

/// Whether a schema admits null and nothing else.
pub(super) fn is_null(schema: &Value) -> bool {
    let Value::Object(schema) = schema else {
        return false;
    };
    match (schema.get("type"), schema.get("const"), schema.get("enum")) {
        (Some(Value::String(name)), ..) if name == "null" => true,
        (Some(Value::Array(names)), ..) => {
            !names.is_empty() && names.iter().all(|name| name == "null")
        }
        (None, Some(value), _) => value.is_null(),
        (None, None, Some(Value::Array(values))) => {
            !values.is_empty() && values.iter().all(Value::is_null)
        }
        _ => false,
    }
}

fn examples(schema: &mut Map<String, Value>) {
    let example = match schema.get("examples") {
        Some(Value::Array(examples)) => examples.first().cloned(),
        _ => return,
    };
    if let Some(example) = example
        && !schema.contains_key("example")
    {
        schema.insert("example".to_owned(), example);
    }
    schema.shift_remove("examples");
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

/// `prefixItems`, and `items` as a list, which said the same before 2020-12.
fn tuple(schema: &mut Map<String, Value>, trail: &Trail<'_>, diagnostics: &mut Diagnostics) {
    let keyword = match (schema.get("prefixItems"), schema.get("items")) {
        (Some(Value::Array(_)), _) => "prefixItems",
        (_, Some(Value::Array(_))) => "items",
        _ => return,
    };
    let message = "items with a schema by position are read as a list of either of them";
    diagnostics.push(Diagnostic::note(
        "tuple",
        trail.pointer_to(keyword),
        message,
    ));
    let Some(Value::Array(mut variants)) = schema.shift_remove(keyword) else {
        return;
    };
    let rest = if keyword == "items" {
        "additionalItems"
    } else {
        "items"
    };
    match schema.shift_remove(rest) {
        Some(further @ Value::Object(_)) => variants.push(further),
        Some(Value::Bool(false)) => {
            schema
                .entry("maxItems")
                .or_insert_with(|| json!(variants.len()));
        }
        _ => {}
    }
    let mut distinct: Vec<Value> = Vec::new();
    for variant in variants {
        if !distinct.contains(&variant) {
            distinct.push(variant);
        }
    }
    let items = match distinct.len() {
        0 => json!({}),
        1 => distinct.pop().unwrap_or_default(),
        _ => json!({ "anyOf": distinct }),
    };
    schema.insert("items".to_owned(), items);
}

/// `contentEncoding` and `contentMediaType` (OpenAPI 3.1, "Working with Binary Data").
fn content(schema: &mut Map<String, Value>) {
    let encoding = schema.get("contentEncoding").and_then(Value::as_str);
    let media_type = schema.get("contentMediaType").and_then(Value::as_str);
    let format = match (encoding, media_type) {
        (Some("base64" | "base64url"), _) => "byte",
        (None, Some(media_type)) if is_binary(media_type) => "binary",
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

/// Members whose names follow a pattern are members with any name as far as types go.
fn open_properties(schema: &mut Map<String, Value>) {
    let is_closed = matches!(
        schema.get("additionalProperties"),
        None | Some(Value::Bool(false))
    );
    if let Some(Value::Object(patterns)) = schema.get("patternProperties")
        && is_closed
    {
        let mut distinct: Vec<Value> = Vec::new();
        for value in patterns.values() {
            if !distinct.contains(value) {
                distinct.push(value.clone());
            }
        }
        let values = match distinct.len() {
            0 => return,
            1 => distinct.pop().unwrap_or_default(),
            _ => json!({ "anyOf": distinct }),
        };
        schema.insert("additionalProperties".to_owned(), values);
        schema.shift_remove("patternProperties");
    }
    if let Some(Value::Object(_)) = schema.get("unevaluatedProperties")
        && !schema.contains_key("additionalProperties")
        && let Some(values) = schema.shift_remove("unevaluatedProperties")
    {
        schema.insert("additionalProperties".to_owned(), values);
    }
}

fn unsupported(schema: &Map<String, Value>, trail: &Trail<'_>, diagnostics: &mut Diagnostics) {
    const IGNORED: [&str; 7] = [
        "if",
        "dependentSchemas",
        "$dynamicRef",
        "$recursiveRef",
        "$anchor",
        "$dynamicAnchor",
        "additionalItems",
    ];
    for keyword in IGNORED {
        if schema.contains_key(keyword) {
            let message = format!("`{keyword}` does not change what types are generated");
            let pointer = trail.pointer_to(keyword);
            diagnostics.push(Diagnostic::note("keyword-ignored", pointer, message));
        }
    }
}
