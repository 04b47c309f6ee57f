//! `diff OLD NEW`: what differs between two documents.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use openapi_client_generator::diff::changes;

#[derive(clap::Args)]
#[command(
    after_help = "Exit code: 0 nothing differs, 10 a patch step, 11 a minor step, 12 a major step, 1 a document cannot be read."
)]
pub(crate) struct Arguments {
    /// The document as it was.
    old: PathBuf,
    /// The document as it is.
    new: PathBuf,
    /// How to print the differences.
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum Format {
    Text,
    Markdown,
    Json,
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let documents = crate::read(&arguments.old, &[])
        .and_then(|old| Ok((old, crate::read(&arguments.new, &[])?)));
    let (old, new) = match documents {
        Ok(documents) => documents,
        Err(diagnostics) => return Ok(crate::refuse(&diagnostics)),
    };
    let changes = changes(old.tree(), new.tree());
    match arguments.format {
        Format::Text => print!("{changes}"),
        Format::Markdown => print!("{}", changes.to_markdown()),
        Format::Json => println!("{:#}", changes.to_json()),
    }
    Ok(ExitCode::from(changes.exit_code()))
}
