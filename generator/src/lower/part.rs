//! How parts of `multipart/form-data` bodies are written (OpenAPI "Encoding Object").

use serde_json::Value;

use super::{Lowerer, body};
use crate::diag::Diagnostic;
use crate::ir::{Encode, Part, PartHeader, Structure, Type};
use crate::{pointer, resolve};

/// How Swagger 2.0 separates the items of a list, where OpenAPI 3.0 has no word for it. An extension of this generator.
const COLLECTION_FORMAT: &str = "x-collection-format";

/// What separates the items of a list, as far as the extension says it.
pub(super) fn separator(node: &Value) -> Option<&'static str> {
    match node.get(COLLECTION_FORMAT).and_then(Value::as_str)? {
        "csv" => Some(","),
        "ssv" => Some(" "),
        "tsv" => Some("\t"),
        "pipes" => Some("|"),
        _ => None,
    }
}

impl Lowerer<'_> {
    /// What the media type says about its parts.
    pub(super) fn form_parts(&mut self, content: &Value, at: &str) -> Vec<Part> {
        let at = pointer::join(at, "encoding");
        let encodings = content.get("encoding").and_then(Value::as_object);
        let properties = match (content.get("schema"), encodings) {
            (Some(schema), Some(_)) => self.members(schema, &at).properties,
            _ => return Vec::new(),
        };
        let mut parts = Vec::new();
        for (wire, encoding) in encodings.into_iter().flatten() {
            let at = pointer::join(&at, wire);
            let Some((schema, _)) = properties.get(wire) else {
                let message = format!("the form has no part `{wire}`; its encoding is not used");
                self.warn(Diagnostic::warning("encoding", at, message));
                continue;
            };
            let choices = media_types(encoding);
            let concrete = choices.iter().find(|choice| !choice.contains('*'));
            let list = self.structure(schema) == Some(Structure::List);
            let part = Part {
                wire: wire.clone(),
                media_type: concrete.cloned().unwrap_or_default(),
                joined: separator(encoding).filter(|_| list).unwrap_or_default(),
                headers: self.part_headers(encoding, &at),
                choices,
            };
            let nothing = Part {
                wire: wire.clone(),
                ..Part::default()
            };
            if part != nothing {
                parts.push(part);
            }
        }
        parts
    }

    /// Headers of a part; `Content-Type` is said in its own place.
    fn part_headers(&mut self, encoding: &Value, at: &str) -> Vec<PartHeader> {
        let at = pointer::join(at, "headers");
        let nodes = encoding.get("headers").and_then(Value::as_object);
        let mut headers = Vec::new();
        for (wire, node) in nodes.into_iter().flatten() {
            if wire.eq_ignore_ascii_case("content-type") {
                continue;
            }
            let at = pointer::join(&at, wire);
            let node = match resolve::resolve(self.tree, node, &at) {
                Ok(resolved) => resolved.node,
                Err(diagnostic) => {
                    self.warn(diagnostic);
                    continue;
                }
            };
            let schema = node.get("schema").cloned().unwrap_or_default();
            let schema = resolve::resolve(self.tree, &schema, "").map(|it| it.node.clone());
            headers.push(PartHeader {
                wire: wire.clone(),
                value: schema
                    .ok()
                    .as_ref()
                    .and_then(only_value)
                    .unwrap_or_default(),
                required: node.get("required").and_then(Value::as_bool) == Some(true),
            });
        }
        headers
    }

    /// The type of a part whose content is of this media type, where that is not what its schema says: text or a file
    /// that the caller writes.
    #[allow(clippy::match_same_arms, reason = "each says why")]
    pub(super) fn written_part(&self, schema: &Value, encoding: Option<&Value>) -> Option<Type> {
        let choices = encoding.map(media_types).unwrap_or_default();
        let Some(media_type) = choices.iter().find(|choice| !choice.contains('*')) else {
            return self.untyped_part(schema);
        };
        let opaque = [
            "image/",
            "audio/",
            "video/",
            "font/",
            "application/octet-stream",
        ];
        let is_opaque = opaque
            .iter()
            .any(|start| crate::media_type::essence(media_type).starts_with(start));
        let item = resolve::resolve(self.tree, schema, "").ok()?.node;
        let item = item
            .get("items")
            .filter(|_| self.structure(schema) == Some(Structure::List));
        let structure = self.structure(item.unwrap_or(schema));
        let ty = match (body::encode(media_type), structure) {
            (Encode::Json, _) => return None,
            (Encode::Bytes | Encode::Multipart, Some(Structure::Scalar)) if !is_opaque => {
                return None;
            }
            (Encode::Bytes | Encode::Multipart, _) => Type::File,
            (Encode::Text | Encode::Form | Encode::Xml(_), Some(Structure::Scalar)) => return None,
            (Encode::Text | Encode::Form | Encode::Xml(_), _) => Type::String,
        };
        Some(match item {
            Some(_) => Type::Array(Box::new(ty)),
            None => ty,
        })
    }
}

impl Lowerer<'_> {
    /// A part of which nothing is said is a file: its media type is `application/octet-stream` (OpenAPI 3.1 "Encoding
    /// Object", `contentType` where `type` is absent).
    fn untyped_part(&self, schema: &Value) -> Option<Type> {
        let node = resolve::resolve(self.tree, schema, "").ok()?.node;
        if says_nothing(node) {
            return Some(Type::File);
        }
        let item = node.get("items").filter(|_| node["type"] == "array")?;
        let item = resolve::resolve(self.tree, item, "").ok()?.node;
        says_nothing(item).then(|| Type::Array(Box::new(Type::File)))
    }
}

/// Whether a schema takes any value.
fn says_nothing(schema: &Value) -> bool {
    const ABOUT: [&str; 7] = [
        "title",
        "description",
        "deprecated",
        "externalDocs",
        "example",
        "examples",
        "writeOnly",
    ];
    schema.as_object().is_some_and(|members| {
        members
            .keys()
            .all(|key| ABOUT.contains(&key.as_str()) || key.starts_with("x-"))
    })
}

/// `contentType`: one media type, or several separated by commas.
fn media_types(encoding: &Value) -> Vec<String> {
    let text = encoding.get("contentType").and_then(Value::as_str);
    let choices = text.unwrap_or_default().split(',').map(str::trim);
    choices
        .filter(|choice| !choice.is_empty())
        .map(str::to_owned)
        .collect()
}

/// The value of a schema that allows one or has a default one.
fn only_value(schema: &Value) -> Option<String> {
    let values = schema.get("enum").and_then(Value::as_array);
    let only = values.and_then(|values| match values.as_slice() {
        [only] => Some(only),
        _ => None,
    });
    let value = schema
        .get("const")
        .or(only)
        .or_else(|| schema.get("default"))?;
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
        _ => None,
    }
}
