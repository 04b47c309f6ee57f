//! What a node says by itself.

use serde_json::Value;

/// Whether the pointer is one of the document's component schemas.
pub(super) fn is_component(at: &str) -> bool {
    at.strip_prefix("/components/schemas/")
        .is_some_and(|name| !name.contains('/'))
}

/// A boolean member that is true.
pub(super) fn flag(node: &Value, name: &str) -> bool {
    node.get(name).and_then(Value::as_bool) == Some(true)
}

/// A schema whose only value is null. One that says nothing but `nullable: true` is meant so.
pub(super) fn is_null(node: &Value) -> bool {
    let only_null = |values: &Vec<Value>| !values.is_empty() && values.iter().all(Value::is_null);
    let says_only_nullable = || {
        flag(node, "nullable")
            && node.as_object().is_some_and(|members| {
                members.keys().all(|key| {
                    matches!(
                        key.as_str(),
                        "nullable" | "title" | "description" | "default" | "example"
                    )
                })
            })
    };
    node.get("type").and_then(Value::as_str) == Some("null")
        || node
            .get("enum")
            .and_then(Value::as_array)
            .is_some_and(only_null)
        || says_only_nullable()
}
