//! Webhooks and callbacks: operations turned around. What comes with an event is received, and what answers it is sent.

use std::fmt::Display;

use serde_json::Value;

use super::level::Level;
use super::structure::{Walk, both};
use super::verdict::last;
use super::{Difference, Subject};
use crate::http_method::operations;
use crate::pointer;
use crate::resolve::followed;
use crate::trail::Trail;

/// The sections of a document that describe what an API sends by itself.
pub(super) const SECTIONS: [&str; 2] = ["webhooks", "x-webhooks"];

/// Whether a pointer leads into an event, or to one.
pub(super) fn is_in_event(pointer: &str) -> bool {
    let mut tokens = pointer.split('/').skip(1);
    match tokens.next() {
        Some("paths") => tokens.skip(2).take(2).any(|token| token == "callbacks"),
        Some(section) => SECTIONS.contains(&section),
        None => false,
    }
}

impl<'t> Walk<'t> {
    /// Webhooks of a document.
    pub(super) fn webhooks(&mut self) {
        for section in SECTIONS {
            let trail = Trail::ROOT.member(section);
            for (key, was, is) in both(self.old.get(section), self.new.get(section)) {
                self.event(was, is, &trail.member(key));
            }
        }
    }

    /// Callbacks of an operation.
    pub(super) fn callbacks(
        &mut self,
        old: Option<&'t Value>,
        new: Option<&'t Value>,
        trail: &Trail<'_>,
    ) {
        for (key, was, is) in both(old, new) {
            if !key.starts_with("x-") {
                self.event(was, is, &trail.member(key));
            }
        }
    }

    /// A path item, or path items by the expressions of their URLs, which say nothing to who receives.
    fn event(&mut self, old: Option<&'t Value>, new: Option<&'t Value>, trail: &Trail<'_>) {
        let (Some(old), Some(new)) = (old, new) else {
            return self.add(trail, Subject::Event, old, new);
        };
        let (old, new) = (followed(self.old, old), followed(self.new, new));
        if is_item(old) || is_item(new) {
            return self.path(Some(old), Some(new), trail);
        }
        match [old, new].map(expressions).as_slice() {
            [was, is] if was.len() == 1 && is.len() == 1 => {
                let trail = trail.member(is[0].0);
                self.path(Some(was[0].1), Some(is[0].1), &trail);
            }
            _ => {
                for (expression, was, is) in both(Some(old), Some(new)) {
                    if !expression.starts_with("x-") {
                        self.path(was, is, &trail.member(expression));
                    }
                }
            }
        }
    }
}

fn is_item(node: &Value) -> bool {
    operations(node).any(|found| found.node.is_object())
}

fn expressions(callback: &Value) -> Vec<(&str, &Value)> {
    let items = callback.as_object().into_iter().flatten();
    let items = items.filter(|(name, _)| !name.starts_with("x-"));
    items.map(|(name, item)| (name.as_str(), item)).collect()
}

/// What a difference means for who receives events; nothing where that is as for any operation.
pub(super) fn verdict(difference: &Difference, name: &dyn Display) -> Option<(Level, String)> {
    use Level::{Major, Minor, Patch};
    let Difference {
        pointer,
        subject,
        old,
        new,
    } = difference;
    let word = match (old, new) {
        (None, _) => "new",
        (_, None) => "removed",
        _ => "changed",
    };
    let both = if old.is_none() { Minor } else { Major };
    Some(match subject {
        Subject::Event | Subject::Operation | Subject::Parameter => {
            (both, format!("{word}: {name}"))
        }
        // What an event is called is its key.
        Subject::OperationMember => (Patch, format!("`{}` of {name} changed", last(pointer))),
        Subject::ParameterMember => (Patch, format!("{name} is said otherwise")),
        Subject::RequestBody if last(pointer) == "required" => {
            (Patch, format!("`required` of {name} changed"))
        }
        Subject::RequestBody => (Major, format!("{word}: {name}")),
        Subject::MediaType if last(pointer) == "content" => {
            let now = if old.is_none() {
                "now has"
            } else {
                "no longer has"
            };
            (Major, format!("{name} {now} a body"))
        }
        Subject::MediaType => {
            let media_type = pointer::unescape(last(pointer));
            (both, format!("{word}: `{media_type}` of {name}"))
        }
        Subject::Response => (both, format!("{word} answer: {name}")),
        _ => return None,
    })
}

fn members(node: &Value) -> impl Iterator<Item = &Value> {
    node.as_object()
        .into_iter()
        .flat_map(serde_json::Map::values)
}

/// What answers the events of a document.
pub(super) fn answers(tree: &Value) -> Vec<&Value> {
    let sections = SECTIONS.iter().filter_map(|section| tree.get(section));
    let mut events: Vec<&Value> = sections.flat_map(members).collect();
    let paths = tree.get("paths").into_iter().flat_map(members);
    for operation in paths.flat_map(|item| operations(followed(tree, item))) {
        events.extend(
            operation
                .node
                .get("callbacks")
                .into_iter()
                .flat_map(members),
        );
    }
    let mut answers = Vec::new();
    for event in events.into_iter().map(|event| followed(tree, event)) {
        let items = if is_item(event) {
            vec![event]
        } else {
            members(event).collect()
        };
        let operations = items
            .into_iter()
            .flat_map(|item| operations(followed(tree, item)));
        answers.extend(operations.filter_map(|operation| operation.node.get("responses")));
    }
    answers
}
