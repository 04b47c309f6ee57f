//! One kind per JSON:API resource type, where the document describes what is sent apart from what is received.

use std::collections::HashMap;

use super::draft::Draft;
use crate::ir::{Kind, Operation, Role, Shape, Type, TypeId};

const SENT: [Role; 2] = [Role::Create, Role::Update];

/// A kind that is only sent joins the kind of the same resource type that is received, if it is the only one to say what
/// is sent in its role.
pub(super) fn merge(draft: &mut Draft<'_>, operations: &mut [Operation]) {
    let joined = joined(draft);
    if joined.is_empty() {
        return;
    }
    for (from, to) in &joined {
        let Shape::Kind(sent) = draft.types[from.0].shape.clone() else {
            continue;
        };
        if let Shape::Kind(kind) = &mut draft.types[to.0].shape {
            for role in SENT {
                if let Some(parts) = sent.parts(role) {
                    *kind.parts_mut(role) = Some(parts.clone());
                }
            }
        }
    }
    remove(draft, operations, &joined);
}

/// Kinds that are only sent, and those they join.
fn joined(draft: &Draft<'_>) -> HashMap<TypeId, TypeId> {
    let kinds = || {
        let types = draft.types.iter().enumerate();
        types.filter_map(|(index, def)| match &def.shape {
            Shape::Kind(kind) => Some((TypeId(index), kind)),
            _ => None,
        })
    };
    let says = |kind: &Kind, role: Role| kind.parts(role).is_some();
    let only_one = |resource_type: &str, role: Role| {
        let mut saying = kinds().filter(|(_, kind)| {
            kind.resource_type.as_deref() == Some(resource_type) && says(kind, role)
        });
        let first = saying.next().map(|(id, _)| id);
        first.filter(|_| saying.next().is_none())
    };
    kinds()
        .filter(|(_, kind)| kind.read.is_none())
        .filter_map(|(id, kind)| {
            let resource_type = kind.resource_type.as_deref()?;
            let target = only_one(resource_type, Role::Read)?;
            let alone = SENT
                .iter()
                .filter(|role| says(kind, **role))
                .all(|role| only_one(resource_type, *role) == Some(id));
            alone.then_some((id, target))
        })
        .collect()
}

/// Takes out what joined other types, and renumbers those that are left.
pub(super) fn remove(
    draft: &mut Draft<'_>,
    operations: &mut [Operation],
    joined: &HashMap<TypeId, TypeId>,
) {
    let mut left = 0;
    let mut places: Vec<usize> = Vec::with_capacity(draft.types.len());
    for index in 0..draft.types.len() {
        places.push(left);
        left += usize::from(!joined.contains_key(&TypeId(index)));
    }
    let place = |id: TypeId| TypeId(places[joined.get(&id).unwrap_or(&id).0]);
    let mut renumber = |ty: &mut Type| match ty {
        Type::Named(id) | Type::Resource { kind: Some(id), .. } => *id = place(*id),
        Type::ToOne(linkage) | Type::ToMany(linkage) | Type::Identifier(linkage) => {
            linkage.kind = linkage.kind.map(place);
        }
        _ => {}
    };
    let mut index = 0;
    draft.types.retain(|_| {
        index += 1;
        !joined.contains_key(&TypeId(index - 1))
    });
    for def in &mut draft.types {
        def.shape.visit_mut(&mut renumber);
    }
    for operation in operations {
        operation.visit_mut(&mut renumber);
    }
    let tagged = std::mem::take(&mut draft.tagged).into_iter();
    draft.tagged = tagged.map(|(id, tags)| (place(id), tags)).collect();
}
