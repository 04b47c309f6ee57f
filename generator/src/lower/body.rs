//! Media types: what is done with each, and what a body of it is.

use serde_json::Value;

use super::Lowerer;
use crate::diag::Diagnostic;
use crate::ir::{Decode, Encode, Role, Type};
use crate::media_type::{essence, is_event_stream, is_json_lines, is_xml};
use crate::{pointer, resolve};

/// What to do with a media type, best first: JSON under its own name, forms, text, bytes.
pub(super) fn encode(media_type: &str) -> Encode {
    let essence = essence(media_type);
    match essence.as_str() {
        json if is_json(json) => Encode::Json,
        "application/x-www-form-urlencoded" => Encode::Form,
        "multipart/form-data" => Encode::Multipart,
        text if text.starts_with("text/")
            || text.ends_with("+xml")
            || text == "application/xml" =>
        {
            Encode::Text
        }
        _ => Encode::Bytes,
    }
}

/// JSON, or a media type with a JSON suffix (RFC 6839 section 3.1).
pub(super) fn is_json(essence: &str) -> bool {
    essence == "application/json"
        || (essence.ends_with("+json") && !is_json_lines(essence))
        || essence == "text/json"
        || essence == "*/*"
        || essence == "application/*"
}

pub(super) fn rank(media_type: &str) -> usize {
    let essence = essence(media_type);
    match encode(media_type) {
        Encode::Json if essence == "application/vnd.api+json" => 0,
        Encode::Json if essence == "application/json" => 1,
        Encode::Json => 2,
        Encode::Multipart => 3,
        Encode::Form => 4,
        Encode::Text | Encode::Xml(_) if is_xml(media_type) => 5,
        Encode::Text | Encode::Xml(_) => 6,
        Encode::Bytes => 7,
    }
}

/// The same for what is sent: bytes as they are go under a media type of bytes, if the document lists one.
pub(super) fn sent_rank(media_type: &str, binary: bool) -> usize {
    match encode(media_type) {
        Encode::Json | Encode::Text if binary => {
            rank("application/octet-stream") + rank(media_type)
        }
        _ => rank(media_type),
    }
}

/// The entry of a `content` map that is used.
pub(super) fn best(content: &Value) -> Option<(&String, &Value)> {
    content
        .as_object()?
        .iter()
        .min_by_key(|(media_type, _)| rank(media_type))
}

/// Whether the answer is read while it arrives, whatever else it can be.
pub(super) fn is_streamed(media_type: &str) -> bool {
    let essence = essence(media_type);
    is_event_stream(&essence) || is_json_lines(&essence)
}

/// What a wildcard media type means in practice.
pub(super) fn concrete(media_type: &str) -> String {
    match essence(media_type).as_str() {
        "*/*" | "application/*" | "application/*+json" => "application/json".to_owned(),
        _ => media_type.trim().to_owned(),
    }
}

impl Lowerer<'_> {
    /// Says what is not used of the media types of a request or a response.
    pub(super) fn note_left_out(
        &mut self,
        node: &Value,
        chosen: &str,
        at: &str,
        what: &str,
        counts: impl Fn(&str) -> bool,
    ) {
        let content = node.get("content").and_then(Value::as_object);
        let others: Vec<String> = content
            .into_iter()
            .flatten()
            .map(|(media_type, _)| media_type.as_str())
            .filter(|other| *other != chosen && counts(other))
            .map(|other| format!("`{other}`"))
            .collect();
        if !others.is_empty() {
            let others = others.join(", ");
            let message = format!("{what} as `{chosen}`; left out: {others}");
            self.warn(Diagnostic::note("media-type", at, message));
        }
    }

    pub(super) fn content(
        &mut self,
        media_type: &str,
        content: &Value,
        at: &str,
    ) -> (Decode, Type) {
        if media_type.starts_with("application/vnd.api+json") {
            self.json_api = true;
        }
        match (encode(media_type), content.get("schema")) {
            (Encode::Json, Some(schema)) => {
                if is_file(self.tree, schema) {
                    return (Decode::Bytes, Type::Binary);
                }
                (
                    Decode::Json,
                    self.nullable_schema(schema, &pointer::join(at, "schema"), Role::Read),
                )
            }
            (Encode::Json, None) => (Decode::Json, Type::Json),
            (Encode::Text | Encode::Form | Encode::Xml(_), schema) => {
                match (self.xml(media_type, schema, at, false), schema) {
                    (Some(root), Some(schema)) => (
                        Decode::Xml(root),
                        self.nullable_schema(schema, &pointer::join(at, "schema"), Role::Read),
                    ),
                    _ => (Decode::Text, Type::String),
                }
            }
            (Encode::Bytes | Encode::Multipart, _) => (Decode::Bytes, Type::Binary),
        }
    }

    /// Type of what a success response streams, if it can be of such a media type.
    pub(super) fn streamed(
        &mut self,
        operation: &Value,
        at: &str,
        is_stream: fn(&str) -> bool,
    ) -> Option<Type> {
        let at = pointer::join(at, "responses");
        let tree = self.tree;
        for (status, node) in operation
            .get("responses")?
            .as_object()?
            .iter()
            .filter(|(status, _)| status.starts_with('2'))
        {
            let place = pointer::join(&at, status);
            let Ok(resolved) = resolve::resolve(tree, node, &place) else {
                continue;
            };
            let content = resolved
                .node
                .get("content")
                .and_then(Value::as_object)
                .into_iter()
                .flatten();
            let Some((media_type, content)) = content
                .into_iter()
                .find(|(media_type, _)| is_stream(&essence(media_type)))
            else {
                continue;
            };
            let place = pointer::join(
                &pointer::join(&pointer::join(&resolved.pointer, "content"), media_type),
                "schema",
            );
            let schema = content.get("schema");
            let schema = schema.filter(|schema| !is_only_text(media_type, schema));
            return Some(
                schema.map_or(Type::Json, |schema| self.schema(schema, &place, Role::Read)),
            );
        }
        None
    }
}

/// Whether a schema says of a stream only that it is text, as a whole: what a line is, or the data of an event, it leaves
/// open.
fn is_only_text(media_type: &str, schema: &Value) -> bool {
    is_streamed(media_type)
        && schema["type"] == "string"
        && ["enum", "format", "pattern"]
            .iter()
            .all(|keyword| schema.get(keyword).is_none())
}

/// Whether a schema stands for bytes as they are (OpenAPI "Considerations for File Uploads").
pub(super) fn is_file(tree: &Value, schema: &Value) -> bool {
    resolve::resolve(tree, schema, "").is_ok_and(|resolved| {
        let text = |name: &str| resolved.node.get(name).and_then(Value::as_str);
        text("type") == Some("string") && text("format") == Some("binary")
    })
}
