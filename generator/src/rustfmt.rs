//! The user's `rustfmt`, for clients that are kept in a repository.

use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;
use std::process::Command;
use std::{env, fs, process};

use crate::output::Output;

/// Formats all files with one run of `rustfmt` (the one of the environment variable `RUSTFMT`, else of the path).
///
/// # Errors
///
/// When `rustfmt` cannot be run, or does not understand a file.
pub fn rustfmt(output: Output) -> io::Result<Output> {
    output.try_map(|files| {
        let folder = Scratch::new()?;
        for (name, text) in &files {
            let path = folder.0.join(name);
            if let Some(parent) = path.parent() {
                fs::create_dir_all(parent)?;
            }
            fs::write(path, text)?;
        }
        // From the root of the crate rustfmt finds its way to every module.
        let program = env::var_os("RUSTFMT").unwrap_or_else(|| "rustfmt".into());
        let result = Command::new(&program)
            .args(["--edition", "2024", "--quiet"])
            .arg("lib.rs")
            .current_dir(&folder.0)
            .output();
        let result = result.map_err(|error| {
            io::Error::new(
                error.kind(),
                format!(
                    "cannot run {}: {error}; install it with `rustup component add rustfmt`",
                    program.display()
                ),
            )
        })?;
        if !result.status.success() {
            return Err(io::Error::other(format!(
                "rustfmt: {}",
                String::from_utf8_lossy(&result.stderr)
            )));
        }
        files
            .into_keys()
            .map(|name| fs::read_to_string(folder.0.join(&name)).map(|text| (name, text)))
            .collect::<io::Result<BTreeMap<_, _>>>()
    })
}

/// A folder that is gone when it is no longer needed.
struct Scratch(PathBuf);

impl Scratch {
    fn new() -> io::Result<Self> {
        let nanos = std::time::SystemTime::now()
            .duration_since(std::time::UNIX_EPOCH)
            .map_or(0, |since| since.as_nanos());
        let folder = env::temp_dir().join(format!(
            "openapi-client-generator-{}-{nanos}",
            process::id()
        ));
        fs::create_dir_all(&folder)?;
        Ok(Self(folder))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
