//! `corpus DIR`: generates a client for every document of a folder and counts what came of it.

mod compile;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};
use std::{fs, panic};

use anyhow::{Context, Result};
use openapi_client_generator::report::Coverage;
use openapi_client_generator::{Config, Document, Generated, Severity, Source, generate};
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Folder with documents, at any depth.
    folder: PathBuf,
    /// Only the documents that this file lists, one path relative to the folder per line.
    #[arg(long)]
    list: Option<PathBuf>,
    /// Only this many documents, drawn by `--seed`.
    #[arg(long)]
    sample: Option<usize>,
    /// Which sample.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Leave larger documents out, in bytes.
    #[arg(long)]
    at_most: Option<u64>,
    /// Have this many of the largest documents in the sample.
    #[arg(long, default_value_t = 0)]
    largest: usize,
    /// A row per document.
    #[arg(long)]
    csv: Option<PathBuf>,
    /// Write the crates below this folder.
    #[arg(long)]
    out: Option<PathBuf>,
    /// Check the crates with the compiler; warnings count as failures.
    #[arg(long)]
    compile: bool,
    /// Show the first message of each cause in full.
    #[arg(long)]
    details: bool,
}

/// What came of one document.
struct Row {
    document: String,
    bytes: usize,
    outcome: Outcome,
    duration: Duration,
}

enum Outcome {
    Generated(Box<Coverage>, usize),
    Rejected(String),
    Panicked(String),
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let documents = documents(arguments)?;
    let start = Instant::now();
    let out = if arguments.compile {
        Some(compile::workspace().join("crates"))
    } else {
        arguments.out.clone()
    };
    let rows: Vec<Row> = documents
        .par_iter()
        .map(|document| process(document, &arguments.folder, out.as_deref()))
        .collect();
    print!("{}", summary(&rows, start.elapsed()));
    let mut failed = rows
        .iter()
        .any(|row| !matches!(row.outcome, Outcome::Generated(..)));
    let mut checked = None;
    if arguments.compile {
        let generated = rows
            .iter()
            .filter(|row| matches!(row.outcome, Outcome::Generated(..)));
        let packages: Vec<String> = generated.map(|row| package(&row.document)).collect();
        let report = compile::check(&packages)?;
        print!("{}", report.summary(arguments.details));
        failed |= report.crates.values().any(|counts| *counts != (0, 0));
        checked = Some(report);
    }
    if let Some(path) = &arguments.csv {
        fs::write(path, csv(&rows, checked.as_ref()))
            .with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(if failed {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

fn documents(arguments: &Arguments) -> Result<Vec<String>> {
    let mut documents = match &arguments.list {
        Some(list) => fs::read_to_string(list)
            .with_context(|| list.display().to_string())?
            .lines()
            .map(str::to_owned)
            .collect(),
        None => walk(&arguments.folder)?,
    };
    if let Some(at_most) = arguments.at_most {
        documents.retain(|document| {
            fs::metadata(arguments.folder.join(document)).is_ok_and(|found| found.len() <= at_most)
        });
    }
    if let Some(sample) = arguments.sample {
        // A fixed order that has nothing to do with the names: the sample of one seed is the same everywhere.
        let size = |document: &String| {
            fs::metadata(arguments.folder.join(document)).map_or(0, |found| found.len())
        };
        documents.sort_by_cached_key(|document| std::cmp::Reverse(size(document)));
        let rest = arguments.largest.min(documents.len());
        documents[rest..].sort_by_key(|document| fnv(document, arguments.seed));
        documents.truncate(sample);
        documents.sort();
    }
    Ok(documents)
}

fn fnv(text: &str, seed: u64) -> u64 {
    text.bytes()
        .fold(0xcbf2_9ce4_8422_2325 ^ seed, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        })
}

fn walk(folder: &Path) -> Result<Vec<String>> {
    let mut found = Vec::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(next) = waiting.pop() {
        for entry in fs::read_dir(&next).with_context(|| next.display().to_string())? {
            let path = entry?.path();
            if path.is_dir() {
                waiting.push(path);
            } else if path.extension().is_some_and(|extension| {
                ["json", "yaml", "yml"]
                    .iter()
                    .any(|known| extension == *known)
            }) && !path
                .file_name()
                .is_some_and(|name| name.to_string_lossy().starts_with('_'))
                && let Ok(relative) = path.strip_prefix(folder)
            {
                found.push(relative.to_string_lossy().into_owned());
            }
        }
    }
    found.sort();
    Ok(found)
}

fn process(document: &str, folder: &Path, out: Option<&Path>) -> Row {
    let path = folder.join(document);
    let bytes = fs::metadata(&path).map_or(0, |found| {
        usize::try_from(found.len()).unwrap_or(usize::MAX)
    });
    let start = Instant::now();
    let outcome = panic::catch_unwind(|| client(document, &path, out)).unwrap_or_else(|payload| {
        let message = payload.downcast_ref::<String>().cloned().or_else(|| {
            payload
                .downcast_ref::<&str>()
                .map(|text| (*text).to_owned())
        });
        Outcome::Panicked(message.unwrap_or_default())
    });
    Row {
        document: document.to_owned(),
        bytes,
        outcome,
        duration: start.elapsed(),
    }
}

fn client(document: &str, path: &Path, out: Option<&Path>) -> Outcome {
    let first = |diagnostics: openapi_client_generator::Diagnostics| {
        let error = diagnostics
            .iter()
            .find(|found| found.severity == Severity::Error)
            .map(|found| format!("{}: {} ({})", found.code, found.message, found.pointer));
        Outcome::Rejected(error.unwrap_or_default())
    };
    let read = match Source::read(path)
        .map_err(Into::into)
        .and_then(|source| Document::read(source, &[]))
    {
        Ok(read) => read,
        Err(diagnostics) => return first(diagnostics),
    };
    let config = Config {
        package: Some(package(document)),
        ..Config::default()
    };
    match generate(&read, &config) {
        Ok(generated) => {
            let warnings = generated.diagnostics.count(Severity::Warning);
            if let Some(out) = out
                && let Err(error) = write(&generated, &out.join(package(document)))
            {
                return Outcome::Rejected(error.to_string());
            }
            Outcome::Generated(Box::new(Coverage::of(&read, &generated)), warnings)
        }
        Err(diagnostics) => first(diagnostics),
    }
}

fn write(generated: &Generated, folder: &Path) -> std::io::Result<()> {
    generated.output.write(&folder.join("src"))?;
    fs::write(folder.join("Cargo.toml"), &generated.manifest)
}

fn package(document: &str) -> String {
    let name = document.trim_end_matches(".json").trim_end_matches(".yaml");
    let name: String = name
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() {
                c.to_ascii_lowercase()
            } else {
                '-'
            }
        })
        .collect();
    // A package name must not begin with a digit.
    format!("api-{name}")
}

fn summary(rows: &[Row], wall: Duration) -> String {
    let mut text = String::new();
    let (mut generated, mut operations, mut all_operations, mut raw) = (0, 0, 0, 0);
    let mut failures: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for row in rows {
        match &row.outcome {
            Outcome::Generated(coverage, _) => {
                generated += 1;
                operations += coverage.operations;
                all_operations += coverage.operations_in_document;
                raw += coverage.raw_json;
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

fn csv(rows: &[Row], checked: Option<&compile::Report>) -> String {
    let mut text = String::from(
        "document,bytes,milliseconds,outcome,operations,of,schemas,of,raw_json,warnings,compile_errors,compile_warnings,message\n",
    );
    for row in rows {
        let (outcome, coverage, warnings, message) = match &row.outcome {
            Outcome::Generated(coverage, warnings) => ("generated", Some(coverage), *warnings, ""),
            Outcome::Rejected(message) => ("rejected", None, 0, message.as_str()),
            Outcome::Panicked(message) => ("panicked", None, 0, message.as_str()),
        };
        let numbers = coverage.map_or_else(
            || ",,,,".to_owned(),
            |found| {
                format!(
                    "{},{},{},{},{}",
                    found.operations,
                    found.operations_in_document,
                    found.schemas,
                    found.schemas_in_document,
                    found.raw_json
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
