//! Schemas that do not name a type.
//!
//! By JSON Schema, `properties` says nothing of a value that is no object: a schema without `type` admits every other value.
//! Authors nearly always mean objects only. So that is how it is read, unless the document itself shows another value.

use serde_json::{Map, Value, json};

use super::types::taken_by;
use crate::diag::{Diagnostic, Diagnostics};
use crate::trail::Trail;

/// Says of a schema without a type which one is meant. Where examples show values of another type, these are admitted.
pub(super) fn untyped(
    schema: &mut Map<String, Value>,
    trail: &Trail<'_>,
    diagnostics: &mut Diagnostics,
) {
    const TYPED: [&str; 8] = [
        "type",
        "$ref",
        "enum",
        "const",
        "allOf",
        "oneOf",
        "anyOf",
        "$dynamicRef",
    ];
    if TYPED.iter().any(|keyword| schema.contains_key(*keyword)) {
        return;
    }
    let Some(kind) = evident(schema) else { return };
    let (mut others, mut null) = (false, false);
    for value in shown(schema) {
        match value {
            Value::Null => null = true,
            value => others |= !is_of(value, kind),
        }
    }
    if null {
        schema.insert("nullable".to_owned(), json!(true));
    }
    if !others {
        if !is_part(trail) {
            let message = format!("no `type` is named; values of the type `{kind}` are expected");
            diagnostics.push(Diagnostic::note("untyped", trail.pointer(), message));
        }
        return;
    }
    let message = format!(
        "no `type` is named, and an example is not of the type `{kind}`; any value is expected"
    );
    diagnostics.push(Diagnostic::note("untyped", trail.pointer(), message));
    let mut typed = Map::from_iter([("type".to_owned(), json!(kind))]);
    let keywords: Vec<String> = schema.keys().cloned().collect();
    for keyword in keywords {
        if taken_by(&keyword).contains(&kind)
            && let Some(value) = schema.shift_remove(&keyword)
        {
            typed.insert(keyword, value);
        }
    }
    schema.insert("anyOf".to_owned(), json!([typed, {}]));
}

/// The type that the keywords of a schema are about, where they are about one that is generated.
fn evident(schema: &Map<String, Value>) -> Option<&'static str> {
    let has = |keywords: &[&str]| keywords.iter().any(|keyword| schema.contains_key(*keyword));
    if has(&["properties", "patternProperties"])
        || schema
            .get("additionalProperties")
            .is_some_and(Value::is_object)
    {
        return Some("object");
    }
    if has(&["items", "prefixItems"]) {
        return Some("array");
    }
    if has(&["contentEncoding", "contentMediaType"]) {
        return Some("string");
    }
    let format = schema.get("format").and_then(Value::as_str)?;
    let is_time = format.to_ascii_lowercase().contains("date");
    is_time.then_some("string")
}

/// Values that the document shows of a schema.
fn shown(schema: &Map<String, Value>) -> impl Iterator<Item = &Value> {
    let list = schema.get("examples").and_then(Value::as_array);
    let single = ["example", "default"]
        .into_iter()
        .filter_map(|keyword| schema.get(keyword));
    single.chain(list.into_iter().flatten())
}

fn is_of(value: &Value, kind: &str) -> bool {
    match value {
        Value::Object(_) => kind == "object",
        Value::Array(_) => kind == "array",
        // A value written down as JSON text is a common mistake.
        Value::String(text) => {
            kind == "string"
                || serde_json::from_str::<Value>(text)
                    .is_ok_and(|inner| !inner.is_string() && is_of(&inner, kind))
        }
        _ => false,
    }
}

/// Whether the schema is a part of another one, which says the type.
fn is_part(trail: &Trail<'_>) -> bool {
    let pointer = trail.pointer();
    let mut steps = pointer.rsplit('/').skip(1);
    matches!(steps.next(), Some("allOf" | "anyOf" | "oneOf"))
        || ["/if", "/then", "/else", "/not"]
            .iter()
            .any(|end| pointer.ends_with(end))
        || pointer.contains("/dependentSchemas/")
}
