//! `hostile`: documents of about a megabyte, each made to be expensive, go through the command line of the generator; what each
//! costs is measured, and held against the bounds that `docs/hostile.md` states.
//!
//! Time and memory are those that Linux counts, below `/proc`.

mod measure;
mod shapes;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::{Context, Result, ensure};

use crate::scratch;
use measure::{Cost, measure};

/// CPU seconds, of all threads together, and peak memory in megabytes.
const MOST_SECONDS: f64 = 5.0;
const MOST_MEGABYTES: u64 = 1024;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The program; without it, it is built in release mode.
    #[arg(long)]
    binary: Option<PathBuf>,
    /// Only shapes with this in their name.
    #[arg(long)]
    only: Option<String>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let binary = match &arguments.binary {
        Some(binary) => fs::canonicalize(binary).with_context(|| binary.display().to_string())?,
        None => build()?,
    };
    let folder = scratch::target().join("hostile");
    fs::create_dir_all(&folder)?;
    println!("| document | KB | CPU s | peak MB | ends in |");
    println!("| --- | ---: | ---: | ---: | --- |");
    let mut failed = false;
    for shape in shapes::ALL {
        let wanted = arguments.only.as_ref();
        if wanted.is_some_and(|part| !shape.name.contains(part.as_str())) {
            continue;
        }
        let text = (shape.make)();
        let document = folder.join(format!("{}.json", shape.name));
        fs::write(&document, &text)?;
        let cost = generate(&binary, &document, &folder.join(shape.name))?;
        let kilobytes = text.len() / 1000;
        let Cost {
            seconds, megabytes, ..
        } = cost;
        let end = cost.end();
        let too_much = seconds > MOST_SECONDS || megabytes > MOST_MEGABYTES || cost.is_abnormal();
        let mark = if too_much { " **too much**" } else { "" };
        println!(
            "| {} | {kilobytes} | {seconds:.1} | {megabytes} | {end}{mark} |",
            shape.name
        );
        failed |= too_much;
    }
    Ok(ExitCode::from(u8::from(failed)))
}

fn build() -> Result<PathBuf> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let package = "openapi-client-generator";
    let status = Command::new(cargo)
        .args(["build", "--quiet", "--release", "-p", package])
        .args(["--features", "cli"])
        .current_dir(scratch::root())
        .status()?;
    ensure!(status.success(), "the generator does not compile");
    Ok(scratch::target().join("release").join(package))
}

fn generate(binary: &Path, document: &Path, out: &Path) -> Result<Cost> {
    let mut command = Command::new(binary);
    command.arg("generate").arg(document).arg("--out").arg(out);
    // What rustfmt takes is not the generator's.
    command.arg("--no-rustfmt");
    let cost = measure(&mut command)?;
    drop(fs::remove_dir_all(out));
    Ok(cost)
}
