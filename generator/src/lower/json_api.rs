//! JSON:API structures (<https://jsonapi.org/format/1.0/#document-structure>), recognised by their shape.
//!
//! A media type says that a body is JSON:API, but schemas are shared and many APIs send JSON:API documents as plain
//! `application/json`; the shape tells in both cases.

use serde_json::Value;

use super::Lowerer;
use super::object::Members;
use super::words::{kind_words, resource_words};
use crate::diag::Diagnostic;
use crate::ir::{Kind, KindParts, Linkage, Presence, Role, Shape, Struct, Type, TypeId};
use crate::{pointer, resolve};

/// Top-level members ("Top Level").
const DOCUMENT: [&str; 6] = ["data", "errors", "meta", "links", "included", "jsonapi"];

/// Whether a schema, or a part of its `allOf`, has the members of a resource object ("Resource Objects"): `type` and
/// `attributes` or `relationships`.
pub(super) fn is_resource(node: &Value) -> bool {
    let parts = node
        .get("allOf")
        .and_then(Value::as_array)
        .into_iter()
        .flatten();
    std::iter::once(node).chain(parts).any(|part| {
        let member = |name: &str| {
            part.get("properties")
                .and_then(|properties| properties.get(name))
        };
        let object = |name: &str| {
            member(name).is_some_and(|schema| {
                schema
                    .get("type")
                    .and_then(Value::as_str)
                    .is_none_or(|ty| ty == "object")
            })
        };
        member("type").is_some() && (object("attributes") || object("relationships"))
    })
}

impl Lowerer<'_> {
    /// The resource type for a schema that describes a resource object.
    pub(super) fn resource(&mut self, node: &Value, at: &str, role: Role) -> Option<Type> {
        let described = is_resource(node)
            || node
                .get("allOf")
                .and_then(Value::as_array)
                .into_iter()
                .flatten()
                .any(|part| {
                    resolve::resolve(self.tree, part, at)
                        .is_ok_and(|resolved| is_resource(resolved.node))
                });
        if !described {
            return None;
        }
        let at = match super::object::only_member(self.tree, node, at) {
            Some((only, place)) => resolve::resolve(self.tree, only, &place)
                .ok()?
                .pointer
                .into_owned(),
            None => at.to_owned(),
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
                .is_some_and(|(schema, _)| super::object::is_object(self.tree, schema))
        };
        if !members.properties.contains_key("type")
            || !(is_object("attributes") || is_object("relationships"))
        {
            return None;
        }
        self.json_api = true;
        let Some(resource_type) = self.resource_type(&members, &at) else {
            // Nothing is known of it but that it is a resource.
            return Some(Type::Resource { kind: None, role });
        };
        let kind = self.push(&at, Role::Read, node, Shape::Pending);
        self.types[kind.0].component = false;
        self.types[kind.0].words = kind_words(self.tree, &at);
        self.types[kind.0].shape = Shape::Kind(Kind {
            resource_type,
            read: None,
            create: None,
            update: None,
        });
        self.kinds.insert(at.clone(), kind);
        self.parts(kind, &members, role);
        Some(Type::Resource {
            kind: Some(kind),
            role,
        })
    }

    fn complete(&mut self, kind: TypeId, at: &str, role: Role) {
        let Shape::Kind(known) = &self.types[kind.0].shape else {
            return;
        };
        if known.parts(role).is_none()
            && let Some(node) = resolve::lookup(self.tree, at)
        {
            let members = self.members(node, at);
            self.parts(kind, &members, role);
        }
    }

    /// `type` if the schema allows one value only.
    fn resource_type(&mut self, members: &Members, at: &str) -> Option<String> {
        let (schema, _) = members.properties.get("type")?;
        if let Some(value) = self.only_value(schema) {
            return Some(value);
        }
        let typed = members
            .properties
            .get("attributes")
            .is_some_and(|(schema, place)| !self.members(schema, place).properties.is_empty());
        let related = members
            .properties
            .get("relationships")
            .is_some_and(|(schema, place)| !self.members(schema, place).properties.is_empty());
        if !typed && !related {
            return None;
        }
        let guess = crate::names::snake(&resource_words(self.tree, at).concat());
        self.warn(
            Diagnostic::note("resource-type", at, format!("this resource does not say what its `type` is; `{guess}` is assumed, after its name"))
                .help("add `enum` with the one value to its `type`, in an overlay if need be"),
        );
        Some(guess)
    }

    fn only_value(&self, schema: &Value) -> Option<String> {
        let resolved = resolve::resolve(self.tree, schema, "").ok()?;
        match resolved.node.get("enum")?.as_array()?.as_slice() {
            [Value::String(only)] => Some(only.clone()),
            _ => None,
        }
    }

    fn parts(&mut self, kind: TypeId, members: &Members, role: Role) {
        let (attributes, no_attributes) = self.attributes(members, role);
        let (relationships, no_relationships) = self.relationships(members, role);
        let parts = KindParts {
            attributes,
            attributes_optional: no_attributes,
            relationships,
            relationships_optional: no_relationships,
        };
        if let Shape::Kind(known) = &mut self.types[kind.0].shape {
            *known.parts_mut(role) = Some(parts);
        }
    }

    fn attributes(&mut self, members: &Members, role: Role) -> (Type, bool) {
        let Some((schema, place)) = members.properties.get("attributes") else {
            return (Type::JsonObject, true);
        };
        let optional = !members.required.contains("attributes");
        if role != Role::Update {
            return (self.schema(schema, place, role), optional);
        }
        // A PATCH names what changes: every attribute may be left out ("Updating Resources").
        let inner = self.members(schema, place);
        if inner.properties.is_empty() {
            return (Type::JsonObject, true);
        }
        let mut fields = self.fields(&inner, Role::Create);
        for field in &mut fields {
            field.presence = Presence::Patch;
        }
        let shape = Shape::Struct(Struct {
            fields,
            additional: None,
        });
        let place = origin(self.tree, schema, place);
        (
            Type::Named(self.share(shape, schema, &place, Role::Update)),
            true,
        )
    }

    fn relationships(&mut self, members: &Members, role: Role) -> (Type, bool) {
        let Some((schema, place)) = members.properties.get("relationships") else {
            return (Type::JsonObject, true);
        };
        let optional = !members.required.contains("relationships");
        let inner = self.members(schema, place);
        if inner.properties.is_empty() {
            return (Type::JsonObject, optional);
        }
        let mut fields = Vec::new();
        for (name, (relationship, place)) in &inner.properties {
            if role != Role::Read && self.has_flag(relationship, "readOnly") {
                continue;
            }
            let ty = self.relationship(relationship, place, role);
            let required = inner.required.contains(name) && role != Role::Update;
            let presence = if required {
                Presence::Required
            } else {
                Presence::Optional
            };
            fields.push(self.field(name, relationship, ty, presence));
        }
        if fields.is_empty() {
            return (Type::JsonObject, true);
        }
        let optional = optional || role == Role::Update;
        let shape = Shape::Struct(Struct {
            fields,
            additional: None,
        });
        let place = origin(self.tree, schema, place);
        (
            Type::Named(self.share(shape, schema, &place, role)),
            optional,
        )
    }

    /// A relationship object ("Resource Object Relationships"): `data`, `links`, `meta`.
    fn relationship(&mut self, schema: &Value, place: &str, role: Role) -> Type {
        let members = self.members(schema, place);
        let Some((data, data_place)) = members.properties.get("data") else {
            return Type::ToOne(Linkage {
                target: None,
                kind: None,
                meta: None,
                role,
            });
        };
        let resolved = resolve::resolve(self.tree, data, data_place).ok();
        let (data, data_place) = resolved.map_or((data.clone(), data_place.clone()), |found| {
            (found.node.clone(), found.pointer.into_owned())
        });
        if let Some(items) = data.get("items") {
            return Type::ToMany(self.linkage(items, &pointer::join(&data_place, "items"), role));
        }
        if data.get("type").and_then(Value::as_str) == Some("array") {
            return Type::ToMany(Linkage {
                target: None,
                kind: None,
                meta: None,
                role,
            });
        }
        Type::ToOne(self.linkage(&data, &data_place, role))
    }

    fn linkage(&mut self, schema: &Value, place: &str, role: Role) -> Linkage {
        let members = self.members(schema, place);
        let target = members
            .properties
            .get("type")
            .and_then(|(schema, _)| self.only_value(schema));
        let meta = members
            .properties
            .get("meta")
            .map(|(schema, place)| Box::new(self.schema(schema, place, role)));
        Linkage {
            target,
            kind: None,
            meta: meta.filter(|meta| **meta != Type::JsonObject),
            role,
        }
    }

    /// The document type, for an object with nothing but top-level members whose primary data are resources or
    /// resource identifiers.
    pub(super) fn document(&mut self, members: &Members, role: Role) -> Option<Type> {
        if !members
            .properties
            .keys()
            .all(|name| DOCUMENT.contains(&name.as_str()))
        {
            return None;
        }
        let (data, place) = members.properties.get("data")?;
        let data = self.primary_data(data, place, role)?;
        let meta = match members.properties.get("meta") {
            Some((schema, place)) => self.schema(schema, place, role),
            None => Type::JsonObject,
        };
        self.json_api = true;
        Some(Type::Document {
            data: Box::new(data),
            meta: Box::new(meta),
        })
    }

    fn primary_data(&mut self, data: &Value, place: &str, role: Role) -> Option<Type> {
        let resolved = resolve::resolve(self.tree, data, place).ok()?;
        let (data, place) = (resolved.node.clone(), resolved.pointer.into_owned());
        if let Some(items) = data.get("items") {
            let item = self.primary_data(items, &pointer::join(&place, "items"), role)?;
            return Some(Type::Array(Box::new(item)));
        }
        for key in ["oneOf", "anyOf"] {
            if let Some([one, many]) = data.get(key).and_then(Value::as_array).map(Vec::as_slice) {
                let one = self.primary_data(one, &format!("{place}/{key}/0"), role)?;
                let many = self.primary_data(many, &format!("{place}/{key}/1"), role)?;
                return match (one, many) {
                    (one, Type::Array(many)) | (Type::Array(many), one) if *many == one => {
                        Some(Type::OneOrMany(Box::new(one)))
                    }
                    _ => None,
                };
            }
        }
        if let Some(resource) = self.resource(&data, &place, role) {
            let nullable = self.nullable(&data) && role == Role::Read;
            return Some(if nullable {
                Type::Nullable(Box::new(resource))
            } else {
                resource
            });
        }
        let members = self.members(&data, &place);
        let identifies = ["type", "id"]
            .iter()
            .all(|name| members.properties.contains_key(*name))
            && members
                .properties
                .keys()
                .all(|name| matches!(name.as_str(), "type" | "id" | "meta"))
            && self.json_api;
        identifies.then(|| Type::Identifier(self.linkage(&data, &place, role)))
    }
}

/// Where a schema really stands; a synthetic place (a merged member) stays as it is.
fn origin(tree: &Value, schema: &Value, place: &str) -> String {
    resolve::resolve(tree, schema, place).map_or_else(
        |_| place.to_owned(),
        |resolved| resolved.pointer.into_owned(),
    )
}
