//! Compiles the examples in the documentation of generated crates.

use std::process::Command;

use anyhow::{Context, Result};

use super::compile::workspace;
use crate::scratch::built;

/// Whether the examples of all crates that were written below [`workspace`] compile. What fails is printed by Cargo.
pub(super) fn compile() -> Result<bool> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = Command::new(cargo)
        .args(["test", "--doc", "--quiet", "--workspace", "--no-fail-fast"])
        .current_dir(workspace())
        .env("CARGO_TARGET_DIR", built())
        .status()
        .context("cannot run cargo")?;
    Ok(status.success())
}
