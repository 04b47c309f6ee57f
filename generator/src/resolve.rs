//! `$ref` lookup: any JSON pointer into the tree (RFC 6901, URI fragment form).

use std::borrow::Cow;

use serde_json::Value;

use crate::diag::Diagnostic;
use crate::pointer;

/// No sensible document chains more references than this; a longer chain is a circle.
const LONGEST_CHAIN: usize = 64;

/// A node of the tree and the pointer at which it really stands.
#[derive(Clone, Debug)]
pub struct Resolved<'a> {
    /// The node, never a `$ref` itself.
    pub node: &'a Value,
    /// Where it stands.
    pub pointer: Cow<'a, str>,
}

/// The `$ref` of `node`, if it is a reference.
pub fn reference(node: &Value) -> Option<&str> {
    node.get("$ref")?.as_str()
}

/// Follows `node`, which stands at `at`, through any number of `$ref`s.
///
/// # Errors
///
/// `dangling-ref` if nothing stands at the target, `ref-cycle` if the references lead in a circle.
pub fn resolve<'a>(
    tree: &'a Value,
    node: &'a Value,
    at: &'a str,
) -> Result<Resolved<'a>, Diagnostic> {
    let mut resolved = Resolved {
        node,
        pointer: Cow::Borrowed(at),
    };
    for _ in 0..LONGEST_CHAIN {
        let Some(target) = reference(resolved.node) else {
            return Ok(resolved);
        };
        let Some(fragment) = target.strip_prefix('#') else {
            return Err(Diagnostic::error("external-ref", &*resolved.pointer, format!("`$ref: {target}` does not point into this document"))
                .help("references to other files are followed when the document is read from a file; nothing is fetched from the network"));
        };
        let next = pointer::percent_decoded(fragment).into_owned();
        let Some(node) = lookup(tree, &next) else {
            return Err(Diagnostic::error(
                "dangling-ref",
                &*resolved.pointer,
                format!("`$ref: {target}` points to nothing"),
            )
            .help(closest(tree, &next)));
        };
        resolved = Resolved {
            node,
            pointer: Cow::Owned(next),
        };
    }
    Err(Diagnostic::error(
        "ref-cycle",
        at,
        format!("this `$ref` leads back to itself, or on through more than {LONGEST_CHAIN} others"),
    )
    .help("let one of the references be what is meant"))
}

/// The node at `pointer`.
pub fn lookup<'a>(tree: &'a Value, pointer: &str) -> Option<&'a Value> {
    if pointer.is_empty() {
        return Some(tree);
    }
    pointer::tokens(pointer).try_fold(tree, |node, token| pointer::child(node, &token))
}

/// How far the pointer leads, and what could have been meant.
fn closest(tree: &Value, pointer: &str) -> String {
    let mut node = tree;
    let mut reached = String::from("#");
    for token in pointer::tokens(pointer) {
        if let Some(child) = pointer::child(node, &token) {
            node = child;
            reached = pointer::join(&reached, &token);
            continue;
        }
        let names: Vec<&str> = node
            .as_object()
            .into_iter()
            .flatten()
            .map(|(name, _)| name.as_str())
            .collect();
        let lower = token.to_lowercase();
        let similar = names
            .iter()
            .find(|name| name.to_lowercase() == lower)
            .or_else(|| {
                names.iter().find(|name| {
                    let name = name.to_lowercase();
                    name.starts_with(&lower) || lower.starts_with(&name)
                })
            });
        return match similar {
            Some(similar) => format!("`{reached}` has no `{token}`; did you mean `{similar}`?"),
            None => format!("`{reached}` has no `{token}`"),
        };
    }
    format!("only `{reached}` exists")
}

/// The pointer that a `$ref` into the same document names.
pub fn local(reference: &str) -> Option<String> {
    within(reference).map(Cow::into_owned)
}

fn within(reference: &str) -> Option<Cow<'_, str>> {
    reference.strip_prefix('#').map(pointer::percent_decoded)
}

/// The pointer that `node` refers to, if it is a reference into the same document.
pub(crate) fn target(node: &Value) -> Option<Cow<'_, str>> {
    reference(node).and_then(within)
}

/// What `node` is as far as its references lead; `node` itself where they lead in a circle.
pub(crate) fn followed<'a>(tree: &'a Value, node: &'a Value) -> &'a Value {
    let mut current = node;
    for _ in 0..LONGEST_CHAIN {
        let Some(next) = target(current).and_then(|pointer| lookup(tree, &pointer)) else {
            return current;
        };
        current = next;
    }
    node
}

/// The pointer at which [`followed`] finds what stands at `pointer`.
pub(crate) fn followed_at(tree: &Value, pointer: &str) -> String {
    let mut at = Cow::Borrowed(pointer);
    for _ in 0..LONGEST_CHAIN {
        match lookup(tree, &at).and_then(target) {
            Some(target) if lookup(tree, &target).is_some() => at = target,
            _ => return at.into_owned(),
        }
    }
    pointer.to_owned()
}
