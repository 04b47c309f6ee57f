//! Request and response bodies.

use serde_json::Value;

use super::Lowerer;
use crate::diag::Diagnostic;
use crate::ir::{Body, Decode, Encode, Output, ResponseVariant, Role, Shape, Type};
use crate::{pointer, resolve};

/// What to do with a media type, best first: JSON under its own name, forms, text, bytes.
fn encode(media_type: &str) -> Encode {
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

/// Media type without parameters, in lower case (RFC 9110 section 8.3.1).
pub(super) fn essence(media_type: &str) -> String {
    media_type
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase()
}

/// JSON, or a media type with a JSON suffix (RFC 6839 section 3.1).
pub(super) fn is_json(essence: &str) -> bool {
    essence == "application/json"
        || (essence.ends_with("+json") && !is_json_lines(essence))
        || essence == "text/json"
        || essence == "*/*"
        || essence == "application/*"
}

/// Server-sent events (WHATWG HTML).
pub(super) fn is_event_stream(essence: &str) -> bool {
    essence == "text/event-stream"
}

/// JSON values, one per line (jsonlines.org, NDJSON) or behind a record separator (RFC 7464).
pub(super) fn is_json_lines(essence: &str) -> bool {
    const NAMES: [&str; 7] = [
        "application/jsonl",
        "application/jsonlines",
        "application/x-jsonlines",
        "application/ndjson",
        "application/x-ndjson",
        "application/stream+json",
        "application/json-seq",
    ];
    NAMES.contains(&essence)
}

fn rank(media_type: &str) -> usize {
    let essence = essence(media_type);
    match encode(media_type) {
        Encode::Json if essence == "application/vnd.api+json" => 0,
        Encode::Json if essence == "application/json" => 1,
        Encode::Json => 2,
        Encode::Multipart => 3,
        Encode::Form => 4,
        Encode::Text => 5,
        Encode::Bytes => 6,
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
fn is_streamed(media_type: &str) -> bool {
    let essence = essence(media_type);
    is_event_stream(&essence) || is_json_lines(&essence)
}

/// What a wildcard media type means in practice.
fn concrete(media_type: &str) -> String {
    match essence(media_type).as_str() {
        "*/*" | "application/*" => "application/json".to_owned(),
        _ => media_type.trim().to_owned(),
    }
}

/// What a wildcard becomes as the `Content-Type` of a request, which names one type (RFC 9110, section 8.3).
fn sent(media_type: &str, encode: Encode) -> String {
    match encode {
        Encode::Text if media_type.contains('*') => "text/plain".to_owned(),
        Encode::Bytes if media_type.contains('*') => "application/octet-stream".to_owned(),
        _ => concrete(media_type),
    }
}

/// A success response as the document describes it.
struct Success {
    status: String,
    accept: String,
    decode: Decode,
    ty: Type,
    docs: Option<String>,
}

impl Lowerer<'_> {
    pub(super) fn request_body(&mut self, operation: &Value, at: &str, role: Role) -> Option<Body> {
        let at = pointer::join(at, "requestBody");
        let tree = self.tree;
        let resolved = match resolve::resolve(tree, operation.get("requestBody")?, &at) {
            Ok(resolved) => resolved,
            Err(diagnostic) => {
                self.warn(diagnostic);
                return None;
            }
        };
        let (node, at) = (resolved.node, resolved.pointer.into_owned());
        let (media_type, content) = best(node.get("content")?)?;
        let content_at = pointer::join(&at, "content");
        let every = |_: &str| true;
        self.note_left_out(node, media_type, &content_at, "the body is sent", every);
        let content_at = pointer::join(&content_at, media_type);
        let binary = content
            .get("schema")
            .is_some_and(|schema| is_file(tree, schema));
        let encode = match encode(media_type) {
            Encode::Json if binary => Encode::Bytes,
            encode => encode,
        };
        let ty = match (encode, content.get("schema")) {
            (Encode::Multipart, Some(schema)) => {
                self.form(schema, &pointer::join(&content_at, "schema"), role)
            }
            (Encode::Json | Encode::Form, Some(schema)) => {
                self.nullable_schema(schema, &pointer::join(&content_at, "schema"), role)
            }
            (Encode::Json | Encode::Form | Encode::Multipart, None) => Type::Json,
            (Encode::Text, _) => Type::String,
            (Encode::Bytes, _) => Type::Binary,
        };
        if media_type.starts_with("application/vnd.api+json") {
            self.json_api = true;
        }
        Some(Body {
            media_type: sent(media_type, encode),
            styles: match encode {
                Encode::Form => self.form_styles(content, &content_at),
                _ => Vec::new(),
            },
            encode,
            ty,
            required: node.get("required").and_then(Value::as_bool) == Some(true),
            docs: node
                .get("description")
                .and_then(Value::as_str)
                .map(str::to_owned),
        })
    }

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

    /// The success body: one type where all successes agree, else one per status.
    pub(super) fn output(&mut self, operation: &Value, at: &str) -> Output {
        let responses = operation.get("responses").and_then(Value::as_object);
        let at = pointer::join(at, "responses");
        let mut successes: Vec<Success> = Vec::new();
        let is_success = |status: &str| status.starts_with('2');
        let any = responses
            .into_iter()
            .flatten()
            .any(|(status, _)| is_success(status));
        for (status, node) in responses.into_iter().flatten() {
            if is_success(status) || (!any && status == "default") {
                successes.extend(self.success(status, node, &pointer::join(&at, status)));
            }
        }
        let (with_body, without): (Vec<Success>, Vec<Success>) = successes
            .into_iter()
            .partition(|success| success.decode != Decode::Empty);
        let mut with_body = with_body.into_iter();
        let Some(first) = with_body.next() else {
            let docs = without.into_iter().find_map(|success| success.docs);
            return Output {
                accept: String::new(),
                decode: Decode::Empty,
                ty: Type::Unit,
                docs,
            };
        };
        let others: Vec<Success> = with_body.collect();
        if others
            .iter()
            .all(|other| other.ty == first.ty && other.decode == first.decode)
        {
            let (decode, ty) = match (without.is_empty(), first.decode) {
                (false, Decode::Json) => (Decode::JsonOrEmpty, Type::Nullable(Box::new(first.ty))),
                (_, decode) => (decode, first.ty),
            };
            return Output {
                accept: first.accept,
                decode,
                ty,
                docs: first.docs,
            };
        }
        let docs = first.docs.clone();
        let mut accept = first.accept.clone();
        for other in &others {
            if !accept.split(", ").any(|known| known == other.accept) {
                accept = accept + ", " + &other.accept;
            }
        }
        let variants = std::iter::once(first).chain(others).chain(without);
        let variants = variants
            .map(|success| ResponseVariant {
                status: success.status,
                docs: success.docs,
                decode: success.decode,
                ty: success.ty,
            })
            .collect();
        let id = self.push(&at, Role::Read, &Value::Null, Shape::Responses(variants));
        self.types[id.0].words = super::words::words(self.tree, &pointer::join(&at, "200"));
        Output {
            accept,
            decode: Decode::ByStatus,
            ty: Type::Named(id),
            docs,
        }
    }

    fn success(&mut self, status: &str, node: &Value, at: &str) -> Option<Success> {
        let tree = self.tree;
        let resolved = match resolve::resolve(tree, node, at) {
            Ok(resolved) => resolved,
            Err(diagnostic) => {
                self.warn(diagnostic);
                return None;
            }
        };
        let (node, at) = (resolved.node, resolved.pointer.into_owned());
        let docs = node
            .get("description")
            .and_then(Value::as_str)
            .map(str::to_owned)
            .filter(|docs| !docs.is_empty());
        let Some((media_type, content)) = node.get("content").and_then(best) else {
            return Some(Success {
                status: status.to_owned(),
                accept: String::new(),
                decode: Decode::Empty,
                ty: Type::Unit,
                docs,
            });
        };
        let at = pointer::join(&at, "content");
        let read_whole = |other: &str| !is_streamed(other);
        self.note_left_out(node, media_type, &at, "the answer is asked for", read_whole);
        let (decode, ty) = self.content(media_type, content, &pointer::join(&at, media_type));
        Some(Success {
            status: status.to_owned(),
            accept: concrete(media_type),
            decode,
            ty,
            docs,
        })
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
            (Encode::Text | Encode::Form, _) => (Decode::Text, Type::String),
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
            return Some(
                content
                    .get("schema")
                    .map_or(Type::Json, |schema| self.schema(schema, &place, Role::Read)),
            );
        }
        None
    }
}

/// Whether a schema stands for bytes as they are (OpenAPI "Considerations for File Uploads").
pub(super) fn is_file(tree: &Value, schema: &Value) -> bool {
    resolve::resolve(tree, schema, "").is_ok_and(|resolved| {
        let text = |name: &str| resolved.node.get(name).and_then(Value::as_str);
        text("type") == Some("string") && text("format") == Some("binary")
    })
}
