//! `examples SPEC`: do the document's own examples decode into the generated types, and come back unchanged?

pub(crate) mod collect;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use openapi_client_generator::{Config, Diagnostics, Document, Generated, Source, generate};

use crate::scratch::Scratch;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The document.
    spec: PathBuf,
    /// Overlays, applied in this order.
    #[arg(long)]
    overlay: Vec<PathBuf>,
    /// Also examples of parts of schemas, of media types and of parameters, not only those of whole bodies and named schemas.
    #[arg(long)]
    all: bool,
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let (document, generated) = match client(arguments) {
        Ok(client) => client,
        Err(diagnostics) => {
            eprint!("{diagnostics}");
            return Ok(ExitCode::FAILURE);
        }
    };
    let mut examples = collect::examples(&document, &generated);
    if !arguments.all {
        examples.retain(collect::Example::is_whole_schema);
    }
    let scratch = Scratch::new("examples", &generated)?;
    scratch.write("src/bin/check.rs", &collect::program(&examples, "examples"))?;
    scratch.write("examples.json", &collect::values(&examples))?;
    let status = scratch.cargo(&["run", "--quiet", "--bin", "check"])?;
    Ok(if status.success() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn client(arguments: &Arguments) -> Result<(Document, Generated), Diagnostics> {
    let spec = Source::read(&arguments.spec)?;
    let overlays = arguments
        .overlay
        .iter()
        .map(|path| Source::read(path))
        .collect::<Result<Vec<_>, _>>()?;
    let document = Document::read(spec, &overlays)?;
    let config = Config {
        package: Some("examples".to_owned()),
        all_derives: true,
        ..Config::default()
    };
    let generated = generate(&document, &config)?;
    Ok((document, generated))
}
