//! `spec`: the document as the generator sees it.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use openapi_client_generator::unstable::commands::{self, SpecFormat};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The document.
    #[arg(default_value = "spec/fitbit-plus.yaml")]
    spec: PathBuf,
    /// Overlays, applied in this order.
    #[arg(long, default_value = "spec/fitbit-plus.overlay.yaml")]
    overlay: Vec<PathBuf>,
    /// With the overlays applied; without, only brought to OpenAPI 3.0.
    #[arg(long)]
    effective: bool,
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let overlays = if arguments.effective {
        arguments.overlay.as_slice()
    } else {
        &[]
    };
    match crate::read(&arguments.spec, overlays) {
        Ok(document) => {
            print!("{}", commands::spec(&document, SpecFormat::Json));
            Ok(ExitCode::SUCCESS)
        }
        Err(diagnostics) => Ok(crate::refuse(&diagnostics)),
    }
}
