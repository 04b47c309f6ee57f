//! What is inside of a value: items and members.

use serde_json::Value;

use super::{Check, Place, Problem};
use crate::doctor::compound::Declared;
use crate::resolve::followed;

impl<'t> Check<'t> {
    pub(super) fn array(&mut self, at: Place<'t, '_>, items: &'t [Value], depth: usize) {
        self.count(at, items.len(), "minItems", "maxItems");
        let Some(schema) = at.schema.get("items") else {
            return;
        };
        let schema_at = at.schema_at.member("items");
        for (index, value) in items.iter().enumerate() {
            let value_at = at.value_at.item(index);
            self.schema(
                Place::of((schema, &schema_at), (value, &value_at)),
                false,
                depth + 1,
            );
        }
    }

    pub(super) fn object(
        &mut self,
        at: Place<'t, '_>,
        members: &'t serde_json::Map<String, Value>,
        part: bool,
        depth: usize,
    ) {
        self.count(at, members.len(), "minProperties", "maxProperties");
        let properties = at.schema.get("properties").and_then(Value::as_object);
        for name in at
            .schema
            .get("required")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
        {
            if let Value::String(name) = name
                && !members.contains_key(name)
                && !self.is_one_way(properties.and_then(|properties| properties.get(name)))
            {
                self.add(at, Problem::Missing(name.clone()));
            }
        }
        let schema_at = at.schema_at.member("properties");
        for (name, value) in members {
            let value_at = at.value_at.member(name);
            if let Some(schema) = properties.and_then(|properties| properties.get(name)) {
                let schema_at = schema_at.member(name);
                self.schema(
                    Place::of((schema, &schema_at), (value, &value_at)),
                    false,
                    depth + 1,
                );
            } else if let Some(schema @ Value::Object(_)) = at.schema.get("additionalProperties") {
                let schema_at = at.schema_at.member("additionalProperties");
                self.schema(
                    Place::of((schema, &schema_at), (value, &value_at)),
                    false,
                    depth + 1,
                );
            }
        }
        if !part {
            self.undeclared(at, members);
        }
    }

    /// Members of a value that no part of its schema knows.
    fn undeclared(&mut self, at: Place<'t, '_>, members: &serde_json::Map<String, Value>) {
        let declared = Declared::of(self.tree, at.schema);
        // An object without any declared member is free-form.
        if declared.open || (declared.names.is_empty() && !declared.closed) {
            return;
        }
        for name in members
            .keys()
            .filter(|name| !declared.names.contains(name.as_str()))
        {
            let problem = if declared.closed {
                Problem::Refused(name.clone())
            } else {
                Problem::Undeclared(name.clone())
            };
            self.add(at, problem);
        }
    }

    /// A member that goes one way only may be missing from an example of the other.
    fn is_one_way(&self, schema: Option<&Value>) -> bool {
        let Some(schema) = schema.map(|schema| followed(self.tree, schema)) else {
            return false;
        };
        ["readOnly", "writeOnly"]
            .iter()
            .any(|way| schema.get(way) == Some(&Value::Bool(true)))
    }
}
