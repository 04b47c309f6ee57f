//! Totals for people, rows for programs.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::time::Duration;

use openapi_client_generator::unstable::report::Unions;

use super::{Outcome, Row, compile, package};

pub(super) fn summary(rows: &[Row], wall: Duration) -> String {
    let mut text = String::new();
    let (mut generated, mut operations, mut all_operations, mut raw) = (0, 0, 0, 0);
    let (mut free_form, mut unions) = (0, Unions::default());
    let (mut paged, mut declared, mut look_paged, mut not_paged) = (0, 0, 0, 0);
    let mut failures: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for row in rows {
        match &row.outcome {
            Outcome::Generated(coverage, _) => {
                generated += 1;
                operations += coverage.operations;
                all_operations += coverage.operations_in_document;
                raw += coverage.raw_json;
                free_form += coverage.free_form;
                unions = unions.with(coverage.unions);
                paged += coverage.pagers.2;
                declared += coverage.declared_pagers;
                look_paged += coverage.look_paged;
                not_paged += coverage.not_paged.len();
            }
            Outcome::Rejected(message) => failures
                .entry(format!("rejected: {}", cause(message)))
                .or_default()
                .push(&row.document),
            Outcome::Panicked(message) => failures
                .entry(format!("panicked: {message}"))
                .or_default()
                .push(&row.document),
        }
    }
    let slowest = rows.iter().max_by_key(|row| row.duration);
    let _ = writeln!(text, "documents   {generated} of {} generated", rows.len());
    let _ = writeln!(text, "operations  {operations} of {all_operations}");
    let _ = writeln!(text, "raw JSON    {raw} places that could not be typed");
    let _ = writeln!(
        text,
        "            {free_form} places that the documents leave open"
    );
    let _ = writeln!(text, "{unions}");
    let _ = writeln!(
        text,
        "paging      {paged} paged, {declared} of them declared; {look_paged} look paged, {not_paged} of them are not"
    );
    let _ = writeln!(text, "wall time   {:.1} s", wall.as_secs_f64());
    if let Some(peak) = peak_memory() {
        let _ = writeln!(text, "peak memory {} MiB", peak / 1024);
    }
    if let Some(slowest) = slowest {
        let _ = writeln!(
            text,
            "slowest     {:.2} s, {}",
            slowest.duration.as_secs_f64(),
            slowest.document
        );
    }
    for (cause, documents) in failures {
        let _ = writeln!(
            text,
            "{:>5}  {cause}\n       {}",
            documents.len(),
            documents
                .iter()
                .take(5)
                .copied()
                .collect::<Vec<_>>()
                .join(", ")
        );
    }
    text
}

fn cause(message: &str) -> &str {
    message.split(':').next().unwrap_or(message)
}

/// Peak resident memory of this process in KiB, where the system tells.
fn peak_memory() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?
        .split_whitespace()
        .next()?
        .parse()
        .ok()
}

pub(super) fn csv(rows: &[Row], checked: Option<&compile::Report>) -> String {
    let mut text = String::from(
        "document,bytes,milliseconds,outcome,operations,of,schemas,of,raw_json,paged,look_paged,not_paged,warnings,compile_errors,compile_warnings,message\n",
    );
    for row in rows {
        let (outcome, coverage, warnings, message) = match &row.outcome {
            Outcome::Generated(coverage, warnings) => ("generated", Some(coverage), *warnings, ""),
            Outcome::Rejected(message) => ("rejected", None, 0, message.as_str()),
            Outcome::Panicked(message) => ("panicked", None, 0, message.as_str()),
        };
        let numbers = coverage.map_or_else(
            || ",,,,,,,".to_owned(),
            |found| {
                format!(
                    "{},{},{},{},{},{},{},{}",
                    found.operations,
                    found.operations_in_document,
                    found.schemas,
                    found.schemas_in_document,
                    found.raw_json,
                    found.pagers.2,
                    found.look_paged,
                    found.not_paged.join(" ")
                )
            },
        );
        let message = message.replace('"', "'").replace('\n', " ");
        let found = checked.and_then(|checked| checked.crates.get(&package(&row.document)));
        let compiled = found.map_or_else(
            || ",".to_owned(),
            |(errors, warnings)| format!("{errors},{warnings}"),
        );
        let _ = writeln!(
            text,
            "{},{},{},{outcome},{numbers},{warnings},{compiled},\"{message}\"",
            row.document,
            row.bytes,
            row.duration.as_millis()
        );
    }
    text
}
