//! Schemas to types.

use std::borrow::Cow;
use std::collections::HashSet;
use std::hash::Hash;

use serde_json::Value;

use super::draft::Promised;
use super::members::is_object;
use super::node::{flag, is_component, is_null};
use super::{Lowerer, Waiting, composition, number, words};
use crate::config::DateTime;
use crate::diag::Diagnostic;
use crate::ir::{Role, Shape, StringValue, Type, TypeId};
use crate::{pointer, resolve};

impl<'a> Lowerer<'a> {
    /// The type of the schema `node`, which stands at `at`. Whether it may be null is for the caller to ask
    /// ([`Lowerer::nullable`]).
    pub(crate) fn schema(&mut self, node: &Value, at: &str, role: Role) -> Type {
        if resolve::reference(node).is_some() {
            return self.referenced(node, at, role);
        }
        match node {
            Value::Object(_) => self.inline(node, at, role),
            Value::Bool(true) => Type::Json,
            _ => self.raw("schema", at, "a schema must be an object"),
        }
    }

    /// Like [`Lowerer::schema`], with null included in the type.
    pub(crate) fn nullable_schema(&mut self, node: &Value, at: &str, role: Role) -> Type {
        let ty = self.schema(node, at, role);
        if self.nullable(node) && ty != Type::Json {
            Type::Nullable(Box::new(ty))
        } else {
            ty
        }
    }

    /// Whether null is among the values of a schema.
    pub(crate) fn nullable(&self, node: &Value) -> bool {
        let Ok(resolved) = resolve::resolve(self.tree, node, "") else {
            return false;
        };
        let node = resolved.node;
        let lists_null = |key: &str| {
            node.get(key)
                .and_then(Value::as_array)
                .is_some_and(|items| items.iter().any(Value::is_null))
        };
        let null_variant = ["oneOf", "anyOf"].iter().any(|key| {
            let variants = node.get(key).and_then(Value::as_array);
            variants.into_iter().flatten().any(|variant| {
                is_null(variant)
                    || resolve::resolve(self.tree, variant, "")
                        .is_ok_and(|found| flag(found.node, "nullable"))
            })
        });
        // What only repeats another schema may be null where that one may.
        let whole = composition::only_member(self.tree, node, "").is_some_and(|(only, _)| {
            resolve::resolve(self.tree, only, "").is_ok_and(|found| flag(found.node, "nullable"))
        });
        flag(node, "nullable") || lists_null("enum") || null_variant || whole
    }

    fn referenced(&mut self, node: &Value, at: &str, role: Role) -> Type {
        let tree = self.tree;
        let resolved = match resolve::resolve(tree, node, at) {
            Ok(resolved) => resolved,
            Err(diagnostic) => {
                self.raw_json += 1;
                self.warn(diagnostic);
                return Type::Json;
            }
        };
        // The target lives in the tree for 'a; the borrow of `node` does not.
        let target_pointer = resolved.pointer.into_owned();
        let Some(target) = resolve::lookup(tree, &target_pointer) else {
            return Type::Json;
        };
        if let Some(foreign) = self.foreign(target, &target_pointer) {
            return foreign;
        }
        if let Some(resource) = self.resource(target, &target_pointer, role) {
            return resource;
        }
        if !is_component(&target_pointer) && is_plain(target) {
            return self.inline(target, &target_pointer, role);
        }
        self.component(target, &target_pointer, role)
    }

    /// A type of its own for the schema at `at`, to be defined later.
    pub(super) fn component(&mut self, node: &'a Value, at: &str, role: Role) -> Type {
        let role = self.directions.effective(node, at, role);
        let key = (at.to_owned(), role);
        if let Some(id) = self.by_pointer.get(&key) {
            return Type::Named(*id);
        }
        let id = self.push(at, role, node, None);
        self.by_pointer.insert(key, id);
        self.queue
            .push_back(Waiting::Schema(id, Cow::Borrowed(node)));
        Type::Named(id)
    }

    /// A type for an inline schema that cannot be lowered here: it contains itself, or stands too deep in others.
    fn promise(&mut self, node: &Value, key: (String, Role)) -> Type {
        let id = self.push(&key.0, key.1, node, None);
        if !self.limits.is_open(&key) {
            let waiting = Waiting::Schema(id, Cow::Owned(node.clone()));
            self.queue.push_back(waiting);
        }
        self.by_pointer.insert(key, id);
        Type::Named(id)
    }

    /// Defines a type that was promised before.
    pub(super) fn define(&mut self, id: TypeId, node: &Value) {
        let (at, role) = (self.types[id.0].pointer.clone(), self.types[id.0].role);
        if let Some(foreign) = self.foreign(node, &at) {
            self.types[id.0].shape = Some(Shape::Alias(foreign));
            return;
        }
        if let Some(resource) = self.resource(node, &at, role) {
            self.types[id.0].shape = Some(Shape::Alias(resource));
            return;
        }
        let shape = match self.polymorphic(&at, role) {
            Some(union) => union,
            None => self.shape(node, &at, role),
        };
        self.types[id.0].shape = Some(shape);
    }

    fn inline(&mut self, node: &Value, at: &str, role: Role) -> Type {
        let role = self.directions.effective(node, at, role);
        let key = (at.to_owned(), role);
        if let Some(id) = self.by_pointer.get(&key) {
            return Type::Named(*id);
        }
        if let Some(foreign) = self.foreign(node, at) {
            return foreign;
        }
        if let Some(resource) = self.resource(node, at, role) {
            return resource;
        }
        if !self.limits.open(&key) {
            return self.promise(node, key);
        }
        let shape = self.shape(node, at, role);
        self.limits.close(&key);
        if let Some(id) = self.by_pointer.get(&key).copied() {
            // Something inside refers to this very place.
            self.types[id.0].shape = Some(shape);
            return Type::Named(id);
        }
        let shape = match shape {
            Shape::Alias(ty) => return ty,
            shape => shape,
        };
        let id = self.share(shape, node, at, role);
        self.by_pointer.insert(key, id);
        Type::Named(id)
    }

    /// A new type; without a shape, one is promised.
    pub(super) fn push(
        &mut self,
        at: &str,
        role: Role,
        node: &Value,
        shape: Option<Shape>,
    ) -> TypeId {
        let docs = documentation(node);
        self.types.push(Promised {
            pointer: at.to_owned(),
            words: words::words(self.tree, at),
            role,
            docs,
            deprecated: flag(node, "deprecated"),
            component: is_component(at),
            shape,
        });
        TypeId(self.types.len() - 1)
    }

    /// What the schema is, at its own level.
    fn shape(&mut self, node: &Value, at: &str, role: Role) -> Shape {
        if resolve::reference(node).is_some() {
            return Shape::Alias(self.referenced(node, at, role));
        }
        if let Some(values) = node.get("enum").and_then(Value::as_array) {
            return self.enumeration(node, values, at);
        }
        if let Some((only, place)) = composition::only_member(self.tree, node, at)
            && !self.hierarchy.is_subtype(at)
        {
            return Shape::Alias(self.schema(only, &place, role));
        }
        if is_object(self.tree, node) {
            return match self.choice(node, at, role) {
                Some(union) => union,
                None => self.object(node, at, role),
            };
        }
        if node.get("oneOf").or_else(|| node.get("anyOf")).is_some() {
            return self.union(node, at, role);
        }
        Shape::Alias(self.simple(node, at, role))
    }

    fn enumeration(&mut self, node: &Value, values: &[Value], at: &str) -> Shape {
        let values: Vec<&Value> = values.iter().filter(|value| !value.is_null()).collect();
        let declared = node.get("type").and_then(Value::as_str);
        if values.is_empty() {
            return Shape::Alias(self.simple(node, at, Role::Read));
        }
        if values.iter().all(|value| value.is_boolean()) {
            return Shape::Alias(Type::Bool);
        }
        if declared != Some("string") && values.iter().all(|value| value.is_number()) {
            let integers: Option<Vec<i64>> =
                values.iter().map(|value| number::whole(value)).collect();
            return match integers {
                Some(mut integers) => {
                    integers.dedup();
                    Shape::IntegerEnum(unique(integers))
                }
                None => Shape::Alias(number::listed(&values)),
            };
        }
        // A document in YAML easily says `no` or `1` where it means the text.
        let scalar = |value: &Value| match value {
            Value::String(text) => Some(text.clone()),
            Value::Bool(_) | Value::Number(_) if declared == Some("string") => {
                Some(value.to_string())
            }
            _ => None,
        };
        match values
            .iter()
            .map(|value| scalar(value))
            .collect::<Option<Vec<String>>>()
        {
            Some(texts) => Shape::StringEnum {
                values: unique(texts)
                    .into_iter()
                    .map(|wire| StringValue { wire })
                    .collect(),
                any: false,
            },
            None => Shape::Alias(self.raw(
                "mixed-enum",
                at,
                "the values of this enum have several types",
            )),
        }
    }

    fn simple(&mut self, node: &Value, at: &str, role: Role) -> Type {
        let format = node
            .get("format")
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_ascii_lowercase()
            .replace(['-', '_'], "");
        let ty = node.get("type").and_then(Value::as_str);
        if let Some(ty @ ("string" | "integer" | "number")) = ty
            && let Some(foreign) = self.of_format(&format, ty, at)
        {
            return foreign;
        }
        match ty {
            Some("string") => self.string(&format),
            Some("integer") => number::integer(node, &format, at),
            Some("number") => number::number(&format, self.config.exact_numbers),
            Some("boolean") => Type::Bool,
            Some("array") => self.array(node, at, role),
            Some("null") => Type::Json,
            Some(other) => {
                let message = format!("`type: {other}` is not a type of OpenAPI");
                self.raw("type", &pointer::join(at, "type"), message)
            }
            None if node.get("items").is_some() => self.array(node, at, role),
            None if matches!(string(&format), Type::DateTime | Type::Date) => self.string(&format),
            None => Type::Json,
        }
    }

    fn string(&self, format: &str) -> Type {
        match string(format) {
            Type::DateTime | Type::Date if self.config.date_time == DateTime::String => {
                Type::String
            }
            ty => ty,
        }
    }

    fn array(&mut self, node: &Value, at: &str, role: Role) -> Type {
        let item = if let Some(items) = node.get("items") {
            self.nullable_schema(items, &pointer::join(at, "items"), role)
        } else {
            self.warn(Diagnostic::note(
                "array-items",
                at,
                "this array does not say what its items are",
            ));
            Type::Json
        };
        Type::Array(Box::new(item))
    }
}

/// What the document says about a schema.
pub(super) fn documentation(node: &Value) -> Option<String> {
    ["description", "title"]
        .iter()
        .find_map(|key| node.get(key).and_then(Value::as_str))
        .map(str::to_owned)
}

/// The type of a string with this format, in lower case without dashes. `dateTime` and `ISODate` are seen for
/// `date-time`.
fn string(format: &str) -> Type {
    match format {
        "datetime" | "isodate" | "isodatetime" => Type::DateTime,
        "date" => Type::Date,
        "daterange" => Type::DateRange,
        "password" => Type::Secret,
        _ => Type::String,
    }
}

/// Whether a schema needs no type definition.
fn is_plain(node: &Value) -> bool {
    let plain_type = matches!(
        node.get("type").and_then(Value::as_str),
        Some("string" | "integer" | "number" | "boolean")
    );
    plain_type
        && ["enum", "allOf", "oneOf", "anyOf"]
            .iter()
            .all(|key| node.get(key).is_none())
}

fn unique<T: Clone + Eq + Hash>(mut values: Vec<T>) -> Vec<T> {
    let mut seen = HashSet::with_capacity(values.len());
    values.retain(|value| seen.insert(value.clone()));
    values
}
