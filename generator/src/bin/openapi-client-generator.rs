//! The command line: `openapi-client-generator help`.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};
use openapi_client_generator::report::Coverage;
use openapi_client_generator::{
    Config, Diagnostics, Document, Generated, Severity, Source, diff, doctor, generate, rustfmt,
};

#[derive(Parser)]
#[command(about = "Generates Rust client crates from OpenAPI documents", version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Write a client crate, or bring one up to date.
    Generate(Client),
    /// Change nothing; exit with 1 if a client crate is out of date.
    Check(Client),
    /// Say what differs between two documents, in the terms of a crate's version (exit code 0, 10 patch, 11 minor, 12 major).
    Diff {
        /// The document as it was.
        old: PathBuf,
        /// The document as it is.
        new: PathBuf,
    },
    /// Say where a document contradicts itself, with a correction for each place (exit code 1 if it does).
    Doctor {
        /// The document.
        spec: PathBuf,
        /// Overlays, applied in this order.
        #[arg(long)]
        overlay: Vec<PathBuf>,
        /// Draft an overlay with the corrections here.
        #[arg(long)]
        write_overlay: Option<PathBuf>,
    },
}

#[derive(Args)]
struct Client {
    /// The document: OpenAPI 3.0, 3.1 or Swagger 2.0, in YAML or JSON.
    spec: PathBuf,
    /// Overlays, applied in this order.
    #[arg(long)]
    overlay: Vec<PathBuf>,
    /// The crate's folder; its `src` belongs to the generator, `Cargo.toml` is written once.
    #[arg(long)]
    out: PathBuf,
    /// Name of the crate; made from the document's title if it is not given.
    #[arg(long)]
    name: Option<String>,
    /// Refuse a document with defects (a dangling reference, say) instead of typing the part as raw JSON.
    #[arg(long)]
    strict: bool,
    /// Do not run rustfmt.
    #[arg(long)]
    no_rustfmt: bool,
}

fn main() -> ExitCode {
    let outcome = match Arguments::parse().command {
        Command::Generate(client) => write(&client, false),
        Command::Check(client) => write(&client, true),
        Command::Diff { old, new } => compare(&old, &new),
        Command::Doctor {
            spec,
            overlay,
            write_overlay,
        } => examine(&spec, &overlay, write_overlay.as_deref()),
    };
    match outcome {
        Ok(code) => code,
        Err(Failure::Document(diagnostics)) => {
            eprint!("{diagnostics}");
            ExitCode::FAILURE
        }
        Err(Failure::Disk(error)) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

enum Failure {
    Document(Diagnostics),
    Disk(io::Error),
}

impl From<Diagnostics> for Failure {
    fn from(diagnostics: Diagnostics) -> Self {
        Self::Document(diagnostics)
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Disk(error)
    }
}

fn read(spec: &Path, overlays: &[PathBuf]) -> Result<Document, Diagnostics> {
    let spec = Source::read(spec)?;
    let overlays = overlays
        .iter()
        .map(|path| Source::read(path))
        .collect::<Result<Vec<_>, _>>()?;
    Document::read(spec, &overlays)
}

fn write(client: &Client, check: bool) -> Result<ExitCode, Failure> {
    let document = read(&client.spec, &client.overlay)?;
    let config = Config {
        package: client.name.clone(),
        strict: client.strict,
        ..Config::default()
    };
    let generated = generate(&document, &config)?;
    for found in generated
        .diagnostics
        .iter()
        .filter(|found| found.severity > Severity::Note)
    {
        eprintln!("{found}\n");
    }
    print!("{}", Coverage::of(&document, &generated));
    let Generated {
        output, manifest, ..
    } = generated;
    let output = if client.no_rustfmt {
        output
    } else {
        rustfmt(output)?
    };
    let source = client.out.join("src");
    let stale = if check {
        output.compare(&source)?
    } else {
        output.write(&source)?
    };
    let manifest_path = client.out.join("Cargo.toml");
    if !check && !manifest_path.exists() {
        fs::write(&manifest_path, manifest)?;
        println!("missing  {}", manifest_path.display());
    }
    for change in &stale {
        println!("{change}");
    }
    if stale.is_empty() {
        println!("{} is up to date", client.out.display());
    } else if check {
        println!("{} files are out of date; run `generate`", stale.len());
        return Ok(ExitCode::FAILURE);
    }
    Ok(ExitCode::SUCCESS)
}

fn compare(old: &Path, new: &Path) -> Result<ExitCode, Failure> {
    let changes = diff::changes(read(old, &[])?.tree(), read(new, &[])?.tree());
    print!("{changes}");
    Ok(ExitCode::from(match changes.level() {
        None => 0,
        Some(diff::Level::Patch) => 10,
        Some(diff::Level::Minor) => 11,
        Some(diff::Level::Major) => 12,
    }))
}

fn examine(spec: &Path, overlays: &[PathBuf], draft: Option<&Path>) -> Result<ExitCode, Failure> {
    let document = read(spec, overlays)?;
    let report = doctor::examine(document.tree());
    let mut diagnostics = Diagnostics::default();
    for finding in &report.findings {
        diagnostics.push(finding.to_diagnostic());
    }
    document.sources().locate_all(&mut diagnostics);
    print!("{diagnostics}");
    println!("{} findings", report.findings.len());
    if let Some(path) = draft
        && let Some(overlay) = report.draft(
            document.tree(),
            &format!("Corrections to {}", spec.display()),
        )
    {
        fs::write(path, openapi_client_generator::source::to_yaml(&overlay))?;
        println!("corrections drafted in {}", path.display());
    }
    Ok(if report.findings.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
