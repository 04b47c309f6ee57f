//! `codegen [--check]`: the vendored client, kept in step with its spec.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use openapi_client_generator::Stale;
use openapi_client_generator::unstable::report::Coverage;
use openapi_client_generator::{
    Config, Diagnostics, Document, Generated, Output, Source, generate, rustfmt,
};

use crate::changelog;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Change nothing; list what is out of date and exit with 1 if anything is.
    #[arg(long)]
    check: bool,
    /// The document.
    #[arg(long, default_value = "spec/fitbit-plus.yaml")]
    spec: PathBuf,
    /// Overlays, applied in this order.
    #[arg(long, default_value = "spec/fitbit-plus.overlay.yaml")]
    overlay: Vec<PathBuf>,
    /// Where the client's sources go.
    #[arg(long, default_value = "generated-client/src")]
    out: PathBuf,
    /// Also print notes, and what each stage costs.
    #[arg(long)]
    verbose: bool,
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let mut stages = Stages::default();
    let (document, generated) = match client(arguments, &mut stages)? {
        Ok(client) => client,
        Err(diagnostics) => {
            eprint!("{diagnostics}");
            eprintln!("nothing was written");
            return Ok(ExitCode::FAILURE);
        }
    };
    let coverage = Coverage::of(&document, &generated);
    let output = stages.time("rustfmt", || rustfmt(generated.output))?;
    let mut stale = stages.time("compare and write", || bring_up_to_date(arguments, &output))?;
    if let Some(package) = arguments.out.parent() {
        stale.extend(stages.time("document, change log", || {
            changelog::update(package, &document, arguments.check)
        })?);
    }
    print!("{coverage}");
    if arguments.verbose {
        print!("{stages}");
    }
    for change in &stale {
        println!("{change}");
    }
    if stale.is_empty() {
        println!("{} is up to date", arguments.out.display());
    } else if arguments.check {
        println!(
            "{} files are out of date; run `cargo xtask codegen`",
            stale.len()
        );
        return Ok(ExitCode::FAILURE);
    }
    Ok(ExitCode::SUCCESS)
}

type Client = (Document, Generated);

fn client(arguments: &Arguments, stages: &mut Stages) -> Result<Result<Client, Diagnostics>> {
    let read = |path: &Path| Source::read(path).map_err(Diagnostics::from);
    let sources = read(&arguments.spec).and_then(|spec| {
        Ok((
            spec,
            arguments
                .overlay
                .iter()
                .map(|path| read(path))
                .collect::<Result<Vec<_>, _>>()?,
        ))
    });
    let (spec, overlays) = match sources {
        Ok(sources) => sources,
        Err(diagnostics) => return Ok(Err(diagnostics)),
    };
    let config = Config {
        package: Some("fitbit-plus".to_owned()),
        strict: true,
        ..Config::default()
    };
    let document = match stages.time("read, correct", || Document::read(spec, &overlays)) {
        Ok(document) => document,
        Err(diagnostics) => return Ok(Err(diagnostics)),
    };
    let generated = match stages.time("lower, emit, render", || generate(&document, &config)) {
        Ok(generated) => generated,
        Err(diagnostics) => return Ok(Err(diagnostics)),
    };
    for diagnostic in &generated.diagnostics {
        if arguments.verbose || diagnostic.severity > openapi_client_generator::Severity::Note {
            eprintln!("{diagnostic}\n");
        }
    }
    Ok(Ok((document, generated)))
}

fn bring_up_to_date(arguments: &Arguments, output: &Output) -> Result<Vec<Stale>> {
    let stale = if arguments.check {
        output.compare(&arguments.out)
    } else {
        output.write(&arguments.out)
    };
    stale.with_context(|| format!("cannot bring {} up to date", arguments.out.display()))
}

/// How long each stage took.
#[derive(Default)]
struct Stages(Vec<(&'static str, Duration)>);

impl Stages {
    fn time<T>(&mut self, name: &'static str, stage: impl FnOnce() -> T) -> T {
        let start = Instant::now();
        let result = stage();
        self.0.push((name, start.elapsed()));
        result
    }
}

impl std::fmt::Display for Stages {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (name, duration) in &self.0 {
            writeln!(f, "{:>8.1} ms  {name}", duration.as_secs_f64() * 1000.0)?;
        }
        Ok(())
    }
}
