//! A schema of `OpenAPI` 3.0 as a JSON Schema of its own, with everything it refers to.

use std::collections::HashMap;

use serde_json::{Map, Value, json};

use super::merge::{part_of_several, subtypes};
use super::{Role, is_read_only, is_resource, is_write_only, merged, resolved};

/// Keywords that mean the same in both.
const SHARED: [&str; 13] = [
    "format",
    "maxItems",
    "maxLength",
    "maxProperties",
    "maximum",
    "minItems",
    "minLength",
    "minProperties",
    "minimum",
    "multipleOf",
    "pattern",
    "uniqueItems",
    "const",
];

/// The JSON Schema (draft 2020-12) of a schema of the document.
pub(super) fn json_schema(tree: &Value, node: &Value, role: Role) -> Value {
    let mut converter = Converter {
        tree,
        role,
        definitions: Map::new(),
        names: HashMap::new(),
        pending: Vec::new(),
        open: false,
    };
    let mut whole = converter.schema(node, Level::Plain);
    while let Some((name, (pointer, level, open))) = converter.pending.pop() {
        converter.open = open;
        if let Some(node) = crate::tree::lookup(tree, &pointer) {
            let definition = converter.schema(node, level);
            converter.definitions.insert(name, definition);
        }
    }
    if let Some(whole) = whole.as_object_mut() {
        whole.insert("$defs".to_owned(), Value::Object(converter.definitions));
    }
    whole
}

/// Where a schema stands within a resource that is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Level {
    Plain,
    /// A part (`allOf`) of a resource object.
    Resource,
    /// `relationships` of an update, of which every member may be left out.
    Partial,
    /// `attributes` of an update, of which every member may be left out, and those that need not be there be cleared by null.
    Clearable,
}

/// JSON pointer of a schema, its level, and whether it is a part of an `allOf`.
type Place = (String, Level, bool);

struct Converter<'a> {
    tree: &'a Value,
    role: Role,
    definitions: Map<String, Value>,
    /// Numbers of schemas.
    names: HashMap<Place, usize>,
    pending: Vec<(String, Place)>,
    /// Whether the schema is a part of an `allOf`. Parts that allow no other members mean those of the whole: taken by
    /// the letter, no value could keep to two of them.
    open: bool,
}

impl Converter<'_> {
    fn schema(&mut self, node: &Value, level: Level) -> Value {
        if node.get("$ref").is_some() {
            return self.reference(node, level);
        }
        let Some(node) = node.as_object() else {
            return Value::Bool(true);
        };
        let open = std::mem::take(&mut self.open);
        let whole = Value::Object(node.clone());
        let level = if level == Level::Plain && is_resource(self.tree, &whole) {
            Level::Resource
        } else {
            level
        };
        let mut schema = Map::new();
        for key in SHARED {
            if let Some(value) = node.get(key).filter(|value| is_sound(key, value)) {
                schema.insert(key.to_owned(), value.clone());
            }
        }
        self.types(node, &mut schema);
        Self::bounds(node, &mut schema);
        self.members(node, level, &mut schema);
        self.parts(node, level, open, &mut schema);
        let closed = schema.get("additionalProperties") == Some(&json!(false));
        if open && closed {
            schema.remove("additionalProperties");
        } else if !open
            && node.contains_key("allOf")
            && merged(self.tree, &whole)
                .is_some_and(|whole| whole.get("additionalProperties") == Some(&json!(false)))
        {
            schema.remove("additionalProperties");
            schema.insert("unevaluatedProperties".to_owned(), json!(false));
        }
        let union = ["allOf", "anyOf", "oneOf"]
            .iter()
            .any(|key| schema.contains_key(*key));
        let nullable = node.get("nullable").and_then(Value::as_bool) == Some(true);
        if nullable && union {
            // None of the parts need allow null.
            return or_null(&Value::Object(schema));
        }
        Value::Object(schema)
    }

    fn reference(&mut self, node: &Value, level: Level) -> Value {
        let Some((target, pointer)) = resolved(self.tree, node, "") else {
            return Value::Bool(true);
        };
        let level = if level == Level::Plain && is_resource(self.tree, target) {
            Level::Resource
        } else {
            level
        };
        let open = std::mem::take(&mut self.open);
        if !open && let Some(subtypes) = subtypes(self.tree, node) {
            let parts = subtypes.iter().map(|part| self.reference(part, level));
            let parts: Vec<Value> = parts.collect();
            return json!({ "anyOf": parts });
        }
        let key = (pointer.into_owned(), level, open);
        let known = self.names.get(&key).copied();
        // Numbered, as pointers have characters that are not for references.
        let number = known.unwrap_or(self.names.len());
        let name = format!("s{number}");
        if known.is_none() {
            // Claimed before it is converted, so that a schema may contain itself.
            self.names.insert(key.clone(), number);
            self.pending.push((name.clone(), key));
        }
        json!({ "$ref": format!("#/$defs/{name}") })
    }

    fn types(&self, node: &Map<String, Value>, schema: &mut Map<String, Value>) {
        let nullable = node.get("nullable").and_then(Value::as_bool) == Some(true);
        if let Some(ty) = node.get("type").filter(|ty| is_type(ty)) {
            schema.insert(
                "type".to_owned(),
                if nullable {
                    json!([ty, "null"])
                } else {
                    ty.clone()
                },
            );
        }
        if let Some(values) = node.get("enum").and_then(Value::as_array) {
            let mut values = values.clone();
            if nullable && !values.contains(&Value::Null) {
                values.push(Value::Null);
            }
            schema.insert("enum".to_owned(), Value::Array(values));
        }
        // `format: date-time` of a value that may be empty; read as the format says otherwise.
        if self.role == Role::Read
            && schema
                .get("format")
                .is_some_and(|format| format == "password")
        {
            schema.remove("format");
        }
    }

    /// In 3.0 the exclusive bounds are flags (JSON Schema draft 4).
    fn bounds(node: &Map<String, Value>, schema: &mut Map<String, Value>) {
        for (flag, bound) in [
            ("exclusiveMinimum", "minimum"),
            ("exclusiveMaximum", "maximum"),
        ] {
            if node.get(flag).and_then(Value::as_bool) == Some(true)
                && let Some(value) = schema.remove(bound)
            {
                schema.insert(flag.to_owned(), value);
            }
        }
    }

    fn members(
        &mut self,
        node: &Map<String, Value>,
        level: Level,
        schema: &mut Map<String, Value>,
    ) {
        let properties = node.get("properties").and_then(Value::as_object);
        if let Some(properties) = properties {
            let required = node.get("required").and_then(Value::as_array);
            let required = |name: &String| {
                required.is_some_and(|names| names.iter().any(|known| known == name))
            };
            let converted = properties.iter().map(|(name, member)| {
                let member = self.member(name, member, level);
                let clearable = level == Level::Clearable && !required(name);
                (
                    name.clone(),
                    if clearable { or_null(&member) } else { member },
                )
            });
            let converted: Map<String, Value> = converted.collect();
            schema.insert("properties".to_owned(), Value::Object(converted));
        }
        if let Some(required) = node.get("required").and_then(Value::as_array) {
            let read_only = |name: &str| {
                properties
                    .and_then(|properties| properties.get(name))
                    .is_some_and(|member| is_read_only(self.tree, member))
            };
            let write_only = |name: &str| {
                properties
                    .and_then(|properties| properties.get(name))
                    .is_some_and(|member| is_write_only(self.tree, member))
            };
            let mut seen = Vec::new();
            let distinct = required.iter().filter(|name| {
                let new = !seen.contains(name);
                seen.push(name);
                new
            });
            let kept = distinct.filter(|name| {
                let name = name.as_str().unwrap_or_default();
                let assigned =
                    self.role == Role::Create && level == Level::Resource && name == "id";
                let kept = self.role == Role::Update
                    && level == Level::Resource
                    && matches!(name, "attributes" | "relationships");
                let hidden = match self.role {
                    Role::Read => write_only(name),
                    Role::Create | Role::Update => read_only(name),
                };
                let optional = matches!(level, Level::Partial | Level::Clearable);
                !(name.is_empty() || hidden || optional || assigned || kept)
            });
            schema.insert("required".to_owned(), kept.cloned().collect());
        }
        if self.role == Role::Create && level == Level::Resource {
            self.require_filled(properties, schema);
        }
        if let Some(items) = node.get("items") {
            schema.insert("items".to_owned(), self.schema(items, Level::Plain));
        }
        match node.get("additionalProperties") {
            Some(Value::Bool(allowed)) => {
                schema.insert("additionalProperties".to_owned(), Value::Bool(*allowed))
            }
            Some(other) => {
                let converted = self.schema(other, Level::Plain);
                schema.insert("additionalProperties".to_owned(), converted)
            }
            None => None,
        };
    }

    /// What has required members of its own cannot be left out whole when a resource is created, whatever the schema says:
    /// the answer would lack them.
    fn require_filled(
        &self,
        properties: Option<&Map<String, Value>>,
        schema: &mut Map<String, Value>,
    ) {
        let demanding = properties.into_iter().flatten().filter(|(name, member)| {
            let required = resolved(self.tree, member, "")
                .and_then(|(member, _)| member.get("required")?.as_array());
            matches!(name.as_str(), "attributes" | "relationships")
                && required.is_some_and(|names| !names.is_empty())
        });
        let names: Vec<Value> = demanding.map(|(name, _)| json!(name)).collect();
        if let Some(required) = schema
            .entry("required")
            .or_insert_with(|| json!([]))
            .as_array_mut()
        {
            required.extend(
                names
                    .into_iter()
                    .filter(|name| !required.contains(name))
                    .collect::<Vec<_>>(),
            );
        }
    }

    fn member(&mut self, name: &str, member: &Value, level: Level) -> Value {
        if self.role != Role::Read && is_read_only(self.tree, member) {
            // Taken out of the body before it is looked at.
            return Value::Bool(true);
        }
        let level = match name {
            "attributes" if self.role == Role::Update && level == Level::Resource => {
                Level::Clearable
            }
            "relationships" if self.role == Role::Update && level == Level::Resource => {
                Level::Partial
            }
            _ => Level::Plain,
        };
        self.schema(member, level)
    }

    fn parts(
        &mut self,
        node: &Map<String, Value>,
        level: Level,
        open: bool,
        schema: &mut Map<String, Value>,
    ) {
        let several = part_of_several(node);
        for key in ["allOf", "anyOf", "oneOf"] {
            let Some(parts) = node.get(key).and_then(Value::as_array) else {
                continue;
            };
            if let (true, Some((one, many))) = (key != "allOf", self.one_or_many(parts)) {
                // Says which of the two is meant, so that an error points into it.
                let (one, many) = (self.schema(one, level), self.schema(many, level));
                schema.insert("if".to_owned(), json!({ "type": "array" }));
                schema.insert("then".to_owned(), many);
                schema.insert("else".to_owned(), one);
                continue;
            }
            let parts = parts
                .iter()
                .map(|part| {
                    self.open = key == "allOf" && (several || open);
                    self.schema(part, level)
                })
                .collect();
            self.open = false;
            schema.insert(key.to_owned(), Value::Array(parts));
        }
        if let Some(not) = node.get("not") {
            let not = self.schema(not, Level::Plain);
            schema.insert("not".to_owned(), not);
        }
    }

    fn one_or_many<'n>(&self, parts: &'n [Value]) -> Option<(&'n Value, &'n Value)> {
        let is_array = |node: &Value| {
            resolved(self.tree, node, "")
                .is_some_and(|(node, _)| node.get("type").is_some_and(|ty| ty == "array"))
        };
        match parts {
            [one, many] | [many, one] if !is_array(one) && is_array(many) => Some((one, many)),
            _ => None,
        }
    }
}

/// Whether a keyword has a value that JSON Schema allows for it; one that has not is passed over.
fn is_sound(keyword: &str, value: &Value) -> bool {
    match keyword {
        "format" => value.is_string(),
        "pattern" => {
            value.is_string() && jsonschema::validator_for(&json!({ "pattern": value })).is_ok()
        }
        "maximum" | "minimum" => value.is_number(),
        "multipleOf" => value.as_f64().is_some_and(|number| number > 0.0),
        "uniqueItems" => value.is_boolean(),
        "const" => true,
        _ => value.as_u64().is_some(),
    }
}

fn is_type(ty: &Value) -> bool {
    const TYPES: [&str; 7] = [
        "array", "boolean", "integer", "null", "number", "object", "string",
    ];
    ty.as_str().is_some_and(|ty| TYPES.contains(&ty))
}

/// A schema that null keeps to as well. Written so that whatever else does not keep to it is told what the schema wants.
fn or_null(schema: &Value) -> Value {
    json!({ "if": { "type": "null" }, "else": schema })
}
