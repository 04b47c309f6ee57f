//! `same-client SPEC SPEC…`: one API written down in several ways is one client.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Result;
use openapi_client_generator::{Config, Diagnostics, generate};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The documents; all are compared with the first.
    #[arg(required = true, num_args = 2..)]
    specs: Vec<PathBuf>,
    /// Overlays, applied to each of them in this order.
    #[arg(long)]
    overlay: Vec<PathBuf>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let clients: Result<Vec<_>, Diagnostics> = arguments
        .specs
        .iter()
        .map(|spec| client(spec, &arguments.overlay))
        .collect();
    let clients = match clients {
        Ok(clients) => clients,
        Err(diagnostics) => return Ok(crate::refuse(&diagnostics)),
    };
    let Some((first, others)) = clients.split_first() else {
        return Ok(ExitCode::SUCCESS);
    };
    let mut same = true;
    for (spec, other) in arguments.specs.iter().skip(1).zip(others) {
        let differing: Vec<&String> = first
            .keys()
            .chain(other.keys())
            .filter(|path| first.get(*path) != other.get(*path))
            .collect();
        let lines: usize = other.values().map(|text| text.lines().count()).sum();
        println!(
            "{}: {} files, {lines} lines of code, {} files differ",
            spec.display(),
            other.len(),
            differing.len()
        );
        for path in &differing {
            println!("    {path}");
            if let Some((before, after)) = first_difference(first.get(*path), other.get(*path)) {
                println!("        {before}\n        {after}");
            }
        }
        same &= differing.is_empty();
    }
    Ok(if same {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// The client's files without documentation.
fn client(spec: &Path, overlays: &[PathBuf]) -> Result<BTreeMap<String, String>, Diagnostics> {
    let document = crate::read(spec, overlays)?;
    let generated = generate(
        &document,
        &Config {
            package: Some("fitbit-plus".to_owned()),
            ..Config::default()
        },
    )?;
    let is_code = |line: &&str| !line.trim().is_empty() && !line.trim_start().starts_with("//");
    let files = generated.output.files().iter();
    Ok(files
        .map(|(path, text)| {
            (
                path.clone(),
                text.lines().filter(is_code).collect::<Vec<_>>().join("\n"),
            )
        })
        .collect())
}

fn first_difference<'a>(
    before: Option<&'a String>,
    after: Option<&'a String>,
) -> Option<(&'a str, &'a str)> {
    before?
        .lines()
        .zip(after?.lines())
        .find(|(before, after)| before != after)
}
