//! `doctor`: where a document contradicts itself.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use openapi_client_generator::unstable::commands::examine;

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
    let found = examine(&document, spec);
    let text = arguments.format == Format::Text;
    if text {
        print!(
            "{}",
            Findings::in_full(&found.diagnostics, arguments.verbose)
        );
        println!("{}", found.summary());
    } else {
        arguments.format.print(&found.diagnostics, found.counts());
    }
    if let Some(path) = arguments.write_overlay
        && let Some(written) = found.write_overlay(&path)?
        && text
    {
        println!("{written}");
    }
    Ok(if found.diagnostics.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
