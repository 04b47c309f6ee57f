//! `diff OLD NEW`: what differs between two documents.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use openapi_client_generator::ConfigFile;
use openapi_client_generator::diff::changes;

use crate::Failure;
use crate::input::read;
use crate::progress::Progress;

#[derive(Args)]
#[command(
    after_help = "Exit code: 0 nothing differs, 10 a patch step, 11 a minor step, 12 a major step, 1 a document cannot be read."
)]
pub(crate) struct Arguments {
    /// The document as it was.
    old: PathBuf,
    /// The document as it is.
    new: PathBuf,
    /// A folder that `$ref`s may lead into, besides those of the documents; repeatable.
    #[arg(long, value_name = "FOLDER")]
    allow_refs_under: Vec<PathBuf>,
    /// How to print the differences.
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    Text,
    Markdown,
    Json,
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let file = ConfigFile {
        allow_refs_under: arguments.allow_refs_under.clone(),
        ..ConfigFile::default()
    };
    let old = read(&arguments.old, &file, &mut Progress::of(&arguments.old))?;
    let new = read(&arguments.new, &file, &mut Progress::of(&arguments.new))?;
    let changes = changes(old.tree(), new.tree());
    match arguments.format {
        Format::Text => print!("{changes}"),
        Format::Markdown => print!("{}", changes.to_markdown()),
        Format::Json => println!("{:#}", changes.to_json()),
    }
    Ok(ExitCode::from(changes.exit_code()))
}
