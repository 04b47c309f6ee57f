//! Tasks of this repository: `cargo xtask help`.

#[macro_use]
mod printing;

mod changelog;
mod codegen;
mod conformance;
mod corpus;
mod diff;
mod doctor;
mod driven;
mod examples;
mod hostile;
mod mutate;
mod package;
mod same_client;
mod scratch;
mod semver;
mod spec;
mod wire;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use anyhow::Result;
use openapi_client_generator::unstable::commands;
use openapi_client_generator::{ConfigFile, Diagnostics, Document};

/// Generating allocates and frees millions of tokens.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Tasks of this repository")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Generate the vendored Fitbit Plus client from spec/.
    Codegen(codegen::Arguments),
    /// Say where a document contradicts itself, with a correction for each place.
    Doctor(doctor::Arguments),
    /// Compare two documents by structure, documentation aside, and say what changed for users.
    Diff(diff::Arguments),
    /// Check that several forms of one document yield the same client, documentation aside.
    SameClient(same_client::Arguments),
    /// Print a document as the generator sees it.
    Spec(spec::Arguments),
    /// Decode a document's own examples with the types generated for it, and encode them again.
    Examples(examples::Arguments),
    /// Run suites that others wrote, and write docs/conformance.md.
    Conformance(conformance::Arguments),
    /// Generate a client for every document of a folder, and count.
    Corpus(corpus::Arguments),
    /// Send every operation of documents through their clients, and have requests and answers judged by others' code.
    Wire(wire::Arguments),
    /// Measure what documents cost that are made to be expensive.
    Hostile(hostile::Arguments),
    /// Change documents at random; clients that are generated all the same compile.
    Mutate(mutate::Arguments),
    /// Package the crates, and use the packages from an empty folder.
    Package(package::Arguments),
    /// Compare what `diff` says about pairs of documents with what `cargo-semver-checks` says about their clients.
    Semver(semver::Arguments),
}

/// Reads a document and its overlays.
fn read(spec: &Path, overlays: &[PathBuf]) -> Result<Document, Diagnostics> {
    let file = ConfigFile {
        overlays: overlays.to_vec(),
        ..ConfigFile::default()
    };
    commands::read(spec, &file, &mut |_| {})
}

/// Shows what is wrong with a document, and fails.
fn refuse(diagnostics: &Diagnostics) -> ExitCode {
    eprint!("{diagnostics}");
    ExitCode::FAILURE
}

fn main() -> ExitCode {
    let outcome = match Arguments::parse().task {
        Task::Codegen(arguments) => codegen::run(&arguments),
        Task::Doctor(arguments) => doctor::run(&arguments),
        Task::Diff(arguments) => diff::run(&arguments),
        Task::SameClient(arguments) => same_client::run(&arguments),
        Task::Spec(arguments) => spec::run(&arguments),
        Task::Examples(arguments) => examples::run(&arguments),
        Task::Conformance(arguments) => conformance::run(&arguments),
        Task::Corpus(arguments) => corpus::run(&arguments),
        Task::Wire(arguments) => wire::run(&arguments),
        Task::Hostile(arguments) => hostile::run(&arguments),
        Task::Mutate(arguments) => mutate::run(&arguments),
        Task::Package(arguments) => package::run(&arguments),
        Task::Semver(arguments) => semver::run(&arguments),
    };
    match outcome {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
