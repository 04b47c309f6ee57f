//! Values made up from a schema.

use serde_json::{Map, Number, Value, json};

use super::{properties, resolved};

/// A document that nests deeper than this is recursive.
const DEEPEST: usize = 12;

/// Makes values that keep to their schema, the same ones for the same seed.
#[derive(Debug)]
pub(crate) struct Sampler<'a> {
    tree: &'a Value,
    rng: fastrand::Rng,
}

impl<'a> Sampler<'a> {
    pub(crate) fn new(tree: &'a Value, seed: u64) -> Self {
        Self {
            tree,
            rng: fastrand::Rng::with_seed(seed),
        }
    }

    /// A value for `schema`, called `name` where it stands.
    pub(crate) fn value(&mut self, schema: &'a Value, name: &str) -> Value {
        self.at(schema, name, 0).unwrap_or(Value::Null)
    }

    /// `None` where the nesting has to end.
    fn at(&mut self, schema: &'a Value, name: &str, depth: usize) -> Option<Value> {
        if depth > DEEPEST {
            return None;
        }
        let (schema, _) = resolved(self.tree, schema, "")?;
        for key in ["default", "example"] {
            if let Some(value) = schema.get(key).filter(|value| !value.is_null()) {
                return Some(value.clone());
            }
        }
        if let Some(values) = schema
            .get("enum")
            .and_then(Value::as_array)
            .filter(|values| !values.is_empty())
        {
            return self.rng.choice(values).cloned();
        }
        for key in ["oneOf", "anyOf"] {
            if let Some(first) = schema.get(key).and_then(|parts| parts.get(0)) {
                return self.at(first, name, depth + 1);
            }
        }
        let object = !properties(self.tree, schema).is_empty();
        match schema.get("type").and_then(Value::as_str) {
            Some("object") | None if object => Some(self.object(schema, depth)),
            Some("object") => Some(json!({})),
            Some("array") => Some(self.array(schema, name, depth)),
            Some("integer") => Some(self.integer(schema)),
            Some("number") => Some(self.number(schema)),
            Some("boolean") => Some(Value::Bool(self.rng.bool())),
            Some("string") => Some(Value::String(self.string(schema, name))),
            _ => Some(Value::String(name.to_owned())),
        }
    }

    fn object(&mut self, schema: &'a Value, depth: usize) -> Value {
        let mut object = Map::new();
        for (name, member) in properties(self.tree, schema) {
            if let Some(value) = self.at(member, name, depth + 1) {
                object.insert(name.to_owned(), value);
            }
        }
        Value::Object(object)
    }

    fn array(&mut self, schema: &'a Value, name: &str, depth: usize) -> Value {
        let least = schema
            .get("minItems")
            .and_then(Value::as_u64)
            .unwrap_or(1)
            .clamp(1, 8);
        let Some(items) = schema.get("items") else {
            return json!([]);
        };
        (0..least)
            .filter_map(|_| self.at(items, name, depth + 1))
            .collect()
    }

    fn integer(&mut self, schema: &Value) -> Value {
        let bound = |name: &str| schema.get(name).and_then(Value::as_i64);
        let low = bound("minimum").unwrap_or(1);
        let high = bound("maximum")
            .unwrap_or_else(|| low.saturating_add(99))
            .max(low);
        json!(self.rng.i64(low..=high))
    }

    fn number(&mut self, schema: &Value) -> Value {
        let bound = |name: &str| schema.get(name).and_then(Value::as_f64);
        let low = bound("minimum").unwrap_or(1.0);
        let high = bound("maximum").unwrap_or(low + 99.0).max(low);
        let value = (low + self.rng.f64() * (high - low))
            .round()
            .clamp(low, high);
        Number::from_f64(value).map_or(Value::Null, Value::Number)
    }

    fn string(&mut self, schema: &Value, name: &str) -> String {
        let id = format!("{:024x}", self.rng.u128(..) >> 32);
        let text = match schema.get("format").and_then(Value::as_str) {
            Some("date-time") => format!(
                "2024-{:02}-{:02}T{:02}:00:00Z",
                self.rng.u8(1..13),
                self.rng.u8(1..29),
                self.rng.u8(0..24)
            ),
            Some("date") => format!("2024-{:02}-{:02}", self.rng.u8(1..13), self.rng.u8(1..29)),
            Some("email") => format!("{}@example.com", id.get(..8).unwrap_or_default()),
            Some("uri" | "url") => format!("https://example.com/{id}"),
            Some("uuid") => format!(
                "{:08x}-0000-4000-8000-{:012x}",
                self.rng.u32(..),
                self.rng.u64(..) >> 16
            ),
            _ => match schema.get("pattern").and_then(Value::as_str) {
                Some(pattern) => from_pattern(pattern, &id),
                None if name == "id" || name.ends_with("_id") => id,
                None => format!(
                    "{} {}",
                    name.trim_matches('_').replace('_', " "),
                    self.rng.u16(1..1000)
                ),
            },
        };
        let limit = |name: &str| {
            schema
                .get(name)
                .and_then(Value::as_u64)
                .and_then(|length| usize::try_from(length).ok())
        };
        let mut text: String = text
            .chars()
            .take(limit("maxLength").unwrap_or(usize::MAX))
            .collect();
        while text.chars().count() < limit("minLength").unwrap_or(0).min(10_000) {
            text.push('x');
        }
        text
    }
}

/// Good for patterns that are text with simple classes in it, such as `/patient/[0-9a-z]+`.
fn from_pattern(pattern: &str, id: &str) -> String {
    let mut text = String::new();
    let mut rest = pattern.trim_start_matches('^').trim_end_matches('$');
    while let Some(start) = rest.find('[') {
        let (before, class) = rest.split_at(start);
        text.push_str(before);
        let Some(end) = class.find(']') else { break };
        let (_, after) = class.split_at(end + 1);
        let repeated = after.starts_with(['+', '*', '{']);
        text.push_str(if repeated { id } else { "0" });
        rest = match after.strip_prefix('{') {
            Some(counted) => counted.split_once('}').map_or("", |(_, after)| after),
            None => after.trim_start_matches(['+', '*', '?']),
        };
    }
    text.push_str(rest);
    text.replace('\\', "")
}
