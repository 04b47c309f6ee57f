//! What `diff`, `doctor` and `spec` do, for the command line and for `cargo xtask`: both only read arguments and print.

use std::path::Path;
use std::{fs, io};

use serde_json::{Value, json};

use crate::config::ConfigFile;
use crate::diag::{Diagnostic, Diagnostics};
use crate::diff::changes;
use crate::doctor;
use crate::document::Document;
use crate::source::{Source, to_yaml};
use crate::stage::Stage;

/// Reads a document as a configuration says: its overlays, and where its references may lead. `-` is standard input, whose
/// references are relative to the current folder.
///
/// # Errors
///
/// A file that cannot be read, and what [`Document::read`] finds.
pub fn read(
    spec: &Path,
    file: &ConfigFile,
    enter: &mut dyn FnMut(Stage),
) -> Result<Document, Diagnostics> {
    let spec = source(spec)?.allow_refs_under(file.allow_refs_under.iter().cloned());
    let overlays = file.overlays.iter().map(|path| Source::read(path));
    let overlays = overlays.collect::<Result<Vec<_>, _>>()?;
    Document::read_observed(spec, &overlays, enter)
}

fn source(spec: &Path) -> Result<Source, Diagnostic> {
    if spec != Path::new("-") {
        return Source::read(spec);
    }
    let text = io::read_to_string(io::stdin()).map_err(|error| {
        Diagnostic::error("read", "", format!("cannot read standard input: {error}"))
    })?;
    Ok(Source::new("standard input", text))
}

/// How differences are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DiffFormat {
    /// For people.
    Text,
    /// For a change log.
    Markdown,
    /// For programs.
    Json,
}

impl DiffFormat {
    /// Every choice, by its name.
    pub const ALL: [(&'static str, Self); 3] = [
        ("text", Self::Text),
        ("markdown", Self::Markdown),
        ("json", Self::Json),
    ];
}

/// What the exit code of `diff` says.
pub const DIFF_EXIT: &str = "Exit code: 0 nothing differs, 10 a patch step, 11 a minor step, 12 a major step, 1 a document cannot be read.";

/// What differs between two documents, and the exit code that says how much.
pub fn diff(old: &Document, new: &Document, format: DiffFormat) -> (String, u8) {
    let changes = changes(old.tree(), new.tree());
    let text = match format {
        DiffFormat::Text => changes.to_string(),
        DiffFormat::Markdown => changes.to_markdown(),
        DiffFormat::Json => format!("{:#}\n", changes.to_json()),
    };
    (text, changes.exit_code())
}

/// Where a document contradicts itself.
#[derive(Clone, Debug)]
pub struct Examination {
    /// The findings, with their places and corrections.
    pub diagnostics: Diagnostics,
    /// How many examples of whole named schemas contradict them, and how many there are.
    pub examples: (usize, usize),
    /// The corrections as an overlay, if there are any.
    pub overlay: Option<Value>,
}

/// Examines a document, which was read from `spec`.
pub fn examine(document: &Document, spec: &Path) -> Examination {
    let report = doctor::examine(document.tree());
    let title = format!("Corrections to {}", spec.display());
    Examination {
        diagnostics: report.diagnostics(document.sources()),
        examples: report.contradicting_examples(),
        overlay: report.draft(document.tree(), &title),
    }
}

impl Examination {
    /// How much there is, in a sentence.
    pub fn summary(&self) -> String {
        let (contradicting, examples) = self.examples;
        format!(
            "{} findings; {contradicting} of {examples} schema-level examples contradict their schema",
            self.diagnostics.iter().count()
        )
    }

    /// The same for programs.
    pub fn counts(&self) -> Value {
        let (contradicting, examples) = self.examples;
        json!({ "examples": examples, "contradicting_examples": contradicting })
    }

    /// Writes the corrections; what to say of it, if there are any.
    ///
    /// # Errors
    ///
    /// Those of the file system.
    pub fn write_overlay(&self, path: &Path) -> io::Result<Option<String>> {
        let Some(overlay) = &self.overlay else {
            return Ok(None);
        };
        fs::write(path, to_yaml(overlay))?;
        Ok(Some(format!("corrections drafted in {}", path.display())))
    }
}

/// How a document is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SpecFormat {
    /// As JSON.
    Json,
    /// As YAML.
    Yaml,
}

impl SpecFormat {
    /// Every choice, by its name.
    pub const ALL: [(&'static str, Self); 2] = [("json", Self::Json), ("yaml", Self::Yaml)];
}

/// A document as the generator sees it.
pub fn spec(document: &Document, format: SpecFormat) -> String {
    match format {
        SpecFormat::Json => format!("{:#}\n", document.tree()),
        SpecFormat::Yaml => to_yaml(document.tree()),
    }
}
