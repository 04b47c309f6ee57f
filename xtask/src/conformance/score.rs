//! What a run came to: every test of a suite is in one of four groups.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::{Value, json};

/// The tests of a suite by what came of them.
pub(crate) struct Score {
    /// What the score is called.
    pub(super) suite: &'static str,
    /// What is run for it.
    pub(crate) command: String,
    /// What the suite is, with its version.
    pub(super) source: String,
    /// What a test is, as a plural: `scenarios`.
    pub(super) unit: &'static str,
    /// What it takes for a test to pass, and which choices stand behind that.
    pub(super) policy: String,
    pub(crate) passed: usize,
    /// Tests by why they fail.
    pub(crate) failed: Causes,
    /// Tests by why they say nothing about a generated client.
    pub(crate) not_applicable: Causes,
    /// Tests by why they were not run.
    pub(crate) not_run: Causes,
}

/// Names of tests by what is said of them.
pub(crate) type Causes = BTreeMap<String, Vec<String>>;

fn count(causes: &Causes) -> usize {
    causes.values().map(Vec::len).sum()
}

impl Score {
    pub(crate) fn new(
        (suite, run): (&'static str, &'static str),
        source: &str,
        unit: &'static str,
        policy: &str,
    ) -> Self {
        Self {
            suite,
            command: format!("cargo xtask conformance {run}"),
            source: source.to_owned(),
            unit,
            policy: policy.to_owned(),
            passed: 0,
            failed: Causes::new(),
            not_applicable: Causes::new(),
            not_run: Causes::new(),
        }
    }

    pub(super) fn fail(&mut self, cause: &str, test: String) {
        self.failed.entry(cause.to_owned()).or_default().push(test);
    }

    pub(super) fn total(&self) -> usize {
        self.passed + count(&self.failed) + count(&self.not_applicable) + count(&self.not_run)
    }

    /// What is printed after a run.
    pub(super) fn summary(&self, details: bool) -> String {
        let applicable = self.total() - count(&self.not_applicable);
        let mut text = format!(
            "{}: {} of {applicable} {} pass\n  {} passed + {} failed + {} not applicable + {} not run = {}\n",
            self.suite,
            self.passed,
            self.unit,
            self.passed,
            count(&self.failed),
            count(&self.not_applicable),
            count(&self.not_run),
            self.total(),
        );
        for (what, causes) in self.groups() {
            for (cause, tests) in causes {
                let _ = writeln!(text, "{:>5}  {what}: {cause}", tests.len());
                let shown = if details { tests.len() } else { 6 };
                let more = if tests.len() > shown { ", ..." } else { "" };
                let first: Vec<&str> = tests.iter().take(shown).map(String::as_str).collect();
                let _ = writeln!(text, "       {}{more}", first.join(", "));
            }
        }
        text
    }

    fn groups(&self) -> [(&'static str, &Causes); 3] {
        [
            ("failed", &self.failed),
            ("not applicable", &self.not_applicable),
            ("not run", &self.not_run),
        ]
    }

    /// What is kept of a run.
    pub(super) fn record(&self, commit: &str) -> Value {
        json!({
            "suite": self.suite,
            "command": self.command,
            "source": self.source,
            "unit": self.unit,
            "policy": self.policy,
            "commit": commit,
            "total": self.total(),
            "passed": self.passed,
            "failed": self.failed,
            "not_applicable": self.not_applicable,
            "not_run": self.not_run,
        })
    }
}
