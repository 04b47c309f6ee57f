//! `docs/conformance.md`, made of what the last run of each suite came to (`docs/conformance/SUITE.json`).

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, ExitCode};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use super::score::Score;
use crate::scratch::root;

fn folder() -> PathBuf {
    root().join("docs/conformance")
}

fn page() -> PathBuf {
    root().join("docs/conformance.md")
}

/// Keeps what a run came to.
pub(super) fn record(score: &Score) -> Result<()> {
    fs::create_dir_all(folder())?;
    let text = serde_json::to_string_pretty(&score.record(&commit()?))?;
    let path = folder().join(format!("{}.json", score.suite));
    fs::write(&path, text + "\n").with_context(|| path.display().to_string())
}

/// The commit that is checked out; with a `+` where files of the generator differ from it.
fn commit() -> Result<String> {
    let git = |arguments: &[&str]| -> Result<String> {
        let output = Command::new("git")
            .args(arguments)
            .current_dir(root())
            .output()?;
        Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
    };
    let changed = git(&["status", "--porcelain", "--", "generator", "xtask", "tests"])?;
    let mark = if changed.is_empty() { "" } else { "+" };
    Ok(git(&["rev-parse", "--short=10", "HEAD"])? + mark)
}

/// Writes the page anew.
pub(super) fn write() -> Result<()> {
    fs::write(page(), text()?).context("docs/conformance.md")
}

/// Whether the page is what the records say, and the numbers of each add up.
pub(super) fn check() -> Result<ExitCode> {
    if fs::read_to_string(page())? == text()? {
        println!("docs/conformance.md says what the recorded runs came to");
        return Ok(ExitCode::SUCCESS);
    }
    eprintln!(
        "docs/conformance.md is not what docs/conformance/ says: run `cargo xtask conformance`"
    );
    Ok(ExitCode::FAILURE)
}

fn records() -> Result<Vec<Value>> {
    let mut paths = fs::read_dir(folder())?
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<Vec<_>>>()?;
    paths.retain(|path| {
        path.extension()
            .is_some_and(|extension| extension == "json")
    });
    paths.sort();
    let read = |path: &PathBuf| -> Result<Value> {
        let record: Value = serde_json::from_str(&fs::read_to_string(path)?)?;
        let sum = record["passed"].as_u64().unwrap_or_default()
            + ["failed", "not_applicable", "not_run"]
                .iter()
                .map(|group| count(&record[group]))
                .sum::<u64>();
        if record["total"] != sum {
            bail!("{} does not add up", path.display());
        }
        Ok(record)
    };
    paths.iter().map(read).collect()
}

fn count(causes: &Value) -> u64 {
    let lists = causes
        .as_object()
        .into_iter()
        .flat_map(|causes| causes.values());
    lists
        .map(|tests| tests.as_array().map_or(0, Vec::len) as u64)
        .sum()
}

fn text() -> Result<String> {
    let records = records()?;
    let mut text = String::from(
        "<!-- Written by `cargo xtask conformance`. Do not edit. -->\n\n# Conformance\n\n\
         Suites that others wrote, run against what this repository makes. Each score can be reproduced with the command beside\n\
         it. Every test of a suite is counted once: passed + failed + not applicable + not run = total.\n\n\
         | suite | source | total | passed | failed | not applicable | not run | command | at commit |\n\
         | --- | --- | ---: | ---: | ---: | ---: | ---: | --- | --- |\n",
    );
    for record in &records {
        let suite = record["suite"].as_str().unwrap_or_default();
        // Anchors have no dots.
        let anchor = suite.replace('.', "");
        let _ = writeln!(
            text,
            "| [{suite}](#{anchor}) | {} | {} | {} | {} | {} | {} | `{}` | `{}` |",
            record["source"].as_str().unwrap_or_default(),
            record["total"],
            record["passed"],
            count(&record["failed"]),
            count(&record["not_applicable"]),
            count(&record["not_run"]),
            record["command"].as_str().unwrap_or_default(),
            record["commit"].as_str().unwrap_or_default(),
        );
    }
    for record in &records {
        let suite = record["suite"].as_str().unwrap_or_default();
        let policy = record["policy"].as_str().unwrap_or_default();
        let _ = write!(text, "\n## {suite}\n\n{policy}\n");
        for (group, title) in [
            ("failed", "Failed"),
            ("not_applicable", "Not applicable"),
            ("not_run", "Not run"),
        ] {
            let causes = record[group].as_object();
            for (cause, tests) in causes.into_iter().flatten() {
                let tests = tests.as_array().into_iter().flatten();
                let tests: Vec<&str> = tests.filter_map(Value::as_str).collect();
                let _ = write!(
                    text,
                    "\n**{title}, {}: {cause}**\n\n{}\n",
                    tests.len(),
                    listed(&tests).join(", ")
                );
            }
        }
    }
    Ok(text)
}

/// The names of tests. Of many tests in few documents it is said how many each document has; the record has them all.
fn listed(tests: &[&str]) -> Vec<String> {
    const MANY: usize = 5;
    let mut documents: BTreeMap<&str, usize> = BTreeMap::new();
    for test in tests {
        let document = test.split_once(' ').map_or(*test, |(document, _)| document);
        *documents.entry(document).or_default() += 1;
    }
    if tests.len() <= MANY || documents.len() == tests.len() {
        return tests.iter().map(|test| format!("`{test}`")).collect();
    }
    let documents = documents.into_iter();
    let listed = documents.map(|(document, count)| format!("`{document}` ({count})"));
    listed.collect()
}
