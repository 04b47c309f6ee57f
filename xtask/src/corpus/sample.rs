//! A value for a schema, for tests: what the document says, and nothing else.

use openapi_client_generator::unstable::resolve::{reference, resolve};
use serde_json::{Map, Value, json};

/// Objects inside objects deeper than this are left out.
const DEEPEST: usize = 5;

/// A value of the schema, with all its members or with the required ones only; `None` where no simple value fits.
pub(super) fn sample(tree: &Value, schema: &Value, all: bool) -> Option<Value> {
    inner(tree, schema, all, 0)
}

fn inner(tree: &Value, schema: &Value, all: bool, depth: usize) -> Option<Value> {
    let node = resolve(tree, schema, "").ok()?.node;
    if depth > DEEPEST {
        return None;
    }
    if let Some(only) = node.get("const") {
        return Some(only.clone());
    }
    if let Some(values) = node.get("enum").and_then(Value::as_array) {
        return values.iter().find(|value| !value.is_null()).cloned();
    }
    let parts = node.get("allOf").and_then(Value::as_array);
    let alternatives = ["oneOf", "anyOf"]
        .iter()
        .find_map(|key| node.get(key)?.as_array());
    if parts.is_some() || alternatives.is_some() {
        return composed(tree, node, all, depth);
    }
    match node.get("type").and_then(Value::as_str) {
        Some("string") => string(node),
        Some("integer") => Some(integer(node)),
        Some("number") => Some(json!(integer(node).as_f64()?)),
        Some("boolean") => Some(Value::Bool(true)),
        Some("array") => array(tree, node, all, depth),
        None if node.get("items").is_some() => array(tree, node, all, depth),
        Some("object") => object(tree, node, all, depth),
        None if node.get("properties").is_some() => object(tree, node, all, depth),
        None => Some(Value::String("any".to_owned())),
        Some(_) => None,
    }
}

/// A value of all parts and of the first alternative that has one.
fn composed(tree: &Value, node: &Value, all: bool, depth: usize) -> Option<Value> {
    let mut value: Option<Value> = None;
    let mut add = |part: Value| match (&mut value, part) {
        (Some(Value::Object(known)), Value::Object(more)) => known.extend(more),
        (slot @ None, part) => *slot = Some(part),
        _ => {}
    };
    for part in node
        .get("allOf")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
    {
        if part.as_object().is_some_and(|members| !members.is_empty()) {
            add(inner(tree, part, all, depth)?);
        }
    }
    for key in ["oneOf", "anyOf"] {
        if let Some(alternatives) = node.get(key).and_then(Value::as_array) {
            let first = alternatives.iter().find_map(|alternative| {
                let value = inner(tree, alternative, all, depth + 1)?;
                Some(tagged(node, alternative, value))
            });
            add(first?);
        }
    }
    if node.get("properties").is_some() {
        add(object(tree, node, all, depth)?);
    }
    value
}

/// A value of an alternative, with the discriminator that `union` declares.
pub(super) fn tagged(union: &Value, alternative: &Value, mut value: Value) -> Value {
    let member = union
        .pointer("/discriminator/propertyName")
        .and_then(Value::as_str);
    if let (Some(member), Value::Object(members), Some(target)) =
        (member, &mut value, reference(alternative))
    {
        let name = target.rsplit('/').next().unwrap_or_default();
        let mapping = union
            .pointer("/discriminator/mapping")
            .and_then(Value::as_object);
        let mut mapped = mapping.into_iter().flatten();
        let mapped = mapped.find(|(_, to)| *to == target || *to == name);
        match mapped {
            Some((tag, _)) => drop(members.insert(member.to_owned(), tag.as_str().into())),
            None if members.get(member).is_none_or(|tag| *tag == "text") => {
                members.insert(member.to_owned(), name.into());
            }
            None => {}
        }
    }
    value
}

fn string(node: &Value) -> Option<Value> {
    if node.get("pattern").is_some() {
        return node
            .get("example")
            .filter(|example| example.is_string())
            .cloned();
    }
    let text = match node
        .get("format")
        .and_then(Value::as_str)
        .unwrap_or_default()
    {
        "date-time" => "2024-05-01T10:00:00Z",
        "date" => "2024-05-01",
        "time" => "10:00:00Z",
        "duration" => "P1D",
        "uuid" => "0190a1d2-7c3e-7b1a-9c55-2f1f0e9d8a01",
        "uri" | "url" => "https://example.test/a",
        "email" => "a@example.test",
        "ipv4" => "192.0.2.1",
        "ipv6" => "2001:db8::1",
        "byte" => "YQ==",
        _ => "text",
    };
    let least = node.get("minLength").and_then(Value::as_u64).unwrap_or(0);
    let most = node.get("maxLength").and_then(Value::as_u64);
    let mut text = text.to_owned();
    while (text.len() as u64) < least.min(10_000) {
        text.push('x');
    }
    if let Some(most) = most.and_then(|most| usize::try_from(most).ok()) {
        text.truncate(most);
    }
    Some(Value::String(text))
}

fn integer(node: &Value) -> Value {
    let bound = |key: &str| node.get(key).and_then(Value::as_f64);
    #[allow(clippy::cast_possible_truncation)]
    let least = bound("minimum").map_or(1, |least| least.ceil() as i64 + 1);
    #[allow(clippy::cast_possible_truncation)]
    let most = bound("maximum").map_or(i64::MAX, |most| most.floor() as i64);
    json!(least.max(1).min(most))
}

fn array(tree: &Value, node: &Value, all: bool, depth: usize) -> Option<Value> {
    let least = node.get("minItems").and_then(Value::as_u64).unwrap_or(0);
    if least == 0 && !all {
        return Some(json!([]));
    }
    let items = node.get("items").cloned().unwrap_or(json!({}));
    match inner(tree, &items, all, depth + 1) {
        Some(item) => Some(Value::Array(vec![
            item;
            usize::try_from(least.clamp(1, 50))
                .ok()?
        ])),
        None => (least == 0).then(|| json!([])),
    }
}

fn object(tree: &Value, node: &Value, all: bool, depth: usize) -> Option<Value> {
    let required: Vec<&str> = node
        .get("required")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    let mut members = Map::new();
    for (name, schema) in node
        .get("properties")
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
    {
        let is_required = required.contains(&name.as_str());
        if !all && !is_required {
            continue;
        }
        match inner(tree, schema, all, depth + 1) {
            Some(value) => drop(members.insert(name.clone(), value)),
            None if is_required => return None,
            None => {}
        }
    }
    Some(Value::Object(members))
}
