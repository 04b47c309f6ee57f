//! Who uses each type: which direction it goes in, and which tags have it.

use std::collections::{BTreeMap, BTreeSet};

use super::draft::{Draft, Use};
use crate::case::upper_camel;
use crate::ir::{Operation, Role, Shape, TagId, Type, TypeId};

/// Who sends and receives each type, and which tag's file it goes to.
pub(super) fn uses(draft: &Draft<'_>, operations: &[Operation]) -> Vec<Use> {
    let mut uses = vec![Use::default(); draft.types.len()];
    let mut users: Vec<BTreeSet<TagId>> = vec![BTreeSet::new(); draft.types.len()];
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
        for id in reachable(draft, sent) {
            uses[id.0].sent = true;
            users[id.0].insert(tag);
        }
        for id in reachable(draft, received) {
            uses[id.0].received = true;
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
    let unused = (0..draft.types.len())
        .filter(|index| users[*index].is_empty() && implements(&draft.types[*index].shape));
    let unused: Vec<Type> = unused.map(|index| Type::Named(TypeId(index))).collect();
    for id in reachable(draft, unused.iter()) {
        uses[id.0].received = true;
    }
    let tags: Vec<String> = draft
        .tags
        .iter()
        .map(|tag| upper_camel(&tag.name))
        .collect();
    for index in 0..draft.types.len() {
        let users: Vec<TagId> = users[index].iter().copied().collect();
        uses[index].owner = if let [only] = users.as_slice() {
            Some(*only)
        } else {
            let name = upper_camel(draft.types[index].words.first().map_or("", String::as_str));
            let fitting = users.iter().filter(|tag| name.starts_with(&tags[tag.0]));
            fitting.max_by_key(|tag| tags[tag.0].len()).copied()
        };
    }
    uses
}

fn reachable<'t>(draft: &Draft<'_>, from: impl Iterator<Item = &'t Type>) -> BTreeSet<TypeId> {
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
                draft.types[id.0]
                    .shape
                    .visit(&mut |ty| collect(ty, &mut waiting, &mut waiting_kinds));
            }
        } else if let Some((id, role)) = waiting_kinds.pop() {
            seen.insert(id);
            if kinds.insert((id, role))
                && let Shape::Kind(kind) = &draft.types[id.0].shape
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
