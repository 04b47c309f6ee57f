//! `doctor SPEC`: where a document contradicts itself.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result};
use openapi_client_generator::unstable::commands::examine;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The document.
    spec: PathBuf,
    /// Overlays, applied in this order.
    #[arg(long)]
    overlay: Vec<PathBuf>,
    /// Draft an overlay with the corrections here.
    #[arg(long)]
    write_overlay: Option<PathBuf>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let document = match crate::read(&arguments.spec, &arguments.overlay) {
        Ok(document) => document,
        Err(diagnostics) => return Ok(crate::refuse(&diagnostics)),
    };
    let found = examine(&document, &arguments.spec);
    println!("{}{}", found.diagnostics, found.summary());
    if let Some(path) = &arguments.write_overlay {
        let written = found.write_overlay(path);
        if let Some(written) = written.with_context(|| path.display().to_string())? {
            println!("{written}");
        }
    }
    Ok(ExitCode::from(u8::from(!found.diagnostics.is_empty())))
}
