//! Values of parameters, read from how the suite writes them (OpenAPI "Style Values").

use serde_json::{Map, Value, json};

use super::documents::Document;

/// A schema's parts that matter here.
struct Kind<'a> {
    schema: &'a Value,
    name: &'a str,
}

fn kind<'a>(document: &'a Document, schema: &'a Value) -> Kind<'a> {
    let schema = document.resolved(schema);
    for key in ["allOf", "anyOf", "oneOf"] {
        let alternatives = schema[key].as_array().into_iter().flatten();
        let mut known = alternatives
            .map(|alternative| kind(document, alternative))
            .filter(|kind| !["", "null"].contains(&kind.name));
        if schema["type"].is_null()
            && let Some(kind) = known.next()
        {
            return kind;
        }
    }
    let name = match &schema["type"] {
        Value::String(name) => name,
        Value::Array(names) => names
            .iter()
            .filter_map(Value::as_str)
            .find(|name| *name != "null")
            .unwrap_or_default(),
        _ if schema["properties"].is_object() => "object",
        _ => "",
    };
    Kind { schema, name }
}

/// One value.
fn scalar(document: &Document, schema: &Value, text: &str) -> Value {
    let parsed = || serde_json::from_str(text).unwrap_or_else(|_| json!(text));
    match kind(document, schema).name {
        "integer" | "number" | "boolean" => parsed(),
        _ => json!(text),
    }
}

/// The value of a parameter; `None` for an object whose members stand for themselves in a query.
pub(super) fn read(document: &Document, parameter: &Value, raw: &Value) -> Option<Value> {
    let place = parameter["in"].as_str().unwrap_or_default();
    let style = parameter["style"].as_str().unwrap_or(match place {
        "query" | "cookie" => "form",
        _ => "simple",
    });
    let explode = parameter["explode"].as_bool().unwrap_or(style == "form");
    let kind = kind(document, &parameter["schema"]);
    let name = parameter["name"].as_str().unwrap_or_default();
    let separator = match style {
        "spaceDelimited" => " ",
        "pipeDelimited" => "|",
        "label" if explode => ".",
        "matrix" if explode => ";",
        _ => ",",
    };
    let text = |raw: &Value| raw.as_str().map_or_else(|| raw.to_string(), str::to_owned);
    let decoded = |raw: &str| {
        let raw = if place == "path" {
            percent_decoded(raw)
        } else {
            raw.to_owned()
        };
        match style {
            "label" => raw.strip_prefix('.').unwrap_or(&raw).to_owned(),
            "matrix" => raw.strip_prefix(';').unwrap_or(&raw).to_owned(),
            _ => raw,
        }
    };
    // `;name=` before a value, or before each.
    let bare = |text: &str| {
        let named = (style == "matrix").then(|| text.strip_prefix(&format!("{name}=")));
        named.flatten().unwrap_or(text).to_owned()
    };
    match kind.name {
        "array" => {
            let items: Vec<String> = match raw {
                Value::Array(items) => items.iter().map(text).collect(),
                raw if explode && style == "form" => vec![text(raw)],
                raw => {
                    let whole = decoded(&text(raw));
                    let whole = if explode { whole } else { bare(&whole) };
                    whole.split(separator).map(bare).collect()
                }
            };
            let item = |text: &String| scalar(document, &kind.schema["items"], text);
            Some(items.iter().map(item).collect())
        }
        "object" if style == "form" && explode && place == "query" => None,
        "object" => {
            let whole = decoded(&text(raw));
            let whole = if explode { whole } else { bare(&whole) };
            let parts: Vec<&str> = whole.split(separator).collect();
            let pairs: Vec<(&str, &str)> = if explode {
                parts
                    .iter()
                    .filter_map(|part| part.split_once('='))
                    .collect()
            } else {
                parts
                    .chunks(2)
                    .filter(|pair| pair.len() == 2)
                    .map(|pair| (pair[0], pair[1]))
                    .collect()
            };
            Some(object(document, kind.schema, pairs.into_iter()))
        }
        _ => Some(scalar(
            document,
            &parameter["schema"],
            &bare(&decoded(&text(raw))),
        )),
    }
}

/// An object whose members stand for themselves.
pub(super) fn members<'a>(
    document: &Document,
    parameter: &Value,
    pairs: impl Iterator<Item = (&'a str, &'a str)>,
) -> Value {
    object(document, kind(document, &parameter["schema"]).schema, pairs)
}

fn object<'a>(
    document: &Document,
    schema: &Value,
    pairs: impl Iterator<Item = (&'a str, &'a str)>,
) -> Value {
    let mut members = Map::new();
    for (name, text) in pairs {
        let others = ["additionalProperties", "unevaluatedProperties"];
        let schema = std::iter::once(&schema["properties"][name])
            .chain(others.iter().map(|key| &schema[*key]))
            .find(|schema| schema.is_object())
            .unwrap_or(&Value::Null);
        members.insert(name.to_owned(), scalar(document, schema, text));
    }
    Value::Object(members)
}

fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        let hex = after.get(..2).and_then(|hex| std::str::from_utf8(hex).ok());
        match hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) if *first == b'%' => {
                bytes.push(byte);
                rest = &after[2..];
            }
            _ => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
