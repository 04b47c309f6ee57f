//! `mutate DIR`: documents of a folder with a few things changed at random. Whatever comes of each, it is diagnostics or a client,
//! and a client compiles.

mod draw;
mod mutation;

use std::fs;
use std::panic;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, ensure};
use openapi_client_generator::config::Runtime;
use openapi_client_generator::{Config, Document, Source, generate};
use rayon::iter::{IntoParallelIterator, ParallelIterator};
use serde_json::Value;

use crate::corpus::{compile, fnv, walk};
use crate::scratch;
use draw::Draw;
use mutation::mutate;

/// Changes to one document, at most.
const MOST_CHANGES: usize = 6;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Folder with documents, at any depth.
    folder: PathBuf,
    /// How many mutants that a client is generated from.
    #[arg(long, default_value_t = 200)]
    sample: usize,
    /// Which mutants.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Check the clients with the compiler; warnings count as failures.
    #[arg(long)]
    compile: bool,
    /// Show the first message of each cause in full.
    #[arg(long)]
    details: bool,
}

enum Outcome {
    Generated,
    Rejected,
    Panicked,
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let originals = originals(&arguments.folder)?;
    ensure!(!originals.is_empty(), "no document can be read");
    let folder = scratch::target().join("scratch").join("mutants");
    let crates = compile::workspace().join("crates");
    for emptied in [&folder, &crates] {
        if emptied.exists() {
            fs::remove_dir_all(emptied)?;
        }
        fs::create_dir_all(emptied)?;
    }
    let (mut made, mut packages, mut panicked) = (0, Vec::new(), Vec::new());
    while packages.len() < arguments.sample && made < 20 * arguments.sample {
        let wanted = arguments.sample - packages.len();
        let outcomes: Vec<(String, Outcome)> = (made..made + wanted)
            .into_par_iter()
            .map(|number| one(number, arguments.seed, &originals, &folder, &crates))
            .collect::<Result<_>>()?;
        made += wanted;
        for (name, outcome) in outcomes {
            match outcome {
                Outcome::Generated => packages.push(name),
                Outcome::Rejected => {}
                Outcome::Panicked => panicked.push(name),
            }
        }
    }
    println!(
        "mutants     {made} of {} documents: {} generated, {} rejected, {} panicked",
        originals.len(),
        packages.len(),
        made - packages.len() - panicked.len(),
        panicked.len()
    );
    for name in &panicked {
        println!("panicked    {}", folder.join(name).display());
    }
    let mut failed = !panicked.is_empty();
    if arguments.compile {
        let report = compile::check_together(&packages)?;
        print!("{}", report.summary(arguments.details));
        failed |= report.crates.values().any(|counts| *counts != (0, 0));
        println!("the documents are in {}", folder.display());
    }
    Ok(ExitCode::from(u8::from(failed)))
}

/// The documents that can be read as they are.
fn originals(folder: &Path) -> Result<Vec<Value>> {
    let mut found = Vec::new();
    for name in walk(folder)? {
        let path = folder.join(name);
        let source = Source::read(&path);
        let document = source
            .map_err(Into::into)
            .and_then(|source| Document::read(source, &[]));
        // What is mutated is the text; whether it is a document is known from reading it.
        if document.is_ok() {
            let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
            found.extend(serde_yaml::from_str::<Value>(&text).ok());
        }
    }
    Ok(found)
}

fn one(
    number: usize,
    seed: u64,
    originals: &[Value],
    folder: &Path,
    crates: &Path,
) -> Result<(String, Outcome)> {
    let name = format!("mutant-{seed}-{number}");
    let mut draw = Draw::new(fnv(&name, seed));
    let mut tree = draw.one(originals).cloned().unwrap_or_default();
    let other = draw.one(originals).cloned().unwrap_or_default();
    for _ in 0..=draw.below(MOST_CHANGES) {
        mutate(&mut tree, &other, &mut draw);
    }
    let text = tree.to_string();
    fs::write(folder.join(&name).with_extension("json"), &text)?;
    let package = name.clone();
    let generated = panic::catch_unwind(move || {
        let document = Document::read(Source::new("mutant.json", text), &[]).ok()?;
        let config = Config {
            runtime: Runtime::Crate,
            package: Some(package),
            ..Config::default()
        };
        generate(&document, &config).ok()
    });
    let outcome = match generated {
        Ok(Some(generated)) => {
            let folder = crates.join(&name);
            generated.output.write(&folder.join("src"))?;
            fs::write(folder.join("Cargo.toml"), &generated.manifest)?;
            Outcome::Generated
        }
        Ok(None) => Outcome::Rejected,
        Err(_) => Outcome::Panicked,
    };
    Ok((name, outcome))
}
