//! What can be decided only when all types are known.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::components::strongly_connected;
use super::{Lowerer, aliases};
use crate::case::upper_camel;
use crate::ir::{Operation, Presence, Role, Shape, TagId, Type, TypeId, Union, Writes};

/// Completes relationships, ends recursions, orders alternatives.
pub(super) fn finish(lowerer: &mut Lowerer<'_>) {
    link_kinds(lowerer);
    spell_ranges(lowerer);
    aliases::end(lowerer);
    box_recursive_members(lowerer);
    order_alternatives(lowerer);
}

/// Relationships learn which kind they lead to.
fn link_kinds(lowerer: &mut Lowerer<'_>) {
    let mut kinds: HashMap<String, TypeId> = HashMap::new();
    for (index, def) in lowerer.types.iter().enumerate() {
        if let Shape::Kind(kind) = &def.shape
            && kind.read.is_some()
            && let Some(resource_type) = &kind.resource_type
        {
            kinds.entry(resource_type.clone()).or_insert(TypeId(index));
        }
    }
    for def in &mut lowerer.types {
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
fn spell_ranges(lowerer: &mut Lowerer<'_>) {
    for def in &mut lowerer.types {
        def.shape.visit_mut(&mut |ty| {
            if *ty == Type::DateRange {
                *ty = Type::String;
            }
        });
    }
}

/// Members through which a struct would contain itself go to the heap.
fn box_recursive_members(lowerer: &mut Lowerer<'_>) {
    let count = lowerer.types.len();
    let edges: Vec<Vec<usize>> = (0..count)
        .map(|index| held_by_value(lowerer, index))
        .collect();
    let component = strongly_connected(&edges);
    let recursive = |owner: usize, id: usize| {
        component[owner] == component[id] && (owner != id || edges[owner].contains(&owner))
    };
    for owner in 0..count {
        let mut shape = std::mem::replace(&mut lowerer.types[owner].shape, Shape::Pending);
        let hold = |ty: &mut Type| {
            let Some(id) = held(ty) else { return };
            if recursive(owner, id.0) {
                *ty = match std::mem::replace(ty, Type::Unit) {
                    Type::Nullable(inner) => Type::Nullable(Box::new(Type::Boxed(inner))),
                    other => Type::Boxed(Box::new(other)),
                };
            }
        };
        match &mut shape {
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
        lowerer.types[owner].shape = shape;
    }
}

fn held_by_value(lowerer: &Lowerer<'_>, index: usize) -> Vec<usize> {
    let types: Vec<&Type> = match &lowerer.types[index].shape {
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
fn order_alternatives(lowerer: &mut Lowerer<'_>) {
    for index in 0..lowerer.types.len() {
        let Shape::Union(union) = &lowerer.types[index].shape else {
            continue;
        };
        let mut union: Union = union.clone();
        let told = union.discriminator.is_some();
        union.variants.sort_by_key(|variant| {
            let rank = (!told).then(|| rank(lowerer, &variant.ty));
            (variant.writes == Writes::Open, rank)
        });
        lowerer.types[index].shape = Shape::Union(union);
    }
}

fn rank(lowerer: &Lowerer<'_>, ty: &Type) -> (usize, std::cmp::Reverse<usize>) {
    let rank = |rank| (rank, std::cmp::Reverse(0));
    match ty {
        Type::Boxed(inner) => self::rank(lowerer, inner),
        Type::Bool | Type::Unit => rank(0),
        Type::Int64 | Type::Uint64 => rank(2),
        Type::Float | Type::Number => rank(3),
        Type::DateTime => rank(4),
        Type::Date | Type::DateRange | Type::Foreign(_) => rank(5),
        Type::Named(id) => match &lowerer.types[id.0].shape {
            Shape::Alias(target) => self::rank(lowerer, target),
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

/// Who sends and receives each type, and which tag's file it goes to.
pub(super) fn directions_and_owners(lowerer: &mut Lowerer<'_>, operations: &[Operation]) {
    let mut users: Vec<BTreeSet<TagId>> = vec![BTreeSet::new(); lowerer.types.len()];
    let mut by_tag: BTreeMap<TagId, Vec<&Operation>> = BTreeMap::new();
    for operation in operations {
        by_tag.entry(operation.tag).or_default().push(operation);
    }
    for (tag, operations) in by_tag {
        let sent = operations.iter().flat_map(|operation| {
            let parameters = operation.parameters.iter().map(|parameter| &parameter.ty);
            parameters.chain(operation.bodies().map(|body| &body.ty))
        });
        let received = operations.iter().flat_map(|operation| {
            let outputs = operation.outputs().map(|output| &output.ty);
            outputs
                .chain(&operation.events)
                .chain(&operation.lines)
                .chain(operation.errors.iter().map(|error| &error.ty))
                .chain(&operation.error)
        });
        for id in reachable(lowerer, sent) {
            lowerer.types[id.0].sent = true;
            users[id.0].insert(tag);
        }
        for id in reachable(lowerer, received) {
            lowerer.types[id.0].received = true;
            users[id.0].insert(tag);
        }
    }
    // What no operation uses may be read and sent by the user's own code, with all that is in it.
    let implements = |shape: &Shape| {
        matches!(
            shape,
            Shape::Struct(_) | Shape::Union(_) | Shape::Newtype(_)
        )
    };
    let unused = (0..lowerer.types.len())
        .filter(|index| users[*index].is_empty() && implements(&lowerer.types[*index].shape));
    let unused: Vec<Type> = unused.map(|index| Type::Named(TypeId(index))).collect();
    for id in reachable(lowerer, unused.iter()) {
        lowerer.types[id.0].received = true;
    }
    let all = lowerer.config.all_derives;
    for def in &mut lowerer.types {
        def.decoded = !def.sent || def.received || all;
    }
    let tags: Vec<String> = lowerer
        .tags
        .iter()
        .map(|tag| upper_camel(&tag.name))
        .collect();
    for index in 0..lowerer.types.len() {
        let users: Vec<TagId> = users[index].iter().copied().collect();
        lowerer.types[index].owner = if let [only] = users.as_slice() {
            Some(*only)
        } else {
            let name = upper_camel(
                lowerer.types[index]
                    .words
                    .first()
                    .map_or("", String::as_str),
            );
            let fitting = users.iter().filter(|tag| name.starts_with(&tags[tag.0]));
            fitting.max_by_key(|tag| tags[tag.0].len()).copied()
        };
    }
}

fn reachable<'t>(lowerer: &Lowerer<'_>, from: impl Iterator<Item = &'t Type>) -> BTreeSet<TypeId> {
    let mut seen = BTreeSet::new();
    let mut kinds: BTreeSet<(TypeId, Role)> = BTreeSet::new();
    let mut waiting: Vec<TypeId> = Vec::new();
    let mut waiting_kinds: Vec<(TypeId, Role)> = Vec::new();
    let collect =
        |ty: &Type, waiting: &mut Vec<TypeId>, waiting_kinds: &mut Vec<(TypeId, Role)>| match ty {
            Type::Named(id) => waiting.push(*id),
            Type::Resource {
                kind: Some(id),
                role,
            } => waiting_kinds.push((*id, *role)),
            _ => {}
        };
    from.for_each(|ty| ty.visit(&mut |ty| collect(ty, &mut waiting, &mut waiting_kinds)));
    loop {
        if let Some(id) = waiting.pop() {
            if seen.insert(id) {
                lowerer.types[id.0]
                    .shape
                    .visit(&mut |ty| collect(ty, &mut waiting, &mut waiting_kinds));
            }
        } else if let Some((id, role)) = waiting_kinds.pop() {
            seen.insert(id);
            if kinds.insert((id, role))
                && let Shape::Kind(kind) = &lowerer.types[id.0].shape
                && let Some(parts) = kind.parts(role)
            {
                // Only this direction's parts: what is merely received needs no constructors.
                for part in [&parts.attributes, &parts.relationships] {
                    part.visit(&mut |ty| collect(ty, &mut waiting, &mut waiting_kinds));
                }
            }
        } else {
            return seen;
        }
    }
}
