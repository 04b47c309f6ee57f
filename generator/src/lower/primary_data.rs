//! JSON:API documents and what they are about (<https://jsonapi.org/format/1.0/#document-top-level>).

use serde_json::Value;

use super::Lowerer;
use super::members::Members;
use super::resource::{MOST_PARTS, is_resource};
use super::resource_parts::LOCAL_ID;
use crate::ir::{Linkage, Role, Type};
use crate::{pointer, resolve};

/// Top-level members ("Top Level").
pub(super) const DOCUMENT: [&str; 6] = ["data", "errors", "meta", "links", "included", "jsonapi"];

impl Lowerer<'_> {
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
        let data = self.primary_data(data, place, role, 0)?;
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

    fn primary_data(
        &mut self,
        data: &Value,
        place: &str,
        role: Role,
        depth: usize,
    ) -> Option<Type> {
        /// A list of resources, or one or a list: what leads further down is no primary data.
        const DEEPEST: usize = 3;
        if depth > DEEPEST {
            return None;
        }
        if self.is_choice_of_resources(data, place, role) {
            return Some(self.schema(data, place, role));
        }
        let resolved = resolve::resolve(self.tree, data, place).ok()?;
        let (data, place) = (resolved.node.clone(), resolved.pointer.into_owned());
        if let Some(items) = data.get("items") {
            let items_place = pointer::join(&place, "items");
            let item = self.primary_data(items, &items_place, role, depth + 1)?;
            return Some(Type::Array(Box::new(item)));
        }
        if let Some(one_or_many) = self.one_or_many(&data, &place, role, depth) {
            return Some(one_or_many);
        }
        if let Some(resource) = self.resource(&data, &place, role) {
            let nullable = self.nullable(&data) && role == Role::Read;
            return Some(if nullable {
                Type::Nullable(Box::new(resource))
            } else {
                resource
            });
        }
        if !self.json_api {
            return None;
        }
        let linkage = if self.is_choice_of_identifiers(&data, &place) {
            // Of any type: each says which.
            Linkage {
                target: None,
                kind: None,
                meta: None,
                role,
            }
        } else {
            let members = self.members(&data, &place);
            if !self.identifies(&members) {
                return None;
            }
            self.linkage(&data, &place, role)
        };
        let identifier = Type::Identifier(linkage);
        // An empty to-one relationship ("Fetching Relationships", "Updating To-One Relationships").
        Some(if self.nullable(&data) {
            Type::Nullable(Box::new(identifier))
        } else {
            identifier
        })
    }

    /// One resource, or a list of them.
    fn one_or_many(&mut self, data: &Value, place: &str, role: Role, depth: usize) -> Option<Type> {
        let (key, parts) = alternatives(data)?;
        let [one, many] = parts.as_slice() else {
            return None;
        };
        let one = self.primary_data(one, &format!("{place}/{key}/0"), role, depth + 1)?;
        let many = self.primary_data(many, &format!("{place}/{key}/1"), role, depth + 1)?;
        match (one, many) {
            (one, Type::Array(many)) | (Type::Array(many), one) if *many == one => {
                Some(Type::OneOrMany(Box::new(one)))
            }
            _ => None,
        }
    }

    /// Whether primary data are resources of one type or another: a choice of them is a type of its own, which keeps
    /// resources of other types as well.
    fn is_choice_of_resources(&mut self, data: &Value, place: &str, role: Role) -> bool {
        let Ok(resolved) = resolve::resolve(self.tree, data, place) else {
            return false;
        };
        let (data, place) = (resolved.node, resolved.pointer.into_owned());
        let Some((key, parts)) =
            alternatives(data).filter(|(_, parts)| (2..=MOST_PARTS).contains(&parts.len()))
        else {
            return false;
        };
        // Looked at before any of them becomes a type.
        let resource = |part: &Value| {
            resolve::resolve(self.tree, part, "").is_ok_and(|found| {
                let parts = found.node.get("allOf").and_then(Value::as_array);
                let parts = parts.into_iter().flatten().take(MOST_PARTS);
                let mut parts = parts.filter_map(|part| resolve::resolve(self.tree, part, "").ok());
                is_resource(found.node) || parts.any(|part| is_resource(part.node))
            })
        };
        if !parts.iter().all(resource) {
            return false;
        }
        parts.iter().enumerate().all(|(index, part)| {
            let at = format!("{place}/{key}/{index}");
            let Ok(found) = resolve::resolve(self.tree, part, &at) else {
                return false;
            };
            let (node, at) = (found.node, found.pointer.into_owned());
            self.resource(node, &at, role).is_some()
        })
    }

    /// Whether linkage is to resources of one type or another.
    fn is_choice_of_identifiers(&mut self, data: &Value, place: &str) -> bool {
        let Some((key, parts)) = alternatives(data).filter(|(_, parts)| !parts.is_empty()) else {
            return false;
        };
        parts
            .iter()
            .take(MOST_PARTS)
            .enumerate()
            .all(|(index, part)| {
                let at = format!("{place}/{key}/{index}");
                let Ok(found) = resolve::resolve(self.tree, part, &at) else {
                    return false;
                };
                let (node, at) = (found.node.clone(), found.pointer.into_owned());
                let members = self.members(&node, &at);
                self.identifies(&members)
            })
    }

    /// Whether these are the members of a resource identifier object.
    fn identifies(&self, members: &Members) -> bool {
        const ALL: [&str; 4] = ["type", "id", LOCAL_ID, "meta"];
        let has = |name: &str| members.properties.contains_key(name);
        has("type")
            && has("id")
            && members
                .properties
                .keys()
                .all(|name| ALL.contains(&name.as_str()))
            && self.has_text_id(members)
    }
}

/// The alternatives of a schema, and the keyword that lists them.
fn alternatives(schema: &Value) -> Option<(&str, &Vec<Value>)> {
    ["oneOf", "anyOf"].into_iter().find_map(|key| {
        let parts = schema.get(key)?.as_array()?;
        Some((key, parts))
    })
}
