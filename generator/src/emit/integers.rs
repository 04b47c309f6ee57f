//! Which types hold integers by themselves, to be read from `1.0` as well.

use super::Context;
use crate::ir::{Shape, Type};

impl Context<'_> {
    /// Whether the type is an integer, or holds some without a type of its own around them.
    pub(crate) fn holds_integers(&self, ty: &Type) -> bool {
        match ty {
            Type::Int64 | Type::Uint64 => true,
            Type::Array(inner)
            | Type::Map(inner)
            | Type::Nullable(inner)
            | Type::Boxed(inner)
            | Type::OneOrMany(inner) => self.holds_integers(inner),
            Type::Named(id) => match &self.api.types[id.0].shape {
                Shape::Alias(target) => self.holds_integers(target),
                _ => false,
            },
            _ => false,
        }
    }
}
