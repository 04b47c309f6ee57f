//! Objects: members from all sides of an `allOf`, brought together.

use std::collections::HashSet;

use indexmap::IndexMap;
use serde_json::{Value, json};

use super::{Lowerer, schema::flag};
use crate::diag::Diagnostic;
use crate::ir::{Field, Presence, Role, Shape, Struct, Type};
use crate::{pointer, resolve};

/// The members of an object and of everything it is composed of.
#[derive(Debug, Default)]
pub(super) struct Members {
    /// Schemas by name, each with the place where it stands.
    pub(super) properties: IndexMap<String, (Value, String)>,
    pub(super) required: HashSet<String>,
    /// Schema of further members: `Some(Value::Bool(true))` for any.
    pub(super) additional: Option<(Value, String)>,
}

impl Lowerer<'_> {
    pub(super) fn object(&mut self, node: &Value, at: &str, role: Role) -> Shape {
        let members = self.members(node, at);
        if let Some(document) = self.document(&members, role) {
            return Shape::Alias(document);
        }
        if members.properties.is_empty() {
            return Shape::Alias(match &members.additional {
                Some((schema, place))
                    if schema.is_object()
                        && schema
                            .as_object()
                            .is_some_and(|members| !members.is_empty()) =>
                {
                    Type::Map(Box::new(self.nullable_schema(schema, place, role)))
                }
                _ => Type::JsonObject,
            });
        }
        let additional = match &members.additional {
            Some((Value::Bool(true), _)) => Some(Type::Json),
            Some((schema, place)) if schema.is_object() => {
                Some(self.nullable_schema(schema, place, role))
            }
            _ => None,
        };
        let fields = self.fields(&members, role);
        Shape::Struct(Struct { fields, additional })
    }

    /// The fields that an object has in one direction.
    pub(super) fn fields(&mut self, members: &Members, role: Role) -> Vec<Field> {
        let mut fields = Vec::with_capacity(members.properties.len());
        for (name, (schema, place)) in &members.properties {
            let hidden = if role == Role::Read {
                "writeOnly"
            } else {
                "readOnly"
            };
            if self.has_flag(schema, hidden) {
                continue;
            }
            let nullable = self.nullable(schema);
            let presence = match (members.required.contains(name), nullable) {
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
        self.collect(node, at, at, &mut members, &mut Vec::new());
        members
    }

    fn collect(
        &mut self,
        node: &Value,
        at: &str,
        owner: &str,
        into: &mut Members,
        path: &mut Vec<String>,
    ) {
        let tree = self.tree;
        let (node, at) = match resolve::resolve(tree, node, at) {
            Ok(resolved) => (resolved.node, resolved.pointer.into_owned()),
            Err(diagnostic) => {
                self.warn(diagnostic);
                return;
            }
        };
        if path.contains(&at) {
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
        path.push(at.clone());
        for (index, part) in node
            .get("allOf")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .enumerate()
        {
            self.collect(part, &format!("{at}/allOf/{index}"), owner, into, path);
        }
        for key in ["oneOf", "anyOf"] {
            // Alternatives beside declared members: whatever any of them declares may be there.
            for (index, part) in node
                .get(key)
                .and_then(Value::as_array)
                .into_iter()
                .flatten()
                .enumerate()
            {
                let mut alternative = Members::default();
                self.collect(
                    part,
                    &format!("{at}/{key}/{index}"),
                    owner,
                    &mut alternative,
                    path,
                );
                for (name, schema) in alternative.properties {
                    into.properties.entry(name).or_insert(schema);
                }
            }
        }
        path.pop();
        for (name, schema) in node
            .get("properties")
            .and_then(Value::as_object)
            .into_iter()
            .flatten()
        {
            let place = pointer::join(&pointer::join(&at, "properties"), name);
            merge_property(into, name, schema, place, owner);
        }
        let required = node
            .get("required")
            .and_then(Value::as_array)
            .into_iter()
            .flatten();
        into.required
            .extend(required.filter_map(|name| name.as_str().map(str::to_owned)));
        if let Some(additional) = node.get("additionalProperties") {
            into.additional = Some((
                additional.clone(),
                pointer::join(&at, "additionalProperties"),
            ));
        }
    }
}

/// A member that two sides declare is composed of both; the later one has the last word.
fn merge_property(into: &mut Members, name: &str, schema: &Value, place: String, owner: &str) {
    match into.properties.get_mut(name) {
        None => {
            into.properties
                .insert(name.to_owned(), (schema.clone(), place));
        }
        Some((known, _)) if known == schema => {}
        Some((known, known_place)) => {
            if is_structured(known) && is_structured(schema) {
                *known = json!({ "allOf": [known.take(), schema] });
                *known_place = pointer::join(&pointer::join(owner, "properties"), name);
            } else {
                (*known, *known_place) = (schema.clone(), place);
            }
        }
    }
}

fn is_structured(schema: &Value) -> bool {
    ["$ref", "properties", "allOf"]
        .iter()
        .any(|key| schema.get(key).is_some())
}

/// Whether a schema describes an object with or without members.
pub(super) fn is_object(tree: &Value, node: &Value) -> bool {
    fn inner(tree: &Value, node: &Value, depth: usize) -> bool {
        let Ok(resolved) = resolve::resolve(tree, node, "") else {
            return false;
        };
        let node = resolved.node;
        let declared = node.get("type").and_then(Value::as_str);
        if declared == Some("object") && !only_alternatives(node) {
            return true;
        }
        if declared.is_none_or(|declared| declared == "object")
            && node.get("properties").is_some_and(has_members)
        {
            return true;
        }
        if declared.is_none()
            && node
                .get("additionalProperties")
                .is_some_and(Value::is_object)
        {
            return true;
        }
        depth > 0
            && node
                .get("allOf")
                .and_then(Value::as_array)
                .is_some_and(|parts| parts.iter().any(|part| inner(tree, part, depth - 1)))
    }
    /// `allOf` inside `allOf` deeper than this is a circle.
    const DEEPEST: usize = 32;
    inner(tree, node, DEEPEST)
}

fn has_members(value: &Value) -> bool {
    value.as_object().is_some_and(|members| !members.is_empty())
}

/// `type: object` that is nothing but a choice: a union.
fn only_alternatives(node: &Value) -> bool {
    let choice = ["oneOf", "anyOf"].iter().any(|key| {
        node.get(key)
            .and_then(Value::as_array)
            .is_some_and(|variants| variants.iter().any(|variant| !only_requires(variant)))
    });
    choice && !node.get("properties").is_some_and(has_members) && node.get("allOf").is_none()
}

/// An alternative that says no more than which members must be there.
fn only_requires(variant: &Value) -> bool {
    variant.as_object().is_some_and(|members| {
        members.keys().all(|key| {
            matches!(
                key.as_str(),
                "required" | "title" | "description" | "not" | "type"
            )
        })
    })
}

/// Members of a schema that say what values it has.
const STRUCTURE: [&str; 11] = [
    "$ref",
    "type",
    "properties",
    "required",
    "items",
    "enum",
    "allOf",
    "oneOf",
    "anyOf",
    "additionalProperties",
    "format",
];

/// The only part of an `allOf` that says anything, when the schema itself adds nothing: the schema is that part.
pub(super) fn only_member<'n>(
    tree: &Value,
    node: &'n Value,
    at: &str,
) -> Option<(&'n Value, String)> {
    let parts = node.get("allOf")?.as_array()?;
    // `type` beside `allOf` only repeats what the part says.
    let adds = |key: &str| STRUCTURE.contains(&key) && !matches!(key, "allOf" | "type");
    let says_something = |schema: &Value| {
        schema
            .as_object()
            .is_some_and(|members| members.keys().any(|key| STRUCTURE.contains(&key.as_str())))
    };
    if node
        .as_object()
        .is_some_and(|members| members.keys().any(|key| adds(key)))
    {
        return None;
    }
    let mut speaking = parts
        .iter()
        .enumerate()
        .filter(|(_, part)| says_something(part));
    let (index, only) = speaking.next()?;
    if speaking.next().is_some() || refers_to(tree, only, at) {
        return None;
    }
    Some((only, format!("{at}/allOf/{index}")))
}

fn refers_to(tree: &Value, node: &Value, at: &str) -> bool {
    resolve::reference(node).is_some()
        && resolve::resolve(tree, node, "").is_ok_and(|resolved| resolved.pointer == at)
}

/// Equal for shapes that differ in nothing but documentation.
pub(super) fn fingerprint(shape: &Shape) -> String {
    match shape {
        Shape::Struct(Struct { fields, additional }) => {
            let fields: Vec<_> = fields
                .iter()
                .map(|field| (&field.wire, &field.ty, field.presence))
                .collect();
            format!("{fields:?}{additional:?}")
        }
        other => format!("{other:?}"),
    }
}
