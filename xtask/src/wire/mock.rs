//! The mock of a document, as a process of its own for the time of a run.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, ensure};

use crate::scratch::{root, target};

/// A mock that serves; ends when it is dropped.
pub(super) struct Mock {
    process: Child,
    /// Where the API is.
    pub(super) url: String,
}

impl Drop for Mock {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Mock {
    /// Builds the program.
    pub(super) fn build() -> Result<PathBuf> {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let status = Command::new(cargo)
            // With the features that all members together ask for, as the tests have built it.
            .args([
                "build",
                "--quiet",
                "--workspace",
                "--bin",
                "fitbit-plus-mock",
            ])
            .current_dir(root())
            .status()
            .context("cannot run cargo")?;
        ensure!(status.success(), "the mock does not compile");
        Ok(target().join("debug/fitbit-plus-mock"))
    }

    /// Starts the mock of a document.
    pub(super) fn start(program: &Path, document: &Path) -> Result<Self> {
        let mut process = Command::new(program)
            .args(["--port", "0", "--patients", "9", "--check-answers"])
            .arg("--spec")
            .arg(document)
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| program.display().to_string())?;
        let out = process.stdout.take().context("the mock prints nothing")?;
        let mut mock = Self {
            process,
            url: String::new(),
        };
        let mut first = String::new();
        BufReader::new(out).read_line(&mut first)?;
        if let Some(url) = first.strip_prefix("API ") {
            url.trim().clone_into(&mut mock.url);
        }
        ensure!(!mock.url.is_empty(), "the mock does not start");
        Ok(mock)
    }
}
