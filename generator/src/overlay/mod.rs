//! OpenAPI Overlay 1.0 and 1.1: corrections to a document, kept beside it.
//!
//! One departure from the standard: an action whose target matches nothing is an error here (the
//! standard calls it a success without effect), because a correction that no longer corrects
//! anything went stale.

mod action;
mod form;
mod merge;
mod target;

use serde_json::Value;

use crate::diag::{Diagnostic, Diagnostics};
use crate::source::Source;

/// What one overlay did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// The overlay file as the user named it.
    pub file: String,
    /// `info.title` of the overlay.
    pub title: String,
    /// One entry per action, in the order in which they were applied.
    pub actions: Vec<Action>,
}

/// What one action of an overlay did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Action {
    /// The JSONPath of the nodes to change, as it was written.
    pub target: String,
    /// Why, in the words of the overlay.
    pub description: Option<String>,
    /// What was done to the nodes.
    pub kind: Kind,
    /// JSON pointers of the nodes that the target selected.
    pub nodes: Vec<String>,
    /// How many of them are different now; fewer than `nodes` where the document already said so.
    pub changed: usize,
}

/// The modifier of an action (Overlay 1.1, "Action Object").
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The value of `update` was merged into the nodes.
    Update,
    /// The nodes were removed.
    Remove,
    /// The node that `copy` selects was merged into the nodes.
    Copy,
    /// There is none: the action says something about the nodes and leaves them as they are.
    Nothing,
}

/// Applies all actions of `overlay` to `tree`, in order.
///
/// Where an action cannot be applied, an error with its place in the overlay is added, the
/// remaining actions are still tried (so that one run reports all of them), and the tree is left
/// as it was.
pub fn apply(tree: &mut Value, overlay: &Source, diagnostics: &mut Diagnostics) -> Report {
    let mut report = Report {
        file: overlay.name().to_owned(),
        ..Report::default()
    };
    let document = match overlay.parse() {
        Ok(document) => document,
        Err(diagnostic) => {
            diagnostics.push(diagnostic);
            return report;
        }
    };
    let actions = match form::check(&document) {
        Ok((version, actions)) => actions.iter().map(move |action| (version, action)),
        Err(problem) => {
            diagnostics.push(problem.located(overlay));
            return report;
        }
    };
    report.title = text_at(&document, "/info/title");
    let mut corrected = tree.clone();
    let mut failed = false;
    let mut budget = action::MOST_ADDED;
    for (index, (version, action)) in actions.enumerate() {
        let place = format!("/actions/{index}");
        match action::apply(&mut corrected, action, version, &place, &mut budget) {
            Ok(action) => {
                if action.kind == Kind::Nothing {
                    let message =
                        "the action changes nothing: it has neither `update` nor `remove: true`";
                    diagnostics
                        .push(Problem::new("overlay-action", &place, message).warning(overlay));
                }
                report.actions.push(action);
            }
            Err(problem) => {
                failed = true;
                diagnostics.push(problem.located(overlay));
            }
        }
    }
    if !failed {
        *tree = corrected;
    }
    report
}

/// Applies one action of version 1.1; false where it does not apply.
pub(crate) fn apply_one(tree: &mut Value, action: &Value) -> bool {
    action::apply(
        tree,
        action,
        Version::V1_1,
        "",
        &mut action::MOST_ADDED.clone(),
    )
    .is_ok()
}

/// The feature set an overlay is written for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Version {
    V1_0,
    V1_1,
}

fn text_at(document: &Value, pointer: &str) -> String {
    document
        .pointer(pointer)
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned()
}

/// Something wrong with the overlay: where in the overlay, and what.
struct Problem {
    code: &'static str,
    place: String,
    message: String,
    help: Option<String>,
}

impl Problem {
    fn new(code: &'static str, place: &str, message: impl Into<String>) -> Self {
        Self {
            code,
            place: place.to_owned(),
            message: message.into(),
            help: None,
        }
    }

    fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The error, with its place in the overlay rather than in the document.
    fn located(self, overlay: &Source) -> Diagnostic {
        self.diagnostic(Diagnostic::error, overlay)
    }

    /// The same as a warning.
    fn warning(self, overlay: &Source) -> Diagnostic {
        self.diagnostic(Diagnostic::warning, overlay)
    }

    fn diagnostic(
        self,
        severity: fn(&'static str, String, String) -> Diagnostic,
        overlay: &Source,
    ) -> Diagnostic {
        let mut diagnostic = severity(self.code, String::new(), self.message);
        diagnostic.help = self.help;
        match overlay.locate(&self.place) {
            Some(location) => diagnostic.at(location),
            None => diagnostic,
        }
    }
}

#[cfg(test)]
mod tests;
