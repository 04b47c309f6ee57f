//! The security schemes of a document.

use serde_json::Value;

use crate::plan::{Proof, Scheme};
use crate::schema::resolved;

/// All schemes.
pub(super) fn schemes(tree: &Value) -> Vec<Scheme> {
    let declared = tree
        .pointer("/components/securitySchemes")
        .and_then(Value::as_object);
    declared
        .into_iter()
        .flatten()
        .map(|(name, node)| Scheme {
            name: name.clone(),
            proof: resolved(tree, node, "").map_or(Proof::Nothing, |(node, _)| proof(node)),
        })
        .collect()
}

fn proof(node: &Value) -> Proof {
    let text = |name: &str| node.get(name).and_then(Value::as_str).unwrap_or_default();
    match (text("type"), text("in")) {
        ("http", _) => match text("scheme").to_lowercase().as_str() {
            "bearer" => Proof::Bearer { fixed: true },
            "basic" => Proof::Basic,
            _ => Proof::Authorization(text("scheme").to_owned()),
        },
        ("apiKey", "header") => Proof::Header(text("name").to_lowercase()),
        ("apiKey", "query") => Proof::Query(text("name").to_owned()),
        ("apiKey", "cookie") => Proof::Cookie(text("name").to_owned()),
        ("oauth2", _) => Proof::Bearer { fixed: false },
        ("openIdConnect", _) => Proof::Bearer { fixed: true },
        _ => Proof::Nothing,
    }
}

/// Alternatives of schemes, each a list of which all are asked for; empty if nothing is.
pub(super) fn alternatives(tree: &Value, operation: &str, schemes: &[Scheme]) -> Vec<Vec<usize>> {
    let own = crate::tree::lookup(tree, operation).and_then(|node| node.get("security"));
    let listed = own.or_else(|| tree.get("security"));
    let found: Vec<Vec<usize>> = listed
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_object)
        .map(|names| {
            let known = |name: &String| schemes.iter().position(|scheme| scheme.name == *name);
            names.keys().filter_map(known).collect()
        })
        .collect();
    if found.iter().any(Vec::is_empty) {
        Vec::new()
    } else {
        found
    }
}
