//! Which schemas are those of JSON merge patches (RFC 7396): null in a body of `application/merge-patch+json` removes a member,
//! whether or not the schema allows it, as the schema is that of the resource.

use std::collections::HashSet;

use serde_json::Value;

use super::Lowerer;
use crate::http_method::operations;
use crate::ir::{Role, Type};
use crate::media_type::essence;
use crate::{pointer, resolve};

/// Whether a body of this media type is a merge patch.
pub(super) fn is_merge_patch(media_type: &str) -> bool {
    let essence = essence(media_type);
    essence == "application/merge-patch+json"
        || (essence.starts_with("application/") && essence.ends_with("+merge-patch+json"))
}

/// Pointers of the schemas that merge patches are described with.
#[derive(Debug, Default)]
pub(super) struct MergePatches(HashSet<String>);

impl MergePatches {
    /// All that the bodies of operations and of components lead to, but for the items of lists: a list is replaced as a whole
    /// (RFC 7396 section 1).
    pub(super) fn of(tree: &Value) -> Self {
        let mut found = HashSet::new();
        let mut waiting = bodies(tree);
        while let Some((at, node)) = waiting.pop() {
            let Ok(at) = resolve::resolve(tree, node, &at).map(|found| found.pointer.into_owned())
            else {
                continue;
            };
            let Some(node) = resolve::lookup(tree, &at).filter(|_| !found.contains(&at)) else {
                continue;
            };
            found.insert(at.clone());
            let properties = node.get("properties").and_then(Value::as_object);
            for (name, child) in properties.into_iter().flatten() {
                let at = pointer::join(&pointer::join(&at, "properties"), name);
                waiting.push((at, child));
            }
            if let Some(child) = node.get("additionalProperties") {
                waiting.push((pointer::join(&at, "additionalProperties"), child));
            }
            for key in ["allOf", "oneOf", "anyOf"] {
                let children = node.get(key).and_then(Value::as_array);
                for (index, child) in children.into_iter().flatten().enumerate() {
                    waiting.push((format!("{}/{index}", pointer::join(&at, key)), child));
                }
            }
        }
        Self(found)
    }

    /// Whether merge patches are described with the schema at `at`.
    pub(super) fn contain(&self, at: &str) -> bool {
        self.0.contains(at)
    }

    /// Whether merge patches are described with the object that the schema at `place` is a member of.
    fn contain_owner(&self, place: &str) -> bool {
        let Some((owner, _)) = place.rsplit_once('/') else {
            return false;
        };
        self.contain(owner.strip_suffix("/properties").unwrap_or(owner))
    }
}

/// The schemas of merge patches as the document has them.
fn bodies(tree: &Value) -> Vec<(String, &Value)> {
    let mut found = Vec::new();
    let mut add = |at: String, body: &'_ Value| {
        let Ok(resolved) = resolve::resolve(tree, body, &at) else {
            return;
        };
        let at = pointer::join(&resolved.pointer, "content");
        let content = resolve::lookup(tree, &at).and_then(Value::as_object);
        for (media_type, content) in content.into_iter().flatten() {
            if let Some(schema) = content.get("schema").filter(|_| is_merge_patch(media_type)) {
                let at = pointer::join(&pointer::join(&at, media_type), "schema");
                found.push((at, schema));
            }
        }
    };
    let paths = tree.get("paths").and_then(Value::as_object);
    for (path, item) in paths.into_iter().flatten() {
        let at = pointer::join("/paths", path);
        let Ok(item) = resolve::resolve(tree, item, &at) else {
            continue;
        };
        for operation in operations(item.node) {
            if let Some(body) = operation.node.get("requestBody") {
                let at = format!("{}/{}", item.pointer, operation.place);
                add(pointer::join(&at, "requestBody"), body);
            }
        }
    }
    found
}

impl Lowerer<'_> {
    /// Whether null may be sent for a member, whose schema is at `place`, to remove it.
    pub(super) fn is_removable(&self, place: &str, role: Role) -> bool {
        role == Role::Update && self.directions.merge_patches.contain_owner(place)
    }

    /// The type of the values of a map, with null where that removes a member.
    pub(super) fn map_value(&mut self, schema: &Value, place: &str, role: Role) -> Type {
        match self.nullable_schema(schema, place, role) {
            ty @ (Type::Nullable(_) | Type::Json) => ty,
            ty if self.is_removable(place, role) => Type::Nullable(Box::new(ty)),
            ty => ty,
        }
    }
}
