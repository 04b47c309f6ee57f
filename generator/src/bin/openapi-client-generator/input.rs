//! Which document a command is about: said on the command line, or in a configuration file.

use std::path::{Path, PathBuf};

use clap::Args;
use openapi_client_generator::unstable::commands;
use openapi_client_generator::{ConfigFile, Diagnostics, Document};

use crate::Failure;
use crate::progress::Progress;

#[derive(Args)]
pub(crate) struct Input {
    /// The document: OpenAPI 3.0, 3.1 or Swagger 2.0, in YAML or JSON; `-` for standard input.
    #[arg(value_name = "SPEC", conflicts_with = "spec")]
    document: Option<PathBuf>,
    /// The document, said by name.
    #[arg(long, value_name = "FILE")]
    spec: Option<PathBuf>,
    /// An overlay that corrects the document; several are applied in this order.
    #[arg(long, value_name = "FILE")]
    overlay: Vec<PathBuf>,
    /// A folder that `$ref`s may lead into, besides that of the document; repeatable.
    #[arg(long, value_name = "FOLDER")]
    allow_refs_under: Vec<PathBuf>,
    /// A configuration file, in YAML or JSON; what is said on the command line goes before what it says.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

impl Input {
    /// The configuration file, or an empty one, with what the command line says about the document.
    pub(crate) fn settle(self) -> Result<ConfigFile, Diagnostics> {
        let mut file = match &self.config {
            Some(path) => ConfigFile::read(path)?,
            None => ConfigFile::default(),
        };
        if let Some(spec) = self.document.or(self.spec) {
            file.spec = Some(spec);
        }
        if !self.overlay.is_empty() {
            file.overlays = self.overlay;
        }
        file.allow_refs_under.extend(self.allow_refs_under);
        Ok(file)
    }
}

/// The document of a configuration, which is large if it takes a while.
pub(crate) fn spec_of(file: &ConfigFile) -> Result<&Path, Failure> {
    file.spec.as_deref().ok_or_else(|| {
        Failure::Usage(
            "which document? give it as an argument, or as `spec` in a configuration file"
                .to_owned(),
        )
    })
}

/// Reads and corrects a document.
pub(crate) fn read(
    spec: &Path,
    file: &ConfigFile,
    progress: &mut Progress,
) -> Result<Document, Diagnostics> {
    commands::read(spec, file, &mut |stage| progress.enter(stage))
}
