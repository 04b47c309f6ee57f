//! A client for each document that has calls, and the program that makes them, as a workspace below `target/`.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow};
use openapi_client_generator::{Config, Document, Source, generate};

use super::super::{Setting, refused};
use crate::scratch::root;

/// Writes the workspace; the folder it is in.
pub(super) fn write(setting: &Setting, package: &Path) -> Result<PathBuf> {
    let folder = setting.cache.join("autorest");
    let calls = root().join("tests/conformance/autorest");
    let documents = documents(&package.join("swagger"))?;
    let mut members = String::new();
    let mut dependencies = String::new();
    for name in with_calls(&calls.join("calls"))? {
        let document = documents
            .iter()
            .find(|path| module(path) == name)
            .with_context(|| format!("the suite has no document for calls/{name}.rs"))?;
        client(document, &folder, &name)?;
        let _ = writeln!(members, "    \"{name}\",");
        let _ = writeln!(dependencies, "api_{name} = {{ path = \"../{name}\" }}");
    }
    write_if_new(
        &folder.join("Cargo.toml"),
        &format!(
            "[workspace]\nresolver = \"3\"\nmembers = [\n    \"calls\",\n{members}]\n\n[profile.dev]\ndebug = false\n"
        ),
    )?;
    write_if_new(
        &folder.join("calls/Cargo.toml"),
        &format!(
            "[package]\nname = \"calls\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[[bin]]\nname = \"calls\"\npath = '{}'\n\n\
             [dependencies]\nbytes = \"1\"\njiff = \"0.2\"\nfutures-util = {{ version = \"0.3\", default-features = false }}\n\
             http = \"1\"\nreqwest = {{ version = \"0.13\", default-features = false, features = [\"cookies\"] }}\nserde_json = \"1\"\n\
             tokio = {{ version = \"1\", features = [\"macros\", \"rt\", \"time\"] }}\n{dependencies}",
            calls.join("main.rs").display(),
        ),
    )?;
    // The versions of this repository.
    fs::copy(root().join("Cargo.lock"), folder.join("Cargo.lock"))?;
    Ok(folder)
}

fn documents(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).with_context(|| folder.display().to_string())?;
    let paths = entries
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<Vec<_>>>()?;
    let is_document = |path: &PathBuf| path.extension().is_some_and(|found| found == "json");
    Ok(paths.into_iter().filter(is_document).collect())
}

/// The name of the file of calls for a document: `body-string.json` becomes `body_string`.
fn module(document: &Path) -> String {
    let stem = document.file_stem().unwrap_or_default().to_string_lossy();
    stem.replace(['-', '.'], "_").to_lowercase()
}

/// The documents that there are calls for.
fn with_calls(folder: &Path) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        names.push(
            path.file_stem()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned(),
        );
    }
    names.sort();
    Ok(names)
}

fn client(document: &Path, folder: &Path, name: &str) -> Result<()> {
    let source = Source::read(document).map_err(|error| anyhow!(error.message))?;
    let read = Document::read(source, &[]).map_err(|found| refused(&found))?;
    let config = Config {
        package: Some(format!("api_{name}")),
        all_derives: true,
        ..Config::default()
    };
    let generated = generate(&read, &config).map_err(|found| refused(&found))?;
    let folder = folder.join(name);
    generated.output.write(&folder.join("src"))?;
    write_if_new(&folder.join("Cargo.toml"), &generated.manifest)
}

/// Files that stay as they are do not make Cargo compile anything again.
fn write_if_new(path: &Path, text: &str) -> Result<()> {
    if fs::read_to_string(path).is_ok_and(|found| found == text) {
        return Ok(());
    }
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent)?;
    }
    fs::write(path, text).with_context(|| path.display().to_string())
}
