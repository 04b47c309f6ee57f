//! What an object schema declares, its parts taken together.

use std::collections::HashSet;

use crate::resolve::followed;
use serde_json::Value;

/// Deeper than this, parts of parts are taken for a circle.
const DEEPEST: usize = 32;

/// The members that a schema declares, in `properties` and in what it combines.
#[derive(Default)]
pub(super) struct Declared<'t> {
    pub(super) names: HashSet<&'t str>,
    /// Other members are welcome: `additionalProperties` says so.
    pub(super) open: bool,
    /// Other members are refused: `additionalProperties: false`.
    pub(super) closed: bool,
}

impl<'t> Declared<'t> {
    pub(super) fn of(tree: &'t Value, schema: &'t Value) -> Self {
        let mut declared = Self::default();
        declared.collect(tree, schema, &mut HashSet::new(), 0);
        declared
    }

    fn collect(
        &mut self,
        tree: &'t Value,
        schema: &'t Value,
        seen: &mut HashSet<*const Value>,
        depth: usize,
    ) {
        if depth > DEEPEST {
            self.open = true;
            return;
        }
        let schema = followed(tree, schema);
        if !seen.insert(std::ptr::from_ref(schema)) {
            return;
        }
        if let Some(Value::Object(properties)) = schema.get("properties") {
            self.names.extend(properties.keys().map(String::as_str));
        }
        match schema.get("additionalProperties") {
            None => {}
            Some(Value::Bool(false)) => self.closed = true,
            Some(_) => self.open = true,
        }
        self.open |= schema.get("patternProperties").is_some();
        for keyword in ["allOf", "oneOf", "anyOf"] {
            for part in schema
                .get(keyword)
                .and_then(Value::as_array)
                .into_iter()
                .flatten()
            {
                self.collect(tree, part, seen, depth + 1);
            }
        }
    }
}
