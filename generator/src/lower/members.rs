//! The members of an object, and which schemas have any.

use std::collections::{HashSet, VecDeque};

use indexmap::IndexMap;
use serde_json::Value;

use crate::resolve;

/// The members of an object and of everything it is composed of.
#[derive(Debug, Default)]
pub(super) struct Members {
    /// Schemas by name, each with the place where it stands.
    pub(super) properties: IndexMap<String, (Value, String)>,
    pub(super) required: HashSet<String>,
    /// Those that are there under a condition only.
    pub(super) conditional: HashSet<String>,
    /// Schema of further members: `Some(Value::Bool(true))` for any.
    pub(super) additional: Option<(Value, String)>,
    /// Whether a bound was reached, so that members are missing.
    pub(super) cut: bool,
}

/// Whether a schema is more than a value by itself.
pub(super) fn is_structured(schema: &Value) -> bool {
    ["$ref", "properties", "allOf"]
        .iter()
        .any(|key| schema.get(key).is_some())
}

/// Whether a schema describes an object with or without members.
pub(super) fn is_object(tree: &Value, node: &Value) -> bool {
    /// An `allOf` of more schemas than this, directly or inside each other, is not looked through.
    const MOST: usize = 200;
    let mut seen = HashSet::new();
    let mut waiting = VecDeque::from([node]);
    while let Some(node) = waiting.pop_front() {
        let Ok(resolved) = resolve::resolve(tree, node, "") else {
            continue;
        };
        let node = resolved.node;
        if seen.len() >= MOST || !seen.insert(std::ptr::from_ref(node)) {
            continue;
        }
        if is_object_itself(node) {
            return true;
        }
        let parts = node.get("allOf").and_then(Value::as_array);
        waiting.extend(parts.into_iter().flatten());
    }
    false
}

fn is_object_itself(node: &Value) -> bool {
    let declared = node.get("type").and_then(Value::as_str);
    if declared == Some("object") && !only_alternatives(node) {
        return true;
    }
    if declared.is_none_or(|declared| declared == "object")
        && node.get("properties").is_some_and(has_members)
    {
        return true;
    }
    declared.is_none()
        && node
            .get("additionalProperties")
            .is_some_and(Value::is_object)
}

fn has_members(value: &Value) -> bool {
    value.as_object().is_some_and(|members| !members.is_empty())
}

/// `type: object` that is nothing but a choice: a union.
fn only_alternatives(node: &Value) -> bool {
    let choice = ["oneOf", "anyOf"].iter().any(|key| {
        node.get(key)
            .and_then(Value::as_array)
            .is_some_and(|variants| variants.iter().any(|variant| !only_requires(variant)))
    });
    choice && !node.get("properties").is_some_and(has_members) && node.get("allOf").is_none()
}

/// An alternative that says no more than which members must be there.
fn only_requires(variant: &Value) -> bool {
    variant.as_object().is_some_and(|members| {
        members.keys().all(|key| {
            matches!(
                key.as_str(),
                "required" | "title" | "description" | "not" | "type"
            )
        })
    })
}
