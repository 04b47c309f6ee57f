//! Changes to one node of a document.

use serde_json::{Map, Value, json};

use super::draw::Draw;

/// Texts that are hard on names, comments, strings and paths of Rust.
const TEXTS: [&str; 34] = [
    "",
    "_",
    "self",
    "Self",
    "gen",
    "type",
    "crate",
    "r#type",
    "async",
    "new",
    "send",
    "with",
    "body",
    "Other",
    "Unknown",
    "Option",
    "String",
    "Vec",
    "Client",
    "Error",
    "std",
    "a-b",
    "a_b",
    "A.B",
    "1st",
    "\u{e9}t\u{e9}",
    "*/ fn x() {} /*",
    "\"#; }",
    "a\rb",
    "a\nb\n\n    c",
    "{a}",
    "/{a}/{b}",
    "\u{202e}",
    "[link](x) <b> `",
];
/// Words that mean something in one place or another.
const WORDS: [&str; 40] = [
    "string",
    "integer",
    "number",
    "boolean",
    "array",
    "object",
    "null",
    "date-time",
    "date",
    "uuid",
    "uri",
    "binary",
    "byte",
    "int32",
    "int64",
    "uint64",
    "decimal",
    "float",
    "password",
    "query",
    "header",
    "path",
    "cookie",
    "form",
    "simple",
    "label",
    "matrix",
    "deepObject",
    "pipeDelimited",
    "spaceDelimited",
    "application/json",
    "application/vnd.api+json",
    "multipart/form-data",
    "application/x-www-form-urlencoded",
    "text/plain",
    "text/event-stream",
    "application/octet-stream",
    "application/jsonl",
    "default",
    "2XX",
];
/// Keywords that objects of a document may have.
const KEYWORDS: [&str; 30] = [
    "type",
    "format",
    "enum",
    "const",
    "default",
    "nullable",
    "readOnly",
    "writeOnly",
    "required",
    "properties",
    "items",
    "additionalProperties",
    "allOf",
    "oneOf",
    "anyOf",
    "not",
    "discriminator",
    "deprecated",
    "description",
    "title",
    "style",
    "explode",
    "allowReserved",
    "content",
    "schema",
    "example",
    "minimum",
    "pattern",
    "operationId",
    "tags",
];

/// Changes one thing somewhere in `tree`; some changes take a part of `other`.
pub(super) fn mutate(tree: &mut Value, other: &Value, draw: &mut Draw) {
    let mut places = Vec::new();
    collect(tree, "", &mut places);
    let Some(at) = draw.one(&places).cloned() else {
        return;
    };
    let taken = taken(tree, other, draw);
    let references = references(tree);
    let Some(node) = tree.pointer_mut(&at) else {
        return;
    };
    match draw.below(12) {
        0 => remove(node, draw),
        1 => rename(node, draw),
        2 => *node = scalar(draw),
        3 | 4 => *node = taken,
        5 => add(node, taken, draw),
        6 => {
            if let Some(reference) = draw.one(&references) {
                *node = json!({ "$ref": reference });
            }
        }
        7 => wrap(node, draw),
        8 => double(node, draw),
        9 => {
            if let Some(word) = draw.one(&WORDS) {
                *node = json!(word);
            }
        }
        10 => {
            if let Some(text) = draw.one(&TEXTS) {
                *node = json!(text);
            }
        }
        _ => {
            let scalar = scalar(draw);
            add(node, scalar, draw);
        }
    }
}

/// The pointers of all nodes but the root and the version.
fn collect(node: &Value, at: &str, places: &mut Vec<String>) {
    let mut visit = |name: &str, value: &Value| {
        let token = name.replace('~', "~0").replace('/', "~1");
        let at = format!("{at}/{token}");
        if at != "/openapi" && at != "/swagger" {
            collect(value, &at, places);
            places.push(at);
        }
    };
    match node {
        Value::Object(members) => members.iter().for_each(|(name, value)| visit(name, value)),
        Value::Array(items) => {
            let items = items.iter().enumerate();
            items.for_each(|(index, value)| visit(&index.to_string(), value));
        }
        _ => {}
    }
}

/// A part of one of two documents.
fn taken(tree: &Value, other: &Value, draw: &mut Draw) -> Value {
    let from = if draw.below(2) == 0 { tree } else { other };
    let mut places = Vec::new();
    collect(from, "", &mut places);
    let at = draw.one(&places).map_or("", String::as_str);
    from.pointer(at).cloned().unwrap_or_default()
}

/// References to what stands in the components, or in their place in Swagger 2.0.
fn references(tree: &Value) -> Vec<String> {
    let mut found = Vec::new();
    let sections = tree["components"].as_object().into_iter().flatten();
    let sections = sections.map(|(section, members)| (format!("components/{section}"), members));
    let swagger = ["definitions", "parameters", "responses"];
    let swagger = swagger
        .iter()
        .map(|section| ((*section).to_owned(), &tree[*section]));
    for (section, members) in sections.chain(swagger) {
        for (name, _) in members.as_object().into_iter().flatten() {
            let name = name.replace('~', "~0").replace('/', "~1");
            found.push(format!("#/{section}/{}", name.replace('%', "%25")));
        }
    }
    found
}

fn scalar(draw: &mut Draw) -> Value {
    let values = [
        json!(null),
        json!(true),
        json!(false),
        json!(0),
        json!(-1),
        json!(0.1),
        json!(i64::MAX),
        json!(u64::MAX),
        json!(1e300),
        json!("0"),
        json!([]),
        json!({}),
        json!([null, 1, "a", true]),
        json!(["a", "A", "a-", "_a"]),
        json!([1, -1, 2.5]),
    ];
    draw.one(&values).cloned().unwrap_or_default()
}

fn remove(node: &mut Value, draw: &mut Draw) {
    match node {
        Value::Object(members) => {
            let names: Vec<String> = members.keys().cloned().collect();
            if let Some(name) = draw.one(&names) {
                members.shift_remove(name);
            }
        }
        Value::Array(items) if !items.is_empty() => {
            items.remove(draw.below(items.len()));
        }
        _ => *node = Value::Null,
    }
}

/// Gives a member another name: a hard one, or one that differs from another in nothing that a name of Rust shows.
fn rename(node: &mut Value, draw: &mut Draw) {
    let Value::Object(members) = node else {
        return;
    };
    let names: Vec<String> = members.keys().cloned().collect();
    let Some(name) = draw.one(&names) else {
        return;
    };
    let like = draw.one(&names).cloned().unwrap_or_default();
    let new = match draw.below(4) {
        0 => like.to_uppercase(),
        1 => format!("{like}_"),
        2 => format!("{like}2"),
        _ => (*draw.one(&TEXTS).unwrap_or(&"")).to_owned(),
    };
    let taken = std::mem::take(members);
    *members = taken
        .into_iter()
        .map(|(known, value)| {
            if known == *name {
                (new.clone(), value)
            } else {
                (known, value)
            }
        })
        .collect();
}

fn add(node: &mut Value, value: Value, draw: &mut Draw) {
    let keyword = draw.one(&KEYWORDS).copied().unwrap_or_default();
    match node {
        Value::Object(members) => {
            members.insert(keyword.to_owned(), value);
        }
        Value::Array(items) => items.push(value),
        _ => *node = Value::Object(Map::from_iter([(keyword.to_owned(), value)])),
    }
}

fn wrap(node: &mut Value, draw: &mut Draw) {
    let inner = node.take();
    *node = match draw.below(7) {
        0 => json!({ "allOf": [inner, { "properties": { "more": { "type": "string" } } }] }),
        1 => json!({ "oneOf": [inner, { "type": "string" }] }),
        2 => json!({ "anyOf": [{ "type": "integer" }, inner, { "type": "null" }] }),
        3 => json!({ "type": "array", "items": inner }),
        4 => json!({ "type": "object", "additionalProperties": inner }),
        5 => json!({ "type": "object", "required": ["inner"], "properties": { "inner": inner } }),
        _ => json!([inner]),
    };
}

/// Has a member, or an item, twice.
fn double(node: &mut Value, draw: &mut Draw) {
    match node {
        Value::Object(members) => {
            let names: Vec<String> = members.keys().cloned().collect();
            if let Some(name) = draw.one(&names)
                && let Some(value) = members.get(name).cloned()
            {
                let new = if draw.below(2) == 0 {
                    format!("{name}-")
                } else {
                    name.to_uppercase()
                };
                members.insert(new, value);
            }
        }
        Value::Array(items) => {
            let item = draw.one(items).cloned();
            items.extend(item);
        }
        _ => {}
    }
}
