//! Request bodies: each media type that the document lists can be sent.

use serde_json::Value;

use super::merge_patch::is_merge_patch;
use super::{Lowerer, body};
use crate::ir::{Body, Encode, Role, Type};
use crate::media_type::media_word;
use crate::{pointer, resolve};

impl Lowerer<'_> {
    /// The bodies that an operation takes, the best media type first. What differs from another one in its media type
    /// alone is told with that one.
    #[allow(clippy::single_match_else, reason = "both cases weigh the same")]
    pub(super) fn request_bodies(&mut self, operation: &Value, at: &str, role: Role) -> Vec<Body> {
        let at = pointer::join(at, "requestBody");
        let Some(node) = operation.get("requestBody") else {
            return Vec::new();
        };
        let resolved = match resolve::resolve(self.tree, node, &at) {
            Ok(resolved) => resolved,
            Err(diagnostic) => {
                self.warn(diagnostic);
                return Vec::new();
            }
        };
        let (node, at) = (resolved.node, resolved.pointer.into_owned());
        let content = node.get("content").and_then(Value::as_object);
        let mut content: Vec<(&String, &Value)> = content.into_iter().flatten().collect();
        content.sort_by_key(|(media_type, content)| {
            let binary = content
                .get("schema")
                .is_some_and(|schema| body::is_file(self.tree, schema));
            body::sent_rank(media_type, binary)
        });
        let at = pointer::join(&at, "content");
        let required = node.get("required").and_then(Value::as_bool) == Some(true);
        let docs = node.get("description").and_then(Value::as_str);
        let mut bodies: Vec<Body> = Vec::new();
        for (media_type, content) in content {
            let place = pointer::join(&at, media_type);
            let mut body = self.body(media_type, content, &place, role);
            match bodies.iter_mut().find(|known| same(known, &body)) {
                Some(known) => known.also.push(media_type.trim().to_owned()),
                None => {
                    (body.required, body.docs) = (required, docs.map(str::to_owned));
                    bodies.push(body);
                }
            }
        }
        bodies
    }

    fn body(&mut self, media_type: &str, content: &Value, at: &str, role: Role) -> Body {
        let role = if is_merge_patch(media_type) {
            Role::Update
        } else {
            role
        };
        let schema = content.get("schema");
        let binary = schema.is_some_and(|schema| body::is_file(self.tree, schema));
        let encode = match body::encode(media_type) {
            Encode::Json if binary => Encode::Bytes,
            // The caller knows how to write other characters; a text of Rust is UTF-8.
            Encode::Text if !is_utf8(media_type) => Encode::Bytes,
            Encode::Text => match self.xml(media_type, schema, at, true) {
                Some(root) => Encode::Xml(root),
                None => Encode::Text,
            },
            encode => encode,
        };
        let schema_at = pointer::join(at, "schema");
        let ty = match (encode, schema) {
            (Encode::Multipart, Some(schema)) => self.form(schema, &schema_at, role, content),
            (Encode::Json | Encode::Form | Encode::Xml(_), Some(schema)) => {
                self.nullable_schema(schema, &schema_at, role)
            }
            (Encode::Json | Encode::Form | Encode::Multipart, None) => Type::Json,
            (Encode::Text | Encode::Xml(_), _) => Type::String,
            (Encode::Bytes, _) => Type::Binary,
        };
        if media_type.starts_with("application/vnd.api+json") {
            self.json_api = true;
        }
        let sent = sent(media_type, encode);
        Body {
            // What a wildcard stands for is the caller's choice.
            also: if sent == media_type.trim() {
                Vec::new()
            } else {
                vec![media_type.trim().to_owned()]
            },
            media_type: sent,
            styles: match encode {
                Encode::Form => self.form_styles(content, at),
                _ => Vec::new(),
            },
            parts: match encode {
                Encode::Multipart => self.form_parts(content, at),
                _ => Vec::new(),
            },
            encode,
            ty,
            required: false,
            docs: None,
        }
    }
}

/// Whether two bodies are given in the same way, under different media types. Kinds of text are told apart.
fn same(one: &Body, other: &Body) -> bool {
    let kind = |body: &Body| media_word(&body.media_type);
    one.encode == other.encode
        && one.ty == other.ty
        && (one.encode != Encode::Text || kind(one) == kind(other))
        && (&one.styles, &one.parts) == (&other.styles, &other.parts)
}

/// What a wildcard becomes as the `Content-Type` of a request, which names one type (RFC 9110, section 8.3).
fn sent(media_type: &str, encode: Encode) -> String {
    match encode {
        Encode::Text | Encode::Xml(_) if media_type.contains('*') && media_type.contains("xml") => {
            "application/xml".to_owned()
        }
        Encode::Text if media_type.contains('*') => "text/plain".to_owned(),
        Encode::Bytes if media_type.contains('*') => "application/octet-stream".to_owned(),
        _ => body::concrete(media_type),
    }
}

/// Whether the media type leaves room for UTF-8.
fn is_utf8(media_type: &str) -> bool {
    let mut parameters = media_type.split(';').skip(1);
    let charset = parameters.find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        let is_charset = name.trim().eq_ignore_ascii_case("charset");
        is_charset.then(|| value.trim().trim_matches('"').to_ascii_lowercase())
    });
    charset.is_none_or(|charset| matches!(charset.as_str(), "utf-8" | "utf8" | "us-ascii"))
}
