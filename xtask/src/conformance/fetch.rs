//! Packages of suites, fetched by version from their registry and kept below `target/`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

/// The folder of an npm package with its dependencies, installed if it is not there yet. No script of a package is run.
pub(super) fn npm(cache: &Path, name: &str, version: &str) -> Result<PathBuf> {
    let folder = cache.join(format!("{}-{version}", name.replace(['@', '/'], "-")));
    let package = folder.join("node_modules").join(name);
    if package.join("package.json").is_file() {
        return Ok(package);
    }
    fs::create_dir_all(&folder)?;
    let status = Command::new("npm")
        .args([
            "install",
            "--no-audit",
            "--no-fund",
            "--ignore-scripts",
            "--prefix",
        ])
        .arg(&folder)
        .arg(format!("{name}@{version}"))
        .status()
        .context("cannot run npm")?;
    if !status.success() {
        bail!("npm cannot install {name} {version}");
    }
    Ok(package)
}

/// A program from the registry of crates, built if it is not there yet.
pub(super) fn program(cache: &Path, name: &str, version: &str) -> Result<PathBuf> {
    let folder = cache.join(format!("{name}-{version}"));
    let program = folder.join("bin").join(name);
    if program.is_file() {
        return Ok(program);
    }
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = Command::new(cargo)
        .args(["install", "--quiet", "--locked", "--root"])
        .arg(&folder)
        .args(["--version", version, name])
        .env("CARGO_TARGET_DIR", folder.join("target"))
        .status()
        .context("cannot run cargo")?;
    if !status.success() {
        bail!("cargo cannot install {name} {version}");
    }
    Ok(program)
}
