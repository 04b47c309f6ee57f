//! Decodes the documents' own examples with the types generated for them, and encodes them again.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result};
use openapi_client_generator::{Document, Generated};

use super::alternatives;
use super::compile::workspace;
use crate::examples::collect::{self, Example};
use crate::scratch::built;

/// Ends the name of the program that checks a crate's examples.
pub(super) const SUFFIX: &str = "-examples";

/// Ends the reason where nothing else differs.
const ABSENT_FOR_NULL: &str = "is null before and absent after";

/// How many examples are checked of one document.
const MOST: usize = 2_000;

/// What is decoded and encoded again.
#[derive(Clone, Copy)]
pub(super) struct Values {
    /// The document's own examples.
    pub(super) examples: bool,
    /// A value of each alternative of every union.
    pub(super) alternatives: bool,
}

/// Adds a program to the crate in `folder` that checks these values, or removes one where there are none; which of them agree with
/// their schemas.
pub(super) fn add(
    document: &Document,
    generated: &Generated,
    folder: &Path,
    package: &str,
    values: Values,
) -> std::io::Result<BTreeMap<String, bool>> {
    let mut examples = Vec::new();
    if values.examples {
        examples = collect::examples(document, generated);
        examples.truncate(MOST);
    }
    if values.alternatives {
        examples.extend(alternatives::samples(document, generated));
    }
    let bin = folder.join("src/bin");
    if examples.is_empty() {
        return match fs::remove_dir_all(&bin) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
            _ => Ok(BTreeMap::new()),
        };
    }
    fs::create_dir_all(&bin)?;
    fs::write(
        bin.join(format!("{package}{SUFFIX}.rs")),
        collect::program(&examples, package),
    )?;
    fs::write(folder.join("examples.json"), collect::values(&examples))?;
    let agrees = |example: Example| (example.pointer, example.agrees);
    Ok(examples.into_iter().map(agrees).collect())
}

/// Decoded and encoded without loss, of how many.
#[derive(Clone, Copy, Default)]
struct Count {
    passed: usize,
    all: usize,
}

/// What came of the examples.
#[derive(Default)]
pub(super) struct Report {
    /// Those that agree with their schemas.
    agreeing: Count,
    /// How many of these only differ in an optional member that was null and is absent afterwards.
    absent_for_null: usize,
    /// Those that contradict them.
    contradicting: Count,
    /// Values of alternatives.
    alternatives: Count,
    /// Programs that could not be built or run.
    broken: Vec<String>,
    /// Why examples failed that agree with their schemas.
    causes: BTreeMap<String, BTreeSet<String>>,
}

/// Builds and runs the programs of these crates.
pub(super) fn run(crates: &BTreeMap<String, BTreeMap<String, bool>>) -> Result<Report> {
    let folder = workspace();
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    Command::new(cargo)
        .args(["build", "--workspace", "--bins", "--keep-going", "--quiet"])
        .current_dir(&folder)
        .env("CARGO_TARGET_DIR", built())
        .stderr(Stdio::null())
        .status()
        .context("cannot run cargo")?;
    let mut report = Report::default();
    for (package, examples) in crates.iter().filter(|(_, examples)| !examples.is_empty()) {
        let program = built().join("debug").join(format!("{package}{SUFFIX}"));
        match Command::new(&program).output() {
            Ok(output) if output.status.code().is_some_and(|code| code <= 1) => {
                report.add(package, examples, &String::from_utf8_lossy(&output.stdout));
            }
            _ => report.broken.push(package.clone()),
        }
    }
    Ok(report)
}

impl Report {
    /// Counts what a program printed: the pointer of each example that failed, and below it why.
    fn add(&mut self, package: &str, examples: &BTreeMap<String, bool>, printed: &str) {
        let mut failed: BTreeMap<&str, &str> = BTreeMap::new();
        let mut lines = printed.lines().peekable();
        while let Some(line) = lines.next() {
            if let Some(why) = lines.next_if(|next| next.starts_with("    ")) {
                failed.insert(line, why.trim());
            }
        }
        for (pointer, agrees) in examples {
            let count = if pointer.starts_with(alternatives::PREFIX) {
                &mut self.alternatives
            } else if *agrees {
                &mut self.agreeing
            } else {
                &mut self.contradicting
            };
            count.all += 1;
            match failed.get(pointer.as_str()) {
                None => count.passed += 1,
                Some(why)
                    if *agrees
                        && why.ends_with(ABSENT_FOR_NULL)
                        && !pointer.starts_with(alternatives::PREFIX) =>
                {
                    self.absent_for_null += 1;
                }
                Some(why) if *agrees => {
                    let place = format!("{package} {pointer}: {why}");
                    self.causes.entry(cause(why)).or_default().insert(place);
                }
                Some(_) => {}
            }
        }
    }

    /// Whether every example passed that agrees with its schema.
    pub(super) fn is_clean(&self) -> bool {
        self.agreeing.passed + self.absent_for_null == self.agreeing.all
            && self.alternatives.passed == self.alternatives.all
            && self.broken.is_empty()
    }

    pub(super) fn summary(&self, detailed: bool) -> String {
        let mut text = String::new();
        let Count { passed, all } = self.agreeing;
        let _ = writeln!(
            text,
            "examples    {passed} of {all} that agree with their schemas come back unchanged"
        );
        let _ = writeln!(
            text,
            "            {} more do but for an optional member that was null and is absent",
            self.absent_for_null
        );
        let Count { passed, all } = self.contradicting;
        let _ = writeln!(
            text,
            "            {passed} of {all} that contradict them or have members that they do not declare"
        );
        let Count { passed, all } = self.alternatives;
        if all > 0 {
            let _ = writeln!(
                text,
                "unions      {passed} of {all} values come back as their alternative, unchanged"
            );
        }
        for package in &self.broken {
            let _ = writeln!(text, "            {package}: its examples could not be run");
        }
        let mut causes: Vec<_> = self.causes.iter().collect();
        causes.sort_by_key(|(_, places)| std::cmp::Reverse(places.len()));
        for (cause, places) in causes {
            let _ = writeln!(text, "{:>5}  {cause}", places.len());
            let shown = if detailed { 20 } else { 2 };
            for place in places.iter().take(shown) {
                let _ = writeln!(text, "       {place}");
            }
        }
        text
    }
}

/// Why, without places and values.
fn cause(why: &str) -> String {
    if let Some((_, error)) = why
        .strip_prefix("does not decode at ")
        .and_then(|rest| rest.split_once(": "))
    {
        let error = error.split(" at line ").next().unwrap_or(error);
        let words: Vec<&str> = error.split('`').step_by(2).collect();
        return format!("does not decode: {}", words.join("`_`"));
    }
    for words in [
        "is lost",
        "is added",
        "before and",
        "does not declare all of its members",
    ] {
        if why.contains(words) {
            return words.to_owned();
        }
    }
    why.to_owned()
}
