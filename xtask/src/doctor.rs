//! `doctor SPEC`: where a document contradicts itself.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result};
use openapi_client_generator::{doctor, source};

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
    let report = doctor::examine(document.tree());
    print!("{}", report.diagnostics(document.sources()));
    let (contradicting, examples) = report.contradicting_examples();
    println!(
        "{} findings; {contradicting} of {examples} schema-level examples contradict their schema",
        report.findings.len()
    );
    if let Some(path) = &arguments.write_overlay
        && let Some(overlay) = report.draft(
            document.tree(),
            &format!("Corrections to {}", arguments.spec.display()),
        )
    {
        std::fs::write(path, source::to_yaml(&overlay))
            .with_context(|| path.display().to_string())?;
        println!("corrections drafted in {}", path.display());
    }
    Ok(if report.findings.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
