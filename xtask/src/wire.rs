//! `wire DIR`: sends every operation of documents through generated clients to a server that records, and has an independent
//! program judge what was sent and what became of the answers.

mod client;
mod judge;
mod mock;
mod outcome;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result};
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use crate::corpus::{fnv, package, walk};
use client::{Against, Prepared};
use judge::Judge;
use mock::Mock;
use outcome::Outcomes;

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
    /// Which sample, and which values.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Leave documents out that have more operations than this, or none.
    #[arg(long, default_value_t = 100)]
    most_operations: usize,
    /// Show each failure in full.
    #[arg(long)]
    details: bool,
    /// A row per check, as JSON.
    #[arg(long)]
    rows: Option<PathBuf>,
    /// Also judge each request with one thing changed at a time, which has to be found wrong.
    #[arg(long)]
    tamper: bool,
    /// Keep the score in `docs/conformance/wire.json` and write `docs/conformance.md`.
    #[arg(long)]
    record: bool,
    /// Call each operation once, with the mock of its document answering, and judge what the mock answers as well.
    #[arg(long, conflicts_with_all = ["tamper", "record"])]
    mock: bool,
    /// Where there is no Python, say so and end well.
    #[arg(long)]
    if_python: bool,
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    if arguments.if_python && !judge::has_python() {
        println!("wire: NOT RUN, as there is no python3 here");
        return Ok(ExitCode::SUCCESS);
    }
    let judge = match Judge::new() {
        Err(error) if arguments.if_python => {
            println!("wire: NOT RUN: {error:#}");
            return Ok(ExitCode::SUCCESS);
        }
        judge => judge?,
    };
    let documents = documents(arguments)?;
    let prepared = documents.par_iter().map(|document| {
        let path = arguments.folder.join(document);
        client::prepare(&judge, &path, document, &package(document), arguments.seed)
    });
    let prepared: Vec<Prepared> = prepared.collect::<Result<_>>()?;
    let packages: Vec<&str> = prepared
        .iter()
        .filter(|prepared| prepared.refused.is_none())
        .map(|prepared| prepared.package.as_str())
        .collect();
    client::workspace().build(&packages)?;
    let mock = arguments.mock.then(Mock::build).transpose()?;
    let judged = prepared.par_iter().map(|prepared| {
        let path = arguments.folder.join(&prepared.document);
        let against = match &mock {
            Some(program) => Against::Mock(program),
            None => Against::Samples {
                tamper: arguments.tamper,
            },
        };
        client::judge(&judge, &path, prepared, against)
    });
    let judged: Vec<_> = judged.collect::<Result<_>>()?;
    let mut outcomes = Outcomes::new(arguments.mock);
    for (prepared, rows) in prepared.iter().zip(judged) {
        outcomes.add(&prepared.document, &rows);
    }
    print!("{}", outcomes.summary(documents.len(), arguments.details));
    if let Some(path) = &arguments.rows {
        std::fs::write(path, outcomes.rows()).with_context(|| path.display().to_string())?;
    }
    if arguments.record {
        outcomes.record(documents.len())?;
    }
    // A check that judges nothing passes as well.
    anyhow::ensure!(outcomes.passed() > 0, "nothing was checked");
    Ok(if outcomes.is_clean() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// The documents of the sample: a fixed order that has nothing to do with their names.
fn documents(arguments: &Arguments) -> Result<Vec<String>> {
    let mut documents = match &arguments.list {
        Some(list) => std::fs::read_to_string(list)
            .with_context(|| list.display().to_string())?
            .lines()
            .map(str::to_owned)
            .collect(),
        None => walk(&arguments.folder)?,
    };
    let all = documents.len();
    let mut counted: Vec<(String, usize)> = documents
        .drain(..)
        .map(|document| {
            let count = operations(&arguments.folder.join(&document));
            (document, count)
        })
        .collect();
    counted.retain(|(_, count)| (1..=arguments.most_operations).contains(count));
    println!(
        "{} of {all} documents have 1 to {} operations",
        counted.len(),
        arguments.most_operations
    );
    let mut documents: Vec<String> = counted.into_iter().map(|(document, _)| document).collect();
    if let Some(sample) = arguments.sample {
        documents.sort_by_key(|document| fnv(document, arguments.seed));
        documents.truncate(sample);
    }
    documents.sort();
    Ok(documents)
}

/// How many operations a document has; none if it cannot be read.
fn operations(path: &Path) -> usize {
    let Ok(source) = openapi_client_generator::Source::read(path) else {
        return 0;
    };
    let Ok(document) = openapi_client_generator::Document::read(source, &[]) else {
        return 0;
    };
    let paths = document
        .tree()
        .get("paths")
        .and_then(|paths| paths.as_object());
    let methods = [
        "get", "put", "post", "delete", "options", "head", "patch", "trace",
    ];
    let items = paths.into_iter().flat_map(|paths| paths.values());
    items
        .flat_map(|item| methods.iter().filter(|method| item.get(**method).is_some()))
        .count()
}
