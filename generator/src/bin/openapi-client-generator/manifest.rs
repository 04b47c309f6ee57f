//! The crate's `Cargo.toml`, which is the user's once it is written: nothing is changed in it, but what it lacks is said.

use std::collections::BTreeSet;
use std::fmt;
use std::fs;
use std::path::Path;

use toml::{Table, Value};

/// The dependency whose features are the parts of the runtime that a client uses.
const RUNTIME: &str = "openapi-client-runtime";

/// What a manifest lacks: lines for each of its tables.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Lacking(Vec<(&'static str, Vec<String>)>);

impl Lacking {
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for Lacking {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (table, lines) in &self.0 {
            writeln!(f, "[{table}]")?;
            lines.iter().try_for_each(|line| writeln!(f, "{line}"))?;
        }
        Ok(())
    }
}

/// The features and dependencies of `wanted` that `found` does not have. What is there stays as the user wants it. A manifest
/// that Cargo could not read either lacks nothing: Cargo says more about it.
pub(crate) fn lacking(found: &str, wanted: &str) -> Lacking {
    let (Ok(found_table), Ok(wanted_table)) = (found.parse::<Table>(), wanted.parse::<Table>())
    else {
        return Lacking::default();
    };
    let mut lacking = Vec::new();
    for name in ["features", "dependencies"] {
        let Some(wanted_table) = wanted_table.get(name).and_then(Value::as_table) else {
            continue;
        };
        let found_table = found_table.get(name).and_then(Value::as_table);
        let lines: Vec<String> = wanted_table
            .iter()
            .filter(|(key, value)| {
                let found = found_table.and_then(|table| table.get(*key));
                found.is_none_or(|found| *key == RUNTIME && lacks_parts(found, value))
            })
            .map(|(key, value)| line(key, value, wanted))
            .collect();
        if !lines.is_empty() {
            lacking.push((name, lines));
        }
    }
    Lacking(lacking)
}

/// Whether the runtime that is there lacks a part. Which parts a workspace adds to it is not known here.
fn lacks_parts(found: &Value, wanted: &Value) -> bool {
    let found_features = features(found);
    let is_full = found_features.contains("full");
    let missing = &features(wanted) - &found_features;
    let inherited = found.get("workspace").is_some();
    !inherited
        && missing
            .iter()
            .any(|part| !is_full || matches!(*part, "chrono" | "time"))
}

fn features(dependency: &Value) -> BTreeSet<&str> {
    let features = dependency.get("features").and_then(Value::as_array);
    let features = features.into_iter().flatten();
    features.filter_map(Value::as_str).collect()
}

/// The line that defines a key: as the new manifest has it, unless it goes on behind that line.
fn line(key: &str, value: &Value, manifest: &str) -> String {
    if let Some(items) = value.as_array() {
        let items: Vec<String> = items
            .iter()
            .filter_map(Value::as_str)
            .map(|item| format!("\"{item}\""))
            .collect();
        return format!("{key} = [{}]", items.join(", "));
    }
    let begins = |line: &&str| {
        let rest = line.strip_prefix(key);
        rest.is_some_and(|rest| rest.trim_start().starts_with('='))
    };
    manifest.lines().find(begins).unwrap_or(key).to_owned()
}

/// The manifest for a new crate in a folder that may lie in somebody's workspace: Cargo refuses a crate there that is neither
/// a member nor a workspace of its own.
pub(crate) fn standalone(folder: &Path, manifest: String) -> String {
    match workspace_around(folder) {
        Some(root) if !is_member(folder, &root) => format!(
            "{manifest}\n# A crate by itself. To make it a member of the workspace around it, remove this table and add it there.\n[workspace]\n"
        ),
        _ => manifest,
    }
}

/// The folder of the nearest workspace above.
fn workspace_around(folder: &Path) -> Option<std::path::PathBuf> {
    let folder = fs::canonicalize(folder).ok()?;
    let is_workspace = |folder: &&Path| {
        let manifest = fs::read_to_string(folder.join("Cargo.toml")).unwrap_or_default();
        manifest
            .parse::<Table>()
            .is_ok_and(|table| table.contains_key("workspace"))
    };
    folder
        .ancestors()
        .skip(1)
        .find(is_workspace)
        .map(Path::to_owned)
}

/// Whether the workspace names the folder, as a member or as none.
fn is_member(folder: &Path, root: &Path) -> bool {
    let manifest = fs::read_to_string(root.join("Cargo.toml")).unwrap_or_default();
    let Ok(table) = manifest.parse::<Table>() else {
        return false;
    };
    let folder = fs::canonicalize(folder).unwrap_or_default();
    let Ok(relative) = folder.strip_prefix(root) else {
        return false;
    };
    let listed = |key: &str| {
        let entries = table.get("workspace").and_then(|table| table.get(key));
        let entries = entries.and_then(Value::as_array).into_iter().flatten();
        entries
            .filter_map(Value::as_str)
            .any(|entry| match entry.strip_suffix("/*") {
                Some(parent) => relative.parent() == Some(Path::new(parent)),
                None => relative == Path::new(entry),
            })
    };
    listed("members") || listed("exclude")
}
