//! Alternatives beside declared members: `allOf` of an object and a `oneOf`, or both in one schema.

use std::collections::HashSet;

use serde_json::Value;

use super::alternative::alternatives;
use super::members::{Members, is_object};
use super::object::Visited;
use super::{Lowerer, composition, object};
use crate::ir::{Role, Shape};
use crate::resolve;

/// The most alternatives that become types of their own.
const MOST: usize = 64;

/// A `oneOf` or `anyOf` among the parts of an object.
struct Choice<'n> {
    node: &'n Value,
    at: String,
}

impl Lowerer<'_> {
    /// The union that an object is of which a part is a choice: each alternative with the members of the object.
    pub(super) fn choice(&mut self, node: &Value, at: &str, role: Role) -> Option<Shape> {
        if self.is_beyond_depth(node) {
            return None;
        }
        let choice = find(self.tree, node, at)?;
        let mut listed = alternatives(choice.node, &choice.at);
        let are_objects = listed
            .iter()
            .all(|alternative| is_object(self.tree, alternative.node));
        if listed.len() < 2 || listed.len() > MOST || !are_objects {
            return None;
        }
        // A document of JSON:API stays one: which members it has tells what it is.
        let together = self.members(node, at);
        if together.cut || object::is_document(&together) {
            return None;
        }
        // A base that lists what extends it is no choice for those.
        let own = composition::places(self.tree, node, at);
        if listed
            .iter()
            .any(|alternative| composition::stands_at(self.tree, alternative.node, &own))
        {
            return None;
        }
        for (index, alternative) in listed.iter_mut().enumerate() {
            let parts = composition::places(self.tree, alternative.node, &alternative.place);
            if parts.contains(at) {
                // It is composed of this very schema.
                continue;
            }
            let mut members = Members::default();
            let visited = &mut Visited::without(&choice.at);
            self.collect(node, at, at, &mut members, visited, false);
            self.collect(
                alternative.node,
                &alternative.place,
                at,
                &mut members,
                visited,
                false,
            );
            self.settle(&mut members, at);
            if members.cut {
                return None;
            }
            alternative.members = Some(members);
            alternative.place = format!("{at}/oneOf/{index}");
        }
        let one_of = choice.node.get("oneOf").is_some();
        // Of `anyOf` several may hold at once, unless a value tells which.
        let exclusive = one_of
            || self
                .tagging(choice.node, &listed)
                .is_some_and(|tagging| tagging.tags.iter().all(|tags| !tags.is_empty()));
        exclusive.then(|| self.union_of(choice.node, at, role, &listed))
    }
}

/// Parts of an `allOf` beyond these are not looked through.
const MOST_PARTS: usize = 200;

/// The first choice among the parts of an object.
fn find<'n>(tree: &'n Value, node: &'n Value, at: &str) -> Option<Choice<'n>> {
    let mut seen = HashSet::new();
    let mut waiting = vec![(node, at.to_owned())];
    while let Some((node, at)) = waiting.pop() {
        let is_reference = resolve::reference(node).is_some();
        let Ok(resolved) = resolve::resolve(tree, node, "") else {
            continue;
        };
        let node = resolved.node;
        let at = if is_reference {
            resolved.pointer.into_owned()
        } else {
            at
        };
        if seen.len() >= MOST_PARTS || !seen.insert(std::ptr::from_ref(node)) {
            continue;
        }
        let is_choice = |key| {
            node.get(key)
                .and_then(Value::as_array)
                .is_some_and(|listed| listed.len() > 1)
        };
        if is_choice("oneOf") != is_choice("anyOf") {
            return Some(Choice { node, at });
        }
        let parts = node.get("allOf").and_then(Value::as_array);
        let parts = parts.into_iter().flatten().enumerate();
        let parts: Vec<_> = parts
            .map(|(index, part)| (part, format!("{at}/allOf/{index}")))
            .collect();
        waiting.extend(parts.into_iter().rev());
    }
    None
}
