//! Which further traits each type can have.

use super::draft::Draft;
use crate::ir::{Derive, Shape, Type};

/// The traits that the user wants, for every type whose parts have them.
pub(super) fn derives(draft: &Draft<'_>) -> Vec<Vec<Derive>> {
    let mut derives = vec![Vec::new(); draft.types.len()];
    for wanted in &draft.config.derives {
        // Everything has the trait until a part of it does not: recursive types keep it.
        let mut has: Vec<bool> = draft
            .types
            .iter()
            .map(|def| {
                !matches!(
                    def.shape,
                    Shape::Form(_) | Shape::Responses(_) | Shape::Errors(_)
                )
            })
            .collect();
        let mut changed = true;
        while changed {
            changed = false;
            for (index, def) in draft.types.iter().enumerate() {
                let mut all = has[index];
                if all {
                    def.shape.visit(&mut |ty| all &= part_has(ty, &has));
                    changed |= !all;
                    has[index] = all;
                }
            }
        }
        for ((def, has), derives) in draft.types.iter().zip(has).zip(&mut derives) {
            let defined = matches!(
                def.shape,
                Shape::Struct(_) | Shape::Union(_) | Shape::Newtype(_)
            );
            if has && defined {
                derives.push(*wanted);
            }
        }
    }
    derives
}

/// Whether a type has `Eq` and `Hash`, its own parts aside, which are looked at by themselves.
fn part_has(ty: &Type, has: &[bool]) -> bool {
    match ty {
        Type::Named(id) => has[id.0],
        Type::Float
        | Type::File
        | Type::Foreign(_)
        | Type::Resource { .. }
        | Type::Document { .. }
        | Type::ToOne(_)
        | Type::ToMany(_)
        | Type::Identifier(_)
        | Type::Links => false,
        _ => true,
    }
}
