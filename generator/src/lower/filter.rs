//! Which operations are generated.

use std::collections::BTreeSet;

use crate::config::Config;
use crate::diag::{Diagnostic, Diagnostics};
use crate::ir::Operation;

/// Lists of tags and operation ids, and which of their names the document has.
pub(super) struct Filter<'a> {
    config: &'a Config,
    matched: BTreeSet<(&'static str, &'a str)>,
}

impl<'a> Filter<'a> {
    pub(super) fn new(config: &'a Config) -> Self {
        Self {
            config,
            matched: BTreeSet::new(),
        }
    }

    fn lists(&self) -> [(&'static str, &'a [String]); 4] {
        let config = self.config;
        [
            ("include_tags", &config.include_tags),
            ("exclude_tags", &config.exclude_tags),
            ("include_operations", &config.include_operations),
            ("exclude_operations", &config.exclude_operations),
        ]
    }

    /// Whether only a part of the document is generated: then types that no operation needs are left out too.
    pub(super) fn is_partial(&self) -> bool {
        self.lists().iter().any(|(_, list)| !list.is_empty())
    }

    /// Whether an operation is generated: if one of the lists includes it, or there is none, and nothing excludes it.
    pub(super) fn admits(&mut self, tag: &str, operation: &str) -> bool {
        let [by_tag, not_tag, by_id, not_id] = self.lists().map(|(key, list)| {
            let name = if key.ends_with("tags") {
                tag
            } else {
                operation
            };
            let found = list.iter().find(|listed| *listed == name);
            if let Some(found) = found {
                self.matched.insert((key, found));
            }
            found.is_some()
        });
        let all = self.config.include_tags.is_empty() && self.config.include_operations.is_empty();
        (all || by_tag || by_id) && !not_tag && !not_id
    }

    fn unmatched(&self) -> Vec<(&'static str, &'a str)> {
        let listed = self
            .lists()
            .into_iter()
            .flat_map(|(key, list)| list.iter().map(move |name| (key, name.as_str())));
        listed
            .filter(|entry| !self.matched.contains(entry))
            .collect()
    }

    /// Says which names of the configuration the document does not have: they are misspelled, or out of date.
    pub(super) fn report(
        &self,
        operations: &[Operation],
        is_type: impl Fn(&str) -> bool,
        diagnostics: &mut Diagnostics,
    ) {
        for (key, name) in self.unmatched() {
            let kind = if key.ends_with("tags") {
                "no operation has the tag"
            } else {
                "there is no operation"
            };
            diagnostics.push(Diagnostic::error(
                "config-without-match",
                "",
                format!("{kind} `{name}` that `{key}` of the configuration names"),
            ));
        }
        if self.is_partial() {
            // What a rename is for may have been left out.
            return;
        }
        for name in self.config.renames.keys() {
            let is_operation = operations.iter().any(|operation| operation.id == *name);
            if !is_operation && !is_type(name) {
                diagnostics.push(
                    Diagnostic::error(
                        "config-without-match",
                        "",
                        format!("nothing is called `{name}` that `renames` of the configuration names"),
                    )
                    .help("types are named by JSON pointer (`/components/schemas/Pet`), methods by operation id"),
                );
            }
        }
    }
}
