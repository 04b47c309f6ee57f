//! The pairs of documents in `tests/semver/`: `diff` says what it said when its verdicts were compared with those of
//! `cargo-semver-checks` (`cargo xtask semver`), and is never milder than the tool was.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use openapi_client_generator::unstable::diff::{Level, changes};
use openapi_client_generator::{Document, Source};
use serde_json::Value;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("semver")
}

fn document(overlays: &[Source]) -> Document {
    let base = Source::read(&folder().join("base.yaml")).unwrap();
    Document::read(base, overlays).unwrap_or_else(|found| panic!("{found}"))
}

fn json(path: &Path) -> Value {
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

fn rows() -> Vec<Value> {
    let record = json(&folder().join("../../docs/semver.json"));
    record["rows"].as_array().unwrap().clone()
}

#[test]
fn verdicts_are_those_that_were_compared_with_the_tool() {
    let old = document(&[]);
    let mut found = Vec::new();
    for entry in fs::read_dir(folder()).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let Some(name) = name.strip_suffix(".overlay.yaml") else {
            continue;
        };
        let new = document(&[Source::read(&path).unwrap()]);
        for (name, was, is) in [
            (name.to_owned(), &old, &new),
            (format!("{name}, undone"), &new, &old),
        ] {
            let level = changes(was.tree(), is.tree()).level();
            found.push((name, level.unwrap_or(Level::Patch).to_string()));
        }
    }
    found.sort();
    let text = |row: &Value, member: &str| row[member].as_str().unwrap().to_owned();
    let mut recorded: Vec<_> = rows()
        .iter()
        .map(|row| (text(row, "pair"), text(row, "diff")))
        .collect();
    recorded.sort();
    assert!(found.len() > 100);
    assert_eq!(found, recorded);
}

#[test]
fn a_verdict_is_never_milder_than_that_of_the_tool_and_graver_for_a_reason_only() {
    let levels = ["patch", "minor", "major"];
    let level = |row: &Value, member: &str| levels.iter().position(|level| row[member] == *level);
    let mut explained = BTreeSet::new();
    for row in rows() {
        let (diff, tool) = (level(&row, "diff").unwrap(), level(&row, "tool").unwrap());
        assert!(diff >= tool, "{row}");
        assert_eq!(diff > tool, row["reason"].is_string(), "{row}");
        if diff > tool {
            explained.insert(row["pair"].as_str().unwrap().to_owned());
        }
    }
    // No reason is kept that is not needed.
    let reasons = json(&folder().join("reasons.json"));
    let lists = reasons.as_object().unwrap().values();
    let given = lists.flat_map(|pairs| pairs.as_array().unwrap());
    let given = given
        .map(|pair| pair.as_str().unwrap().to_owned())
        .collect();
    assert_eq!(explained, given);
}
