//! Tasks of this repository: `cargo xtask help`.

mod codegen;
mod corpus;
mod examples;
mod scratch;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

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
    /// Decode a document's own examples with the types generated for it, and encode them again.
    Examples(examples::Arguments),
    /// Generate a client for every document of a folder, and count.
    Corpus(corpus::Arguments),
}

fn main() -> ExitCode {
    let outcome = match Arguments::parse().task {
        Task::Codegen(arguments) => codegen::run(&arguments),
        Task::Examples(arguments) => examples::run(&arguments),
        Task::Corpus(arguments) => corpus::run(&arguments),
    };
    match outcome {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

