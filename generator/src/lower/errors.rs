//! Error bodies, typed by status.

use std::collections::HashMap;

use serde_json::Value;

use super::draft::{Def, Draft};
use super::{Lowerer, body::best};
use crate::ir::{Decode, Operation, ResponseVariant, Role, Shape, Type, TypeId};
use crate::{pointer, resolve};

impl Lowerer<'_> {
    /// Error bodies that are JSON or text, by status.
    pub(super) fn error_bodies(&mut self, operation: &Value, at: &str) -> Vec<ResponseVariant> {
        let mut errors = Vec::new();
        let at = pointer::join(at, "responses");
        for (status, node) in operation
            .get("responses")
            .and_then(Value::as_object)
            .into_iter()
            .flatten()
        {
            if !(status.starts_with('4') || status.starts_with('5') || status == "default") {
                continue;
            }
            let place = pointer::join(&at, status);
            let resolved = match resolve::resolve(self.tree, node, &place) {
                Ok(resolved) => resolved,
                Err(diagnostic) => {
                    self.warn(diagnostic);
                    continue;
                }
            };
            let (node, place) = (resolved.node.clone(), resolved.pointer.into_owned());
            let Some((media_type, content)) = node.get("content").and_then(best) else {
                continue;
            };
            let place = pointer::join(&place, "content");
            let every = |_: &str| true;
            self.note_left_out(&node, media_type, &place, "the error is read", every);
            let (decode, ty) =
                self.content(media_type, content, &pointer::join(&place, media_type));
            if matches!(decode, Decode::Json | Decode::Text | Decode::Xml(_)) {
                errors.push(ResponseVariant {
                    status: status.clone(),
                    // Operations whose errors differ in words only share a type.
                    docs: None,
                    decode,
                    ty,
                });
            }
        }
        errors
    }
}

/// Makes a type for the errors of each operation whose bodies have several types; for one type alone `Error::body` does.
/// Operations with the same errors share it, and those of JSON:API are read by the runtime.
pub(super) fn type_errors(draft: &mut Draft<'_>, operations: &mut [Operation]) {
    if draft.json_api {
        return;
    }
    let mut known: HashMap<Vec<ResponseVariant>, TypeId> = HashMap::new();
    for operation in operations {
        let mut errors = operation.errors.clone();
        // `Error::body` reads JSON.
        let xml = errors
            .iter()
            .any(|error| matches!(error.decode, Decode::Xml(_)));
        if !xml && errors.windows(2).all(|pair| pair[0].ty == pair[1].ty) {
            continue;
        }
        errors.sort_by_key(|error| match error.status.parse::<u16>() {
            Ok(_) => 0,
            Err(_) if error.status == "default" => 2,
            Err(_) => 1,
        });
        let shape = match known.get(&errors) {
            Some(same) => Shape::Alias(Type::Named(*same)),
            None => Shape::Errors(errors.clone()),
        };
        let id = TypeId(draft.types.len());
        draft.types.push(Def {
            pointer: format!("{}/responses/errors", operation.pointer),
            words: vec![operation.id.clone(), "error".to_owned()],
            role: Role::Read,
            docs: Some(format!(
                "Error bodies of the operation `{}`, for `Error::typed`.",
                operation.id.replace('`', "'")
            )),
            deprecated: false,
            component: false,
            shape,
        });
        known.entry(errors).or_insert(id);
        operation.error = Some(Type::Named(id));
    }
}
