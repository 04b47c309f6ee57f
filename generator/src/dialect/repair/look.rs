//! A first look at a schema: most are in order, and a document may have a million of them.

use serde_json::{Map, Value};

use super::super::openapi31::is_null;

/// What a first look finds.
#[derive(Clone, Copy, Default)]
pub(in crate::dialect) struct Look {
    /// There is a `$ref`.
    pub(in crate::dialect) reference: bool,
    /// There is something to rewrite or to repair.
    pub(in crate::dialect) odd: bool,
    /// There are `$defs`.
    pub(in crate::dialect) scoped: bool,
}

/// Looks at each member of a schema once, without changing anything.
pub(in crate::dialect) fn look(schema: &Map<String, Value>) -> Look {
    let mut look = Look::default();
    let mut name = None;
    let mut has_items = false;
    let mut fractional = false;
    let mut null_value = false;
    let mut nullable = false;
    let mut says_something = false;
    for (keyword, value) in schema {
        look.odd |= match keyword.as_str() {
            "$ref" => {
                look.reference = true;
                // A name rather than a place.
                !value.as_str().is_some_and(|reference| {
                    !reference.starts_with('#') || reference.starts_with("#/")
                })
            }
            "type" => {
                name = value.as_str();
                !name.is_some_and(is_type)
            }
            "items" => {
                has_items = true;
                !value.is_object()
            }
            "properties" => {
                says_something = true;
                match value {
                    Value::Object(members) => members.values().any(|member| {
                        member
                            .get("required")
                            .is_some_and(|required| !required.is_array())
                    }),
                    _ => true,
                }
            }
            "required" => !is_list_of_names(value),
            "enum" => match value {
                Value::Array(values) => {
                    null_value = values.contains(&Value::Null);
                    values.is_empty() || has_duplicates(values)
                }
                _ => true,
            },
            "nullable" => {
                nullable = value == &Value::Bool(true);
                !value.is_boolean()
            }
            "readOnly" | "writeOnly" | "deprecated" | "uniqueItems" | "exclusiveMinimum"
            | "exclusiveMaximum" => !value.is_boolean(),
            "minimum" | "maximum" | "multipleOf" => {
                fractional |= !(value.is_i64());
                !value.is_number()
            }
            "minLength" | "maxLength" | "minItems" | "maxItems" | "minProperties"
            | "maxProperties" => !value.is_u64(),
            "format" => {
                says_something = true;
                !value.is_string()
            }
            "pattern" | "title" | "description" => !value.is_string(),
            "additionalProperties" => {
                says_something |= value.is_object();
                !value.is_object() && !value.is_boolean()
            }
            "allOf" => value.as_array().is_none_or(Vec::is_empty),
            "oneOf" | "anyOf" => match value {
                Value::Array(variants) => variants.is_empty() || variants.iter().any(is_null),
                _ => true,
            },
            "discriminator" => !value.get("propertyName").is_some_and(Value::is_string),
            "$defs" | "definitions" => {
                look.scoped = true;
                false
            }
            "const"
            | "examples"
            | "prefixItems"
            | "contentEncoding"
            | "contentMediaType"
            | "patternProperties"
            | "unevaluatedProperties"
            | "$dynamicRef"
            | "$recursiveRef"
            | "additionalItems"
            | "x-nullable"
            | "externalDocs" => true,
            _ => false,
        };
    }
    look.odd |= match name {
        Some("array") => !has_items,
        Some("integer") => fractional,
        Some("file") => true,
        None => has_items || says_something,
        _ => false,
    };
    look.odd |= null_value && !nullable;
    look
}

fn is_list_of_names(value: &Value) -> bool {
    match value {
        Value::Array(names) => names.iter().all(Value::is_string) && !has_duplicates(names),
        _ => false,
    }
}

pub(super) fn has_duplicates(values: &[Value]) -> bool {
    const FEW: usize = 24;
    if values.len() <= FEW {
        return values
            .iter()
            .enumerate()
            .any(|(index, value)| values[..index].contains(value));
    }
    let mut seen = std::collections::HashSet::with_capacity(values.len());
    // The text of a value tells it from all others well enough for a first look.
    values.iter().any(|value| match value {
        Value::String(text) => !seen.insert(std::borrow::Cow::Borrowed(text.as_str())),
        other => !seen.insert(std::borrow::Cow::Owned(format!("\u{0}{other}"))),
    })
}

/// Whether this is one of the types that OpenAPI knows ("Data Types").
pub(super) fn is_type(name: &str) -> bool {
    matches!(
        name,
        "string" | "number" | "integer" | "boolean" | "array" | "object"
    )
}
