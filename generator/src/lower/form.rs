//! `multipart/form-data` bodies (OpenAPI "Special Considerations for `multipart` Content").

use serde_json::Value;

use super::{Lowerer, body::is_file};
use crate::ir::{Presence, Role, Shape, Struct, Type};
use crate::resolve;

impl Lowerer<'_> {
    /// The type of a form: its parts as members, or raw JSON if its parts are not declared.
    pub(super) fn form(&mut self, schema: &Value, at: &str, role: Role, content: &Value) -> Type {
        let at = resolve::resolve(self.tree, schema, at)
            .map_or_else(|_| at.to_owned(), |resolved| resolved.pointer.into_owned());
        let members = self.members(schema, &at);
        let mut fields = Vec::with_capacity(members.properties.len());
        for (name, (schema, place)) in &members.properties {
            if self.has_flag(schema, "readOnly") {
                continue;
            }
            let presence = if members.required.contains(name) {
                Presence::Required
            } else {
                Presence::Optional
            };
            let encoding = content.get("encoding").and_then(|all| all.get(name));
            let ty = match self.written_part(schema, encoding) {
                Some(ty) => ty,
                None => self.form_part(schema, place, role),
            };
            fields.push(self.field(name, schema, ty, presence));
        }
        if fields.is_empty() {
            return Type::Json;
        }
        let id = self.share(
            Shape::Form(Struct {
                fields,
                constants: Vec::new(),
                additional: None,
                keeps_undeclared: false,
            }),
            schema,
            &at,
            Role::Create,
        );
        self.forms.insert(at);
        Type::Named(id)
    }

    fn form_part(&mut self, schema: &Value, place: &str, role: Role) -> Type {
        if is_file(self.tree, schema) {
            return Type::File;
        }
        if let Ok(resolved) = resolve::resolve(self.tree, schema, place)
            && let Some(items) = resolved.node.get("items")
            && is_file(self.tree, items)
        {
            return Type::Array(Box::new(Type::File));
        }
        let place = place.to_owned();
        match self.schema(schema, &place, role) {
            Type::Named(id) if self.types[id.0].shape.is_none() => {
                self.alias_target(&Type::Named(id))
            }
            ty => ty,
        }
    }
}
