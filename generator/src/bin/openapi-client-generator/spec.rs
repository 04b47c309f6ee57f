//! `spec`: the document as the generator sees it.

use std::process::ExitCode;

use clap::Args;
use openapi_client_generator::unstable::commands::{self, SpecFormat};

use crate::Failure;
use crate::choice::choice;
use crate::input::{Input, read, spec_of};
use crate::progress::Progress;

#[derive(Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    input: Input,
    /// With the overlays applied; without, only brought to OpenAPI 3.0.
    #[arg(long)]
    effective: bool,
    /// How to print it.
    #[arg(long, value_parser = choice(SpecFormat::ALL), default_value = "json")]
    format: SpecFormat,
}

pub(crate) fn run(arguments: Arguments) -> Result<ExitCode, Failure> {
    let mut file = arguments.input.settle()?;
    if !arguments.effective {
        file.overlays.clear();
    }
    let spec = spec_of(&file)?;
    let document = read(spec, &file, &mut Progress::of(spec))?;
    print!("{}", commands::spec(&document, arguments.format));
    Ok(ExitCode::SUCCESS)
}
