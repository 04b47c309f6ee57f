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
