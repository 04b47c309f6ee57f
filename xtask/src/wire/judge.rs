//! The judge: a program in Python, so that it shares no line with what it judges.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::scratch::{root, target};

/// A Python with the libraries of the judge.
pub(super) struct Judge {
    python: PathBuf,
    program: PathBuf,
}

/// Whether there is a Python.
pub(super) fn has_python() -> bool {
    let mut command = Command::new("python3");
    command.arg("--version").stdout(Stdio::null());
    command
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

impl Judge {
    /// Installs the libraries below the target folder, if these versions are not there yet.
    pub(super) fn new() -> Result<Self> {
        let source = root().join("xtask/src/wire/judge");
        let requirements = fs::read_to_string(source.join("requirements.txt"))?;
        let folder = target().join("wire/python");
        let python = folder.join("bin/python");
        let installed = folder.join("installed.txt");
        if fs::read_to_string(&installed).is_ok_and(|found| found == requirements) {
            return Ok(Self {
                python,
                program: source.join("main.py"),
            });
        }
        fs::create_dir_all(&folder)?;
        run(Command::new("python3").args(["-m", "venv"]).arg(&folder))?;
        run(Command::new(&python)
            .args([
                "-m",
                "pip",
                "install",
                "--quiet",
                "--disable-pip-version-check",
                "-r",
            ])
            .arg(source.join("requirements.txt")))?;
        fs::write(installed, requirements)?;
        Ok(Self {
            python,
            program: source.join("main.py"),
        })
    }

    /// Writes the calls for a document: values for parameters and bodies, and answers.
    pub(super) fn plan(&self, document: &Path, plan: &Path, seed: u64) -> Result<()> {
        run(self
            .command()
            .arg("plan")
            .arg(document)
            .arg(plan)
            .arg(seed.to_string()))
    }

    /// Runs the program of a client against a recording server and writes what the judge says of each call.
    pub(super) fn judge(
        &self,
        document: &Path,
        plan: &Path,
        program: &Path,
        result: &Path,
    ) -> Result<()> {
        run(self
            .command()
            .arg("run")
            .arg(document)
            .arg(plan)
            .arg(program)
            .arg(result))
    }

    fn command(&self) -> Command {
        let mut command = Command::new(&self.python);
        // What Python hashes must not change from run to run.
        command
            .env("PYTHONHASHSEED", "0")
            .env("PYTHONDONTWRITEBYTECODE", "1");
        command.arg(&self.program);
        command
    }
}

fn run(command: &mut Command) -> Result<()> {
    let output = command
        .output()
        .with_context(|| format!("cannot run {command:?}"))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        let last: Vec<&str> = said.lines().rev().take(12).collect();
        let last: Vec<&str> = last.into_iter().rev().collect();
        bail!("{command:?} failed:\n{}", last.join("\n"));
    }
    Ok(())
}
