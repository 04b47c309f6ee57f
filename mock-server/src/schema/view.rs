//! Looking into a schema through its references and its `allOf`.

use serde_json::Value;

pub(crate) use crate::tree::resolved;

/// Deeper nesting of `allOf` than this is a circle.
const DEEPEST: usize = 16;

/// The members that a schema declares, those of its `allOf` included. A later part overrides an earlier one.
pub(crate) fn properties<'a>(tree: &'a Value, node: &'a Value) -> Vec<(&'a str, &'a Value)> {
    let mut found = Vec::new();
    collect(tree, node, 0, &mut found);
    found
}

fn collect<'a>(
    tree: &'a Value,
    node: &'a Value,
    depth: usize,
    found: &mut Vec<(&'a str, &'a Value)>,
) {
    if depth > DEEPEST {
        return;
    }
    let Some((node, _)) = resolved(tree, node, "") else {
        return;
    };
    for part in node
        .get("allOf")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
    {
        collect(tree, part, depth + 1, found);
    }
    for (name, schema) in node
        .get("properties")
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
    {
        match found.iter_mut().find(|(known, _)| known == name) {
            Some(known) => known.1 = schema,
            None => found.push((name, schema)),
        }
    }
}

/// Whether a schema describes a JSON:API resource object: `type` with `attributes` or `relationships`.
pub(crate) fn is_resource(tree: &Value, node: &Value) -> bool {
    let members = properties(tree, node);
    let has = |name: &str| members.iter().any(|(member, _)| *member == name);
    has("type") && (has("attributes") || has("relationships"))
}

/// Whether a schema says `readOnly`.
pub(crate) fn is_read_only(tree: &Value, node: &Value) -> bool {
    let flag = |node: &Value| node.get("readOnly").and_then(Value::as_bool) == Some(true);
    flag(node) || resolved(tree, node, "").is_some_and(|(node, _)| flag(node))
}

/// Whether a schema says `writeOnly`: sent, never answered.
pub(crate) fn is_write_only(tree: &Value, node: &Value) -> bool {
    let flag = |node: &Value| node.get("writeOnly").and_then(Value::as_bool) == Some(true);
    flag(node) || resolved(tree, node, "").is_some_and(|(node, _)| flag(node))
}
