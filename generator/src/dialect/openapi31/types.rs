//! `type` as a list, the type `null`, and variants that are null.

use serde_json::{Map, Value, json};

use super::super::Dialect;
use crate::diag::{Diagnostic, Diagnostics};
use crate::trail::Trail;

/// `type` as a list, and the type `null`.
pub(super) fn types(
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
        let message = "a list of types, and the type `null`, are OpenAPI 3.1; they are read as OpenAPI 3.1 has them";
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
pub(super) fn taken_by(keyword: &str) -> &'static [&'static str] {
    match keyword {
        "pattern" | "minLength" | "maxLength" | "contentEncoding" | "contentMediaType"
        | "format" => &["string"],
        "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum" | "multipleOf" => {
            &["number", "integer"]
        }
        "items" | "prefixItems" | "additionalItems" | "unevaluatedItems" | "minItems"
        | "maxItems" | "uniqueItems" | "contains" => &["array"],
        "properties"
        | "required"
        | "additionalProperties"
        | "patternProperties"
        | "minProperties"
        | "maxProperties"
        | "propertyNames"
        | "unevaluatedProperties"
        | "dependentSchemas"
        | "dependentRequired" => &["object"],
        _ => &[],
    }
}

pub(super) fn type_of(value: &Value) -> Option<&'static str> {
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
pub(super) fn null_variant(schema: &mut Map<String, Value>) {
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
pub(in crate::dialect) fn is_null(schema: &Value) -> bool {
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
