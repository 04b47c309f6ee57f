//! What types stand for that are other names for types.

use super::{Api, Shape, Type, TypeId};

/// No chain of aliases is longer than this once lowering has ended those that lead on for ever.
const LONGEST: usize = 128;

/// What a type stands for, through aliases.
pub(crate) fn target<'t>(ty: &'t Type, shape: impl Fn(TypeId) -> &'t Shape) -> &'t Type {
    let mut ty = ty;
    for _ in 0..LONGEST {
        let Type::Named(id) = ty else { break };
        let Shape::Alias(next) = shape(*id) else {
            break;
        };
        ty = next;
    }
    ty
}

impl Api {
    /// What a type stands for, through aliases.
    pub fn target<'t>(&'t self, ty: &'t Type) -> &'t Type {
        target(ty, |id| &self.types[id.0].shape)
    }
}
