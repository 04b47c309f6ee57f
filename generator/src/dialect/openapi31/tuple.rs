//! `prefixItems`, and `items` as a list, which said the same before 2020-12.

use serde_json::{Map, Value, json};

use crate::diag::{Diagnostic, Diagnostics};
use crate::trail::Trail;

/// Items with a schema by position become a list of either of them, of anything where further items may be anything.
pub(super) fn tuple(
    schema: &mut Map<String, Value>,
    trail: &Trail<'_>,
    diagnostics: &mut Diagnostics,
) {
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
        _ if ends(schema, variants.len()) => {}
        // Nothing is said of further items. Where the known ones are of several types, the union of them takes anything.
        _ if several_types(&variants) => {}
        _ => variants.push(json!({})),
    }
    schema.insert("items".to_owned(), any_of(variants));
}

/// Whether a list of this schema has no more than so many items.
fn ends(schema: &Map<String, Value>, length: usize) -> bool {
    let most = schema.get("maxItems").and_then(Value::as_u64);
    most.is_some_and(|most| usize::try_from(most).is_ok_and(|most| most <= length))
}

/// Whether the schemas name types of which one value cannot have two.
fn several_types(schemas: &[Value]) -> bool {
    let named = |schema: &Value| {
        let name = schema.get("type").and_then(Value::as_str)?;
        Some(if name == "integer" { "number" } else { name }.to_owned())
    };
    let Some(names) = schemas.iter().map(named).collect::<Option<Vec<_>>>() else {
        return false;
    };
    // A list beside its items is "one or many", which takes nothing else.
    let is_list = |name: &String| name == "array";
    !names.iter().any(is_list) && names.iter().any(|name| Some(name) != names.first())
}

/// A schema that admits what any of these admits.
pub(super) fn any_of(schemas: Vec<Value>) -> Value {
    let mut distinct: Vec<Value> = Vec::with_capacity(schemas.len());
    for schema in schemas {
        if !distinct.contains(&schema) {
            distinct.push(schema);
        }
    }
    match distinct.len() {
        0 => json!({}),
        1 => distinct.pop().unwrap_or_default(),
        _ => json!({ "anyOf": distinct }),
    }
}
