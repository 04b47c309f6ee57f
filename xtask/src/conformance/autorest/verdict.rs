//! Each scenario of the server, by what the server and our calls say of it.

use std::collections::BTreeMap;
use std::fs;

use anyhow::{Context, Result};
use serde_json::Value;

use super::super::score::{Causes, Score};
use super::{AZURE_POLICY, POLICY};
use crate::scratch::root;

/// Names of scenarios by what is said of them: `reasons.json` beside the calls.
struct Reasons {
    /// Why scenarios fail, where that is known and stays so.
    failed: Causes,
    /// Why scenarios say nothing about a client that is generated from OpenAPI.
    not_applicable: Causes,
}

impl Reasons {
    fn read() -> Result<Self> {
        let path = root().join("tests/conformance/autorest/reasons.json");
        let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
        let read: Value = serde_json::from_str(&text)?;
        let group =
            |name: &str| -> Result<Causes> { Ok(serde_json::from_value(read[name].clone())?) };
        Ok(Self {
            failed: group("failed")?,
            not_applicable: group("not_applicable")?,
        })
    }

    fn judge(&self, score: &mut Score, name: String, failures: &[&Value], counted: bool) {
        let uncounted = "the server does not count the scenario as carried out";
        let failure = failures.iter().find_map(|failure| failure.as_str());
        match failure
            .map(cause)
            .or((!counted).then(|| uncounted.to_owned()))
        {
            Some(cause) => score.fail(&reason(&self.failed, &name).unwrap_or(cause), name),
            None => score.passed += 1,
        }
    }

    /// A scenario that is not called.
    fn leave_out(&self, score: &mut Score, name: String) {
        let (group, reason) = match reason(&self.not_applicable, &name) {
            Some(reason) => (&mut score.not_applicable, reason),
            None => (&mut score.not_run, "no call yet".to_owned()),
        };
        group.entry(reason).or_default().push(name);
    }
}

fn reason(reasons: &Causes, scenario: &str) -> Option<String> {
    let mut found = reasons
        .iter()
        .filter(|(_, names)| names.iter().any(|name| name == scenario));
    found.next().map(|(reason, _)| reason.clone())
}

/// The general scenarios, and those that are about Azure.
pub(super) fn scores(found: &Value, source: &str) -> Result<Vec<Score>> {
    let reasons = Reasons::read()?;
    let mut general = Score::new(("autorest", "autorest"), source, "scenarios", POLICY);
    let mut azure = Score::new(
        ("autorest-azure", "autorest"),
        source,
        "scenarios",
        AZURE_POLICY,
    );
    let mut called: BTreeMap<&str, Vec<&Value>> = BTreeMap::new();
    for result in found["results"].as_array().into_iter().flatten() {
        let scenario = result["scenario"].as_str().unwrap_or_default();
        called.entry(scenario).or_default().push(&result["failure"]);
    }
    let categories = found["coverage"].as_object().context("no coverage")?;
    for (category, scenarios) in categories {
        let score = if category == "azure" {
            &mut azure
        } else {
            &mut general
        };
        for (scenario, count) in scenarios.as_object().into_iter().flatten() {
            let name = match category.as_str() {
                "vanilla" => scenario.clone(),
                category => format!("{category}/{scenario}"),
            };
            match called.remove(name.as_str()) {
                Some(failures) => reasons.judge(score, name, &failures, *count != 0),
                None => reasons.leave_out(score, name),
            }
        }
    }
    // A call whose scenario the server does not know would count for nothing.
    for scenario in called.into_keys() {
        general.fail("the server has no such scenario", scenario.to_owned());
    }
    Ok(vec![general, azure])
}

/// A failure without what differs from run to run.
fn cause(failure: &str) -> String {
    let line = failure.lines().next().unwrap_or_default();
    let mut words: Vec<&str> = line.split(' ').collect();
    let path = |url: &'_ str| url.splitn(4, '/').nth(3).map(str::to_owned);
    let paths: Vec<Option<String>> = words
        .iter()
        .map(|word| {
            word.starts_with("http://localhost")
                .then(|| path(word))
                .flatten()
        })
        .collect();
    for (word, path) in words.iter_mut().zip(&paths) {
        if let Some(path) = path {
            *word = path;
        }
    }
    words.join(" ")
}
