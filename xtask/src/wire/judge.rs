//! The judge: a program in Python, so that it shares no line with what it judges.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use super::mock::Mock;
use crate::corpus::fnv;
use crate::scratch::{root, target};

/// What makes plans.
const SAMPLERS: [&str; 5] = [
    "composed.py",
    "document.py",
    "draws.py",
    "plan.py",
    "sample.py",
];

/// A Python with the libraries of the judge.
pub(super) struct Judge {
    python: PathBuf,
    program: PathBuf,
    /// Differs when a sampler does.
    version: u64,
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
        let mut version = fnv(&requirements, 0);
        for name in SAMPLERS {
            version = fnv(&fs::read_to_string(source.join(name))?, version);
        }
        let folder = target().join("wire/python");
        let python = folder.join("bin/python");
        let installed = folder.join("installed.txt");
        if fs::read_to_string(&installed).is_ok_and(|found| found == requirements) {
            return Ok(Self {
                python,
                program: source.join("main.py"),
                version,
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
            version,
        })
    }

    /// Writes the calls for a document: values for parameters and bodies, and answers. They are kept for the next run.
    pub(super) fn plan(&self, document: &Path, plan: &Path, seed: u64) -> Result<()> {
        let key = fnv(&fs::read_to_string(document)?, self.version ^ seed);
        let kept = target().join("wire/plans").join(format!("{key:016x}.json"));
        if !kept.is_file() {
            fs::create_dir_all(kept.parent().unwrap_or(&kept))?;
            let part = kept.with_extension("part");
            run(self
                .command()
                .arg("plan")
                .arg(document)
                .arg(&part)
                .arg(seed.to_string()))?;
            fs::rename(part, &kept)?;
        }
        fs::copy(kept, plan)?;
        Ok(())
    }

    /// Runs the program of a client against a recording server and writes what the judge says of each call.
    pub(super) fn judge(
        &self,
        document: &Path,
        plan: &Path,
        program: &Path,
        result: &Path,
        tamper: bool,
    ) -> Result<()> {
        run(self
            .command()
            .arg("run")
            .arg(document)
            .arg(plan)
            .arg(program)
            .arg(result)
            .args(tamper.then_some("tamper")))
    }

    /// Runs the program of a client against a mock and writes what the judge says of each operation.
    pub(super) fn mocked(
        &self,
        document: &Path,
        plan: &Path,
        program: &Path,
        result: &Path,
        mock: &Mock,
    ) -> Result<()> {
        run(self
            .command()
            .arg("mocked")
            .arg(document)
            .arg(plan)
            .arg(program)
            .arg(result)
            .arg(&mock.url))
    }

    fn command(&self) -> Command {
        let mut command = Command::new(&self.python);
        // What Python hashes must not change from run to run. Nothing is left behind in the folder that it runs in.
        command
            .env("PYTHONHASHSEED", "0")
            .env("PYTHONDONTWRITEBYTECODE", "1")
            .env(
                "HYPOTHESIS_STORAGE_DIRECTORY",
                target().join("wire/hypothesis"),
            );
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
