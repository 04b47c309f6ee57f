//! `conformance [SUITE]`: suites that others wrote, run against what this repository makes, with a score for each.

mod autorest;
mod fetch;
mod http_specs;
mod json_schema;
mod oauth;
mod overlay;
mod page;
mod score;

pub(crate) use score::Score;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Result, anyhow};
use openapi_client_generator::{Diagnostics, Severity};

use crate::scratch::{root, target};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Only this suite.
    suite: Option<Suite>,
    /// Where the suites are that no package registry carries.
    #[arg(long)]
    data: Option<PathBuf>,
    /// Show each failure in full.
    #[arg(long)]
    details: bool,
    /// Also run what can be run with other generators, to compare.
    #[arg(long)]
    peers: bool,
    /// In which versions of OpenAPI the documents of the suite `http-specs` are made.
    #[arg(long, default_values = ["3.2.0", "3.1.0", "3.0.0"])]
    openapi: Vec<String>,
    /// Print the scores and leave `docs/` as it is.
    #[arg(long)]
    no_record: bool,
    /// Run nothing; check that `docs/conformance.md` says what the runs recorded in `docs/conformance/` came to.
    #[arg(long, conflicts_with_all = ["suite", "data"])]
    check: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Suite {
    /// Valid instances of the JSON Schema test suite come back unchanged.
    JsonSchema,
    /// Corrections come out as the overlay specification says.
    Overlay,
    /// The test server of `AutoRest` judges the requests of generated clients.
    Autorest,
    /// The mock server of `TypeSpec` judges the requests of generated clients.
    HttpSpecs,
    /// An authorization server judges the grants of a generated client.
    Oauth,
}

/// Where the data of suites are, and how much is said.
struct Setting {
    data: PathBuf,
    cache: PathBuf,
    details: bool,
    peers: bool,
    openapi: Vec<String>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    if arguments.check {
        return page::check();
    }
    let setting = Setting {
        data: arguments
            .data
            .clone()
            .unwrap_or_else(|| root().join("../shared/conformance")),
        cache: target().join("conformance"),
        details: arguments.details,
        peers: arguments.peers,
        openapi: arguments.openapi.clone(),
    };
    let suites = arguments.suite.map_or_else(
        || {
            vec![
                Suite::JsonSchema,
                Suite::Overlay,
                Suite::Autorest,
                Suite::HttpSpecs,
                Suite::Oauth,
            ]
        },
        |suite| vec![suite],
    );
    let mut passed = true;
    for suite in suites {
        let scores = match suite {
            Suite::JsonSchema => json_schema::run(&setting)?,
            Suite::Overlay => vec![overlay::run(&setting)?],
            Suite::Autorest => autorest::run(&setting)?,
            Suite::HttpSpecs => http_specs::run(&setting)?,
            Suite::Oauth => vec![oauth::run(&setting)?],
        };
        for score in scores {
            print!("{}", score.summary(setting.details));
            passed &= score.failed.is_empty();
            if !arguments.no_record {
                page::record(&score)?;
            }
        }
    }
    if !arguments.no_record {
        page::write()?;
    }
    Ok(if passed {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Keeps a score of what is run by another task, and writes the page anew.
pub(crate) fn keep(score: &Score) -> Result<()> {
    page::record(score)?;
    page::write()
}

/// The errors of a document that no client can be generated for.
pub(crate) fn refused(diagnostics: &Diagnostics) -> anyhow::Error {
    let errors = diagnostics
        .iter()
        .filter(|found| found.severity == Severity::Error);
    let messages: Vec<&str> = errors.map(|found| found.message.as_str()).collect();
    anyhow!("no client can be generated: {}", messages.join("; "))
}
