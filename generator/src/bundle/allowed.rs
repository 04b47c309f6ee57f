//! Which files a document may refer to.
//!
//! A document is untrusted: a reference must not read whatever the user may read, and not show it in a diagnostic.

use std::fs;
use std::path::{Component, Path, PathBuf};

use serde_json::Value;

/// The folders that references may lead into: that of the document, and those that the user allows.
pub(super) struct Allowed(Vec<PathBuf>);

impl Allowed {
    pub(super) fn new(document: &Path, further: &[PathBuf]) -> Self {
        let own = document.parent().unwrap_or_else(|| Path::new(""));
        let folders = std::iter::once(own).chain(further.iter().map(PathBuf::as_path));
        Self(folders.map(real).collect())
    }

    /// Whether a file lies in one of the folders once all links are followed.
    pub(super) fn contains(&self, path: &Path) -> bool {
        let path = real(path);
        self.0.iter().any(|folder| path.starts_with(folder))
    }
}

/// The path with its links followed; of what does not exist, the path as it would be.
fn real(path: &Path) -> PathBuf {
    let path = if path.as_os_str().is_empty() {
        Path::new(".")
    } else {
        path
    };
    if let Ok(real) = fs::canonicalize(path) {
        return real;
    }
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut known = PathBuf::new();
    for component in absolute.components() {
        match component {
            Component::ParentDir => {
                known.pop();
            }
            Component::CurDir => {}
            other => known.push(other),
        }
        if let Ok(real) = fs::canonicalize(&known) {
            known = real;
        }
    }
    known
}

/// Whether a tree can be an OpenAPI document or a part of one: an object, or a list of objects, with a member that OpenAPI
/// knows near its root.
pub(super) fn is_openapi(tree: &Value) -> bool {
    const MEMBERS: [&str; 26] = [
        "$ref",
        "type",
        "properties",
        "items",
        "allOf",
        "oneOf",
        "anyOf",
        "enum",
        "schema",
        "schemas",
        "content",
        "description",
        "parameters",
        "responses",
        "requestBody",
        "get",
        "put",
        "post",
        "delete",
        "patch",
        "openapi",
        "swagger",
        "paths",
        "components",
        "additionalProperties",
        "operationId",
    ];
    const DEEPEST: usize = 3;
    let mut waiting = vec![(tree, 0)];
    while let Some((node, depth)) = waiting.pop() {
        match node {
            Value::Object(members) => {
                if MEMBERS.iter().any(|member| members.contains_key(*member)) {
                    return true;
                }
                if depth < DEEPEST {
                    waiting.extend(members.values().map(|value| (value, depth + 1)));
                }
            }
            Value::Array(items) if depth < DEEPEST => {
                waiting.extend(items.iter().map(|item| (item, depth + 1)));
            }
            _ => {}
        }
    }
    false
}
