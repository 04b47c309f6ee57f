//! Which schemas are JSON:API resources.

use serde_json::Value;

use crate::resolve;

/// Further parts of an `allOf` are not asked whether they make a resource of it.
pub(super) const MOST_PARTS: usize = 100;

/// Whether a schema, or a part of its `allOf`, has the members of a resource object ("Resource Objects"): `type` and
/// `attributes` or `relationships`.
pub(super) fn is_resource(node: &Value) -> bool {
    let parts = node
        .get("allOf")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .take(MOST_PARTS);
    // What a base declares, its subtypes need not repeat: the `type`, as a rule.
    let inherits = parts.clone().any(|part| resolve::reference(part).is_some());
    let has_type = |part: &Value| part.pointer("/properties/type").is_some();
    std::iter::once(node)
        .chain(parts)
        .any(|part| has_parts(part) && (has_type(part) || inherits))
}

/// Whether a schema declares `attributes` or `relationships` that are objects.
fn has_parts(node: &Value) -> bool {
    ["attributes", "relationships"].iter().any(|name| {
        let schema = node.get("properties").and_then(|found| found.get(*name));
        schema.is_some_and(|schema| {
            let declared = schema.get("type").and_then(Value::as_str);
            declared.is_none_or(|ty| ty == "object")
        })
    })
}
