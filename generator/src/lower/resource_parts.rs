//! What a JSON:API resource consists of: attributes and relationships, in each direction
//! (<https://jsonapi.org/format/1.0/#document-resource-objects>).

use serde_json::Value;

use super::members::Members;
use super::node::is_component;
use super::{Lowerer, composition, sparse};
use crate::ir::{Constant, KindParts, Linkage, Presence, Role, Shape, Struct, Type, TypeId};
use crate::{pointer, resolve};

/// The id that a client gives to what it creates, for the time of a request (JSON:API 1.1 "Resource Object
/// Identification").
pub(super) const LOCAL_ID: &str = "lid";

impl Lowerer<'_> {
    /// Whether anything is declared of the attributes or the relationships.
    pub(super) fn has_parts(&mut self, members: &Members) -> bool {
        ["attributes", "relationships"].iter().any(|name| {
            members
                .properties
                .get(*name)
                .is_some_and(|(schema, place)| !self.members(schema, place).properties.is_empty())
        })
    }

    pub(super) fn parts(&mut self, kind: TypeId, members: &Members, role: Role) {
        let sparse = match &self.types[kind.0].shape {
            Some(Shape::Kind(kind)) if role == Role::Read => {
                self.sparse.cover(kind.resource_type.as_deref())
            }
            _ => false,
        };
        let (attributes, no_attributes) = self.attributes(members, role, sparse);
        let (relationships, no_relationships) = self.relationships(members, role, sparse);
        let parts = KindParts {
            attributes,
            attributes_optional: no_attributes,
            relationships,
            relationships_optional: no_relationships,
        };
        if let Some(Shape::Kind(known)) = &mut self.types[kind.0].shape {
            *known.parts_mut(role) = Some(parts);
        }
    }

    fn attributes(&mut self, members: &Members, role: Role, sparse: bool) -> (Type, bool) {
        let Some((schema, place)) = members.properties.get("attributes") else {
            return (Type::JsonObject, true);
        };
        let optional = !members.required.contains("attributes");
        if sparse {
            return (self.sparse_attributes(schema, place), true);
        }
        if role != Role::Update {
            return (self.schema(schema, place, role), optional);
        }
        // A PATCH names what changes: every attribute may be left out ("Updating Resources").
        let inner = self.members(schema, place);
        if inner.properties.is_empty() {
            return (Type::JsonObject, true);
        }
        let constant = self.own_tag(schema, place, &inner);
        let mut fields = self.fields(&inner, Role::Create);
        fields.retain(|field| {
            constant
                .as_ref()
                .is_none_or(|constant| constant.wire != field.wire)
        });
        for field in &mut fields {
            field.presence = Presence::Patch;
        }
        let shape = Shape::Struct(Struct {
            fields,
            constants: constant.into_iter().collect(),
            additional: None,
            keeps_undeclared: false,
        });
        let place = origin(self.tree, schema, place);
        (
            Type::Named(self.share(shape, schema, &place, Role::Update)),
            true,
        )
    }

    /// Attributes of which callers may ask for some only.
    fn sparse_attributes(&mut self, schema: &Value, place: &str) -> Type {
        if is_component(&self.repeated(schema, place)) {
            let ty = self.schema(schema, place, Role::Read);
            if let Type::Named(id) = &ty {
                self.sparse.components.push(*id);
            }
            return ty;
        }
        let inner = self.members(schema, place);
        let mut shape = self.object_of(&inner, Role::Read);
        if !sparse::relax(&mut shape) {
            return self.schema(schema, place, Role::Read);
        }
        let place = origin(self.tree, schema, place);
        Type::Named(self.share(shape, schema, &place, Role::Read))
    }

    fn relationships(&mut self, members: &Members, role: Role, sparse: bool) -> (Type, bool) {
        let Some((schema, place)) = members.properties.get("relationships") else {
            return (Type::JsonObject, true);
        };
        let optional = !members.required.contains("relationships");
        let inner = self.members(schema, place);
        if inner.properties.is_empty() {
            return (Type::JsonObject, optional);
        }
        let constant = self.own_tag(schema, place, &inner);
        let mut fields = Vec::new();
        for (name, (relationship, place)) in &inner.properties {
            if role != Role::Read && self.has_flag(relationship, "readOnly") {
                continue;
            }
            if constant
                .as_ref()
                .is_some_and(|constant| constant.wire == *name)
            {
                continue;
            }
            let ty = self.relationship(relationship, place, role);
            let required = inner.required.contains(name) && role != Role::Update && !sparse;
            let presence = if required {
                Presence::Required
            } else {
                Presence::Optional
            };
            fields.push(self.field(name, relationship, ty, presence));
        }
        if fields.is_empty() && constant.is_none() {
            return (Type::JsonObject, true);
        }
        let optional = optional || role == Role::Update || sparse;
        let shape = Shape::Struct(Struct {
            fields,
            constants: constant.into_iter().collect(),
            additional: None,
            keeps_undeclared: false,
        });
        let component = self.repeated(schema, place);
        let place = origin(self.tree, schema, place);
        let id = self.share(shape, schema, &place, role);
        if role == Role::Read && is_component(&component) {
            // Where the schema stands elsewhere, it means the same.
            self.by_pointer.entry((component, role)).or_insert(id);
        }
        (Type::Named(id), optional)
    }

    /// Where the schema stands that this one refers to, or repeats with a description beside it.
    fn repeated(&self, schema: &Value, place: &str) -> String {
        match composition::only_member(self.tree, schema, place) {
            Some((only, place)) => origin(self.tree, only, &place),
            None => origin(self.tree, schema, place),
        }
    }

    /// The member that says which subtype a part of a resource is, with the one value that it has there.
    fn own_tag(&mut self, schema: &Value, place: &str, members: &Members) -> Option<Constant> {
        let at = self.repeated(schema, place);
        let (wire, value) = self.tag_of(&at)?;
        members.properties.get(&wire)?;
        Some(Constant {
            required: members.required.contains(&wire),
            wire,
            value,
        })
    }

    /// A relationship object ("Resource Object Relationships"): `data`, `links`, `meta`. Another member is what its schema
    /// says.
    fn relationship(&mut self, schema: &Value, place: &str, role: Role) -> Type {
        let members = self.members(schema, place);
        if is_no_object(self.tree, schema) {
            return self.schema(schema, place, role);
        }
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
        let (identifier, at) = match data.get("items") {
            Some(items) => (items, pointer::join(&data_place, "items")),
            None => (&data, data_place.clone()),
        };
        let identifier = self.members(identifier, &at);
        if !self.has_text_id(&identifier) {
            return self.schema(schema, place, role);
        }
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

    pub(super) fn linkage(&mut self, schema: &Value, place: &str, role: Role) -> Linkage {
        let members = self.members(schema, place);
        let target = self.said_type(&members, &origin(self.tree, schema, place));
        let meta = members
            .properties
            .get("meta")
            .map(|(schema, place)| Box::new(self.schema(schema, place, role)));
        // What has a local id is only sent, even where nothing else tells the directions apart.
        let role = match role {
            Role::Read if members.properties.contains_key(LOCAL_ID) => Role::Create,
            role => role,
        };
        Linkage {
            target,
            kind: None,
            meta: meta.filter(|meta| **meta != Type::JsonObject),
            role,
        }
    }
}

/// Where a schema really stands; a synthetic place (a merged member) stays as it is.
fn origin(tree: &Value, schema: &Value, place: &str) -> String {
    resolve::resolve(tree, schema, place).map_or_else(
        |_| place.to_owned(),
        |resolved| resolved.pointer.into_owned(),
    )
}

/// Whether a schema, or the one that it repeats, says that its values are no objects.
fn is_no_object(tree: &Value, schema: &Value) -> bool {
    let Ok(resolved) = resolve::resolve(tree, schema, "") else {
        return false;
    };
    let node = match composition::only_member(tree, resolved.node, "") {
        Some((only, _)) => match resolve::resolve(tree, only, "") {
            Ok(resolved) => resolved.node,
            Err(_) => return false,
        },
        None => resolved.node,
    };
    let declared = node.get("type").and_then(Value::as_str);
    declared.is_some_and(|ty| ty != "object")
}
