//! `cargo-semver-checks`, which compares what rustdoc says about two versions of a crate.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};
use openapi_client_generator::unstable::diff::Level;

use crate::scratch::Scratch;

/// The version whose lints the reasons in `tests/semver/reasons.json` know.
const VERSION: &str = "0.51.0";

/// The tool, and what it and the compiler call themselves.
pub(super) struct Tool {
    pub(super) version: String,
    pub(super) rustc: String,
}

/// What the tool says about a step.
pub(super) struct Found {
    /// What the step has to be for its lints; they are about what breaks, and hardly about what is new.
    required: Level,
    /// The lints that it does not pass.
    pub(super) lints: Vec<String>,
}

impl Found {
    /// What the step has to be. What breaks on the way back is something new on the way there.
    pub(super) fn level(&self, reverse: &Self) -> Level {
        if self.required == Level::Patch && reverse.required == Level::Major {
            Level::Minor
        } else {
            self.required
        }
    }
}

impl Tool {
    pub(super) fn find() -> Result<Self> {
        let version =
            printed(Command::new("cargo-semver-checks").args(["semver-checks", "--version"]));
        let version = version.with_context(|| {
            format!("cargo-semver-checks is not installed: `cargo install cargo-semver-checks@{VERSION} --locked`")
        })?;
        Ok(Self {
            version,
            rustc: printed(Command::new("rustc").arg("--version"))?,
        })
    }

    /// Compares two descriptions of one crate.
    pub(super) fn compare(&self, old: &Path, new: &Path) -> Result<Found> {
        let output = Command::new("cargo-semver-checks")
            // Every lint is checked, as none is allowed to fail in a patch step.
            .args([
                "semver-checks",
                "--release-type",
                "patch",
                "--color",
                "never",
            ])
            .arg("--baseline-rustdoc")
            .arg(old)
            .arg("--current-rustdoc")
            .arg(new)
            .output()
            .with_context(|| self.version.clone())?;
        let said = String::from_utf8_lossy(&output.stderr);
        let summary = said
            .lines()
            .find_map(|line| line.trim().strip_prefix("Summary "));
        let required = match summary.map(str::trim) {
            Some(words) if words.starts_with("no semver update required") => Level::Patch,
            Some(words) if words.starts_with("semver requires new minor version") => Level::Minor,
            Some(words) if words.starts_with("semver requires new major version") => Level::Major,
            _ => bail!(
                "{} could not compare {} and {}:\n{said}",
                self.version,
                old.display(),
                new.display()
            ),
        };
        let lints = String::from_utf8_lossy(&output.stdout);
        let lints = lints
            .lines()
            .filter_map(|line| line.strip_prefix("--- failure ")?.split_once(':'));
        Ok(Found {
            required,
            lints: lints.map(|(lint, _)| lint.to_owned()).collect(),
        })
    }
}

fn printed(command: &mut Command) -> Result<String> {
    let output = command.output()?;
    ensure!(output.status.success(), "{command:?} failed");
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Describes a crate with all its features as the tool reads it: the path of the description.
pub(super) fn rustdoc(scratch: &Scratch) -> Result<PathBuf> {
    let status = scratch.cargo_unstable(&[
        "rustdoc",
        "--quiet",
        "--lib",
        "--all-features",
        "--",
        // What the tool itself asks for.
        "-Zunstable-options",
        "--output-format=json",
        "--document-private-items",
        "--document-hidden-items",
        "--cap-lints=allow",
    ])?;
    ensure!(status.success(), "rustdoc failed");
    let kept = scratch.folder().join("client.json");
    fs::copy(crate::scratch::built().join("doc/client.json"), &kept).context("client.json")?;
    Ok(kept)
}
