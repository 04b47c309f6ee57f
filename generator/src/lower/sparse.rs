//! Sparse fieldsets (JSON:API 1.0 "Sparse Fieldsets"): which resources may come without some of their fields.
//!
//! What a document requires of a resource it promises for the whole resource. Where callers may ask for some fields only,
//! the others are missing, and that is no error.

use std::collections::HashSet;

use serde_json::Value;

use super::draft::Def;
use crate::http_method::operations;
use crate::ir::{Presence, Shape, TypeId};
use crate::resolve;

/// The types of resource whose fields callers may choose.
#[derive(Debug, Default)]
pub(super) struct SparseFields {
    /// A parameter takes any type.
    all: bool,
    types: HashSet<String>,
    /// Attributes that are component schemas, to be relaxed once they are defined.
    pub(super) components: Vec<TypeId>,
}

impl SparseFields {
    /// Relaxes the attributes that are component schemas.
    pub(super) fn settle(&self, types: &mut [Def]) {
        for id in &self.components {
            relax(&mut types[id.0].shape);
        }
    }

    /// What the query parameters of all operations say.
    pub(super) fn of(tree: &Value) -> Self {
        let mut found = Self::default();
        let paths = tree.get("paths").and_then(Value::as_object);
        for item in paths.into_iter().flat_map(|paths| paths.values()) {
            let Ok(item) = resolve::resolve(tree, item, "") else {
                continue;
            };
            let operations = operations(item.node);
            let operations = operations.filter_map(|found| found.node.get("parameters"));
            let lists = operations.chain(item.node.get("parameters"));
            for parameter in lists.filter_map(Value::as_array).flatten() {
                if let Ok(parameter) = resolve::resolve(tree, parameter, "") {
                    found.parameter(tree, parameter.node);
                }
            }
        }
        found
    }

    /// Whether resources of this type may come without some fields. One whose type nothing says may be any.
    pub(super) fn cover(&self, resource_type: Option<&str>) -> bool {
        self.all
            || match resource_type {
                Some(resource_type) => self.types.contains(resource_type),
                None => !self.types.is_empty(),
            }
    }

    /// `fields[articles]`, or `fields` as an object with a member for each type.
    fn parameter(&mut self, tree: &Value, parameter: &Value) {
        let text = |key: &str| parameter.get(key).and_then(Value::as_str);
        let (Some("query"), Some(name)) = (text("in"), text("name")) else {
            return;
        };
        let inner = name.strip_prefix("fields[");
        if let Some(resource_type) = inner.and_then(|rest| rest.strip_suffix(']')) {
            self.types.insert(resource_type.to_owned());
        }
        if name != "fields" {
            return;
        }
        let Some(schema) = parameter.get("schema") else {
            return;
        };
        let Ok(schema) = resolve::resolve(tree, schema, "") else {
            return;
        };
        match schema.node.get("properties").and_then(Value::as_object) {
            Some(properties) => self.types.extend(properties.keys().cloned()),
            None => self.all |= text("style") == Some("deepObject"),
        }
    }
}

/// The members of an object as they are where callers may leave out any: none is required. Whether one was.
pub(super) fn relax(shape: &mut Shape) -> bool {
    let Shape::Struct(shape) = shape else {
        return false;
    };
    let mut changed = false;
    for field in &mut shape.fields {
        if matches!(
            field.presence,
            Presence::Required | Presence::RequiredNullable
        ) {
            field.presence = Presence::Optional;
            changed = true;
        }
    }
    changed
}
