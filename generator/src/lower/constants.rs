//! Members with one value only: what tells a union's alternatives apart is no field of theirs.
//!
//! A field could hold another value than the variant says. As a constant it is written by the type, wherever it stands.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::draft::{Draft, Tagged};
use super::kinds;
use crate::ir::{Constant, Operation, Presence, Scalar, Shape, Type, TypeId, Writes};

/// Turns the members that unions tell their alternatives by into constants, and says who writes them.
pub(super) fn settle(draft: &mut Draft<'_>, operations: &mut [Operation]) {
    let mut tagged: BTreeMap<TypeId, Tagged> = BTreeMap::new();
    for (id, members) in std::mem::take(&mut draft.tagged) {
        let known = tagged.entry(target(draft, id)).or_default();
        for (member, values) in members {
            known.entry(member).or_default().extend(values);
        }
    }
    let mut enumerations: Vec<TypeId> = Vec::new();
    for (id, members) in tagged {
        for (member, values) in members {
            // A type that is selected by several values keeps the field that says which.
            if let (1, Some(Some(value))) = (values.len(), values.first()) {
                enumerations.extend(constant(draft, id, &member, value));
            }
        }
    }
    who_writes(draft);
    drop_unused(draft, operations, enumerations);
}

/// What a type is an alias of. Aliases may still lead in a circle.
fn target(draft: &Draft<'_>, id: TypeId) -> TypeId {
    let mut id = id;
    for _ in 0..64 {
        match &draft.types[id.0].shape {
            Shape::Alias(Type::Named(next)) => id = *next,
            _ => break,
        }
    }
    id
}

/// Makes a constant of a field; the type that the field had.
fn constant(draft: &mut Draft<'_>, id: TypeId, member: &str, value: &Scalar) -> Option<TypeId> {
    let Shape::Struct(shape) = &mut draft.types[id.0].shape else {
        return None;
    };
    let index = shape.fields.iter().position(|field| field.wire == member)?;
    let field = shape.fields.remove(index);
    shape.constants.push(Constant {
        wire: field.wire,
        value: value.clone(),
        required: matches!(
            field.presence,
            Presence::Required | Presence::RequiredNullable
        ),
    });
    match field.ty {
        Type::Named(id) => Some(id),
        _ => None,
    }
}

/// A type that has the discriminator as a constant writes it itself, as does one with a field for several values of it, a
/// union of such types, and a resource its `type`.
fn who_writes(draft: &mut Draft<'_>) {
    let mut changed = true;
    while changed {
        changed = false;
        for index in 0..draft.types.len() {
            let Shape::Union(union) = &draft.types[index].shape else {
                continue;
            };
            let Some(member) = union.discriminator.clone() else {
                continue;
            };
            let own: Vec<bool> = union
                .variants
                .iter()
                .map(|variant| {
                    variant.writes == Writes::Tagged
                        && (writes_itself(draft, &variant.ty, &member)
                            // Which of several values it is, only the field says.
                            || variant.tags.len() > 1 && has_field(draft, &variant.ty, &member))
                })
                .collect();
            if let Shape::Union(union) = &mut draft.types[index].shape {
                for (variant, own) in union.variants.iter_mut().zip(own) {
                    if own {
                        variant.writes = Writes::Own;
                        changed = true;
                    }
                }
            }
        }
    }
}

fn writes_itself(draft: &Draft<'_>, ty: &Type, member: &str) -> bool {
    match ty {
        Type::Resource { kind: Some(_), .. } => member == "type",
        Type::Named(id) => match &draft.types[target(draft, *id).0].shape {
            Shape::Struct(shape) => shape
                .constants
                .iter()
                .any(|constant| constant.wire == member),
            Shape::Alias(ty @ Type::Resource { .. }) => writes_itself(draft, ty, member),
            Shape::Union(union) => {
                union.discriminator.as_deref() == Some(member)
                    && union
                        .variants
                        .iter()
                        .all(|variant| variant.writes == Writes::Own)
            }
            _ => false,
        },
        _ => false,
    }
}

fn has_field(draft: &Draft<'_>, ty: &Type, member: &str) -> bool {
    let Type::Named(id) = ty else { return false };
    match &draft.types[target(draft, *id).0].shape {
        Shape::Struct(shape) => shape.fields.iter().any(|field| field.wire == member),
        _ => false,
    }
}

/// Enumerations of one value that only constants had go.
fn drop_unused(draft: &mut Draft<'_>, operations: &mut [Operation], candidates: Vec<TypeId>) {
    let mut unused: HashSet<TypeId> = candidates
        .into_iter()
        .filter(|id| !draft.types[id.0].component)
        .collect();
    if unused.is_empty() {
        return;
    }
    let mut used = |ty: &Type| {
        if let Type::Named(id) = ty {
            unused.remove(id);
        }
    };
    for def in &draft.types {
        def.shape.visit(&mut used);
    }
    for operation in operations.iter() {
        operation.visit(&mut used);
    }
    if unused.is_empty() {
        return;
    }
    let gone: HashMap<TypeId, TypeId> = unused.into_iter().map(|id| (id, TypeId(0))).collect();
    kinds::remove(draft, operations, &gone);
}
