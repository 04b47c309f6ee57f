//! `generate` and `check`: a client crate, brought up to date or compared.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use openapi_client_generator::config::{
    DateTime, Extra, Runtime, Transport, crate_name, crate_version,
};
use openapi_client_generator::unstable::report::Coverage;
use openapi_client_generator::{
    Config, ConfigFile, Generated, Stage, Stale, generate_observed, rustfmt,
};
use serde_json::{Value, json};

use crate::choice::choice;
use crate::format::Format;
use crate::input::{Input, read, spec_of};
use crate::manifest;
use crate::progress::Progress;
use crate::{Failure, findings};

#[derive(Args)]
#[command(
    after_help = "Lists that are given here replace those of the configuration file. An operation is generated if one of the lists includes it, or there are none, and nothing excludes it."
)]
pub(crate) struct Arguments {
    #[command(flatten)]
    input: Input,
    /// The crate's folder; its `src` belongs to the generator, `Cargo.toml` is written once.
    #[arg(long, value_name = "FOLDER")]
    out: Option<PathBuf>,
    /// Name of the crate; made from the document's title if it is not given.
    #[arg(long, value_parser = crate_name)]
    name: Option<String>,
    /// Version of the crate; 0.1.0 if it is not given.
    #[arg(long = "crate-version", value_name = "VERSION", value_parser = crate_version)]
    version: Option<String>,
    /// What instants and days are made of; jiff if it is not given.
    #[arg(long, value_enum)]
    date_time: Option<Library>,
    /// Copy the runtime into the client, or depend on its crate; inline if it is not given.
    #[arg(long, value_enum)]
    runtime: Option<RuntimeFrom>,
    /// What requests are sent with unless the application gives a transport; reqwest if it is not given.
    #[arg(long, value_enum)]
    transport: Option<SentWith>,
    /// What the client shall not have, in order to be smaller.
    #[arg(long, value_name = "PART", value_delimiter = ',', value_parser = choice(Extra::ALL))]
    leave_out: Vec<Extra>,
    /// Generate the operations of this tag; repeatable.
    #[arg(long, value_name = "TAG")]
    include_tag: Vec<String>,
    /// Leave out the operations of this tag; repeatable.
    #[arg(long, value_name = "TAG")]
    exclude_tag: Vec<String>,
    /// Generate this operation; repeatable.
    #[arg(long, value_name = "ID")]
    include_operation: Vec<String>,
    /// Leave out this operation; repeatable.
    #[arg(long, value_name = "ID")]
    exclude_operation: Vec<String>,
    /// Make each tag a cargo feature, or (`=false`) do not; otherwise big clients have features.
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    features_per_tag: Option<bool>,
    /// Leave files as they are rendered, without rustfmt, or (`=false`) do not; otherwise big clients are.
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    compact: Option<bool>,
    /// Refuse a document with defects (a dangling reference, say) instead of typing the part as raw JSON.
    #[arg(long)]
    strict: bool,
    /// Print every finding, not only the first of each kind and the number of the others.
    #[arg(long)]
    verbose: bool,
    /// How to print the findings.
    #[arg(long, value_enum, default_value = "text")]
    pub(crate) format: Format,
    /// Write nothing; say what would be written.
    #[arg(long)]
    dry_run: bool,
    /// Do not run rustfmt.
    #[arg(long)]
    no_rustfmt: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum Library {
    Jiff,
    Chrono,
    Time,
    /// No library: text, as it was received.
    String,
}

#[derive(Clone, Copy, ValueEnum)]
enum SentWith {
    Reqwest,
    /// Nothing: the builder needs a transport.
    None,
}

#[derive(Clone, Copy, ValueEnum)]
enum RuntimeFrom {
    /// A copy of the parts that it uses.
    Inline,
    /// The crate `openapi-client-runtime`.
    Crate,
}

impl Arguments {
    /// The configuration file, with what the command line says instead of it.
    fn settle(self) -> Result<ConfigFile, Failure> {
        let mut file = self.input.settle()?;
        let Config {
            package,
            version,
            runtime,
            transport,
            date_time,
            include_tags,
            exclude_tags,
            include_operations,
            exclude_operations,
            features_per_tag,
            compact,
            leave_out,
            strict,
            ..
        } = &mut file.config;
        for (given, kept) in [
            (self.include_tag, include_tags),
            (self.exclude_tag, exclude_tags),
            (self.include_operation, include_operations),
            (self.exclude_operation, exclude_operations),
        ] {
            if !given.is_empty() {
                *kept = given;
            }
        }
        if let Some(library) = self.date_time {
            *date_time = match library {
                Library::Jiff => DateTime::Jiff,
                Library::Chrono => DateTime::Chrono,
                Library::Time => DateTime::Time,
                Library::String => DateTime::String,
            };
        }
        if let Some(with) = self.transport {
            *transport = match with {
                SentWith::Reqwest => Transport::Reqwest,
                SentWith::None => Transport::None,
            };
        }
        if let Some(from) = self.runtime {
            *runtime = match from {
                RuntimeFrom::Inline => Runtime::Inline,
                RuntimeFrom::Crate => Runtime::Crate,
            };
        }
        if !self.leave_out.is_empty() {
            *leave_out = self.leave_out;
        }
        *package = self.name.or(package.take());
        *version = self.version.or(version.take());
        *features_per_tag = self.features_per_tag.or(*features_per_tag);
        *compact = self.compact.or(*compact);
        *strict |= self.strict;
        file.out = self.out.or(file.out);
        Ok(file)
    }
}

/// Writes the client, or with `check` says what is out of date.
pub(crate) fn run(arguments: Arguments, check: bool) -> Result<ExitCode, Failure> {
    let (tidy, verbose) = (!arguments.no_rustfmt, arguments.verbose);
    let (format, dry) = (arguments.format, arguments.dry_run && !check);
    let file = arguments.settle()?;
    let spec = spec_of(&file)?;
    let Some(out) = &file.out else {
        let message = "where to? give `--out`, or `out` in a configuration file";
        return Err(Failure::Usage(message.to_owned()));
    };
    let mut progress = Progress::of(spec);
    let document = read(spec, &file, &mut progress)?;
    let generated = generate_observed(&document, &file.config, &mut |stage| progress.enter(stage))?;
    let coverage = Coverage::of(&document, &generated);
    let Generated {
        output,
        manifest,
        diagnostics,
        ..
    } = generated;
    let output = if tidy {
        progress.enter(Stage::Format);
        rustfmt(output)?
    } else {
        output
    };
    progress.enter(Stage::Write);
    let source = out.join("src");
    let stale = if check || dry {
        output.compare(&source)?
    } else {
        output.write(&source)?
    };
    drop(progress);
    let manifest_path = out.join("Cargo.toml");
    let is_new = !manifest_path.exists();
    let lacking = if is_new {
        if !check && !dry {
            fs::write(&manifest_path, manifest::standalone(out, manifest))?;
        }
        manifest::Lacking::default()
    } else {
        manifest::lacking(&fs::read_to_string(&manifest_path)?, &manifest)
    };
    let done = Done {
        out,
        stale: &stale,
        manifest: is_new.then_some(manifest_path.as_path()),
        coverage: &coverage,
    };
    let current = stale.is_empty() && lacking.is_empty() && !is_new;
    let code = if check && !current {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    };
    if format != Format::Text {
        format.print(&diagnostics, done.json(current));
        return Ok(code);
    }
    eprint!("{}", findings::Findings::of(&diagnostics, verbose));
    print!("{coverage}");
    if check || dry {
        done.list();
    }
    if !lacking.is_empty() {
        eprint!("{} lacks\n{lacking}", manifest_path.display());
    }
    let found = findings::counted(&diagnostics);
    if !found.is_empty() {
        println!("{found}");
    }
    if current {
        println!("{} is up to date", out.display());
    } else if check {
        let files = stale.len() + usize::from(is_new);
        println!("{files} files are out of date; run `generate`");
    } else {
        println!("{}", done.written(dry));
        if !dry && is_new {
            println!("next: cd {} && cargo doc --open", out.display());
        }
    }
    Ok(code)
}

/// What a run came to.
struct Done<'r> {
    out: &'r Path,
    stale: &'r [Stale],
    /// The manifest, if there was none.
    manifest: Option<&'r Path>,
    coverage: &'r Coverage,
}

impl Done<'_> {
    /// Each file that differs.
    fn list(&self) {
        if let Some(manifest) = self.manifest {
            println!("{}", Stale::Missing(manifest.to_owned()));
        }
        for change in self.stale {
            println!("{change}");
        }
    }

    fn json(&self, current: bool) -> Value {
        let files = self.stale.iter().map(ToString::to_string);
        let manifest = self
            .manifest
            .map(|path| Stale::Missing(path.to_owned()).to_string());
        let files: Vec<String> = manifest.into_iter().chain(files).collect();
        json!({
            "out": self.out.display().to_string(),
            "up_to_date": current,
            "files": files,
            "operations": self.coverage.operations,
            "types": self.coverage.types,
        })
    }

    /// How many files were written or removed, and what is in them.
    fn written(&self, dry: bool) -> String {
        let count = |of: fn(&Stale) -> bool| self.stale.iter().filter(|change| of(change)).count();
        let new = count(|change| matches!(change, Stale::Missing(_)));
        let new = new + usize::from(self.manifest.is_some());
        let changed = count(|change| matches!(change, Stale::Changed(_)));
        let removed = count(|change| matches!(change, Stale::Left(_)));
        let counts = [(new, "new"), (changed, "changed"), (removed, "removed")];
        let counts = counts.iter().filter(|(count, _)| *count > 0);
        let counts: Vec<String> = counts
            .map(|(count, how)| format!("{count} {how}"))
            .collect();
        let verb = if dry { "would write" } else { "wrote" };
        format!(
            "{verb} {} files to {} ({}): {} operations, {} types",
            new + changed + removed,
            self.out.display(),
            counts.join(", "),
            self.coverage.operations,
            self.coverage.types
        )
    }
}
