//! One kind per JSON:API resource type, where the document describes what is sent apart from what is received.

use std::collections::{BTreeMap, HashMap};

use super::common_parts;
use super::draft::Draft;
use crate::ir::{Operation, Role, Shape, Type, TypeId};

const SENT: [Role; 2] = [Role::Create, Role::Update];

/// A kind that is only sent joins the kind of the same resource type that is received, unless different things are sent of
/// that type in one direction.
pub(super) fn merge(draft: &mut Draft<'_>, operations: &mut [Operation]) {
    let mut types: BTreeMap<String, Vec<TypeId>> = BTreeMap::new();
    for (index, def) in draft.types.iter().enumerate() {
        if let Shape::Kind(kind) = &def.shape
            && let Some(resource_type) = &kind.resource_type
        {
            types
                .entry(resource_type.clone())
                .or_default()
                .push(TypeId(index));
        }
    }
    let mut joined = HashMap::new();
    for kinds in types.into_values() {
        join(draft, &kinds, &mut joined);
    }
    if !joined.is_empty() {
        remove(draft, operations, &joined);
    }
}

/// Joins kinds of one resource type.
fn join(draft: &mut Draft<'_>, kinds: &[TypeId], joined: &mut HashMap<TypeId, TypeId>) {
    let parts = |draft: &Draft<'_>, id: TypeId, role| match &draft.types[id.0].shape {
        Shape::Kind(kind) => kind.parts(role).cloned(),
        _ => None,
    };
    let mut received = kinds
        .iter()
        .filter(|id| parts(draft, **id, Role::Read).is_some());
    let (Some(target), None) = (received.next().copied(), received.next()) else {
        return;
    };
    // What the kinds say together in each direction, that which is received first.
    let mut order = vec![target];
    order.extend(kinds.iter().copied().filter(|id| *id != target));
    let together = SENT.map(|role| {
        let said = order.iter().filter_map(|id| parts(draft, *id, role));
        common_parts::of_all(draft, said.collect(), kinds)
    });
    let joins = |id: &TypeId| {
        let mut roles = SENT.iter().zip(&together);
        *id != target
            && roles.all(|(role, one)| one.is_some() || parts(draft, *id, *role).is_none())
    };
    let joining: Vec<TypeId> = kinds.iter().copied().filter(joins).collect();
    if joining.is_empty() {
        return;
    }
    for (role, one) in SENT.into_iter().zip(together) {
        let said = |id: &TypeId| parts(draft, *id, role).is_some();
        let Some(one) = one.filter(|_| joining.iter().any(said)) else {
            continue;
        };
        let parts = one.settle(draft, joined);
        if let Shape::Kind(kind) = &mut draft.types[target.0].shape {
            *kind.parts_mut(role) = Some(parts);
        }
    }
    joined.extend(joining.into_iter().map(|id| (id, target)));
}

/// A schema that describes a resource is the kind itself, rather than another name for it.
pub(super) fn name_once(draft: &mut Draft<'_>, operations: &mut [Operation]) {
    let mut same: HashMap<TypeId, TypeId> = HashMap::new();
    for (index, def) in draft.types.iter().enumerate() {
        if let Shape::Alias(Type::Resource {
            kind: Some(kind),
            role,
        }) = &def.shape
            && draft.types[kind.0].pointer == def.pointer
            && *role == def.role
        {
            same.insert(TypeId(index), *kind);
        }
    }
    if same.is_empty() {
        return;
    }
    let roles: HashMap<TypeId, Role> = same
        .keys()
        .map(|id| (*id, draft.types[id.0].role))
        .collect();
    let mut is_kind = |ty: &mut Type| {
        if let Type::Named(id) = ty
            && let (Some(kind), Some(role)) = (same.get(id), roles.get(id))
        {
            *ty = Type::Resource {
                kind: Some(*kind),
                role: *role,
            };
        }
    };
    for def in &mut draft.types {
        def.shape.visit_mut(&mut is_kind);
    }
    for operation in operations.iter_mut() {
        operation.visit_mut(&mut is_kind);
    }
    remove(draft, operations, &same);
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
        Type::Named(id) | Type::ResourceId(id) | Type::Resource { kind: Some(id), .. } => {
            *id = place(*id);
        }
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
