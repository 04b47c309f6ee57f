//! `doctor`: where a document contradicts itself.

use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use openapi_client_generator::{doctor, source};
use serde_json::json;

use crate::Failure;
use crate::findings::Findings;
use crate::format::Format;
use crate::input::{Input, read, spec_of};
use crate::progress::Progress;

#[derive(Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    input: Input,
    /// Print every finding, not only the first hundreds of each kind.
    #[arg(long)]
    verbose: bool,
    /// How to print the findings.
    #[arg(long, value_enum, default_value = "text")]
    pub(crate) format: Format,
    /// Draft an overlay with the corrections here.
    #[arg(long, value_name = "FILE")]
    write_overlay: Option<PathBuf>,
}

pub(crate) fn run(arguments: Arguments) -> Result<ExitCode, Failure> {
    let file = arguments.input.settle()?;
    let spec = spec_of(&file)?;
    let document = read(spec, &file, &mut Progress::of(spec))?;
    let report = doctor::examine(document.tree());
    let diagnostics = report.diagnostics(document.sources());
    let (contradicting, examples) = report.contradicting_examples();
    let text = arguments.format == Format::Text;
    if text {
        print!("{}", Findings::in_full(&diagnostics, arguments.verbose));
        println!(
            "{} findings; {contradicting} of {examples} schema-level examples contradict their schema",
            report.findings.len()
        );
    } else {
        let examples = json!({ "examples": examples, "contradicting_examples": contradicting });
        arguments.format.print(&diagnostics, examples);
    }
    if let Some(path) = arguments.write_overlay
        && let Some(overlay) = report.draft(
            document.tree(),
            &format!("Corrections to {}", spec.display()),
        )
    {
        fs::write(&path, source::to_yaml(&overlay))?;
        if text {
            println!("corrections drafted in {}", path.display());
        }
    }
    Ok(if report.findings.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
