//! Schemas that are part of themselves: an `allOf` that leads back to where it stands.

use std::collections::HashMap;

use serde_json::Value;

use super::visit::members;
use super::{Finding, Report, fix};
use crate::diag::Severity;
use crate::pointer;
use crate::resolve::target;

/// How far a schema has been looked at.
#[derive(Clone, Copy, PartialEq)]
enum State {
    /// What it is made of is being looked at.
    Open,
    Done,
}

pub(super) fn check(tree: &Value, report: &mut Report) {
    let mut states: HashMap<String, State> = HashMap::new();
    let schemas = tree.pointer("/components/schemas");
    for (name, _) in schemas.into_iter().flat_map(members) {
        follow(
            tree,
            pointer::join("/components/schemas", name),
            &mut states,
            report,
        );
    }
}

/// Goes down the parts of a schema, depth first, without recursion.
fn follow(tree: &Value, from: String, states: &mut HashMap<String, State>, report: &mut Report) {
    if states.contains_key(&from) {
        return;
    }
    states.insert(from.clone(), State::Open);
    let mut path = vec![(parts(tree, &from).into_iter(), from)];
    while let Some((open, here)) = path.last_mut() {
        let Some((index, target)) = open.next() else {
            states.insert(here.clone(), State::Done);
            path.pop();
            continue;
        };
        match states.get(&target) {
            Some(State::Done) => {}
            Some(State::Open) => {
                let at = format!("{here}/allOf/{index}");
                let message = format!("`allOf` leads back to {target}: it would be part of itself");
                let finding = Finding::new(Severity::Error, "all-of-circle", &at, message);
                report
                    .findings
                    .push(finding.fix(vec![fix::remove(tree, &at)]));
            }
            None => {
                states.insert(target.clone(), State::Open);
                path.push((parts(tree, &target).into_iter(), target));
            }
        }
    }
}

/// The references among the parts of a schema, with their positions.
fn parts(tree: &Value, here: &str) -> Vec<(usize, String)> {
    let parts = tree
        .pointer(here)
        .and_then(|schema| schema.get("allOf")?.as_array());
    parts
        .into_iter()
        .flatten()
        .enumerate()
        .filter_map(|(index, part)| Some((index, target(part)?.into_owned())))
        .collect()
}
