//! What a pointer means, in words: "parameter `limit` of GET /pets", "`Pet.owner.name`".

use serde_json::Value;

use crate::http_method::{self, is_method};
use crate::pointer;
use crate::resolve::followed;

/// Names the thing at `pointer` of `tree`.
pub(super) fn label(tree: &Value, pointer: &str) -> String {
    let tokens: Vec<_> = pointer::tokens(pointer).collect();
    let tokens: Vec<&str> = tokens.iter().map(AsRef::as_ref).collect();
    match tokens.as_slice() {
        ["paths", path, "parameters", index, rest @ ..] => {
            let start = format!("/paths/{}/parameters/{index}", pointer::escape(path));
            within(
                &format!("parameter `{}` of {path}", parameter(tree, &start)),
                rest,
            )
        }
        ["paths", path, below @ ..] => {
            let Some((method, rest)) = http_method::member(below) else {
                return (*path).to_owned();
            };
            let method = if is_method(method) {
                method.to_uppercase()
            } else {
                method.to_owned()
            };
            let operation = format!("{method} {path}");
            match rest {
                ["callbacks", key, rest @ ..] => {
                    let name = format!("callback `{key}` of {operation}");
                    event(tree, &tokens, rest, name)
                }
                rest => part(tree, &tokens, rest, operation),
            }
        }
        ["webhooks" | "x-webhooks", key, rest @ ..] => {
            event(tree, &tokens, rest, format!("webhook `{key}`"))
        }
        ["components", "schemas", name, rest @ ..] => format!("`{}`", members(name, rest)),
        ["components", "securitySchemes", name, ..] => format!("security scheme `{name}`"),
        ["servers", ..] => "the servers".to_owned(),
        ["security", ..] => "the security requirements".to_owned(),
        _ => pointer.to_owned(),
    }
}

/// A part of an operation, of which `rest` are the tokens.
fn part(tree: &Value, tokens: &[&str], rest: &[&str], operation: String) -> String {
    match rest {
        ["parameters", _, rest @ ..] => {
            let before = tokens.iter().take(tokens.len() - rest.len());
            let start = before.fold(String::new(), |at, token| pointer::join(&at, token));
            let name = parameter(tree, &start);
            within(&format!("parameter `{name}` of {operation}"), rest)
        }
        ["requestBody", rest @ ..] => within(&format!("the body of {operation}"), rest),
        ["responses", status, rest @ ..] => {
            within(&format!("the response {status} of {operation}"), rest)
        }
        _ => operation,
    }
}

/// A part of an event: behind its method, and the expression of its URL if it has one.
fn event(tree: &Value, tokens: &[&str], rest: &[&str], name: String) -> String {
    const PARTS: [&str; 3] = ["parameters", "requestBody", "responses"];
    let at = rest.iter().position(|token| PARTS.contains(token));
    let rest = at.and_then(|at| rest.get(at..)).unwrap_or_default();
    part(tree, tokens, rest, name)
}

fn parameter(tree: &Value, pointer: &str) -> String {
    let node = tree.pointer(pointer).map(|node| followed(tree, node));
    let name = node.and_then(|node| node.get("name")?.as_str());
    name.unwrap_or("?").to_owned()
}

fn within(owner: &str, rest: &[&str]) -> String {
    let rest = match rest {
        ["content", _, "schema", rest @ ..] | ["schema", rest @ ..] => rest,
        ["headers", name, ..] => return format!("header `{name}` of {owner}"),
        _ => return owner.to_owned(),
    };
    match members("", rest) {
        path if path.is_empty() => owner.to_owned(),
        path => format!("`{}` of {owner}", path.trim_start_matches('.')),
    }
}

/// The path of members below a schema; combining keywords do not show in it.
fn members(start: &str, rest: &[&str]) -> String {
    let mut path = start.to_owned();
    let mut rest = rest.iter();
    while let Some(token) = rest.next() {
        match *token {
            "properties" => {
                if let Some(name) = rest.next() {
                    path.push('.');
                    path.push_str(name);
                }
            }
            "items" => path.push_str("[]"),
            "additionalProperties" => path.push_str("{}"),
            _ => {}
        }
    }
    path
}
