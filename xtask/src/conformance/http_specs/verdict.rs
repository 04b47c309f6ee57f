//! Each scenario, by what the server and the suite's comparison say of it.

use std::collections::BTreeMap;
use std::fs;

use anyhow::{Context, Result};
use serde_json::Value;

use super::super::score::{Causes, Score};
use crate::scratch::root;

/// Names of scenarios by what is said of them: `reasons.json` beside the calls.
struct Reasons {
    /// Why scenarios fail, where that is known and stays so.
    failed: Causes,
    /// Why scenarios say nothing about a client that is generated from OpenAPI.
    not_applicable: Causes,
    /// Why scenarios are not run.
    not_run: Causes,
}

impl Reasons {
    /// What holds for every version of OpenAPI, and what only for this one.
    fn read(openapi: &str) -> Result<Self> {
        let path = root().join("tests/conformance/http-specs/reasons.json");
        let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
        let read: Value = serde_json::from_str(&text)?;
        let group = |name: &str| -> Result<Causes> {
            let mut causes: Causes = serde_json::from_value(read[name].clone())?;
            if let Some(more) = read[openapi].get(name) {
                causes.extend(serde_json::from_value::<Causes>(more.clone())?);
            }
            Ok(causes)
        };
        Ok(Self {
            failed: group("failed")?,
            not_applicable: group("not_applicable")?,
            not_run: group("not_run")?,
        })
    }
}

/// The reason for a scenario; a name that ends with `*` is that of all that begin so.
fn reason(reasons: &Causes, scenario: &str) -> Option<String> {
    let is_meant = |name: &String| match name.strip_suffix('*') {
        Some(beginning) => scenario.starts_with(beginning),
        None => name == scenario,
    };
    let mut found = reasons
        .iter()
        .filter(|(_, names)| names.iter().any(is_meant));
    found.next().map(|(reason, _)| reason.clone())
}

pub(super) fn score(judged: &Value, openapi: &str, source: &str) -> Result<Score> {
    let reasons = Reasons::read(openapi)?;
    let mut score = super::new_score(openapi, source);
    let mut calls: BTreeMap<&str, Vec<&Value>> = BTreeMap::new();
    for call in judged["judged"].as_array().into_iter().flatten() {
        let scenario = call["scenario"].as_str().unwrap_or_default();
        calls.entry(scenario).or_default().push(call);
    }
    let coverage = judged["coverage"].as_object().context("no coverage")?;
    for (scenario, status) in coverage {
        let mut made = calls.get(scenario.as_str()).into_iter().flatten();
        let wrong = made.find_map(|call| wrong(call));
        let counted = status == "pass";
        let cause = wrong.or_else(|| {
            (!counted).then(|| "the server does not count the scenario as passed".to_owned())
        });
        let name = scenario.clone();
        let mut made = calls.get(scenario.as_str()).into_iter().flatten();
        if let Some(format) = made.find_map(|call| call["as_text"].as_str()) {
            let reason = format!(
                "{format} is text for a client: what the document says it consists of is not generated, which a diagnostic says"
            );
            score.not_run.entry(reason).or_default().push(name);
            continue;
        }
        let Some(cause) = cause else {
            score.passed += 1;
            continue;
        };
        if let Some(reason) = reason(&reasons.not_applicable, scenario) {
            score.not_applicable.entry(reason).or_default().push(name);
        } else if let Some(reason) = reason(&reasons.not_run, scenario) {
            score.not_run.entry(reason).or_default().push(name);
        } else {
            score.fail(&reason(&reasons.failed, scenario).unwrap_or(cause), name);
        }
    }
    Ok(score)
}

/// What is wrong with what came of a call.
fn wrong(call: &Value) -> Option<String> {
    let text = |key: &str| call[key].as_str().map(str::to_owned);
    if let Some(why) = text("not_called") {
        return Some(why);
    }
    if let Some(error) = text("error") {
        return Some(format!(
            "{}: {}",
            text("stage").unwrap_or_default(),
            without_port(&error)
        ));
    }
    if call["answer"].is_null() {
        return Some("the client does not compile, or its program ended".to_owned());
    }
    text("different").map(|different| format!("decoded: {different}"))
}

/// A text without the port of the run.
fn without_port(text: &str) -> String {
    let mut parts = text.split("http://localhost:");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| {
        text + part.trim_start_matches(|letter: char| letter.is_ascii_digit())
    })
}
