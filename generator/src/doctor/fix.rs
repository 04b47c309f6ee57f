//! Overlay actions that would settle a contradiction (Overlay 1.1, "Action Object").

use serde_json::{Map, Value, json};

use super::formats;
use super::path::{jsonpath, quoted};
use super::validate::{Mismatch, Problem, validate};
use crate::pointer;

/// An action that merges `update` into the node at `pointer`.
#[allow(clippy::needless_pass_by_value)] // callers make it for this
pub(super) fn update(tree: &Value, pointer: &str, update: Value) -> Value {
    json!({ "target": jsonpath(tree, pointer), "update": update })
}

/// An action that removes the node at `pointer`.
pub(super) fn remove(tree: &Value, pointer: &str) -> Value {
    json!({ "target": jsonpath(tree, pointer), "remove": true })
}

/// Actions that put `value` in the place of the member at `pointer`. None for items of arrays,
/// which overlays cannot replace in their place.
pub(super) fn replace(tree: &Value, pointer: &str, value: Value) -> Vec<Value> {
    let Some((owner, name)) = pointer.rsplit_once('/') else {
        return Vec::new();
    };
    if !tree.pointer(owner).is_some_and(Value::is_object) {
        return Vec::new();
    }
    let member = Map::from_iter([(pointer::unescape(name).into_owned(), value)]);
    vec![
        remove(tree, pointer),
        update(tree, owner, Value::Object(member)),
    ]
}

/// Actions that make the schema admit what was found.
pub(super) fn admit(tree: &Value, mismatch: &Mismatch) -> Vec<Value> {
    let Mismatch {
        schema_at,
        site_at,
        problem,
        found,
        ..
    } = mismatch;
    match problem {
        Problem::Type(_) => retype(tree, site_at, found),
        Problem::Null => match tree.pointer(site_at) {
            Some(site) if site.get("$ref").is_some() => {
                let mut schema = described(site);
                schema.insert("allOf".to_owned(), json!([{ "$ref": site.get("$ref") }]));
                schema.insert("nullable".to_owned(), json!(true));
                replace(tree, site_at, Value::Object(schema))
            }
            _ => vec![update(tree, site_at, json!({ "nullable": true }))],
        },
        Problem::Missing(name) => {
            let required = jsonpath(tree, &format!("{schema_at}/required"));
            vec![json!({ "target": format!("{required}[?@ == {}]", quoted(name)), "remove": true })]
        }
        Problem::Undeclared(name) | Problem::Refused(name) => {
            let value = found.get(name).unwrap_or(&Value::Null);
            let properties = Map::from_iter([(name.clone(), infer(value))]);
            vec![update(tree, schema_at, json!({ "properties": properties }))]
        }
        Problem::Unlisted => vec![update(tree, &format!("{schema_at}/enum"), json!([found]))],
        Problem::Format(_) => {
            let text = found.as_str().unwrap_or_default();
            let better = ["date", "date-time", "uuid"]
                .into_iter()
                .find(|format| formats::admits(format, text));
            match better {
                Some(format) => vec![update(tree, schema_at, json!({ "format": format }))],
                None => vec![remove(tree, &format!("{schema_at}/format"))],
            }
        }
        Problem::Pattern(_) => vec![remove(tree, &format!("{schema_at}/pattern"))],
        Problem::Bound(keyword) => vec![remove(tree, &format!("{schema_at}/{keyword}"))],
        Problem::NoVariant(_) | Problem::Excluded => Vec::new(),
    }
}

/// Another type: a list of what there is one of, or what the value itself shows.
fn retype(tree: &Value, site_at: &str, found: &Value) -> Vec<Value> {
    let Some(site) = tree.pointer(site_at) else {
        return Vec::new();
    };
    let mut schema = described(site);
    if let Value::Array(items) = found
        && items.iter().all(|item| admits(tree, site, site_at, item))
    {
        schema.insert("type".to_owned(), json!("array"));
        let mut item = site.clone();
        if let Value::Object(item) = &mut item {
            item.shift_remove("description");
        }
        schema.insert("items".to_owned(), item);
        return replace(tree, site_at, Value::Object(schema));
    }
    if let Value::Object(inferred) = infer(found) {
        schema.extend(inferred);
    }
    replace(tree, site_at, Value::Object(schema))
}

fn admits(tree: &Value, schema: &Value, schema_at: &str, value: &Value) -> bool {
    validate(tree, schema, schema_at, value)
        .iter()
        .all(|mismatch| mismatch.problem.is_omission())
}

/// A schema that so far only keeps the description of another.
fn described(schema: &Value) -> Map<String, Value> {
    let description = schema.get("description").filter(|text| text.is_string());
    description
        .map(|text| ("description".to_owned(), text.clone()))
        .into_iter()
        .collect()
}

/// The narrowest schema that one value suggests.
pub(super) fn infer(value: &Value) -> Value {
    match value {
        Value::Null => json!({ "nullable": true }),
        Value::Bool(_) => json!({ "type": "boolean" }),
        Value::Number(number) if number.is_f64() => json!({ "type": "number" }),
        Value::Number(_) => json!({ "type": "integer" }),
        Value::String(text) => {
            let format = ["date", "date-time", "uuid"]
                .into_iter()
                .find(|format| formats::admits(format, text));
            match format {
                Some(format) => json!({ "type": "string", "format": format }),
                None => json!({ "type": "string" }),
            }
        }
        Value::Array(items) => {
            json!({ "type": "array", "items": items.first().map_or_else(|| json!({}), infer) })
        }
        Value::Object(members) => {
            let properties: Map<String, Value> = members
                .iter()
                .map(|(name, value)| (name.clone(), infer(value)))
                .collect();
            json!({ "type": "object", "properties": properties })
        }
    }
}
