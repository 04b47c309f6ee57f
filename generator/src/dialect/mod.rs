//! Dialects: Swagger 2.0, OpenAPI 3.1 and 3.2 documents become OpenAPI 3.0 documents, on the tree.
//!
//! What comes out has the structure of OpenAPI 3.0 wherever the generator looks; what is odd about
//! the document was repaired, with a diagnostic. Pointers in diagnostics are those of the tree that
//! comes out; [`Sources`] knows where that was written.

mod anchors;
mod openapi31;
mod openapi32;
mod reference;
mod repair;
mod swagger2;
mod walk;

use serde_json::{Value, json};

use crate::diag::{Diagnostic, Diagnostics};
use crate::source::Sources;

/// The version that the tree claims after it was rewritten.
const REWRITTEN: &str = "3.0.3";

/// Rewrites `tree` to OpenAPI 3.0 and repairs common oddities.
///
/// A document that is neither Swagger 2.0 nor OpenAPI 3.0 to 3.2 is an error with the code
/// `version`, and is returned as it came.
pub fn normalize(mut tree: Value, sources: &mut Sources, diagnostics: &mut Diagnostics) -> Value {
    let Some(mut dialect) = detect(&tree, diagnostics) else {
        return tree;
    };
    if dialect == Dialect::OpenApi32 {
        openapi32::document(&mut tree, diagnostics);
        dialect = Dialect::OpenApi31;
    }
    let Value::Object(members) = &mut tree else {
        return tree;
    };
    let mut renamed = reference::Renamed::default();
    match dialect {
        Dialect::Swagger2 => {
            let mut places = swagger2::Places {
                sources,
                renamed: &mut renamed,
            };
            swagger2::document(members, &mut places, diagnostics);
        }
        Dialect::OpenApi31 | Dialect::OpenApi32 => {
            members.insert("openapi".to_owned(), json!(REWRITTEN));
            openapi31::document(members);
        }
        Dialect::OpenApi30 => {}
    }
    walk::document(&mut tree, dialect, renamed, sources, diagnostics);
    tree
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Dialect {
    Swagger2,
    OpenApi30,
    OpenApi31,
    OpenApi32,
}

fn detect(tree: &Value, diagnostics: &mut Diagnostics) -> Option<Dialect> {
    // YAML reads an unquoted `2.0` as a number.
    let version = |member: &str| match tree.get(member) {
        Some(Value::String(text)) => Some(text.trim().to_owned()),
        Some(Value::Number(number)) => Some(number.to_string()),
        _ => None,
    };
    let is = |version: &str, wanted: &str| {
        version
            .strip_prefix(wanted)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    let error = |pointer: &str, message: String| {
        Diagnostic::error("version", pointer, message)
            .help("supported are Swagger 2.0, OpenAPI 3.0, 3.1 and 3.2")
    };
    match (version("openapi"), version("swagger")) {
        (Some(version), _) if is(&version, "3.0") || version == "3" => Some(Dialect::OpenApi30),
        (Some(version), _) if is(&version, "3.1") => Some(Dialect::OpenApi31),
        (Some(version), _) if is(&version, "3.2") => Some(Dialect::OpenApi32),
        (None, Some(version)) if is(&version, "2.0") || version == "2" => Some(Dialect::Swagger2),
        (Some(version), _) => {
            let message = format!("OpenAPI version `{version}` is not supported");
            diagnostics.push(error("/openapi", message));
            None
        }
        (None, Some(version)) => {
            let message = format!("Swagger version `{version}` is not supported");
            diagnostics.push(error("/swagger", message));
            None
        }
        (None, None) => {
            let found = match tree {
                Value::Object(members) if members.is_empty() => "an empty object".to_owned(),
                Value::Object(members) => {
                    let names: Vec<_> = members
                        .keys()
                        .take(5)
                        .map(|key| format!("`{key}`"))
                        .collect();
                    format!("an object with the members {}", names.join(", "))
                }
                Value::Array(_) => "a list".to_owned(),
                Value::Null => "an empty document".to_owned(),
                _ => "plain text".to_owned(),
            };
            let message = format!(
                "this is no OpenAPI document: neither `openapi` nor `swagger` says its version; it is {found}"
            );
            diagnostics.push(error("", message));
            None
        }
    }
}

#[cfg(test)]
mod tests;
