//! `semver`: whether the verdicts of `diff` on pairs of documents agree with `cargo-semver-checks` on their clients.

mod pairs;
mod record;
mod tool;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result};
use openapi_client_generator::config::Runtime;
use openapi_client_generator::unstable::diff::{Level, changes};
use openapi_client_generator::{Config, Document, generate};

use crate::scratch::Scratch;
use pairs::Pair;
use record::{Record, Row};
use tool::Tool;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Compare these two documents; otherwise the pairs in `tests/semver/`, whose outcome is recorded in `docs/semver.json`.
    #[arg(long, num_args = 2, value_names = ["OLD", "NEW"], conflicts_with = "check")]
    pair: Vec<PathBuf>,
    /// Of the pairs in `tests/semver/`, only those of these names; nothing is recorded.
    #[arg(long, value_name = "NAME", conflicts_with_all = ["pair", "check"])]
    only: Vec<String>,
    /// Where the clients have the runtime from: `crate` or `inline`.
    #[arg(long, default_value = "crate", value_parser = crate::corpus::runtime)]
    runtime: Runtime,
    /// Run nothing; check that `docs/semver.md` says what was recorded.
    #[arg(long)]
    check: bool,
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    if arguments.check {
        return record::check();
    }
    let tool = Tool::find()?;
    let (pairs, reasons) = match arguments.pair.as_slice() {
        [old, new] => (vec![Pair::of_files(old, new)?], pairs::Reasons::default()),
        _ => (pairs::all(&arguments.only)?, pairs::reasons()?),
    };
    let mut record = Record::new(&tool, arguments.runtime)?;
    // The first document of many pairs is the same.
    let mut last: Option<(Document, PathBuf)> = None;
    for pair in pairs {
        let old = match last.take() {
            Some((document, described)) if document.tree() == pair.old.tree() => described,
            _ => describe("old", &pair.old, arguments.runtime)?,
        };
        let new = describe(&pair.name, &pair.new, arguments.runtime)
            .with_context(|| pair.name.clone())?;
        let (there, back) = (tool.compare(&old, &new)?, tool.compare(&new, &old)?);
        for (name, [was, is], found, reverse) in [
            (pair.name.clone(), [&pair.old, &pair.new], &there, &back),
            (
                pairs::reversed(&pair.name),
                [&pair.new, &pair.old],
                &back,
                &there,
            ),
        ] {
            record.rows.push(Row {
                diff: changes(was.tree(), is.tree())
                    .level()
                    .unwrap_or(Level::Patch),
                tool: found.level(reverse),
                lints: found.lints.clone(),
                reason: reasons.of(&name).map(str::to_owned),
                title: pair.title.clone(),
                pair: name,
            });
        }
        last = Some((pair.old, old));
    }
    print!("{}", record::table(&record.json()));
    if arguments.pair.is_empty() && arguments.only.is_empty() {
        record.write()?;
    }
    Ok(if record.rows.iter().all(Row::agrees) {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Generates the client of a document and describes its public interface: the path of what rustdoc says, as JSON.
fn describe(name: &str, document: &Document, runtime: Runtime) -> Result<PathBuf> {
    let config = Config {
        // Both clients of a pair are one crate.
        package: Some("client".to_owned()),
        runtime,
        ..Config::default()
    };
    let generated =
        generate(document, &config).map_err(|found| crate::conformance::refused(&found))?;
    let scratch = Scratch::new(&format!("semver/{name}"), &generated)?;
    tool::rustdoc(&scratch)
}
