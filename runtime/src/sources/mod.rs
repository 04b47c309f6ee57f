//! The runtime's own text, as data: what a self-contained client gets a copy of.

mod select;

use std::collections::BTreeSet;

use include_dir::{Dir, include_dir};

use select::{Decided, select};

static FOLDER: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/src/shared");

/// What a part needs of others, as `Cargo.toml` says it.
const NEEDS: [(&str, &[&str]); 21] = [
    ("authorization-code", &["flow"]),
    ("chrono", &["formatted"]),
    ("date-range", &["formatted"]),
    ("device-code", &["flow"]),
    ("digest", &["renewal"]),
    ("flow", &["oauth2"]),
    ("form", &["multipart"]),
    ("formatted", &["fit"]),
    ("integer-enum", &["fit", "integer"]),
    ("jiff", &["formatted"]),
    ("json-lines", &["stream"]),
    ("jsonapi", &["one-or-many"]),
    ("multipart", &["upload"]),
    ("oauth2", &["basic", "tokens"]),
    ("one-of", &["fit", "tag"]),
    ("password", &["flow"]),
    ("sse", &["stream"]),
    ("string-enum", &["fit"]),
    ("time", &["formatted"]),
    ("tokens", &["renewal"]),
    ("webhook-signature", &["webhook"]),
];

/// A file of the runtime.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Relative to the folder of the runtime, with slashes: `paging/mod.rs`.
    pub path: String,
    /// Rust, formatted but for lines that became shorter.
    pub text: String,
}

/// The files of a runtime that has these parts, and no text that belongs to others. The first one is `mod.rs`.
///
/// `parts` are features of this crate. `blocking`, `testing` and `tracing` are not decided by them: they become features of the
/// client, whose text keeps their conditions, as it keeps those of browsers. What of these is in `left_out` (the last one as
/// `browser`) is not in the text.
pub fn files(parts: &BTreeSet<&str>, left_out: &BTreeSet<&str>) -> Vec<File> {
    let decided = Decided {
        parts: &with_needed(parts),
        left_out,
    };
    let mut files = Vec::new();
    add("", "mod.rs", decided, &mut files);
    files
}

/// The parts, and those that they need.
fn with_needed<'a>(parts: &BTreeSet<&'a str>) -> BTreeSet<&'a str> {
    let mut all = parts.clone();
    loop {
        let known = all.len();
        let needed = NEEDS.iter().filter(|(part, _)| all.contains(part));
        let needed: Vec<&str> = needed
            .flat_map(|(_, needed)| needed.iter().copied())
            .collect();
        all.extend(needed);
        if all.len() == known {
            return all;
        }
    }
}

/// Adds a file, then those of the modules that it still declares.
fn add(folder: &str, path: &str, decided: Decided<'_>, files: &mut Vec<File>) {
    let Some(text) = FOLDER
        .get_file(path)
        .and_then(include_dir::File::contents_utf8)
    else {
        return;
    };
    let text = select(text, decided);
    let modules: Vec<String> = text.lines().filter_map(module).map(str::to_owned).collect();
    files.push(File {
        path: path.to_owned(),
        text,
    });
    for module in modules {
        let inner = format!("{folder}{module}/");
        add(folder, &format!("{folder}{module}.rs"), decided, files);
        add(&inner, &format!("{inner}mod.rs"), decided, files);
    }
}

/// The module that a line declares.
fn module(line: &str) -> Option<&str> {
    let line = line.strip_prefix("pub ").unwrap_or(line);
    line.strip_prefix("mod ")?.strip_suffix(';')
}

#[cfg(test)]
mod tests;
