//! `docs/semver.json`, what the last run came to, and `docs/semver.md`, the same as a table.

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result};
use openapi_client_generator::config::Runtime;
use openapi_client_generator::unstable::diff::Level;
use serde_json::{Value, json};

use super::tool::Tool;
use crate::scratch::root;

/// What a run came to.
pub(super) struct Record {
    tool: String,
    rustc: String,
    runtime: &'static str,
    pub(super) rows: Vec<Row>,
}

/// A step from one document to another.
pub(super) struct Row {
    pub(super) pair: String,
    pub(super) title: String,
    pub(super) diff: Level,
    pub(super) tool: Level,
    /// The lints of the tool that the step does not pass.
    pub(super) lints: Vec<String>,
    /// Why the graver verdict of `diff` is right.
    pub(super) reason: Option<String>,
}

impl Row {
    /// Whether the verdicts are the same, or it is known why that of `diff` is graver. It must never be milder.
    pub(super) fn agrees(&self) -> bool {
        self.diff == self.tool || self.diff > self.tool && self.reason.is_some()
    }

    fn json(&self) -> Value {
        let mut row = json!({
            "pair": self.pair,
            "title": self.title,
            "diff": self.diff.to_string(),
            "tool": self.tool.to_string(),
            "lints": self.lints,
            "agree": self.agrees(),
        });
        if self.diff != self.tool
            && let Some(reason) = &self.reason
        {
            row["reason"] = json!(reason);
        }
        row
    }
}

impl Record {
    pub(super) fn new(tool: &Tool, runtime: Runtime) -> Result<Self> {
        let name = Runtime::ALL.iter().find(|(_, known)| *known == runtime);
        Ok(Self {
            tool: tool.version.clone(),
            rustc: tool.rustc.clone(),
            runtime: name
                .map(|(name, _)| *name)
                .context("a runtime without a name")?,
            rows: Vec::new(),
        })
    }
    pub(super) fn json(&self) -> Value {
        let rows: Vec<Value> = self.rows.iter().map(Row::json).collect();
        json!({
            "command": "cargo xtask semver",
            "tool": self.tool,
            "rustc": self.rustc,
            "runtime": self.runtime,
            "rows": rows,
        })
    }

    /// Keeps what the run came to.
    pub(super) fn write(&self) -> Result<()> {
        let record = self.json();
        let text = serde_json::to_string_pretty(&record)? + "\n";
        fs::write(path("semver.json"), text).context("docs/semver.json")?;
        fs::write(path("semver.md"), page(&record)).context("docs/semver.md")
    }
}

fn path(file: &str) -> PathBuf {
    root().join("docs").join(file)
}

/// Whether the page is what the record says.
pub(super) fn check() -> Result<ExitCode> {
    let record = serde_json::from_str(&fs::read_to_string(path("semver.json"))?)?;
    if fs::read_to_string(path("semver.md"))? == page(&record) {
        println!("docs/semver.md says what the recorded run came to");
        return Ok(ExitCode::SUCCESS);
    }
    eprintln!("docs/semver.md is not what docs/semver.json says: run `cargo xtask semver`");
    Ok(ExitCode::FAILURE)
}

fn page(record: &Value) -> String {
    let text = |member: &str| record[member].as_str().unwrap_or_default().to_owned();
    format!(
        "<!-- Written by `cargo xtask semver`. Do not edit. -->\n\n# Whether `diff` and `cargo-semver-checks` agree\n\n\
         What `diff` says about two documents, and what `cargo-semver-checks` says about their two clients. A pair is `tests/semver/base.yaml`\n\
         and what it becomes by an overlay beside it, in both directions. The tool has lints for what breaks and hardly any for what is new: where\n\
         nothing breaks, the step counts as minor if the way back breaks something. `diff` is never milder than the tool. Where it is graver, the\n\
         reason is in `tests/semver/reasons.json`. The documentation of both clients (with the runtime as `{}`) was written by the\n\
         same compiler with all their features.\n\n\
         `{}`: {}, {}\n\n{}",
        text("runtime"),
        text("command"),
        text("tool"),
        text("rustc"),
        table(record),
    )
}

/// The rows as a table in Markdown, with the total.
pub(super) fn table(record: &Value) -> String {
    let mut text = String::from(
        "| step | what changed | diff | tool | lints | outcome |\n| --- | --- | --- | --- | --- | --- |\n",
    );
    let rows = record["rows"].as_array().map_or(&[][..], Vec::as_slice);
    for row in rows {
        let cell = |member: &str| row[member].as_str().unwrap_or_default();
        let lints = row["lints"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str);
        let outcome = match (row["agree"].as_bool(), row["reason"].as_str()) {
            (Some(true), None) => "agree",
            (Some(true), Some(reason)) => reason,
            _ => "**disagree**",
        };
        let _ = writeln!(
            text,
            "| {} | {} | {} | {} | {} | {outcome} |",
            cell("pair"),
            cell("title"),
            cell("diff"),
            cell("tool"),
            lints
                .map(|lint| format!("`{lint}`"))
                .collect::<Vec<_>>()
                .join(", "),
        );
    }
    let count = |wanted: fn(&Value) -> bool| rows.iter().filter(|row| wanted(row)).count();
    let _ = writeln!(
        text,
        "\n{} of {} agree: {} with the same verdict, {} where `diff` is graver for a reason.",
        count(|row| row["agree"] == true),
        rows.len(),
        count(|row| row["agree"] == true && row["reason"].is_null()),
        count(|row| row["agree"] == true && row["reason"].is_string()),
    );
    text
}
