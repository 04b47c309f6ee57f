//! Where a document contradicts itself, with the correction that would settle it.
//!
//! The tree has to be in OpenAPI 3.0 form (see [`crate::dialect::normalize`]); run it on the tree
//! with the overlays applied to see what they leave.

mod circles;
mod compound;
mod examples;
mod fix;
mod formats;
mod limits;
mod operations;
mod paging;
mod path;
mod patterns;
mod prose;
mod references;
mod schemas;
mod validate;
mod visit;

use std::collections::HashSet;

use serde_json::{Value, json};

use crate::diag::{Diagnostic, Diagnostics, Severity};
use crate::source::Sources;
use crate::{overlay, source};

pub use examples::Example;

/// What an examination finds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Report {
    /// Every example that was held against its schema.
    pub examples: Vec<Example>,
    /// What is wrong, in document order within each kind.
    pub findings: Vec<Finding>,
}

/// One contradiction.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// Stable name of the kind of finding, such as `example-type`.
    pub code: &'static str,
    /// A contradiction is an error, a suspicion a warning, an omission a note.
    pub severity: Severity,
    /// JSON pointer to what is wrong.
    pub pointer: String,
    /// What is wrong, in one sentence.
    pub message: String,
    /// Overlay actions that would settle it (Overlay 1.1, "Action Object"); none where nothing
    /// sensible can be proposed.
    pub actions: Vec<Value>,
}

impl Finding {
    fn new(
        severity: Severity,
        code: &'static str,
        pointer: impl Into<String>,
        message: impl Into<String>,
    ) -> Self {
        let (pointer, message) = (pointer.into(), message.into());
        Self {
            code,
            severity,
            pointer,
            message,
            actions: Vec::new(),
        }
    }

    fn fix(mut self, actions: Vec<Value>) -> Self {
        self.actions = actions;
        self
    }

    /// The finding as a diagnostic, the correction as its help.
    pub fn to_diagnostic(&self) -> Diagnostic {
        let mut diagnostic = Diagnostic::error(self.code, &self.pointer, &self.message);
        diagnostic.severity = self.severity;
        if self.actions.is_empty() {
            return diagnostic;
        }
        let actions = source::to_yaml(&Value::Array(self.actions.clone()));
        diagnostic.help(format!("an overlay could say\n{}", actions.trim_end()))
    }
}

/// Examines a document in OpenAPI 3.0 form.
pub fn examine(tree: &Value) -> Report {
    let mut report = Report::default();
    references::check(tree, &mut report);
    circles::check(tree, &mut report);
    examples::check(tree, &mut report);
    schemas::check(tree, &mut report);
    limits::check(tree, &mut report);
    operations::check(tree, &mut report);
    paging::check(tree, &mut report);
    prose::check(tree, &mut report);
    report
}

impl Report {
    /// The findings with their places in the files they come from.
    pub fn diagnostics(&self, sources: &Sources) -> Diagnostics {
        let mut diagnostics = Diagnostics::default();
        for finding in &self.findings {
            diagnostics.push(finding.to_diagnostic());
        }
        sources.locate_all(&mut diagnostics);
        diagnostics
    }

    /// How many examples of whole named schemas contradict them, and how many there are.
    pub fn contradicting_examples(&self) -> (usize, usize) {
        let named = || {
            self.examples
                .iter()
                .filter(|example| example.is_of_named_schema())
        };
        let contradicting = named().filter(|example| example.contradictions > 0).count();
        (contradicting, named().count())
    }

    /// The draft of an overlay for `tree` with every proposed action that still applies after those
    /// before it; nothing if there is none.
    ///
    /// A draft: where document and example disagree, the example is taken as right, which someone who
    /// knows the API has to confirm.
    pub fn draft(&self, tree: &Value, title: &str) -> Option<Value> {
        let mut corrected = tree.clone();
        let mut actions: Vec<Value> = Vec::new();
        let mut seen = HashSet::new();
        for finding in self
            .findings
            .iter()
            .filter(|finding| !finding.actions.is_empty())
        {
            if !seen.insert(Value::Array(finding.actions.clone()).to_string()) {
                continue;
            }
            for (index, action) in finding.actions.iter().enumerate() {
                if !overlay::apply_one(&mut corrected, action) {
                    break;
                }
                let mut action = action.clone();
                if let (0, Value::Object(members)) = (index, &mut action) {
                    members.shift_insert(1, "description".to_owned(), json!(finding.message));
                }
                actions.push(action);
            }
        }
        (!actions.is_empty()).then(|| {
            json!({
                "overlay": "1.1.0",
                "info": { "title": title, "version": "1.0.0" },
                "actions": actions,
            })
        })
    }
}

#[cfg(test)]
mod tests;
