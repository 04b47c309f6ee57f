//! The command line: `openapi-client-generator help`.

#[macro_use]
mod printing;

mod choice;
mod diff;
mod doctor;
mod findings;
mod format;
mod generate;
mod init;
mod input;
mod manifest;
mod progress;
mod shell;
mod spec;

use std::io;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use format::Format;
use openapi_client_generator::{Diagnostics, config};

/// Generating allocates and frees millions of tokens.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[derive(Parser)]
#[command(about = "Generates Rust client crates from OpenAPI documents", version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Write a client crate, or bring one up to date.
    Generate(generate::Arguments),
    /// Change nothing; exit with 1 if a client crate is out of date.
    Check(generate::Arguments),
    /// Say what differs between two documents, in the terms of a crate's version.
    Diff(diff::Arguments),
    /// Say where a document contradicts itself, with a correction for each place (exit code 1 if it does).
    Doctor(doctor::Arguments),
    /// Print a document as the generator sees it.
    Spec(spec::Arguments),
    /// Begin a crate for a document, or set up a `build.rs` that generates one.
    Init(init::Arguments),
    /// Print the JSON Schema of configuration files, for editors.
    ConfigSchema,
    /// Print a script that completes commands and flags in a shell.
    Completions(shell::Completions),
    /// Print the manual page.
    Man(shell::Man),
}

/// Every recursion over a document has a bound; a large stack is there for those that libraries may hide.
const STACK: usize = 64 << 20;

fn main() -> ExitCode {
    let command = std::thread::Builder::new().stack_size(STACK).spawn(run);
    match command.map(std::thread::JoinHandle::join) {
        Ok(Ok(code)) => code,
        // A panic has been printed.
        Ok(Err(_)) => ExitCode::FAILURE,
        Err(_) => run(),
    }
}

fn run() -> ExitCode {
    let command = Arguments::parse().command;
    let format = match &command {
        Command::Generate(arguments) | Command::Check(arguments) => arguments.format,
        Command::Doctor(arguments) => arguments.format,
        _ => Format::Text,
    };
    let outcome = match command {
        Command::Generate(arguments) => generate::run(arguments, false),
        Command::Check(arguments) => generate::run(arguments, true),
        Command::Diff(arguments) => diff::run(&arguments),
        Command::Doctor(arguments) => doctor::run(arguments),
        Command::Spec(arguments) => spec::run(arguments),
        Command::Init(arguments) => init::run(arguments),
        Command::Completions(arguments) => Ok(shell::completions(&arguments)),
        Command::Man(arguments) => shell::man(&arguments),
        Command::ConfigSchema => {
            print!("{}", config::SCHEMA);
            Ok(ExitCode::SUCCESS)
        }
    };
    outcome.unwrap_or_else(|failure| {
        match failure {
            Failure::Document(diagnostics) if format != Format::Text => {
                format.print(&diagnostics, serde_json::json!({}));
            }
            Failure::Document(diagnostics) => {
                eprint!("{}", findings::Findings::of(&diagnostics, false));
            }
            Failure::Disk(error) => eprintln!("error: {error}"),
            Failure::Usage(message) => eprintln!("error: {message}"),
        }
        ExitCode::FAILURE
    })
}

/// Why a command did not do what it should.
enum Failure {
    Document(Diagnostics),
    Disk(io::Error),
    Usage(String),
}

impl From<Diagnostics> for Failure {
    fn from(diagnostics: Diagnostics) -> Self {
        Self::Document(diagnostics)
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Disk(error)
    }
}
