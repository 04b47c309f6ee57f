//! What lowering may cost: bounds of depth and budgets of expansion, so that any document ends in bounded time.
//!
//! A document of a megabyte can describe more types than fit into memory: schemas composed of each other multiply. Where a
//! bound is reached, a diagnostic names the place and the bound, and what stands there is typed as raw JSON.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use serde_json::{Value, json};

use super::members::Members;
use super::{Lowerer, composition};
use crate::diag::Diagnostic;
use crate::ir::{Role, TypeId};
use crate::{pointer, resolve};

/// Longest chain of `allOf`, `oneOf` and `anyOf` that an object is composed through.
const DEEPEST_COMPOSITION: usize = 200;
/// Inline schemas that stand in each other deeper than this are lowered from the queue.
const DEEPEST_INLINE: usize = 64;
/// Diagnostics of one kind that are given each; beyond that they are counted.
const MOST_SAID: usize = 10;
/// Schemas that are merged from several sides, at most.
const MOST_MERGED: usize = 2_000;
/// Members that objects take over from what they are composed of: this, and [`PER_NODE`] for each node of the document.
const MOST_INHERITED: usize = 50_000;
/// The nodes in the schemas of these members, counted as [`MOST_INHERITED`] is.
const MOST_COPIED: usize = 1_000_000;
const PER_NODE: usize = 2;
/// Schemas that all objects together are composed of, counted as [`MOST_INHERITED`] is.
const MOST_COMPOSED: usize = 500_000;
/// Schemas of which it is remembered what they are composed of.
const MOST_REMEMBERED: usize = 10_000;

/// The place of a member that is still being merged: none that a schema can have.
const MERGED: &str = "";

/// State of the bounds.
#[derive(Debug, Default)]
pub(super) struct Limits {
    /// Schemas whose shape is being made: one that comes again inside itself is a circle.
    open: HashSet<(String, Role)>,
    /// Kinds whose parts are made, or wait to be made.
    kinds: HashSet<(TypeId, Role)>,
    /// Whether the parts of a kind are being made.
    pub(super) in_kind: bool,
    /// Length of the longest chain of composition from a referenced schema on.
    heights: HashMap<String, usize>,
    /// Schemas that were merged, as text, and where they are said to stand.
    merged: HashMap<String, String>,
    places: HashSet<String>,
    /// What referenced schemas are composed of.
    places_of: HashMap<String, Rc<HashSet<String>>>,
    inherited: usize,
    copied: usize,
    composed: usize,
    nodes: usize,
    said: HashMap<&'static str, usize>,
}

impl Limits {
    pub(super) fn of(tree: &Value) -> Self {
        Self {
            nodes: count(tree),
            ..Self::default()
        }
    }

    /// Whether the schema at a place is still to be lowered here and now: neither inside itself nor too deep.
    pub(super) fn open(&mut self, key: &(String, Role)) -> bool {
        self.open.len() < DEEPEST_INLINE && self.open.insert(key.clone())
    }

    pub(super) fn is_open(&self, key: &(String, Role)) -> bool {
        self.open.contains(key)
    }

    pub(super) fn close(&mut self, key: &(String, Role)) {
        self.open.remove(key);
    }

    /// Whether nobody has asked for the parts of a kind.
    pub(super) fn is_first(&self, kind: TypeId, role: Role) -> bool {
        !self.kinds.contains(&(kind, role))
    }

    /// Whether the parts of a kind are asked for the first time, which is remembered.
    pub(super) fn first(&mut self, kind: TypeId, role: Role) -> bool {
        self.kinds.insert((kind, role))
    }
}

impl Lowerer<'_> {
    /// Says that a bound was reached, as often as it is of use.
    fn limit(&mut self, code: &'static str, at: &str, message: String) {
        let said = self.limits.said.entry(code).or_default();
        *said += 1;
        if *said <= MOST_SAID {
            let help = "it is typed as raw JSON; nothing is lost on the wire";
            self.warn(Diagnostic::warning(code, at, message).help(help));
        }
    }

    /// Says how many more places reached a bound than were named.
    pub(super) fn count_limits(&mut self) {
        let mut more: Vec<(&'static str, usize)> = std::mem::take(&mut self.limits.said)
            .into_iter()
            .filter(|(_, said)| *said > MOST_SAID)
            .collect();
        more.sort_unstable();
        for (code, said) in more {
            let more = said - MOST_SAID;
            let message = format!("{more} more schemas are typed as raw JSON for the same reason");
            self.warn(Diagnostic::warning(code, "/components/schemas", message));
        }
    }

    /// Whether a schema is composed through a chain too long to follow.
    pub(super) fn is_too_deep(&mut self, node: &Value, at: &str) -> bool {
        let depth = self.depth(node);
        self.stops_at(depth, at)
    }

    /// The same, without saying so.
    pub(super) fn is_beyond_depth(&mut self, node: &Value) -> bool {
        self.depth(node) > DEEPEST_COMPOSITION
    }

    fn depth(&mut self, node: &Value) -> usize {
        height(self.tree, node, &mut self.limits.heights)
    }

    /// Where the schemas stand that `node` is composed of; for a reference they are looked for once.
    pub(super) fn places(&mut self, node: &Value) -> Rc<HashSet<String>> {
        let look = || Rc::new(composition::places(self.tree, node, ""));
        if resolve::reference(node).is_none() {
            return look();
        }
        let Ok(target) = resolve::resolve(self.tree, node, "") else {
            return look();
        };
        let known = &mut self.limits.places_of;
        if let Some(places) = known.get(&*target.pointer) {
            return Rc::clone(places);
        }
        let places = look();
        if known.len() < MOST_REMEMBERED {
            known.insert(target.pointer.into_owned(), Rc::clone(&places));
        }
        places
    }

    /// Whether composition has reached its greatest depth, which is then said.
    pub(super) fn stops_at(&mut self, depth: usize, at: &str) -> bool {
        let stops = depth > DEEPEST_COMPOSITION;
        if stops {
            let message = format!(
                "this schema is composed through a chain of more than {DEEPEST_COMPOSITION} schemas"
            );
            self.limit("composition-depth", at, message);
        }
        stops
    }

    /// Says that what extends a base could not be listed.
    pub(super) fn has_too_many_subtypes(&mut self, base: &str) {
        self.raw_json += 1;
        let message = "too many schemas extend this one by `allOf` to list them".to_owned();
        self.limit("inheritance-size", base, message);
    }

    /// Whether one more member taken over by `owner` is within the budget.
    pub(super) fn may_inherit(&mut self, schema: &Value, owner: &str) -> bool {
        let per_document = self.limits.nodes * PER_NODE;
        self.limits.inherited += 1;
        self.limits.copied += count(schema);
        let may = self.limits.inherited <= MOST_INHERITED + per_document
            && self.limits.copied <= MOST_COPIED + per_document;
        if !may {
            let most = MOST_INHERITED + per_document;
            let message = format!(
                "objects take over more than {most} members from what they are composed of, or very large ones"
            );
            self.limit("composition-size", owner, message);
        }
        may
    }

    /// Whether one more schema that `owner` is composed of is within the budget.
    pub(super) fn may_compose(&mut self, owner: &str) -> bool {
        let most = MOST_COMPOSED + self.limits.nodes * PER_NODE;
        self.limits.composed += 1;
        let may = self.limits.composed <= most;
        if !may {
            let message = format!("objects are composed of more than {most} schemas");
            self.limit("composition-size", owner, message);
        }
        may
    }

    /// Gives the members that were merged from several sides the places where they are said to stand.
    pub(super) fn settle(&mut self, members: &mut Members, owner: &str) {
        for (name, (schema, place)) in &mut members.properties {
            if *place != MERGED {
                continue;
            }
            if let Some(known) = self.place_of_merged(schema, owner, name) {
                *place = known;
                continue;
            }
            self.raw_json += 1;
            *schema = json!({});
            // At a place of its own, as it is nothing that stands anywhere.
            *place = pointer::join(&pointer::join(owner, "properties"), name) + "/allOf/raw";
        }
    }

    /// Where a merged schema is said to stand: always at the same place for the same parts, so that what is merged from
    /// schemas that lead back to themselves has an end.
    fn place_of_merged(&mut self, merged: &Value, owner: &str, name: &str) -> Option<String> {
        let text = merged.to_string();
        if let Some(place) = self.limits.merged.get(&text) {
            return Some(place.clone());
        }
        let wanted = pointer::join(&pointer::join(owner, "properties"), name);
        if self.limits.merged.len() >= MOST_MERGED + self.limits.nodes / 20 {
            let message = format!(
                "more than {MOST_MERGED} members are declared by several parts of an `allOf`, each in its own way"
            );
            self.limit("composition-merged", &wanted, message);
            return None;
        }
        let mut place = wanted.clone();
        let mut number = 0;
        while !self.limits.places.insert(place.clone()) {
            // Names do not count the parts of an `allOf`.
            place = format!("{wanted}/allOf/{number}");
            number += 1;
        }
        self.limits.merged.insert(text, place.clone());
        Some(place)
    }
}

/// Adds a member to others. One that two sides declare is composed of both; else the later one has the last word.
pub(super) fn merge_member(into: &mut Members, name: &str, schema: &Value, place: String) {
    let Some((known, known_place)) = into.properties.get_mut(name) else {
        let member = (schema.clone(), place);
        into.properties.insert(name.to_owned(), member);
        return;
    };
    if known == schema {
        return;
    }
    if !super::members::is_structured(known) || !super::members::is_structured(schema) {
        (*known, *known_place) = (schema.clone(), place);
        return;
    }
    add_part(known, known_place, "allOf", schema);
}

/// Adds what one more alternative says about a member: it is any of what they say.
pub(super) fn merge_alternative(into: &mut Members, name: &str, schema: &Value) {
    if let Some((known, known_place)) = into.properties.get_mut(name)
        && known != schema
    {
        add_part(known, known_place, "anyOf", schema);
    }
}

fn add_part(known: &mut Value, known_place: &mut String, key: &str, part: &Value) {
    if *known_place != MERGED || known.get(key).is_none() {
        *known = json!({ key: [known.take()] });
        MERGED.clone_into(known_place);
    }
    if let Some(Value::Array(parts)) = known.get_mut(key)
        && !parts.contains(part)
    {
        parts.push(part.clone());
    }
}

/// How many nodes a tree has.
fn count(tree: &Value) -> usize {
    let mut waiting = vec![tree];
    let mut nodes = 0;
    while let Some(node) = waiting.pop() {
        nodes += 1;
        match node {
            Value::Object(members) => waiting.extend(members.values()),
            Value::Array(items) => waiting.extend(items),
            _ => {}
        }
    }
    nodes
}

/// Schemas that `node` is composed of by reference, with the depth at which each stands.
fn composed_of(tree: &Value, node: &Value) -> Vec<(usize, String)> {
    let mut targets = Vec::new();
    let mut waiting = vec![(0, node)];
    while let Some((depth, node)) = waiting.pop() {
        if resolve::reference(node).is_some() {
            if let Ok(resolved) = resolve::resolve(tree, node, "") {
                targets.push((depth, resolved.pointer.into_owned()));
            }
            continue;
        }
        for key in ["allOf", "oneOf", "anyOf"] {
            let parts = node.get(key).and_then(Value::as_array);
            waiting.extend(parts.into_iter().flatten().map(|part| (depth + 1, part)));
        }
    }
    targets
}

/// Length of the longest chain of composition from `node` on; circles end where they close.
fn height(tree: &Value, node: &Value, known: &mut HashMap<String, usize>) -> usize {
    struct Visit {
        at: String,
        targets: Vec<(usize, String)>,
        /// The depth in the visit below that the target now being visited adds to.
        adds: usize,
        height: usize,
    }
    let visit = |at: String, adds: usize, node: &Value| Visit {
        at,
        targets: composed_of(tree, node),
        adds,
        height: 0,
    };
    let mut open = HashSet::new();
    let mut path = vec![visit(String::new(), 0, node)];
    let mut done = 0;
    while let Some(last) = path.last_mut() {
        let Some((depth, target)) = last.targets.pop() else {
            let Some(Visit {
                at, height, adds, ..
            }) = path.pop()
            else {
                break;
            };
            match path.last_mut() {
                Some(below) => below.height = below.height.max(height + adds),
                None => done = height,
            }
            open.remove(&at);
            if !at.is_empty() {
                known.insert(at, height);
            }
            continue;
        };
        if let Some(height) = known.get(&target) {
            last.height = last.height.max(depth + height);
        } else if open.insert(target.clone()) {
            last.height = last.height.max(depth);
            if let Some(node) = resolve::lookup(tree, &target) {
                path.push(visit(target, depth, node));
            }
        }
    }
    done
}
