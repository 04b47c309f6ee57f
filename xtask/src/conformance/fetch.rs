//! Packages of suites, fetched by version from their registry and kept below `target/`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

/// The folder of an npm package with its dependencies, installed if it is not there yet. No script of a package is run.
pub(super) fn npm(cache: &Path, name: &str, version: &str) -> Result<PathBuf> {
    let folder = format!("{}-{version}", name.replace(['@', '/'], "-"));
    let folder = npm_all(cache, &folder, &[(name, version)])?;
    Ok(folder.join("node_modules").join(name))
}

/// A folder with these npm packages, named in its `node_modules`, each in its version.
pub(super) fn npm_all(cache: &Path, folder: &str, packages: &[(&str, &str)]) -> Result<PathBuf> {
    let folder = cache.join(folder);
    let is_there = |(name, version): &(&str, &str)| {
        let manifest = folder.join("node_modules").join(name).join("package.json");
        let text = fs::read_to_string(manifest).unwrap_or_default();
        text.contains(&format!("\"version\": \"{version}\""))
    };
    if packages.iter().all(is_there) {
        return Ok(folder);
    }
    fs::create_dir_all(&folder)?;
    let packages: Vec<String> = packages
        .iter()
        .map(|(name, version)| format!("{name}@{version}"))
        .collect();
    let status = Command::new("npm")
        .args([
            "install",
            "--no-audit",
            "--no-fund",
            "--loglevel=error",
            "--ignore-scripts",
            "--prefix",
        ])
        .arg(&folder)
        .args(&packages)
        .status()
        .context("cannot run npm")?;
    if !status.success() {
        bail!("npm cannot install {}", packages.join(" "));
    }
    Ok(folder)
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
