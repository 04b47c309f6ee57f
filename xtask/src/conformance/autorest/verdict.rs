//! Each scenario of the server, by what the server and our calls say of it.

use std::collections::BTreeMap;
use std::fs;

use anyhow::{Context, Result};
use serde_json::Value;

use super::super::score::{Causes, Score};
use crate::scratch::root;

/// Reasons why scenarios say nothing about a client that is generated from OpenAPI, or are not called yet.
struct Reasons {
    not_applicable: BTreeMap<String, Vec<String>>,
    not_run: BTreeMap<String, Vec<String>>,
}

impl Reasons {
    fn read() -> Result<Self> {
        let path = root().join("tests/conformance/autorest/reasons.json");
        let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
        let read: Value = serde_json::from_str(&text)?;
        let group = |name: &str| -> Result<BTreeMap<String, Vec<String>>> {
            Ok(serde_json::from_value(read[name].clone())?)
        };
        Ok(Self {
            not_applicable: group("not_applicable")?,
            not_run: group("not_run")?,
        })
    }

    fn of(reasons: &BTreeMap<String, Vec<String>>, scenario: &str) -> Option<String> {
        let covers = |pattern: &String| match pattern.strip_suffix('*') {
            Some(start) => scenario.starts_with(start),
            None => pattern == scenario,
        };
        let mut found = reasons
            .iter()
            .filter(|(_, patterns)| patterns.iter().any(covers));
        found.next().map(|(reason, _)| reason.clone())
    }
}

pub(super) fn score(found: &Value, source: String, policy: &'static str) -> Result<Score> {
    let reasons = Reasons::read()?;
    let mut score = Score {
        suite: "autorest",
        source,
        unit: "scenarios",
        policy,
        passed: 0,
        failed: Causes::new(),
        not_applicable: Causes::new(),
        not_run: Causes::new(),
    };
    let mut called: BTreeMap<&str, Vec<&Value>> = BTreeMap::new();
    for result in found["results"].as_array().into_iter().flatten() {
        let scenario = result["scenario"].as_str().unwrap_or_default();
        called.entry(scenario).or_default().push(&result["failure"]);
    }
    let categories = found["coverage"].as_object().context("no coverage")?;
    for (category, scenarios) in categories {
        for (scenario, count) in scenarios.as_object().into_iter().flatten() {
            let name = if category == "vanilla" {
                scenario.clone()
            } else {
                format!("{category}/{scenario}")
            };
            let Some(failures) = called.remove(name.as_str()) else {
                let (group, reason) = match Reasons::of(&reasons.not_applicable, &name) {
                    Some(reason) => (&mut score.not_applicable, reason),
                    None => (
                        &mut score.not_run,
                        Reasons::of(&reasons.not_run, &name)
                            .unwrap_or_else(|| "no call yet".to_owned()),
                    ),
                };
                group.entry(reason).or_default().push(name);
                continue;
            };
            let failure = failures.iter().find_map(|failure| failure.as_str());
            if let Some(failure) = failure {
                score
                    .failed
                    .entry(failure.to_owned())
                    .or_default()
                    .push(name);
            } else if *count == 0 {
                let reason = "the server does not count the scenario as carried out".to_owned();
                score.failed.entry(reason).or_default().push(name);
            } else {
                score.passed += 1;
            }
        }
    }
    // A call whose scenario the server does not know would count for nothing.
    for (scenario, _) in called {
        let reason = "the server has no such scenario".to_owned();
        score
            .failed
            .entry(reason)
            .or_default()
            .push(scenario.to_owned());
    }
    Ok(score)
}
