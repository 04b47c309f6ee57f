//! Generates idiomatic Rust client crates from OpenAPI documents.

pub mod config;
pub mod diag;
mod emit;
pub mod ir;
mod locate;
mod lower;
mod names;
pub mod output;
pub mod pointer;
mod render;
mod resolve;
pub mod source;

use rayon::iter::{IntoParallelIterator, ParallelIterator};

pub use config::Config;
pub use diag::{Diagnostic, Diagnostics, Severity};
pub use output::Output;
pub use source::{Source, Sources};

/// What [`generate`] returns.
#[derive(Debug)]
pub struct Generated {
    /// The client's files.
    pub output: Output,
    /// What was found on the way; no errors.
    pub diagnostics: Diagnostics,
    /// What the client is made of.
    pub api: ir::Api,
}

/// Generates a client.
///
/// # Errors
///
/// All findings, if any of them is an error.
pub fn generate(source: Source, config: &Config) -> Result<Generated, Diagnostics> {
    let tree = source.parse()?;
    let sources = Sources::new(source);
    let mut diagnostics = Diagnostics::default();
    let api = lower::lower(&tree, config, &mut diagnostics);
    let names = names::Names::assign(&api, config, &mut diagnostics);
    if diagnostics.has_errors() {
        sources.locate_all(&mut diagnostics);
        return Err(diagnostics);
    }
    let files = emit::files(emit::Context { api: &api, names: &names, config });
    let rendered: Vec<Result<(String, String), Diagnostic>> = files
        .into_iter()
        .map(|file| match file {
            emit::File::Tokens(path, tokens) => match render::render(tokens) {
                Ok(text) => Ok((path, text)),
                Err(error) => Err(Diagnostic::error("render", "", format!("{path} is not Rust: {error}"))),
            },
            emit::File::Text(path, text) => Ok((path, render::verbatim(&text))),
        })
        .collect();
    let mut output = Output::default();
    for file in rendered {
        match file {
            Ok((path, text)) => output.insert(path, text),
            Err(diagnostic) => diagnostics.push(diagnostic),
        }
    }
    sources.locate_all(&mut diagnostics);
    if diagnostics.has_errors() {
        return Err(diagnostics);
    }
    Ok(Generated { output, diagnostics, api })
}
