//! A client before it is written.

use crate::diag::Diagnostics;
use crate::output::Output;
use crate::{emit, ir, names};

/// What [`generate`](crate::generate) returns.
#[derive(Debug)]
pub struct Generated {
    /// The client's files.
    pub output: Output,
    /// What was found on the way; no errors.
    pub diagnostics: Diagnostics,
    /// What the client is made of.
    #[doc(hidden)]
    pub api: ir::Api,
    /// `Cargo.toml` for a client that has none yet.
    pub manifest: String,
    pub(crate) names: names::Names,
}

impl Generated {
    /// The Rust type that was made for the schema at a JSON pointer, as `models::Name`: the one for `role`, or the one that
    /// serves all roles.
    #[doc(hidden)]
    pub fn type_of(&self, pointer: &str, role: ir::Role) -> Option<String> {
        let found: Vec<usize> = (0..self.api.types.len())
            .filter(|index| self.api.types[*index].pointer == pointer)
            .collect();
        let of_role = found
            .iter()
            .find(|index| self.api.types[**index].role == role);
        let index = of_role.or_else(|| {
            found
                .iter()
                .min_by_key(|index| self.api.types[**index].role)
        })?;
        let id = ir::TypeId(*index);
        let name = match &self.api.types[*index].shape {
            ir::Shape::Kind(kind) => {
                let own = kind.parts(role).map_or_else(|| kind.main_role(), |_| role);
                self.names.kind(id).resource(own)
            }
            _ => self.names.ty(id),
        };
        Some(format!("models::{name}"))
    }

    /// The method of the client that an operation is, by its position in [`ir::Api::operations`]; empty if there is none.
    #[doc(hidden)]
    pub fn method(&self, index: usize) -> String {
        self.api
            .operations
            .get(index)
            .map(|_| self.names.method(index).to_string())
            .unwrap_or_default()
    }

    /// The text of a function `name` that calls an operation, by its position in [`ir::Api::operations`], with values that it is
    /// given when it runs. For the checks of this repository: what it expects around it may change with any version.
    #[doc(hidden)]
    pub fn driven(&self, index: usize, name: &str) -> String {
        let context = emit::Context {
            api: &self.api,
            names: &self.names,
            models: &self.names.type_names(),
        };
        emit::driven(context, index, name)
    }

    /// The path of an operation's type, by its position in [`ir::Api::operations`].
    #[doc(hidden)]
    pub fn operation(&self, index: usize) -> String {
        let tag = self.api.operations[index].tag;
        format!(
            "operations::{}::{}",
            self.names.module(tag),
            self.names.operation(index)
        )
    }
}
