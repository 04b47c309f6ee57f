//! Crates below `target/` that are made to be compiled once.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};

use anyhow::{Context, Result};
use openapi_client_generator::Generated;

/// The root of this repository.
pub(crate) fn root() -> PathBuf {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package.parent().unwrap_or(package).to_owned()
}

/// The folder for build output.
pub(crate) fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

/// The folder for build output of all scratch crates, which have most of their dependencies in common.
pub(crate) fn built() -> PathBuf {
    target().join("scratch/target")
}

/// A crate of its own, outside the workspace, with the workspace's versions of its dependencies.
pub(crate) struct Scratch {
    folder: PathBuf,
}

impl Scratch {
    /// A crate in `target/scratch/NAME` with the generated client in `src/`.
    pub(crate) fn new(name: &str, generated: &Generated) -> Result<Self> {
        let folder = target().join("scratch").join(name);
        fs::create_dir_all(&folder)?;
        generated
            .output
            .write(&folder.join("src"))
            .context("scratch crate")?;
        // A client that depends on the runtime gets the one of this repository.
        let patch = if generated.manifest.contains("openapi-client-runtime") {
            let path = root().join("runtime").display().to_string();
            format!("\n[patch.crates-io]\nopenapi-client-runtime = {{ path = '{path}' }}\n")
        } else {
            String::new()
        };
        let manifest = format!(
            "{}\n[workspace]\n\n[profile.dev]\ndebug = false\n{patch}",
            generated.manifest
        );
        let scratch = Self { folder };
        scratch.write("Cargo.toml", &manifest)?;
        // The versions that are built already.
        fs::copy(root().join("Cargo.lock"), scratch.folder.join("Cargo.lock"))?;
        Ok(scratch)
    }

    /// Adds a file, if it is not there as it is.
    pub(crate) fn write(&self, name: &str, text: &str) -> Result<()> {
        let path = self.folder.join(name);
        if fs::read_to_string(&path).is_ok_and(|found| found == text) {
            return Ok(());
        }
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(&path, text).with_context(|| path.display().to_string())
    }

    /// Runs cargo in the crate.
    pub(crate) fn cargo(&self, arguments: &[&str]) -> Result<ExitStatus> {
        self.command(arguments).status().context("cannot run cargo")
    }

    /// The same with what the stable compiler has but does not promise.
    pub(crate) fn cargo_unstable(&self, arguments: &[&str]) -> Result<ExitStatus> {
        let mut command = self.command(arguments);
        let status = command.env("RUSTC_BOOTSTRAP", "1").status();
        status.context("cannot run cargo")
    }

    /// Where the crate is.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// What a program of the crate prints, whatever it ends with.
    pub(crate) fn output(&self, arguments: &[&str]) -> Result<String> {
        let command = self.command(arguments).stderr(Stdio::inherit()).output();
        let printed = command.context("cannot run cargo")?.stdout;
        String::from_utf8(printed).context("what is printed is no text")
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut command = Command::new(cargo);
        command
            .args(arguments)
            .current_dir(&self.folder)
            .env("CARGO_TARGET_DIR", built());
        command
    }
}
