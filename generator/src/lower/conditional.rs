//! Members that an object has under a condition: `then`, `else`, `dependentSchemas` (JSON Schema 2020-12, section 10.2.2).

use serde_json::{Value, json};

use super::members::Members;
use crate::pointer;

/// The schemas that count under a condition, each with its place.
pub(super) fn parts<'n>(node: &'n Value, at: &str) -> Vec<(&'n Value, String)> {
    let mut parts = Vec::new();
    for keyword in ["then", "else"] {
        if let Some(part) = node.get(keyword) {
            parts.push((part, pointer::join(at, keyword)));
        }
    }
    let dependent = node.get("dependentSchemas").and_then(Value::as_object);
    for (name, part) in dependent.into_iter().flatten() {
        let at = pointer::join(at, "dependentSchemas");
        parts.push((part, pointer::join(&at, name)));
    }
    parts.retain(|(part, _)| part.is_object());
    parts
}

/// Takes over members that may be there. What is said of one that is declared without a condition only narrows it, and
/// does not change its type; one that two conditions declare is of either type.
pub(super) fn admit(into: &mut Members, conditional: Members, owner: &str) {
    for (name, (schema, place)) in conditional.properties {
        let own = pointer::join(&pointer::join(owner, "properties"), &name);
        match into.properties.get_mut(&name) {
            None => {
                into.properties.insert(name.clone(), (schema, place));
                into.conditional.insert(name);
            }
            Some((known, known_place)) if into.conditional.contains(&name) && *known != schema => {
                *known = json!({ "anyOf": [known.take(), schema] });
                *known_place = own;
            }
            Some(_) => {}
        }
    }
}
