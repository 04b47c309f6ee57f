//! `check`: each operation of documents asked once, every answer held against the document.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use fitbit_plus_mock::{Builder, Probe};

use crate::{Settings, builder};

/// Findings of one document that are shown.
const SHOWN: usize = 20;

/// Checks the document that a builder has.
pub(crate) fn one(builder: &Builder) -> Result<(), String> {
    let probe = builder.probe().map_err(|error| error.to_string())?;
    for line in probe.invalid.iter().take(SHOWN) {
        println!("invalid  {line}");
    }
    for line in probe.refused.iter().take(SHOWN) {
        println!("refused  {line}");
    }
    println!("{}", summary(&probe));
    if probe.invalid.is_empty() {
        Ok(())
    } else {
        Err("answers break the document".to_owned())
    }
}

/// Checks many documents, one after the other.
pub(crate) fn run(settings: &Settings, files: &[PathBuf]) -> Result<(), String> {
    let mut documents = Vec::new();
    for file in files {
        collect(file, &mut documents);
    }
    documents.sort();
    let mut total = Probe::default();
    let (mut read, mut sound) = (0, 0);
    for file in &documents {
        let began = Instant::now();
        let settings = Settings {
            spec: Some(file.clone()),
            overlay: Vec::new(),
            ..settings.clone()
        };
        let probe = builder(&settings).and_then(|builder| {
            let probe = builder.probe();
            probe.map_err(|error| error.to_string())
        });
        match probe {
            Err(why) => {
                let first = why.lines().next().unwrap_or_default();
                println!("{}: not read: {first}", file.display());
            }
            Ok(probe) => {
                read += 1;
                sound += usize::from(probe.invalid.is_empty());
                println!(
                    "{}: {} ({} ms)",
                    file.display(),
                    summary(&probe),
                    began.elapsed().as_millis()
                );
                for line in probe.invalid.iter().take(SHOWN) {
                    println!("  invalid  {line}");
                }
                for line in probe.refused.iter().take(SHOWN) {
                    println!("  refused  {line}");
                }
                total.operations += probe.operations;
                total.succeeded += probe.succeeded;
                total.stateful += probe.stateful;
                total.checked += probe.checked;
                total.unchecked += probe.unchecked;
                total.invalid.extend(probe.invalid);
                total.refused.extend(probe.refused);
            }
        }
    }
    println!(
        "{} documents, {read} read, {sound} without an invalid answer; {}",
        documents.len(),
        summary(&total)
    );
    if total.invalid.is_empty() {
        Ok(())
    } else {
        Err("answers break their documents".to_owned())
    }
}

fn summary(probe: &Probe) -> String {
    format!(
        "{} operations ({} with state), {} succeeded; {} answers checked, {} invalid, {} with a schema that cannot be used",
        probe.operations,
        probe.stateful,
        probe.succeeded,
        probe.checked,
        probe.invalid.len(),
        probe.unchecked
    )
}

/// The documents in a folder and below it.
fn collect(file: &Path, documents: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(file) else {
        documents.push(file.to_owned());
        return;
    };
    for entry in entries.flatten() {
        let path = entry.path();
        let known = path
            .extension()
            .is_some_and(|ending| ending == "json" || ending == "yaml" || ending == "yml");
        if path.is_dir() || known {
            collect(&path, documents);
        }
    }
}
