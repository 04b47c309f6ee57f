//! `diff OLD NEW`: what differs between two documents.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use openapi_client_generator::ConfigFile;
use openapi_client_generator::unstable::commands::{DIFF_EXIT, DiffFormat, diff};

use crate::Failure;
use crate::choice::choice;
use crate::input::read;
use crate::progress::Progress;

#[derive(Args)]
#[command(after_help = DIFF_EXIT)]
pub(crate) struct Arguments {
    /// The document as it was.
    old: PathBuf,
    /// The document as it is.
    new: PathBuf,
    /// A folder that `$ref`s may lead into, besides those of the documents; repeatable.
    #[arg(long, value_name = "FOLDER")]
    allow_refs_under: Vec<PathBuf>,
    /// How to print the differences.
    #[arg(long, value_parser = choice(DiffFormat::ALL), default_value = "text")]
    format: DiffFormat,
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let file = ConfigFile {
        allow_refs_under: arguments.allow_refs_under.clone(),
        ..ConfigFile::default()
    };
    let old = read(&arguments.old, &file, &mut Progress::of(&arguments.old))?;
    let new = read(&arguments.new, &file, &mut Progress::of(&arguments.new))?;
    let (text, code) = diff(&old, &new, arguments.format);
    print!("{text}");
    Ok(ExitCode::from(code))
}
