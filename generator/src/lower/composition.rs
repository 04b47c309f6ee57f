//! What a schema is composed of by `allOf`.

use std::collections::HashSet;

use serde_json::Value;

use crate::resolve;

/// Where the schemas stand that `node` is composed of by `allOf`, and `node` itself.
pub(super) fn places(tree: &Value, node: &Value, at: &str) -> HashSet<String> {
    /// Parts beyond these are not looked at.
    const MOST: usize = 200;
    let mut found = HashSet::new();
    let mut waiting = vec![(node, at.to_owned())];
    while let Some((node, at)) = waiting.pop() {
        let is_reference = resolve::reference(node).is_some();
        let Ok(resolved) = resolve::resolve(tree, node, "") else {
            continue;
        };
        let at = if is_reference {
            resolved.pointer.into_owned()
        } else {
            at
        };
        if found.len() < MOST && found.insert(at.clone()) {
            let parts = resolved.node.get("allOf").and_then(Value::as_array);
            let parts = parts.into_iter().flatten().enumerate();
            waiting.extend(parts.map(|(index, part)| (part, format!("{at}/allOf/{index}"))));
        }
    }
    found
}

/// Whether a reference leads to one of these places.
pub(super) fn stands_at(tree: &Value, node: &Value, places: &HashSet<String>) -> bool {
    resolve::reference(node).is_some()
        && resolve::resolve(tree, node, "").is_ok_and(|found| places.contains(&*found.pointer))
}

/// Members of a schema that say what values it has.
const STRUCTURE: [&str; 11] = [
    "$ref",
    "type",
    "properties",
    "required",
    "items",
    "enum",
    "allOf",
    "oneOf",
    "anyOf",
    "additionalProperties",
    "format",
];

/// The only part of an `allOf` that says anything, when the schema itself adds nothing: the schema is that part.
pub(super) fn only_member<'n>(
    tree: &Value,
    node: &'n Value,
    at: &str,
) -> Option<(&'n Value, String)> {
    let parts = node.get("allOf")?.as_array()?;
    // `type` beside `allOf` only repeats what the part says.
    let adds = |key: &str| STRUCTURE.contains(&key) && !matches!(key, "allOf" | "type");
    let says_something = |schema: &Value| {
        schema
            .as_object()
            .is_some_and(|members| members.keys().any(|key| STRUCTURE.contains(&key.as_str())))
    };
    if node
        .as_object()
        .is_some_and(|members| members.keys().any(|key| adds(key)))
    {
        return None;
    }
    let mut speaking = parts
        .iter()
        .enumerate()
        .filter(|(_, part)| says_something(part));
    let (index, only) = speaking.next()?;
    if speaking.next().is_some() || refers_to(tree, only, at) {
        return None;
    }
    Some((only, format!("{at}/allOf/{index}")))
}

fn refers_to(tree: &Value, node: &Value, at: &str) -> bool {
    resolve::reference(node).is_some()
        && resolve::resolve(tree, node, "").is_ok_and(|resolved| resolved.pointer == at)
}
