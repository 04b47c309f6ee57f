//! Objects: members from all sides of an `allOf`, brought together.

use std::collections::HashSet;

use indexmap::IndexSet;
use serde_json::Value;

use super::Lowerer;
use super::limits::merge_member;
use super::members::Members;
use super::node::flag;
use super::tags::only_value;
use crate::diag::Diagnostic;
use crate::ir::{Field, Presence, Role, Scalar, Shape, Struct, Type};
use crate::{pointer, resolve};

/// Where the collection of members has been.
#[derive(Default)]
pub(super) struct Visited {
    /// A schema whose alternatives are left out.
    without: Option<String>,
    /// The way down to here.
    path: IndexSet<String>,
    /// What has been collected, apart for what is only an alternative. Once is enough: composing twice adds nothing.
    seen: HashSet<(String, bool)>,
}

impl Visited {
    /// Leaves out the alternatives of the schema at `at`.
    pub(super) fn without(at: &str) -> Self {
        Self {
            without: Some(at.to_owned()),
            ..Self::default()
        }
    }

    /// Whether the way down leads through one of these places.
    fn is_below_any(&self, places: &HashSet<String>) -> bool {
        if places.len() < self.path.len() {
            places.iter().any(|place| self.path.contains(place))
        } else {
            self.path.iter().any(|place| places.contains(place))
        }
    }
}

impl Lowerer<'_> {
    pub(super) fn object(&mut self, node: &Value, at: &str, role: Role) -> Shape {
        let members = self.members(node, at);
        if members.cut {
            self.raw_json += 1;
            return Shape::Alias(Type::Json);
        }
        if let Some(document) = self.document(&members, role) {
            return Shape::Alias(document);
        }
        self.object_of(&members, role)
    }

    /// What an object with these members is.
    pub(super) fn object_of(&mut self, members: &Members, role: Role) -> Shape {
        if members.properties.is_empty() {
            return Shape::Alias(match &members.additional {
                Some((schema, place))
                    if schema.is_object()
                        && schema
                            .as_object()
                            .is_some_and(|members| !members.is_empty()) =>
                {
                    Type::Map(Box::new(self.map_value(schema, place, role)))
                }
                _ => Type::JsonObject,
            });
        }
        let additional = match &members.additional {
            Some((Value::Bool(true), _)) => Some(Type::Json),
            Some((schema, place)) if schema.is_object() => {
                Some(self.map_value(schema, place, role))
            }
            _ => None,
        };
        let fields = self.fields(members, role);
        Shape::Struct(Struct {
            fields,
            constants: Vec::new(),
            additional,
            keeps_undeclared: false,
        })
    }

    /// The fields that an object has in one direction.
    pub(super) fn fields(&mut self, members: &Members, role: Role) -> Vec<Field> {
        let mut fields = Vec::with_capacity(members.properties.len());
        let role_of_object = role;
        for (name, (schema, place)) in &members.properties {
            let role = self.role_of_member(members, name, role_of_object);
            let hidden = if role == Role::Read {
                "writeOnly"
            } else {
                "readOnly"
            };
            if self.has_flag(schema, hidden) {
                continue;
            }
            let required = members.required.contains(name);
            let removable = !required && self.is_removable(place, role);
            let presence = match (required, self.nullable(schema) || removable) {
                (true, false) => Presence::Required,
                (true, true) => Presence::RequiredNullable,
                (false, true) if role == Role::Update => Presence::Patch,
                (false, _) => Presence::Optional,
            };
            let ty = self.schema(schema, place, role);
            fields.push(self.field(name, schema, ty, presence));
        }
        fields
    }

    /// The role of an object's member: that of the object, but for the resource that an atomic operation updates
    /// (JSON:API extension "Atomic Operations", `op`).
    fn role_of_member(&self, members: &Members, name: &str, role: Role) -> Role {
        let updates = || {
            let operation = members.properties.get("op");
            let operation = operation.and_then(|(schema, _)| only_value(self.tree, schema));
            operation == Some(Scalar::Text("update".to_owned()))
        };
        if role == Role::Create && name == "data" && updates() {
            Role::Update
        } else {
            role
        }
    }

    pub(super) fn field(&self, name: &str, schema: &Value, ty: Type, presence: Presence) -> Field {
        let docs = schema
            .get("description")
            .and_then(Value::as_str)
            .map(str::to_owned);
        Field {
            wire: name.to_owned(),
            docs,
            ty,
            presence,
            nullable: self.nullable(schema),
            default: schema
                .get("default")
                .filter(|default| !default.is_null())
                .cloned(),
            deprecated: self.has_flag(schema, "deprecated"),
        }
    }

    /// Whether a flag is set on a schema or on what it refers to.
    pub(super) fn has_flag(&self, schema: &Value, name: &str) -> bool {
        flag(schema, name)
            || resolve::resolve(self.tree, schema, "")
                .is_ok_and(|resolved| flag(resolved.node, name))
    }

    /// Brings the members of an object together, those of its `allOf` first.
    pub(super) fn members(&mut self, node: &Value, at: &str) -> Members {
        let mut members = Members::default();
        if self.is_too_deep(node, at) {
            members.cut = true;
            return members;
        }
        let visited = &mut Visited::default();
        self.collect(node, at, at, &mut members, visited, false);
        self.settle(&mut members, at);
        members
    }

    pub(super) fn collect(
        &mut self,
        node: &Value,
        at: &str,
        owner: &str,
        into: &mut Members,
        visited: &mut Visited,
        alternative: bool,
    ) {
        let tree = self.tree;
        let (node, at) = match resolve::resolve(tree, node, at) {
            Ok(resolved) => (resolved.node, resolved.pointer.into_owned()),
            Err(diagnostic) => {
                self.warn(diagnostic);
                return;
            }
        };
        if visited.path.contains(&at) {
            self.warn(
                Diagnostic::error(
                    "allof-cycle",
                    owner,
                    "this schema is composed of itself through `allOf`",
                )
                .help(format!(
                    "the circle runs through `#{at}`; remove one of the `allOf` members"
                )),
            );
            return;
        }
        if visited.seen.contains(&(at.clone(), false))
            || !visited.seen.insert((at.clone(), alternative))
        {
            return;
        }
        if self.stops_at(visited.path.len(), owner) {
            into.cut = true;
            return;
        }
        if at != owner && !self.may_compose(owner) {
            into.cut = true;
            return;
        }
        visited.path.insert(at.clone());
        for (index, part) in node
            .get("allOf")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .enumerate()
        {
            let place = format!("{at}/allOf/{index}");
            self.collect(part, &place, owner, into, visited, alternative);
        }
        self.collect_alternatives(node, &at, owner, into, visited);
        visited.path.pop();
        for (name, schema) in node
            .get("properties")
            .and_then(Value::as_object)
            .into_iter()
            .flatten()
        {
            if at != owner && !self.may_inherit(schema, owner) {
                into.cut = true;
                return;
            }
            let place = pointer::join(&pointer::join(&at, "properties"), name);
            merge_member(into, name, schema, place);
        }
        let required = node
            .get("required")
            .and_then(Value::as_array)
            .into_iter()
            .flatten();
        into.required
            .extend(required.filter_map(|name| name.as_str().map(str::to_owned)));
        for (part, place) in super::conditional::parts(node, &at) {
            let mut members = Members::default();
            visited.path.insert(at.clone());
            self.collect(part, &place, owner, &mut members, visited, true);
            visited.path.pop();
            into.cut |= members.cut;
            super::conditional::admit(into, members, owner);
        }
        if let Some(additional) = node.get("additionalProperties") {
            into.additional = Some((
                additional.clone(),
                pointer::join(&at, "additionalProperties"),
            ));
        }
    }

    /// Alternatives beside declared members: whatever any of them declares may be there. A member that several of them
    /// declare in different ways is any of those.
    fn collect_alternatives(
        &mut self,
        node: &Value,
        at: &str,
        owner: &str,
        into: &mut Members,
        visited: &mut Visited,
    ) {
        if visited.without.as_deref() == Some(at) {
            return;
        }
        for key in ["oneOf", "anyOf"] {
            let Some(parts) = node.get(key).and_then(Value::as_array) else {
                continue;
            };
            // A base that lists what extends it: those are no parts of each other.
            let leads_back = |part: &Value| {
                let parts = self.places(part);
                visited.is_below_any(&parts)
            };
            if parts.iter().any(leads_back) {
                continue;
            }
            let mut added: HashSet<String> = HashSet::new();
            for (index, part) in parts.iter().enumerate() {
                let mut alternative = Members::default();
                let place = format!("{at}/{key}/{index}");
                self.collect(part, &place, owner, &mut alternative, visited, true);
                into.cut |= alternative.cut;
                for (name, (schema, place)) in alternative.properties {
                    if !into.properties.contains_key(&name) {
                        into.properties.insert(name.clone(), (schema, place));
                        added.insert(name);
                    } else if added.contains(&name) {
                        super::limits::merge_alternative(into, &name, &schema);
                    }
                }
            }
        }
    }
}

/// Whether an object has nothing but top-level members of JSON:API, primary data among them.
pub(super) fn is_document(members: &Members) -> bool {
    let names = members.properties.keys();
    members.properties.contains_key("data")
        && names
            .into_iter()
            .all(|name| super::primary_data::DOCUMENT.contains(&name.as_str()))
}
