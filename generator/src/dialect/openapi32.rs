//! OpenAPI 3.2 to OpenAPI 3.1: what is new in it becomes what the older version says otherwise. What has no older form is
//! named.

use serde_json::{Map, Value, json};

use crate::diag::{Diagnostic, Diagnostics};
use crate::media_type::{essence, is_event_stream, is_json_lines};
use crate::{pointer, resolve};

const JSON: &str = "application/json";

/// Rewrites the whole document.
pub(super) fn document(root: &mut Value, diagnostics: &mut Diagnostics) {
    for change in changes(root, diagnostics) {
        if let Some(Value::Object(members)) = root.pointer_mut(&change.at) {
            for name in change.removed {
                members.shift_remove(*name);
            }
            members.extend(change.members);
        }
    }
}

/// Members that an object loses, and those that it gets.
struct Change {
    at: String,
    removed: &'static [&'static str],
    members: Map<String, Value>,
}

/// Walks through the document, without recursion, past examples.
fn changes(root: &Value, diagnostics: &mut Diagnostics) -> Vec<Change> {
    const DATA: [&str; 5] = ["example", "examples", "default", "enum", "const"];
    let mut found = Vec::new();
    let mut waiting = vec![(String::new(), root)];
    while let Some((at, node)) = waiting.pop() {
        match node {
            Value::Object(members) => {
                found.extend(media_types(root, &at, members, diagnostics));
                found.extend(parameter(root, &at, node));
                // From the last to the first: the first is taken next.
                for (name, child) in members.iter().rev() {
                    if !DATA.contains(&name.as_str()) && !name.starts_with("x-") {
                        waiting.push((pointer::join(&at, name), child));
                    }
                }
            }
            Value::Array(items) => {
                let items = items.iter().enumerate().rev();
                waiting.extend(items.map(|(index, item)| (format!("{at}/{index}"), item)));
            }
            _ => {}
        }
    }
    found
}

/// `itemSchema` of what is sent in pieces ("Media Type Object"): where streams are generated, `schema` is that of one piece.
fn media_types(
    root: &Value,
    at: &str,
    members: &Map<String, Value>,
    diagnostics: &mut Diagnostics,
) -> Vec<Change> {
    let content = members.get("content").and_then(Value::as_object);
    let at = pointer::join(at, "content");
    let mut found = Vec::new();
    for (media_type, node) in content.into_iter().flatten() {
        let at = pointer::join(&at, media_type);
        let Some(item) = node.get("itemSchema") else {
            continue;
        };
        let essence = essence(media_type);
        let schema = if is_json_lines(&essence) {
            item.clone()
        } else if is_event_stream(&essence) {
            event_data(root, item)
        } else {
            let message =
                format!("streams of `{media_type}` are not generated: `itemSchema` has no effect");
            diagnostics.push(Diagnostic::warning(
                "item-schema",
                pointer::join(&at, "itemSchema"),
                message,
            ));
            continue;
        };
        let members = Map::from_iter([("schema".to_owned(), schema)]);
        found.push(Change {
            at,
            removed: &["schema", "itemSchema"],
            members,
        });
    }
    found
}

/// The data of an event. The item is the event ("Sequential Media Types"): its `data` is text, with the schema of what it
/// contains beside it. Where it is a choice of events, the data is a choice of what is JSON in them.
fn event_data(root: &Value, item: &Value) -> Value {
    let event = resolve::resolve(root, item, "").map_or(item, |resolved| resolved.node);
    let choice = ["oneOf", "anyOf"].iter().find_map(|key| event.get(key));
    let mut schemas: Vec<&Value> = Vec::new();
    for alternative in choice.and_then(Value::as_array).into_iter().flatten() {
        let alternative = resolve::resolve(root, alternative, "");
        let data = alternative.map_or(&Value::Null, |found| &found.node["properties"]["data"]);
        let media_type = data["contentMediaType"].as_str().unwrap_or(JSON);
        if let Some(schema) = data.get("contentSchema")
            && (essence(media_type) == JSON || essence(media_type).ends_with("+json"))
            && !schemas.contains(&schema)
        {
            schemas.push(schema);
        }
    }
    match schemas.as_slice() {
        [] => {}
        [only] => return (*only).clone(),
        several => return json!({ "anyOf": several }),
    }
    match event.pointer("/properties/data") {
        Some(data) => data.get("contentSchema").unwrap_or(data).clone(),
        None => item.clone(),
    }
}

/// `in: querystring` ("Parameter Object"): a form is the same as a parameter for each of its members. Another query string
/// is skipped where parameters are lowered.
fn parameter(root: &Value, at: &str, node: &Value) -> Option<Change> {
    const FORM: &str = "application/x-www-form-urlencoded";
    if node.get("in").and_then(Value::as_str) != Some("querystring") {
        return None;
    }
    let (media_type, described) = node.get("content")?.as_object()?.iter().next()?;
    let schema = described.get("schema")?;
    let resolved = resolve::resolve(root, schema, "").ok()?;
    if essence(media_type) != FORM || resolved.node.get("properties").is_none() {
        return None;
    }
    let mut members = Map::new();
    members.insert("in".to_owned(), json!("query"));
    members.insert("style".to_owned(), json!("form"));
    members.insert("explode".to_owned(), json!(true));
    members.insert("schema".to_owned(), schema.clone());
    Some(Change {
        at: at.to_owned(),
        removed: &["content"],
        members,
    })
}
