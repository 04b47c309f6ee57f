//! Headers of responses.

use serde_json::Value;

use super::Lowerer;
use crate::ir::{ResponseHeader, Type};
use crate::{pointer, resolve};

impl Lowerer<'_> {
    /// Headers that the document describes in any response of an operation. What is no number and no truth value is
    /// text, as is a header that two responses describe differently.
    pub(super) fn response_headers(&self, operation: &Value, at: &str) -> Vec<ResponseHeader> {
        let at = pointer::join(at, "responses");
        let responses = operation.get("responses").and_then(Value::as_object);
        let mut headers: Vec<ResponseHeader> = Vec::new();
        for (_, response) in responses.into_iter().flatten() {
            let Ok(response) = resolve::resolve(self.tree, response, &at) else {
                continue;
            };
            let described = response.node.get("headers").and_then(Value::as_object);
            for (wire, header) in described.into_iter().flatten() {
                // OpenAPI "Response Object": a header of this name is ignored.
                if wire.eq_ignore_ascii_case("content-type") || !is_token(wire) {
                    continue;
                }
                let Ok(header) = resolve::resolve(self.tree, header, &at) else {
                    continue;
                };
                let ty = self.header_type(header.node);
                let known = headers
                    .iter_mut()
                    .find(|known| known.wire.eq_ignore_ascii_case(wire));
                match known {
                    Some(known) if known.ty != ty => known.ty = Type::String,
                    Some(_) => {}
                    None => headers.push(ResponseHeader {
                        wire: wire.to_ascii_lowercase(),
                        ty,
                        docs: header
                            .node
                            .get("description")
                            .and_then(Value::as_str)
                            .map(str::to_owned),
                    }),
                }
            }
        }
        headers
    }

    /// The type of what a header or a parameter holds.
    pub(super) fn header_type(&self, header: &Value) -> Type {
        let schema = header
            .get("schema")
            .and_then(|schema| resolve::resolve(self.tree, schema, "").ok());
        let kind = schema.and_then(|schema| schema.node.get("type")?.as_str());
        match kind {
            Some("integer") => Type::Int64,
            Some("number") => Type::Float,
            Some("boolean") => Type::Bool,
            _ => Type::String,
        }
    }
}

/// Whether a text can be the name of a header (RFC 9110, section 5.6.2).
pub(super) fn is_token(name: &str) -> bool {
    let token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !name.is_empty() && name.bytes().all(token)
}
