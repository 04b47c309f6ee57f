//! Checks generated crates with the compiler: all of them in one workspace, with the versions of this repository.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use openapi_client_generator::config::Runtime;
use serde_json::Value;

use crate::scratch::{built, root, target};

/// What the compiler says about all crates.
pub(crate) struct Report {
    /// Errors and warnings of each crate, by its name.
    pub(crate) crates: BTreeMap<String, (usize, usize)>,
    causes: BTreeMap<(String, String), Cause>,
    wall: Duration,
}

/// What has the same level, code and words.
#[derive(Default)]
struct Cause {
    crates: BTreeSet<String>,
    count: usize,
    /// The first one as the compiler shows it.
    rendered: String,
}

/// The folder of the workspace; crates go below `crates/`.
pub(crate) fn workspace() -> PathBuf {
    target().join("scratch").join("corpus")
}

/// Makes a workspace of the crates that were written below [`workspace`] and checks them. Those that depend on the runtime
/// are checked one by one: together they would have the features of all of them.
pub(super) fn check(packages: &[String], runtime: Runtime) -> Result<Report> {
    match runtime {
        Runtime::Inline => check_in(packages, runtime, &[&["--workspace", "--keep-going"]]),
        Runtime::Crate => {
            let each = packages.iter().map(|package| ["--package", package]);
            let each: Vec<[&str; 2]> = each.collect();
            let each: Vec<&[&str]> = each.iter().map(|which| &which[..]).collect();
            check_in(packages, runtime, &each)
        }
    }
}

/// The same for crates that depend on the runtime, with the features that any of them needs: fast, for a great many.
pub(crate) fn check_together(packages: &[String]) -> Result<Report> {
    check_in(
        packages,
        Runtime::Crate,
        &[&["--workspace", "--keep-going"]],
    )
}

fn check_in(packages: &[String], runtime: Runtime, runs: &[&[&str]]) -> Result<Report> {
    let folder = workspace();
    remove_others(&folder, packages)?;
    let members: Vec<String> = packages
        .iter()
        .map(|package| format!("    \"crates/{package}\",\n"))
        .collect();
    let mut manifest = format!(
        "[workspace]\nresolver = \"3\"\nmembers = [\n{}]\n\n[profile.dev]\ndebug = false\n",
        members.concat()
    );
    if runtime == Runtime::Crate {
        let path = root().join("runtime").display().to_string();
        let _ = write!(
            manifest,
            "\n[patch.crates-io]\nopenapi-client-runtime = {{ path = '{path}' }}\n"
        );
    }
    fs::write(folder.join("Cargo.toml"), manifest)?;
    // The versions of this repository.
    fs::copy(root().join("Cargo.lock"), folder.join("Cargo.lock"))?;
    let start = Instant::now();
    let mut report = Report {
        crates: packages
            .iter()
            .map(|package| (package.clone(), (0, 0)))
            .collect(),
        causes: BTreeMap::new(),
        wall: Duration::ZERO,
    };
    for which in runs {
        run(&folder, which, &mut report).with_context(|| which.join(" "))?;
    }
    report.wall = start.elapsed();
    Ok(report)
}

/// Checks some of the crates and adds what the compiler says about them.
fn run(folder: &Path, which: &[&str], report: &mut Report) -> Result<()> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut child = Command::new(cargo)
        .args(["check", "--quiet", "--message-format=json"])
        .args(which)
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", built())
        .stdout(Stdio::piped())
        .spawn()
        .context("cannot run cargo")?;
    let before = report.errors();
    let mut success = None;
    for line in BufReader::new(child.stdout.take().context("no output of cargo")?).lines() {
        if let Ok(message) = serde_json::from_str::<Value>(&line?) {
            success = message["success"].as_bool().or(success);
            report.add(&message);
        }
    }
    child.wait()?;
    // Failed, and not because of an error in one of the crates.
    let explained = success == Some(true) || success.is_some() && report.errors() > before;
    anyhow::ensure!(explained, "cargo could not check {}", folder.display());
    Ok(())
}

fn remove_others(folder: &Path, packages: &[String]) -> Result<()> {
    for entry in fs::read_dir(folder.join("crates"))? {
        let entry = entry?;
        if !packages
            .iter()
            .any(|package| entry.file_name() == package.as_str())
        {
            fs::remove_dir_all(entry.path())?;
        }
    }
    Ok(())
}

impl Report {
    fn errors(&self) -> usize {
        self.crates.values().map(|(errors, _)| errors).sum()
    }

    fn add(&mut self, message: &Value) {
        let found = &message["message"];
        let (Some(level), Some(text)) = (found["level"].as_str(), found["message"].as_str()) else {
            return;
        };
        // The last message of a crate counts the others.
        if !matches!(level, "error" | "warning")
            || found["spans"].as_array().is_none_or(Vec::is_empty) && found["code"].is_null()
        {
            return;
        }
        let Some(name) = message["target"]["name"].as_str() else {
            return;
        };
        let name = name.strip_suffix(super::examples::SUFFIX).unwrap_or(name);
        let Some((package, counts)) = self
            .crates
            .iter_mut()
            .find(|(package, _)| package.replace('-', "_") == name.replace('-', "_"))
        else {
            return;
        };
        if level == "error" {
            counts.0 += 1;
        } else {
            counts.1 += 1;
        }
        let code = found["code"]["code"].as_str().unwrap_or("-");
        let cause = self
            .causes
            .entry((format!("{level} {code}"), pattern(text)))
            .or_default();
        cause.crates.insert(package.clone());
        cause.count += 1;
        if cause.rendered.is_empty() {
            found["rendered"]
                .as_str()
                .unwrap_or_default()
                .clone_into(&mut cause.rendered);
        }
    }

    /// Totals, and causes with what most crates suffer from first.
    pub(crate) fn summary(&self, detailed: bool) -> String {
        let mut text = String::new();
        let clean = self
            .crates
            .values()
            .filter(|counts| **counts == (0, 0))
            .count();
        let compiled = self
            .crates
            .values()
            .filter(|(errors, _)| *errors == 0)
            .count();
        let _ = writeln!(
            text,
            "compiled    {compiled} of {}, {clean} of them without warnings, in {:.0} s",
            self.crates.len(),
            self.wall.as_secs_f64()
        );
        let mut causes: Vec<_> = self.causes.iter().collect();
        causes.sort_by_key(|(_, cause)| std::cmp::Reverse((cause.crates.len(), cause.count)));
        for ((code, words), cause) in causes {
            let some: Vec<&str> = cause.crates.iter().take(5).map(String::as_str).collect();
            let _ = writeln!(
                text,
                "{:>5}  {code}: {words} ({} times)\n       {}",
                cause.crates.len(),
                cause.count,
                some.join(", ")
            );
            if detailed {
                for line in cause.rendered.lines().take(16) {
                    let _ = writeln!(text, "       | {line}");
                }
            }
        }
        text
    }
}

/// The words of a message without the names it is about.
fn pattern(message: &str) -> String {
    let line = message.lines().next().unwrap_or_default();
    line.split('`')
        .enumerate()
        .map(|(index, part)| if index % 2 == 0 { part } else { "`_`" })
        .collect()
}
