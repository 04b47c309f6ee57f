//! YAML text as a tree of JSON, with numbers that JSON has no room for.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use crate::locate;
use crate::pointer;

/// The text as a tree; anchors are expanded, merge keys are not.
///
/// A whole number beyond 64 bits becomes the nearest double, as in JSON text. What is no number of JSON (`.inf`, `.nan`)
/// stays the text that it is.
pub(super) fn parse(text: &str) -> Result<Value, serde_yaml::Error> {
    serde_yaml::from_str::<Tree>(text).map(|tree| tree.0)
}

struct Tree(Value);

impl<'de> Deserialize<'de> for Tree {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TreeVisitor).map(Self)
    }
}

struct TreeVisitor;

impl<'de> Visitor<'de> for TreeVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value that JSON has")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    #[allow(clippy::cast_precision_loss)] // what JSON text beyond 64 bits becomes as well
    fn visit_i128<E: Error>(self, value: i128) -> Result<Value, E> {
        self.visit_f64(value as f64)
    }

    #[allow(clippy::cast_precision_loss)]
    fn visit_u128<E: Error>(self, value: u128) -> Result<Value, E> {
        self.visit_f64(value as f64)
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        Ok(match Number::from_f64(value) {
            Some(number) => Value::Number(number),
            None if value.is_nan() => Value::from(".nan"),
            None if value > 0.0 => Value::from(".inf"),
            None => Value::from("-.inf"),
        })
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_string<E: Error>(self, value: String) -> Result<Value, E> {
        Ok(Value::String(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(Tree(item)) = items.next_element()? {
            list.push(item);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let mut map = Map::new();
        while let Some(name) = members.next_key::<String>()? {
            let Tree(value) = members.next_value()?;
            map.insert(name, value);
        }
        Ok(Value::Object(map))
    }
}

/// Numbers where a text is meant get back the text that they were written as: `version: 1.10` is not 1.1.
pub(super) fn restore_texts(tree: &mut Value, text: &str) {
    const VERSIONS: [&str; 4] = ["/openapi", "/swagger", "/overlay", "/info/version"];
    let mut pointers = Vec::new();
    for at in VERSIONS {
        if tree.pointer(at).is_some_and(Value::is_number) {
            pointers.push(at.to_owned());
        }
    }
    numbers_for_texts(tree, &mut Vec::new(), &mut pointers);
    if pointers.is_empty() {
        return;
    }
    let wanted: Vec<&str> = pointers.iter().map(String::as_str).collect();
    for (at, place) in wanted.iter().zip(locate::in_yaml(text, &wanted)) {
        let Some(value) = tree.pointer_mut(at) else {
            continue;
        };
        let written = place.and_then(|place| text.get(place.offset..));
        let Some(written) = written.and_then(|rest| number(rest, value)) else {
            continue;
        };
        // Whoever looks for numbers among texts shall find those that are plainly meant as such.
        let plain = value.to_string();
        if VERSIONS.contains(at) || written != plain {
            *value = Value::String(written.to_owned());
        }
    }
}

/// Where schemas of strings list numbers.
fn numbers_for_texts<'t>(tree: &'t Value, path: &mut Vec<Step<'t>>, found: &mut Vec<String>) {
    match tree {
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                path.push(Step::Item(index));
                numbers_for_texts(item, path, found);
                path.pop();
            }
        }
        Value::Object(members) => {
            for (name, value) in members {
                path.push(Step::Member(name));
                numbers_for_texts(value, path, found);
                path.pop();
            }
            if members.get("type").and_then(Value::as_str) == Some("string") {
                of_schema(members, path, found);
            }
        }
        _ => {}
    }
}

fn of_schema(schema: &Map<String, Value>, path: &[Step<'_>], found: &mut Vec<String>) {
    for keyword in ["const", "default", "example"] {
        if schema.get(keyword).is_some_and(Value::is_number) {
            found.push(pointer::join(&pointer_of(path), keyword));
        }
    }
    for keyword in ["enum", "examples"] {
        let items = schema.get(keyword).and_then(Value::as_array);
        for (index, item) in items.into_iter().flatten().enumerate() {
            if item.is_number() {
                found.push(format!("{}/{keyword}/{index}", pointer_of(path)));
            }
        }
    }
}

/// A step on the way down to a node.
enum Step<'t> {
    Member(&'t str),
    Item(usize),
}

fn pointer_of(path: &[Step<'_>]) -> String {
    path.iter().fold(String::new(), |at, step| match step {
        Step::Member(name) => pointer::join(&at, name),
        Step::Item(index) => format!("{at}/{index}"),
    })
}

/// The number that a text begins with, behind its key if there is one, if it is the expected one.
fn number<'t>(text: &'t str, expected: &Value) -> Option<&'t str> {
    let line = text.lines().next()?;
    let is_expected =
        |word: &&str| serde_yaml::from_str::<Tree>(word).is_ok_and(|found| found.0 == *expected);
    let word = |rest: &'t str| {
        let rest = rest.trim_start();
        let end = rest.find([',', ']', '}', ' ', '\t', '\r']);
        rest.get(..end.unwrap_or(rest.len()))
    };
    let behind_key = line.find(": ").and_then(|at| line.get(at + 2..));
    let own = word(line).filter(is_expected);
    own.or_else(|| behind_key.and_then(word).filter(is_expected))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::source::Source;

    #[test]
    fn numbers_are_what_yaml_and_json_say() {
        let text = "[-9223372036854776000, 18446744073709551616, 9223372036854775808, 0o14, 0x1F, 1_000, .inf, -.INF, .nan, 1e3, 010]";
        let tree = Source::new("a.yaml", format!("a: {text}")).parse().unwrap();
        let expected = json!([
            -9_223_372_036_854_775_808_f64,
            18_446_744_073_709_551_616_f64,
            9_223_372_036_854_775_808_u64,
            12,
            31,
            "1_000",
            ".inf",
            "-.inf",
            ".nan",
            1000.0,
            "010"
        ]);
        assert_eq!(tree["a"], expected);
        let json = Source::new(
            "a.json",
            "{\"a\": [-9223372036854776000, 18446744073709551616]}",
        );
        let json = json.parse().unwrap();
        assert_eq!(
            (&json["a"][0], &json["a"][1]),
            (&tree["a"][0], &tree["a"][1])
        );
    }

    #[test]
    fn numbers_that_stand_for_text_keep_it() {
        let text = "info: { version: 1.10 }\nopenapi: 3.10 # so\ns:\n  type: string\n  enum: [1.10, 0x10,\n    2]\n  default: 1.20\nn: { type: number, default: 1.20 }\n";
        let tree = Source::new("a.yaml", text).parse().unwrap();
        let expected = json!({
            "info": { "version": "1.10" },
            "openapi": "3.10",
            "s": { "type": "string", "enum": ["1.10", "0x10", 2], "default": "1.20" },
            "n": { "type": "number", "default": 1.2 },
        });
        assert_eq!(tree, expected);
    }
}
