//! Which types hold integers by themselves, to be read from `1.0` as well.

use super::Context;
use crate::ir::Type;

impl Context<'_> {
    /// Whether the type is an integer, or holds some without a type of its own around them.
    pub(crate) fn holds_integers(&self, ty: &Type) -> bool {
        match self.api.target(ty) {
            Type::Int64 | Type::Uint64 => true,
            Type::Array(inner)
            | Type::Map(inner)
            | Type::Nullable(inner)
            | Type::Boxed(inner)
            | Type::OneOrMany(inner) => self.holds_integers(inner),
            _ => false,
        }
    }
}
