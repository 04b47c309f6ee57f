//! `include`: linked resources in the same answer (JSON:API 1.0, "Inclusion of Related Resources").

use std::collections::HashSet;

use super::Query;
use crate::error::Failure;
use crate::plan::{KindId, Plan};
use crate::store::{Row, Store};

/// The `included` member for `rows`, if the request asks for one: each resource once, the primary ones not again.
///
/// A path such as `author.employer` brings what it passes as well.
///
/// # Errors
///
/// If a path follows a relationship that is not there.
pub(crate) fn included(
    store: &Store,
    plan: &Plan,
    kind: KindId,
    rows: &[&Row],
    query: &Query,
) -> Result<Option<Vec<u8>>, Failure> {
    if query.get("include").is_none() {
        return Ok(None);
    }
    let primary = rows.iter().map(|row| (kind, *row));
    let mut collected = Collected {
        store,
        plan,
        seen: primary
            .clone()
            .map(|(kind, row)| (kind, &*row.id))
            .collect(),
        json: vec![b'['],
    };
    for path in query.list("include") {
        check(plan, kind, path)?;
        let mut at: Vec<(KindId, &Row)> = primary.clone().collect();
        for name in path.split('.') {
            at = collected.step(&at, name);
        }
    }
    collected.json.push(b']');
    Ok(Some(collected.json))
}

/// Whether relationships lead along a path, as far as their targets are known.
fn check(plan: &Plan, kind: KindId, path: &str) -> Result<(), Failure> {
    let mut at = Some(kind);
    for name in path.split('.') {
        let Some(kind) = at.and_then(|kind| plan.kind(kind)) else {
            return Ok(());
        };
        let Some((_, relationship)) = kind.relationship(name) else {
            let why = format!(
                "include: a {} has no relationship `{name}`",
                kind.resource_type
            );
            return Err(Failure::parameter("include", why));
        };
        at = relationship
            .target
            .as_deref()
            .and_then(|target| plan.kind_id(target));
    }
    Ok(())
}

struct Collected<'s> {
    store: &'s Store,
    plan: &'s Plan,
    seen: HashSet<(KindId, &'s str)>,
    json: Vec<u8>,
}

impl<'s> Collected<'s> {
    /// What a relationship of resources leads to; what was not there yet is added.
    fn step(&mut self, from: &[(KindId, &'s Row)], name: &str) -> Vec<(KindId, &'s Row)> {
        let mut reached = Vec::new();
        let mut passed = HashSet::new();
        for (kind, row) in from {
            let described = self.plan.kind(*kind);
            let Some((position, _)) = described.and_then(|kind| kind.relationship(name)) else {
                continue;
            };
            for link in row.targets(position) {
                let Some(target) = link.kind.map(usize::from) else {
                    continue;
                };
                let Some(row) = self.store.row(target, &link.id) else {
                    continue;
                };
                if passed.insert((target, &*row.id)) {
                    reached.push((target, row));
                }
                if self.seen.insert((target, &row.id)) {
                    if self.json.len() > 1 {
                        self.json.push(b',');
                    }
                    self.json.extend_from_slice(&row.json);
                }
            }
        }
        reached
    }
}
