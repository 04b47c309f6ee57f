//! The pairs of documents: `tests/semver/base.yaml`, and what becomes of it by each overlay beside it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use openapi_client_generator::Document;

use crate::scratch::root;

/// Two documents, of which one is to replace the other.
pub(super) struct Pair {
    pub(super) name: String,
    /// What changes, in a few words.
    pub(super) title: String,
    pub(super) old: Document,
    pub(super) new: Document,
}

impl Pair {
    pub(super) fn of_files(old: &Path, new: &Path) -> Result<Self> {
        Ok(Self {
            name: new
                .file_stem()
                .map_or_else(String::new, |stem| stem.to_string_lossy().into_owned()),
            title: format!("{} to {}", old.display(), new.display()),
            old: read(old, &[])?,
            new: read(new, &[])?,
        })
    }
}

/// What the way back of a pair is called.
pub(super) fn reversed(name: &str) -> String {
    format!("{name}, undone")
}

fn folder() -> PathBuf {
    root().join("tests/semver")
}

fn read(path: &Path, overlays: &[PathBuf]) -> Result<Document> {
    crate::read(path, overlays).map_err(|found| crate::conformance::refused(&found))
}

/// The pairs of these names, in the order of their names; all if there are no names.
pub(super) fn all(only: &[String]) -> Result<Vec<Pair>> {
    const SUFFIX: &str = ".overlay.yaml";
    let mut names = Vec::new();
    for entry in fs::read_dir(folder()).context("tests/semver")? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        names.extend(name.strip_suffix(SUFFIX).map(str::to_owned));
    }
    if let Some(unknown) = only.iter().find(|name| !names.contains(name)) {
        anyhow::bail!("there is no tests/semver/{unknown}{SUFFIX}");
    }
    names.retain(|name| only.is_empty() || only.contains(name));
    names.sort();
    let base = folder().join("base.yaml");
    names
        .into_iter()
        .map(|name| {
            let overlay = folder().join(format!("{name}{SUFFIX}"));
            let new = read(&base, &[overlay]).with_context(|| name.clone())?;
            Ok(Pair {
                title: new
                    .overlays()
                    .first()
                    .map_or_else(String::new, |report| report.title.clone()),
                old: read(&base, &[])?,
                new,
                name,
            })
        })
        .collect()
}

/// Why `diff` is right where its verdict is graver than that of the tool: `tests/semver/reasons.json`.
#[derive(Default)]
pub(super) struct Reasons(BTreeMap<String, Vec<String>>);

pub(super) fn reasons() -> Result<Reasons> {
    let text =
        fs::read_to_string(folder().join("reasons.json")).context("tests/semver/reasons.json")?;
    let reasons: BTreeMap<String, Vec<String>> =
        serde_json::from_str(&text).context("tests/semver/reasons.json")?;
    let mut pairs: Vec<&String> = reasons.values().flatten().collect();
    let count = pairs.len();
    pairs.sort();
    pairs.dedup();
    ensure!(
        pairs.len() == count,
        "tests/semver/reasons.json: a pair has two reasons"
    );
    Ok(Reasons(reasons))
}

impl Reasons {
    pub(super) fn of(&self, pair: &str) -> Option<&str> {
        let found = self
            .0
            .iter()
            .find(|(_, pairs)| pairs.iter().any(|known| known == pair));
        found.map(|(reason, _)| reason.as_str())
    }
}
