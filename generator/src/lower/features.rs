//! Cargo features per tag: with which of them each type is compiled.

use super::draft::{Draft, Use};
use crate::ir::{Gate, Operation, TagId, Type, TypeId};

/// With more structs than this, a check of the client takes the compiler long enough that a part is worth asking for.
const MOST_UNDIVIDED: usize = 500;

/// A type that more tags use than this is compiled always. What few tags share gets a file of its own, named after them.
const MOST_SHARING: usize = 3;

/// Whether each tag is a feature: as the user says, else for big clients with several tags.
pub(super) fn wanted(draft: &Draft<'_>, operations: &[Operation], structs: usize) -> bool {
    let several = operations
        .iter()
        .any(|operation| Some(operation.tag) != operations.first().map(|first| first.tag));
    draft
        .config
        .features_per_tag
        .unwrap_or(several && structs > MOST_UNDIVIDED)
}

/// Gives every type its gate, and the file that goes with it.
pub(super) fn gate(draft: &Draft<'_>, operations: &[Operation], uses: &mut [Use]) {
    let mentions: Vec<Vec<TypeId>> = draft
        .types
        .iter()
        .map(|def| {
            let mut found = Vec::new();
            def.shape.visit(&mut |ty| mention(ty, &mut found));
            found
        })
        .collect();
    // Tags in ascending order, and no more than decide the matter.
    let mut users: Vec<Vec<TagId>> = vec![Vec::new(); draft.types.len()];
    for tag in (0..draft.tags.len()).map(TagId) {
        let mut seen = vec![false; draft.types.len()];
        let mut waiting = Vec::new();
        for operation in operations.iter().filter(|operation| operation.tag == tag) {
            operation.visit(&mut |ty| mention(ty, &mut waiting));
        }
        while let Some(id) = waiting.pop() {
            if !std::mem::replace(&mut seen[id.0], true) {
                if users[id.0].len() <= MOST_SHARING {
                    users[id.0].push(tag);
                }
                waiting.extend(&mentions[id.0]);
            }
        }
    }
    for (of, users) in uses.iter_mut().zip(users) {
        of.owner = match users.as_slice() {
            [only] => Some(*only),
            _ => None,
        };
        of.gate = match users.len() {
            0 => Gate::Full,
            1..=MOST_SHARING => Gate::Tags(users),
            _ => Gate::Always,
        };
    }
}

/// The definition that the spelling of a type names, whatever it is named for: unlike a decoder, the compiler looks at
/// all parts of a kind, and at kinds that relationships only point to.
fn mention(ty: &Type, found: &mut Vec<TypeId>) {
    match ty {
        Type::Named(id) | Type::ResourceId(id) | Type::Resource { kind: Some(id), .. } => {
            found.push(*id);
        }
        Type::ToOne(linkage) | Type::ToMany(linkage) | Type::Identifier(linkage) => {
            found.extend(linkage.kind);
        }
        _ => {}
    }
}
