//! Which words the name of a schema is made of; [`crate::names`] makes a Rust name of them.

use serde_json::Value;

use super::node::is_component;
use super::plural::singular;
use super::resource::{MOST_PARTS, is_resource};
use super::resource_name::{own_type, resource_name};
use crate::http_method::{self, ADDITIONAL, is_method};
use crate::{pointer, resolve};

/// Name of a JSON:API kind: the resource's.
pub(super) fn kind_words(tree: &Value, at: &str, resource_type: Option<&str>) -> Vec<String> {
    let mut words = words(tree, at);
    if is_component(at) {
        if let [name] = words.as_mut_slice() {
            *name = resource_name(tree, name, resource_type).to_owned();
        }
    } else if let [document, data] = words.as_slice()
        && data == "data"
    {
        let name = without_document(document).to_owned();
        words = vec![name, "data".to_owned()];
    }
    words
}

/// A resource that stands in the schema of a document is called after it.
fn without_document(name: &str) -> &str {
    ["Request", "Response", "Document"]
        .iter()
        .find_map(|suffix| name.strip_suffix(suffix))
        .unwrap_or(name)
}

/// Words of the name of the schema at `at`: its owner and its member, outermost first. Members of a resource are
/// named after the resource itself: `Patient` + `attributes` + `statement` is `PatientStatement`.
pub(super) fn words(tree: &Value, at: &str) -> Vec<String> {
    let tokens: Vec<String> = pointer::tokens(at)
        .map(std::borrow::Cow::into_owned)
        .collect();
    let mut words: Vec<String> = Vec::new();
    let mut index = 0;
    let resource_at = |end: usize| {
        let prefix: String = tokens
            .get(..end)
            .unwrap_or_default()
            .iter()
            .fold(String::new(), |at, token| pointer::join(&at, token));
        resolve::lookup(tree, &prefix).is_some_and(|node| {
            is_resource(node)
                || node
                    .get("allOf")
                    .and_then(Value::as_array)
                    .into_iter()
                    .flatten()
                    .take(MOST_PARTS)
                    .any(|part| {
                        resolve::resolve(tree, part, "")
                            .is_ok_and(|resolved| is_resource(resolved.node))
                    })
        })
    };
    if let [components, schemas, name, ..] = tokens.as_slice()
        && components == "components"
        && schemas == "schemas"
    {
        let of_resource = tokens.len() > 3 && resource_at(3);
        words.push(if of_resource {
            let at = pointer::join("/components/schemas", name);
            resource_name(tree, name, own_type(tree, &at)).to_owned()
        } else {
            name.clone()
        });
        index = 3;
    } else if let Some((place, key)) = event(&tokens) {
        let called = ["payload", "reply"];
        return operation_words(tree, &tokens, place, key.to_owned(), called);
    } else if let [paths, path, below @ ..] = tokens.as_slice()
        && let Some((method, rest)) = http_method::member(below)
        && paths == "paths"
    {
        let id = super::operation::made_up_id(method, path);
        let place = tokens.len() - rest.len();
        return operation_words(tree, &tokens, place, id, ["body", "response"]);
    }
    while let Some(token) = tokens.get(index) {
        match (token.as_str(), tokens.get(index + 1)) {
            ("properties", Some(name)) => {
                let inside = tokens.len() > index + 2;
                let resource = resource_at(index);
                if resource && words.last().is_some_and(|word| word == "data") {
                    words.pop();
                    if let Some(document) = words.last_mut() {
                        *document = without_document(document).to_owned();
                    }
                }
                let structural =
                    resource && inside && matches!(name.as_str(), "attributes" | "relationships");
                // Below a relationship `data` says nothing either: `PatientCoachesMeta`.
                let linkage = name == "data"
                    && inside
                    && tokens
                        .get(index.saturating_sub(3))
                        .is_some_and(|token| token == "relationships");
                if !structural && !linkage {
                    words.push(name.clone());
                }
                index += 2;
                if linkage && tokens.get(index).is_some_and(|token| token == "items") {
                    index += 1;
                }
            }
            ("items", _) => {
                let whole = words.len() == 1;
                if let Some(word) = words.last_mut() {
                    *word = if whole {
                        format!("{word}_item")
                    } else {
                        singular(word)
                    };
                }
                index += 1;
            }
            ("additionalProperties", _) => {
                words.push("value".to_owned());
                index += 1;
            }
            ("allOf", Some(_)) => index += 2,
            ("oneOf" | "anyOf", Some(number)) => {
                words.push(format!("variant{number}"));
                index += 2;
            }
            (other, _) => {
                words.push(other.to_owned());
                index += 1;
            }
        }
    }
    words
}

/// How many tokens lead to the operation that describes an event, and what the document calls the event.
fn event(tokens: &[String]) -> Option<(usize, &str)> {
    let words: Vec<&str> = tokens.iter().map(String::as_str).collect();
    // Below an operation of another method everything stands one level deeper.
    let deeper = |place: usize| place + usize::from(words.get(place - 1) == Some(&ADDITIONAL));
    let is_method = |name: &str| is_method(name) || name == ADDITIONAL;
    match words.as_slice() {
        ["webhooks" | "x-webhooks", key, method, ..] if is_method(method) => Some((deeper(3), key)),
        ["x-webhooks", key, _, method, ..] if is_method(method) => Some((deeper(4), key)),
        ["components", "pathItems", key, method, ..] if is_method(method) => Some((deeper(4), key)),
        ["components", "callbacks", key, _, _, ..] => Some((deeper(5), key)),
        ["paths", _, _, "callbacks", key, _, _, ..] => Some((deeper(7), key)),
        ["paths", _, _, _, "callbacks", key, _, _, ..] => Some((deeper(8), key)),
        _ => None,
    }
}

/// Inline schemas of operations are named after the operation: its id, else `otherwise`. What is sent to it and what it
/// returns is called as `called` says.
fn operation_words(
    tree: &Value,
    tokens: &[String],
    place: usize,
    otherwise: String,
    called: [&str; 2],
) -> Vec<String> {
    let (before, rest) = tokens.split_at(place.min(tokens.len()));
    let child = |node, token: &String| pointer::child(node, token);
    let operation = before.iter().try_fold(tree, child);
    let id = operation
        .and_then(|operation| operation.get("operationId"))
        .and_then(Value::as_str);
    let mut words = vec![id.map_or(otherwise, str::to_owned)];
    let mut rest = rest.iter();
    while let Some(token) = rest.next() {
        match token.as_str() {
            "parameters" => {
                let index = rest.next().and_then(|index| index.parse::<usize>().ok());
                let parameter = index.and_then(|index| {
                    operation?
                        .get("parameters")?
                        .get(index)?
                        .get("name")?
                        .as_str()
                });
                words.push(parameter.unwrap_or("parameter").to_owned());
            }
            "requestBody" => words.push(called[0].to_owned()),
            "responses" => {
                let status = rest.next().map(String::as_str).unwrap_or_default();
                words.push(if status.starts_with('2') {
                    called[1].to_owned()
                } else {
                    format!("{} {status}", called[1])
                });
            }
            "content" => {
                let media_type = rest.next();
                if words.last().is_some_and(|word| word == called[0]) {
                    words.extend(media_type.and_then(|name| other_body(operation?, name)));
                }
            }
            "allOf" => {
                rest.next();
            }
            "properties" => words.extend(rest.next().cloned()),
            "items" => {
                if let Some(word) = words.last_mut() {
                    *word = singular(word);
                }
            }
            "oneOf" | "anyOf" => words.push(format!(
                "variant{}",
                rest.next().map(String::as_str).unwrap_or_default()
            )),
            "schema" => {}
            "additionalProperties" => words.push("value".to_owned()),
            other => words.push(other.to_owned()),
        }
    }
    words
}

/// What tells a body in a second media type from the first.
fn other_body(operation: &Value, media_type: &str) -> Option<String> {
    let content = operation.pointer("/requestBody/content")?;
    let (first, _) = super::body::best(content)?;
    let is_other = first != media_type && content.get(media_type).is_some();
    is_other.then(|| crate::media_type::media_word(media_type))
}
