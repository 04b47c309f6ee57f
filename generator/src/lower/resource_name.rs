//! What a JSON:API resource is called: as its schema, without words that say what kind of schema it is.

use serde_json::Value;

use super::plural::singular;
use crate::case::snake;
use crate::{pointer, resolve};

/// The word that always goes.
const RESOURCE: &str = "Resource";
/// Words that go where they are no part of the resource's `type`.
const BEFORE: [&str; 2] = ["DataIn", "dataIn"];
const BEHIND: [&str; 6] = ["Resource", "Response", "Request", "Object", "Data", "Dto"];

/// The name of the resource that a component describes: `DataInTagResponse` with the type `tags` is `Tag`. Nothing is left
/// out where another component has the name that remains.
pub(super) fn resource_name<'n>(
    tree: &Value,
    name: &'n str,
    resource_type: Option<&str>,
) -> &'n str {
    let not_empty = |name: &&str| !name.is_empty();
    let mut name = name
        .strip_suffix(RESOURCE)
        .filter(not_empty)
        .unwrap_or(name);
    let Some(resource_type) = resource_type else {
        return name;
    };
    while !is_called(name, resource_type)
        && let Some(shorter) = shorter(name)
        && !is_taken(tree, shorter)
    {
        name = shorter;
    }
    name
}

/// The `type` of the resource that a component describes, as it says itself.
pub(super) fn own_type<'t>(tree: &'t Value, at: &str) -> Option<&'t str> {
    let ty = resolve::lookup(tree, at)?.pointer("/properties/type")?;
    let only = ty.pointer("/enum/0").or_else(|| ty.get("const"));
    only.and_then(Value::as_str)
}

fn shorter(name: &str) -> Option<&str> {
    let behind = BEHIND.iter().find_map(|word| name.strip_suffix(word));
    let before = || BEFORE.iter().find_map(|word| name.strip_prefix(word));
    behind
        .or_else(before)
        .filter(|rest| !rest.is_empty() && !BEHIND.contains(rest))
}

fn is_called(name: &str, resource_type: &str) -> bool {
    let (name, resource_type) = (snake(name), snake(resource_type));
    name == resource_type || name == singular(&resource_type)
}

fn is_taken(tree: &Value, name: &str) -> bool {
    resolve::lookup(tree, &pointer::join("/components/schemas", name)).is_some()
}
