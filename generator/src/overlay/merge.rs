//! Merging an update into a node (Overlay 1.1, "Action Object").
//!
//! 1.0 leaves open what happens to arrays inside an update; it is read as 1.1 spells it out.

use serde_json::Value;

use super::Version;
use crate::pointer;

/// Two values that cannot be merged, and where below the target they are.
pub(super) struct Conflict {
    pub(super) below: String,
    pub(super) old: &'static str,
    pub(super) new: &'static str,
}

/// Merges `update` into a node that a target selected; true if that changed anything.
///
/// An array takes further items; 1.0 appends an array as one item, 1.1 its items.
pub(super) fn at_target(
    node: &mut Value,
    update: &Value,
    version: Version,
) -> Result<bool, Conflict> {
    match (node, update) {
        (Value::Array(items), Value::Array(more)) if version >= Version::V1_1 => {
            items.extend(more.iter().cloned());
            Ok(!more.is_empty())
        }
        (Value::Array(items), item) => {
            items.push(item.clone());
            Ok(true)
        }
        (node, update) => merge(node, update),
    }
}

/// Objects merge, arrays are concatenated, plain values are replaced, anything else is a conflict.
fn merge(old: &mut Value, new: &Value) -> Result<bool, Conflict> {
    match (old, new) {
        (Value::Object(old), Value::Object(new)) => {
            let mut changed = false;
            for (key, value) in new {
                if let Some(existing) = old.get_mut(key) {
                    changed |= merge(existing, value).map_err(|mut conflict| {
                        conflict.below = format!("/{}{}", pointer::escape(key), conflict.below);
                        conflict
                    })?;
                } else {
                    old.insert(key.clone(), value.clone());
                    changed = true;
                }
            }
            Ok(changed)
        }
        (Value::Array(old), Value::Array(new)) => {
            old.extend(new.iter().cloned());
            Ok(!new.is_empty())
        }
        (old, new) if is_primitive(old) && is_primitive(new) => {
            let changed = old != new;
            *old = new.clone();
            Ok(changed)
        }
        (old, new) => Err(Conflict {
            below: String::new(),
            old: kind(old),
            new: kind(new),
        }),
    }
}

/// How deep a value is nested, and how many nodes it has.
pub(super) fn size(value: &Value) -> (usize, usize) {
    let mut waiting = vec![(value, 1)];
    let (mut deepest, mut nodes) = (0, 0);
    while let Some((value, depth)) = waiting.pop() {
        nodes += 1;
        deepest = deepest.max(depth);
        match value {
            Value::Object(members) => {
                waiting.extend(members.values().map(|value| (value, depth + 1)));
            }
            Value::Array(items) => waiting.extend(items.iter().map(|value| (value, depth + 1))),
            _ => {}
        }
    }
    (deepest, nodes)
}

fn is_primitive(value: &Value) -> bool {
    !value.is_object() && !value.is_array()
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Object(_) => "an object",
        Value::Array(_) => "an array",
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
    }
}
