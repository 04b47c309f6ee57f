//! JSON:API structures (<https://jsonapi.org/format/1.0/#document-structure>), recognised by their shape.
//!
//! A media type says that a body is JSON:API, but schemas are shared and many APIs send JSON:API documents as plain
//! `application/json`; the shape tells in both cases.

use serde_json::Value;

use super::members::Members;
use super::resource::{MOST_PARTS, is_resource};
use super::words::kind_words;
use super::{Lowerer, Waiting};
use crate::config::Ids;
use crate::diag::Diagnostic;
use crate::ir::{Kind, Role, Shape, Type, TypeId};
use crate::resolve;

impl Lowerer<'_> {
    /// The resource type for a schema that describes a resource object.
    pub(super) fn resource(&mut self, node: &Value, at: &str, role: Role) -> Option<Type> {
        let described = is_resource(node)
            || node
                .get("allOf")
                .and_then(Value::as_array)
                .into_iter()
                .flatten()
                .take(MOST_PARTS)
                .any(|part| {
                    resolve::resolve(self.tree, part, at)
                        .is_ok_and(|resolved| is_resource(resolved.node))
                });
        if !described {
            return None;
        }
        // A reference with a description beside it is what it refers to.
        let (node, at) = match super::composition::only_member(self.tree, node, at) {
            Some((only, place)) => {
                let resolved = resolve::resolve(self.tree, only, "").ok()?;
                let pointer = Some(resolved.pointer.into_owned());
                let at = pointer.filter(|at| !at.is_empty()).unwrap_or(place);
                (resolved.node, at)
            }
            None => (node, at.to_owned()),
        };
        if let Some(kind) = self.kinds.get(&at).copied() {
            self.complete(kind, &at, role);
            return Some(Type::Resource {
                kind: Some(kind),
                role,
            });
        }
        let members = self.members(node, &at);
        let is_object = |name: &str| {
            members
                .properties
                .get(name)
                .is_some_and(|(schema, _)| super::members::is_object(self.tree, schema))
        };
        if !members.properties.contains_key("type")
            || !(is_object("attributes") || is_object("relationships"))
            || !self.has_text_id(&members)
        {
            return None;
        }
        self.json_api = true;
        let resource_type = self.said_type(&members, &at);
        if resource_type.is_none() && !self.has_parts(&members) {
            // Nothing is known of it but that it is a resource.
            return Some(Type::Resource { kind: None, role });
        }
        if resource_type.is_none() {
            let message = "this resource does not say what its `type` is: callers have to give it, and included resources are not found by it";
            self.warn(
                Diagnostic::warning("resource-type", &at, message)
                    .help(format!("add `enum` with the one value to the schema of its `type` (at `#{at}/properties/type` as a rule), in an overlay if need be")),
            );
        }
        let words = kind_words(self.tree, &at, resource_type.as_deref());
        let shape = Shape::Kind(Kind {
            resource_type,
            typed_id: self.config.ids == Ids::Typed,
            read: None,
            create: None,
            update: None,
        });
        let kind = self.push(&at, Role::Read, node, Some(shape));
        self.types[kind.0].words = words;
        self.kinds.insert(at.clone(), kind);
        self.kind_parts(kind, members, role);
        Some(Type::Resource {
            kind: Some(kind),
            role,
        })
    }

    /// Whether the `id`, if one is declared, may be a string, as that of every resource is ("Identification").
    pub(super) fn has_text_id(&self, members: &Members) -> bool {
        let Some((schema, place)) = members.properties.get("id") else {
            return true;
        };
        let declared = resolve::resolve(self.tree, schema, place).ok();
        let declared = declared.and_then(|found| found.node.get("type")?.as_str());
        declared.is_none_or(|ty| ty == "string")
    }

    fn complete(&mut self, kind: TypeId, at: &str, role: Role) {
        if self.limits.is_first(kind, role)
            && let Some(node) = resolve::lookup(self.tree, at)
        {
            let members = self.members(node, at);
            self.kind_parts(kind, members, role);
        }
    }

    /// Makes the parts of a kind, once. Those of a resource inside another wait: attributes may lead back to their own
    /// resource.
    pub(super) fn kind_parts(&mut self, kind: TypeId, members: Members, role: Role) {
        if self.limits.in_kind {
            if self.limits.first(kind, role) {
                self.queue.push_back(Waiting::Parts(kind, members, role));
            }
            return;
        }
        self.limits.first(kind, role);
        self.limits.in_kind = true;
        self.parts(kind, &members, role);
        self.limits.in_kind = false;
    }
}
