//! Schemas as an operation declares them. Types are shared between operations whatever is said about them, so what is said
//! is read here.

use serde_json::Value;

use crate::ir::Operation;
use crate::resolve;

/// The schema of the success body.
pub(super) fn response<'t>(tree: &'t Value, operation: &Operation) -> Option<&'t Value> {
    let node = resolve::lookup(tree, &operation.pointer)?;
    let responses = node.get("responses")?.as_object()?;
    responses
        .iter()
        .filter(|(status, _)| status.starts_with('2') || *status == "default")
        .find_map(|(_, response)| {
            let response = resolve::resolve(tree, response, "").ok()?.node;
            content(response, &operation.output.accept)
        })
}

/// The schema of the body that is sent.
pub(super) fn request<'t>(tree: &'t Value, operation: &Operation) -> Option<&'t Value> {
    let node = resolve::lookup(tree, &operation.pointer)?;
    let body = resolve::resolve(tree, node.get("requestBody")?, "").ok()?;
    content(body.node, &operation.body.as_ref()?.media_type)
}

fn content<'t>(node: &'t Value, media_type: &str) -> Option<&'t Value> {
    let content = node.get("content")?.as_object()?;
    // A wildcard stands for the media type that is asked for.
    let entry = content
        .get(media_type)
        .or_else(|| content.values().next())?;
    entry.get("schema")
}

/// The schema of a member of a schema, looked for in what it combines as well.
pub(super) fn property<'t>(tree: &'t Value, schema: &'t Value, wire: &str) -> Option<&'t Value> {
    /// Schemas that are looked through for one member, so that unions of unions take no time.
    const MOST: usize = 200;
    let mut waiting = vec![schema];
    let mut left = MOST;
    while let Some(node) = waiting.pop() {
        left = left.checked_sub(1)?;
        let Ok(resolved) = resolve::resolve(tree, node, "") else {
            continue;
        };
        let node = resolved.node;
        let own = node.get("properties").and_then(|found| found.get(wire));
        if own.is_some() {
            return own;
        }
        let parts = ["oneOf", "anyOf", "allOf"].into_iter();
        let parts = parts.filter_map(|key| node.get(key)?.as_array());
        // The first part is looked into first.
        waiting.extend(parts.flat_map(|parts| parts.iter().rev()));
    }
    None
}
