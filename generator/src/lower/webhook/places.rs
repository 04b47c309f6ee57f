//! Where a document describes what the API sends by itself.

use serde_json::Value;

use crate::diag::Diagnostic;
use crate::http_method::operations;
use crate::{pointer, resolve};

/// An operation that the API calls.
pub(super) struct Place<'a> {
    /// What the document calls it.
    pub(super) key: String,
    /// The method as it is sent.
    pub(super) method: String,
    /// JSON pointer of the operation.
    pub(super) at: String,
    /// The operation.
    pub(super) node: &'a Value,
    /// The path item that it stands in.
    item: &'a Value,
    /// JSON pointer of the operation that it is a callback of.
    pub(super) operation: Option<String>,
}

type Found<'a> = (Vec<Place<'a>>, Vec<Diagnostic>);

/// `webhooks`, and `x-webhooks` as documents of earlier versions have it.
pub(super) fn webhooks(tree: &Value) -> Found<'_> {
    let mut found = Found::default();
    for section in ["webhooks", "x-webhooks"] {
        let items = tree.get(section).and_then(Value::as_object);
        for (key, item) in items.into_iter().flatten() {
            let at = pointer::join(&format!("/{section}"), key);
            // Extensions may stand between names, and a name may begin like an extension.
            if !key.starts_with("x-") || is_item(item) {
                add(tree, item, &at, key, None, &mut found);
            }
        }
    }
    found
}

/// `callbacks` of all operations.
pub(super) fn callbacks(tree: &Value) -> Found<'_> {
    let mut found = Found::default();
    let paths = tree.get("paths").and_then(Value::as_object);
    for (path, item) in paths.into_iter().flatten() {
        let at = pointer::join("/paths", path);
        // That it leads nowhere is said where operations are read.
        let Ok((item, _)) = resolved(tree, item, &at) else {
            continue;
        };
        for operation in operations(item) {
            // As operations are, under the path that refers to them.
            let owner = format!("{at}/{}", operation.place);
            let place = pointer::join(&owner, "callbacks");
            let callbacks = operation.node.get("callbacks").and_then(Value::as_object);
            for (key, callback) in callbacks.into_iter().flatten() {
                let at = pointer::join(&place, key);
                add(tree, callback, &at, key, Some(&owner), &mut found);
            }
        }
    }
    found
}

/// The node that stands at `at`, and where it really stands.
fn resolved<'a>(
    tree: &'a Value,
    node: &'a Value,
    at: &str,
) -> Result<(&'a Value, String), Diagnostic> {
    match resolve::resolve(tree, node, "") {
        Ok(resolved) if resolved.pointer.is_empty() => Ok((resolved.node, at.to_owned())),
        Ok(resolved) => Ok((resolved.node, resolved.pointer.into_owned())),
        Err(mut diagnostic) => {
            if diagnostic.pointer.is_empty() {
                at.clone_into(&mut diagnostic.pointer);
            }
            Err(diagnostic)
        }
    }
}

fn is_item(node: &Value) -> bool {
    operations(node).any(|found| found.node.is_object())
}

/// Adds the operations of a path item, or of a callback: path items by expressions.
fn add<'a>(
    tree: &'a Value,
    node: &'a Value,
    at: &str,
    key: &str,
    owner: Option<&str>,
    found: &mut Found<'a>,
) {
    let (node, at) = match resolved(tree, node, at) {
        Ok(resolved) => resolved,
        Err(diagnostic) => {
            found.1.push(diagnostic);
            return;
        }
    };
    if is_item(node) {
        add_item(node, &at, key, owner, found);
        return;
    }
    let items = node.as_object().into_iter().flatten();
    for (expression, item) in items.filter(|(name, _)| !name.starts_with("x-")) {
        let at = pointer::join(&at, expression);
        match resolved(tree, item, &at) {
            Ok((item, at)) => add_item(item, &at, key, owner, found),
            Err(diagnostic) => found.1.push(diagnostic),
        }
    }
}

fn add_item<'a>(item: &'a Value, at: &str, key: &str, owner: Option<&str>, found: &mut Found<'a>) {
    let methods = operations(item).filter(|found| found.node.is_object());
    for (index, listed) in methods.enumerate() {
        found.0.push(Place {
            key: match index {
                0 => key.to_owned(),
                _ => format!("{key} {}", listed.method.to_lowercase()),
            },
            at: format!("{at}/{}", listed.place),
            method: listed.method.into_owned(),
            node: listed.node,
            item,
            operation: owner.map(str::to_owned),
        });
    }
}

/// The headers that an operation describes, with their schemas.
pub(super) fn headers<'a>(tree: &'a Value, place: &Place<'a>) -> Vec<(String, Option<&'a Value>)> {
    let headers = parameters(tree, place, "header").into_iter();
    headers
        .map(|(name, parameter)| (name, parameter.get("schema")))
        .collect()
}

/// The parameters of an operation that stand in this place. Names of headers have no case.
pub(super) fn parameters<'a>(
    tree: &'a Value,
    place: &Place<'a>,
    wanted: &str,
) -> Vec<(String, &'a Value)> {
    let mut found: Vec<(String, &Value)> = Vec::new();
    // What the operation says goes before what its path item says.
    for node in [place.node, place.item] {
        let parameters = node.get("parameters").and_then(Value::as_array);
        for parameter in parameters.into_iter().flatten() {
            let Ok(parameter) = resolve::resolve(tree, parameter, "") else {
                continue;
            };
            let text = |name: &str| parameter.node.get(name).and_then(Value::as_str);
            let (true, Some(name)) = (text("in") == Some(wanted), text("name")) else {
                continue;
            };
            let known = |(known, _): &(String, _)| {
                known == name || wanted == "header" && known.eq_ignore_ascii_case(name)
            };
            if !found.iter().any(known) {
                found.push((name.to_owned(), parameter.node));
            }
        }
    }
    found
}
