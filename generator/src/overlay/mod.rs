//! OpenAPI Overlay 1.0 and 1.1: corrections to a document, kept beside it.
//!
//! One departure from the standard: an action whose target matches nothing is an error here (the
//! standard calls it a success without effect), because a correction that no longer corrects
//! anything went stale.

mod action;
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
    let actions = match check(&document) {
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
        match action::apply(
            &mut corrected,
            action,
            version,
            &format!("/actions/{index}"),
            &mut budget,
        ) {
            Ok(action) => report.actions.push(action),
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

/// The version and the actions of a document, if it is an overlay.
fn check(document: &Value) -> Result<(Version, &Vec<Value>), Problem> {
    let version = match document.get("overlay").and_then(Value::as_str) {
        Some(version) if version == "1.0" || version.starts_with("1.0.") => Version::V1_0,
        Some(version) if version == "1.1" || version.starts_with("1.1.") => Version::V1_1,
        Some(version) => {
            let message = format!("overlay version `{version}` is not supported");
            let problem = Problem::new("overlay", "/overlay", message);
            return Err(problem.help("supported are 1.0.x and 1.1.x"));
        }
        None => {
            let message = "this is not an overlay: it has no `overlay` member";
            return Err(Problem::new("overlay", "", message).help("begin with `overlay: 1.1.0`"));
        }
    };
    match document.get("actions") {
        Some(Value::Array(actions)) if !actions.is_empty() => Ok((version, actions)),
        found => {
            let place = if found.is_some() { "/actions" } else { "" };
            Err(Problem::new(
                "overlay",
                place,
                "the overlay has no list of `actions`",
            ))
        }
    }
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

    /// The diagnostic, with its place in the overlay rather than in the document.
    fn located(self, overlay: &Source) -> Diagnostic {
        let mut diagnostic = Diagnostic::error(self.code, "", self.message);
        diagnostic.help = self.help;
        match overlay.locate(&self.place) {
            Some(location) => diagnostic.at(location),
            None => diagnostic,
        }
    }
}

#[cfg(test)]
mod tests;
