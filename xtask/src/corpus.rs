//! `corpus DIR`: generates a client for every document of a folder and counts what came of it.

mod alternatives;
pub(crate) mod compile;
mod doctests;
mod examples;
mod report;
mod sample;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};
use std::{fs, panic};

use anyhow::{Context, Result};
use openapi_client_generator::config::Runtime;
use openapi_client_generator::unstable::report::Coverage;
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
    /// Where clients have the runtime from: `inline`, or `crate`, that of this repository. Programs that decode examples name
    /// crates that a client with `crate` may not depend on.
    #[arg(long, default_value = "inline", value_parser = runtime, conflicts_with_all = ["alternatives", "examples"])]
    runtime: Runtime,
    /// Also compile the examples in the documentation of the crates.
    #[arg(long, requires = "compile")]
    doctests: bool,
    /// Also decode the documents' own examples with the generated types, and encode them again.
    #[arg(long, requires = "compile")]
    examples: bool,
    /// Also decode a value of each alternative of every union, and encode it again.
    #[arg(long, requires = "compile")]
    alternatives: bool,
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
    /// Examples by their JSON pointer, and whether they agree with their schemas.
    examples: BTreeMap<String, bool>,
}

enum Outcome {
    Generated(Box<Coverage>, usize),
    Rejected(String),
    Panicked(String),
}

pub(crate) fn runtime(name: &str) -> Result<Runtime> {
    let found = Runtime::ALL.iter().find(|(known, _)| *known == name);
    found
        .map(|(_, runtime)| *runtime)
        .context("it is `inline` or `crate`")
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
        .map(|document| process(document, arguments, out.as_deref()))
        .collect();
    print!("{}", report::summary(&rows, start.elapsed()));
    let mut failed = rows
        .iter()
        .any(|row| !matches!(row.outcome, Outcome::Generated(..)));
    let mut checked = None;
    if arguments.compile {
        let generated = rows
            .iter()
            .filter(|row| matches!(row.outcome, Outcome::Generated(..)));
        let packages: Vec<String> = generated.map(|row| package(&row.document)).collect();
        let report = compile::check(&packages, arguments.runtime)?;
        print!("{}", report.summary(arguments.details));
        failed |= report.crates.values().any(|counts| *counts != (0, 0));
        checked = Some(report);
    }
    if arguments.doctests {
        failed |= !doctests::compile()?;
    }
    if arguments.examples || arguments.alternatives {
        let crates = rows
            .iter()
            .map(|row| (package(&row.document), row.examples.clone()));
        let report = examples::run(&crates.collect())?;
        print!("{}", report.summary(arguments.details));
        failed |= !report.is_clean();
    }
    if let Some(path) = &arguments.csv {
        fs::write(path, report::csv(&rows, checked.as_ref()))
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

pub(crate) fn fnv(text: &str, seed: u64) -> u64 {
    text.bytes()
        .fold(0xcbf2_9ce4_8422_2325 ^ seed, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        })
}

pub(crate) fn walk(folder: &Path) -> Result<Vec<String>> {
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

fn process(document: &str, arguments: &Arguments, out: Option<&Path>) -> Row {
    let path = arguments.folder.join(document);
    let bytes = fs::metadata(&path).map_or(0, |found| {
        usize::try_from(found.len()).unwrap_or(usize::MAX)
    });
    let start = Instant::now();
    let done = panic::catch_unwind(|| client(document, &path, arguments, out));
    let (outcome, examples) = done.unwrap_or_else(|payload| {
        let message = payload.downcast_ref::<String>().cloned().or_else(|| {
            payload
                .downcast_ref::<&str>()
                .map(|text| (*text).to_owned())
        });
        (
            Outcome::Panicked(message.unwrap_or_default()),
            BTreeMap::new(),
        )
    });
    Row {
        document: document.to_owned(),
        bytes,
        outcome,
        duration: start.elapsed(),
        examples,
    }
}

/// What is decoded and encoded again.
fn values(arguments: &Arguments) -> examples::Values {
    examples::Values {
        examples: arguments.examples,
        alternatives: arguments.alternatives,
    }
}

fn client(
    document: &str,
    path: &Path,
    arguments: &Arguments,
    out: Option<&Path>,
) -> (Outcome, BTreeMap<String, bool>) {
    let rejected = |why: String| (Outcome::Rejected(why), BTreeMap::new());
    let first = |diagnostics: openapi_client_generator::Diagnostics| {
        let error = diagnostics
            .iter()
            .find(|found| found.severity == Severity::Error)
            .map(|found| format!("{}: {} ({})", found.code, found.message, found.pointer));
        rejected(error.unwrap_or_default())
    };
    // Documents of one API refer to each other across the folders that they are in.
    let folder = path
        .ancestors()
        .nth(Path::new(document).components().count());
    let folder = folder.map(Path::to_owned);
    let read = match Source::read(path)
        .map_err(Into::into)
        .and_then(|source| Document::read(source.allow_refs_under(folder), &[]))
    {
        Ok(read) => read,
        Err(diagnostics) => return first(diagnostics),
    };
    let values = values(arguments);
    let config = Config {
        runtime: arguments.runtime,
        package: Some(package(document)),
        all_derives: values.examples || values.alternatives,
        ..Config::default()
    };
    match generate(&read, &config) {
        Ok(generated) => {
            let warnings = generated.diagnostics.count(Severity::Warning);
            let mut examples = BTreeMap::new();
            if let Some(out) = out {
                let folder = out.join(package(document));
                let written = write(&generated, &folder).and_then(|()| {
                    let package = package(document);
                    examples = examples::add(&read, &generated, &folder, &package, values)?;
                    Ok(())
                });
                if let Err(error) = written {
                    return rejected(error.to_string());
                }
            }
            let coverage = Box::new(Coverage::of(&read, &generated));
            (Outcome::Generated(coverage, warnings), examples)
        }
        Err(diagnostics) => first(diagnostics),
    }
}

fn write(generated: &Generated, folder: &Path) -> std::io::Result<()> {
    generated.output.write(&folder.join("src"))?;
    fs::write(folder.join("Cargo.toml"), &generated.manifest)
}

pub(crate) fn package(document: &str) -> String {
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
