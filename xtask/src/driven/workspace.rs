//! One workspace of all clients and of the programs that drive them, so that the runtime is compiled once.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context, Result};

use crate::scratch::{built, root, target};

/// A workspace below `target/`; clients are below `crates/`, programs below `programs/`.
pub(crate) struct Workspace {
    pub(crate) folder: PathBuf,
    /// Ends the name of a client's program.
    pub(super) suffix: &'static str,
}

impl Workspace {
    pub(crate) fn new(name: &str, suffix: &'static str) -> Self {
        Self {
            folder: target().join("scratch").join(name),
            suffix,
        }
    }

    /// The program of a client, once it is built.
    pub(crate) fn program(&self, package: &str) -> PathBuf {
        built()
            .join("debug")
            .join(format!("{package}{}", self.suffix))
    }

    /// Builds the programs of these clients. One that does not compile is said by the compiler, and not there afterwards.
    pub(crate) fn build(&self, packages: &[&str]) -> Result<()> {
        let folder = &self.folder;
        let members = packages.iter().map(|package| {
            let _ = fs::remove_file(self.program(package));
            format!("    \"crates/{package}\",\n    \"programs/{package}\",\n")
        });
        let members: Vec<String> = members.collect();
        let runtime = root().join("runtime").display().to_string();
        let manifest = format!(
            "[workspace]\nresolver = \"3\"\nmembers = [\n{}]\n\n[profile.dev]\ndebug = false\n\n\
         [patch.crates-io]\nopenapi-client-runtime = {{ path = '{runtime}' }}\n",
            members.concat()
        );
        fs::create_dir_all(folder)?;
        fs::write(folder.join("Cargo.toml"), manifest)?;
        // The versions of this repository.
        fs::copy(root().join("Cargo.lock"), folder.join("Cargo.lock"))?;
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        Command::new(cargo)
            .args([
                "build",
                "--workspace",
                "--bins",
                "--keep-going",
                "--quiet",
                "-j2",
            ])
            .current_dir(folder)
            .env("CARGO_TARGET_DIR", built())
            .stdin(Stdio::null())
            .status()
            .context("cannot run cargo")?;
        Ok(())
    }
}
