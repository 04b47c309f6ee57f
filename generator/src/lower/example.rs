//! Values that the document gives as examples.

use serde_json::Value;

use crate::resolve;

/// The example of a parameter: its own, else that of its schema.
pub(super) fn of_parameter(tree: &Value, node: &Value) -> Option<Value> {
    let schema = || resolve::resolve(tree, node.get("schema")?, "").ok();
    first(tree, node)
        .or_else(|| first(tree, schema()?.node))
        .filter(|value| !value.is_null())
        .cloned()
}

/// `example`, or the first of `examples`, which is a list of values (JSON Schema) or a map of Example Objects.
fn first<'t>(tree: &'t Value, node: &'t Value) -> Option<&'t Value> {
    node.get("example").or_else(|| match node.get("examples")? {
        Value::Array(values) => values.first(),
        Value::Object(named) => {
            let example = named.values().next()?;
            resolve::resolve(tree, example, "").ok()?.node.get("value")
        }
        _ => None,
    })
}
