//! `diff OLD NEW`: what differs between two documents.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use openapi_client_generator::unstable::commands::{DIFF_EXIT, DiffFormat, diff};

#[derive(clap::Args)]
#[command(after_help = DIFF_EXIT)]
pub(crate) struct Arguments {
    /// The document as it was.
    old: PathBuf,
    /// The document as it is.
    new: PathBuf,
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let documents = crate::read(&arguments.old, &[])
        .and_then(|old| Ok((old, crate::read(&arguments.new, &[])?)));
    let (old, new) = match documents {
        Ok(documents) => documents,
        Err(diagnostics) => return Ok(crate::refuse(&diagnostics)),
    };
    let (text, code) = diff(&old, &new, DiffFormat::Text);
    print!("{text}");
    Ok(ExitCode::from(code))
}
