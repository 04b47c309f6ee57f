//! Suite `overlay`: the sets and documents that accompany the OpenAPI Overlay specification.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow};
use openapi_client_generator::unstable::overlay;
use openapi_client_generator::{Diagnostics, Severity, Source};
use serde_json::json;

use super::Setting;
use super::score::Score;

const POLICY: &str = "\
Each set is an OpenAPI document, an overlay and what comes of them: the result has to be equal. Each document that the suite\n\
calls valid has to be applied without a finding about its form, each that it calls invalid has to be refused. A target that\n\
matches nothing is an error of this generator by intent; for documents that come without anything to be applied to, that\n\
finding does not count.";

pub(super) fn run(setting: &Setting) -> Result<Score> {
    let folder = setting.data.join("overlay");
    let source = "OAI/Overlay-Specification: compliant sets, tests for 1.0 and 1.1";
    let mut score = Score::new(("overlay", "overlay"), source, "tests", POLICY);
    let mut count = |name: String, outcome: std::result::Result<(), String>| match outcome {
        Ok(()) => score.passed += 1,
        Err(cause) => score.fail(&cause, name),
    };
    let sets = folder.join("compliant-sets");
    for set in entries(&sets)?.into_iter().filter(|path| path.is_dir()) {
        count(name(&folder, &set), set_outcome(&set)?);
    }
    for version in entries(&folder.join("tests"))? {
        for document in entries(&version.join("pass"))? {
            count(
                name(&folder, &document),
                form(&document)?.map_or(Ok(()), Err),
            );
        }
        for document in entries(&version.join("fail"))? {
            let outcome = form(&document)?
                .map(|_| ())
                .ok_or("is taken, but invalid".to_owned());
            count(name(&folder, &document), outcome);
        }
    }
    Ok(score)
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries =
        fs::read_dir(folder).with_context(|| format!("the suite lacks {}", folder.display()))?;
    let mut paths = entries
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<Vec<_>>>()?;
    paths.sort();
    Ok(paths)
}

fn name(folder: &Path, path: &Path) -> String {
    path.strip_prefix(folder)
        .unwrap_or(path)
        .display()
        .to_string()
}

/// Whether a document with its overlay becomes what the set says.
fn set_outcome(set: &Path) -> Result<std::result::Result<(), String>> {
    let source = |name: &str| Source::read(&set.join(name)).map_err(|error| anyhow!(error.message));
    let read = |name: &str| {
        source(name)?
            .parse()
            .map_err(|error| anyhow!(error.message))
    };
    let mut tree = read("openapi.yaml")?;
    let overlay = source("overlay.yaml")?;
    let mut diagnostics = Diagnostics::default();
    overlay::apply(&mut tree, &overlay, &mut diagnostics);
    Ok(match first_error(&diagnostics, |_| true) {
        Some(error) => Err(error),
        None if tree == read("output.yaml")? => Ok(()),
        None => Err("the result differs".to_owned()),
    })
}

/// What is wrong with the form of an overlay, if anything.
fn form(document: &Path) -> Result<Option<String>> {
    let overlay = match Source::read(document) {
        Ok(overlay) => overlay,
        Err(error) => return Ok(Some(error.message)),
    };
    let mut tree =
        json!({ "openapi": "3.0.3", "info": { "title": "", "version": "1" }, "paths": {} });
    let mut diagnostics = Diagnostics::default();
    overlay::apply(&mut tree, &overlay, &mut diagnostics);
    Ok(first_error(&diagnostics, |code| code != "overlay-target"))
}

fn first_error(diagnostics: &Diagnostics, counts: impl Fn(&str) -> bool) -> Option<String> {
    let mut errors = diagnostics
        .iter()
        .filter(|found| found.severity == Severity::Error);
    let error = errors.find(|found| counts(found.code))?;
    Some(format!("{}: {}", error.code, error.message))
}
