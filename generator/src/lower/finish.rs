//! What can be decided only when all types are known.

use std::collections::HashMap;

use super::aliases;
use super::components::strongly_connected;
use super::draft::Draft;
use crate::ir::{Presence, Shape, Type, TypeId, Union, Writes};

/// Completes relationships, ends recursions, orders alternatives.
pub(super) fn finish(draft: &mut Draft<'_>) {
    link_kinds(draft);
    spell_ranges(draft);
    aliases::end(draft);
    box_recursive_members(draft);
    order_alternatives(draft);
}

/// Relationships learn which kind they lead to.
fn link_kinds(draft: &mut Draft<'_>) {
    let mut kinds: HashMap<String, TypeId> = HashMap::new();
    for (index, def) in draft.types.iter().enumerate() {
        if let Shape::Kind(kind) = &def.shape
            && kind.read.is_some()
            && let Some(resource_type) = &kind.resource_type
        {
            kinds.entry(resource_type.clone()).or_insert(TypeId(index));
        }
    }
    for def in &mut draft.types {
        def.shape.visit_mut(&mut |ty| {
            if let Type::ToOne(linkage) | Type::ToMany(linkage) | Type::Identifier(linkage) = ty {
                linkage.kind = linkage
                    .target
                    .as_ref()
                    .and_then(|target| kinds.get(target))
                    .copied();
            }
        });
    }
}

/// Ranges are spelled in parameters only; in JSON they are text.
fn spell_ranges(draft: &mut Draft<'_>) {
    for def in &mut draft.types {
        def.shape.visit_mut(&mut |ty| {
            if *ty == Type::DateRange {
                *ty = Type::String;
            }
        });
    }
}

/// Members through which a struct would contain itself go to the heap.
fn box_recursive_members(draft: &mut Draft<'_>) {
    let count = draft.types.len();
    let edges: Vec<Vec<usize>> = (0..count)
        .map(|index| held_by_value(draft, index))
        .collect();
    let component = strongly_connected(&edges);
    let recursive = |owner: usize, id: usize| {
        component[owner] == component[id] && (owner != id || edges[owner].contains(&owner))
    };
    for owner in 0..count {
        let hold = |ty: &mut Type| {
            let Some(id) = held(ty) else { return };
            if recursive(owner, id.0) {
                *ty = match std::mem::replace(ty, Type::Unit) {
                    Type::Nullable(inner) => Type::Nullable(Box::new(Type::Boxed(inner))),
                    other => Type::Boxed(Box::new(other)),
                };
            }
        };
        match &mut draft.types[owner].shape {
            Shape::Struct(shape) => shape
                .fields
                .iter_mut()
                .map(|field| &mut field.ty)
                .for_each(hold),
            Shape::Union(union) => union
                .variants
                .iter_mut()
                .map(|variant| &mut variant.ty)
                .for_each(hold),
            _ => {}
        }
    }
}

fn held_by_value(draft: &Draft<'_>, index: usize) -> Vec<usize> {
    let types: Vec<&Type> = match &draft.types[index].shape {
        Shape::Struct(shape) => shape.fields.iter().map(|field| &field.ty).collect(),
        Shape::Union(union) => union.variants.iter().map(|variant| &variant.ty).collect(),
        Shape::Alias(ty) | Shape::Newtype(ty) => vec![ty],
        _ => Vec::new(),
    };
    types.into_iter().filter_map(held).map(|id| id.0).collect()
}

/// The definition that a value of this type contains directly.
fn held(ty: &Type) -> Option<TypeId> {
    match ty {
        Type::Nullable(inner) | Type::OneOrMany(inner) => held(inner),
        Type::Named(id) => Some(*id),
        _ => None,
    }
}

/// Without a discriminator the first of those alternatives is taken that fit equally well: the most demanding come first.
/// What takes anything comes last.
fn order_alternatives(draft: &mut Draft<'_>) {
    for index in 0..draft.types.len() {
        let Shape::Union(union) = &draft.types[index].shape else {
            continue;
        };
        let mut union: Union = union.clone();
        let told = union.discriminator.is_some();
        union.variants.sort_by_key(|variant| {
            let rank = (!told).then(|| rank(draft, &variant.ty));
            (variant.writes == Writes::Open, rank)
        });
        draft.types[index].shape = Shape::Union(union);
    }
}

fn rank(draft: &Draft<'_>, ty: &Type) -> (usize, std::cmp::Reverse<usize>) {
    let rank = |rank| (rank, std::cmp::Reverse(0));
    match draft.target(ty) {
        Type::Boxed(inner) => self::rank(draft, inner),
        Type::Bool | Type::Unit => rank(0),
        Type::Int64 | Type::Uint64 => rank(2),
        Type::Float | Type::Number => rank(3),
        Type::DateTime => rank(4),
        Type::Date | Type::DateRange | Type::Foreign(_) => rank(5),
        Type::Named(id) => match &draft.types[id.0].shape {
            Shape::IntegerEnum(_) => rank(2),
            Shape::Struct(shape) => {
                let required = shape
                    .fields
                    .iter()
                    .filter(|field| {
                        matches!(
                            field.presence,
                            Presence::Required | Presence::RequiredNullable
                        )
                    })
                    .count();
                (6, std::cmp::Reverse(required * 1000 + shape.fields.len()))
            }
            Shape::StringEnum { .. } => rank(9),
            // It takes whatever it does not know.
            Shape::Union(_) => rank(12),
            _ => rank(7),
        },
        Type::Array(_) | Type::Resource { .. } | Type::Document { .. } | Type::OneOrMany(_) => {
            rank(7)
        }
        Type::Map(_) => rank(8),
        Type::JsonObject => rank(10),
        _ => rank(11),
    }
}
