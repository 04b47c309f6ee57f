//! Brings files that `$ref`s lead to into the tree, so that later stages see one document.
//!
//! Each file is read once and mounted under [`MOUNT`]; every reference into it becomes a pointer
//! into the tree. Nothing is ever fetched from the network.

mod allowed;

use std::collections::{HashMap, VecDeque};
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value};

use allowed::Allowed;

use crate::diag::{Diagnostic, Diagnostics, Severity};
use crate::source::{Source, Sources};
use crate::trail::Trail;
use crate::{keywords, pointer};

/// The member of the root under which further files stand, as `/x-external/0`, `/x-external/1` and
/// so on in the order in which they are first referred to.
pub const MOUNT: &str = "x-external";

/// More files than this, or a file longer than this, is taken for a mistake.
const MOST_FILES: usize = 2_000;
const LONGEST_FILE: u64 = 100 << 20;

/// Mounts every file that `$ref`s lead to, directly or through each other, and rewrites the `$ref`s
/// into pointers into `tree` (OpenAPI 3.0, "Reference Object"; 2.0 likewise).
///
/// Paths are relative to the file in which they stand. The files read are those of `sources`
/// afterwards. A file that cannot be read is an error at the `$ref`; a `$ref` into the network is a
/// warning and stays as it is.
pub fn bundle(tree: &mut Value, sources: &mut Sources, diagnostics: &mut Diagnostics) {
    let root = PathBuf::from(sources.root().name());
    let allowed = Allowed::new(&root, sources.root().refs_under());
    let mut files = Files {
        allowed,
        known: HashMap::from([(identity(&root), Ok(String::new()))]),
        queue: VecDeque::new(),
        sources,
        diagnostics,
    };
    files.visit(
        tree,
        At {
            file: &root,
            mount: "",
        },
        &Trail::ROOT,
        false,
    );
    let mut mounted = Map::new();
    while let Some(mut file) = files.queue.pop_front() {
        let at = At {
            file: &file.path,
            mount: &file.mount,
        };
        files.visit(&mut file.tree, at, &Trail::at(&file.mount), false);
        mounted.insert(mounted.len().to_string(), file.tree);
    }
    if let Value::Object(members) = tree
        && !mounted.is_empty()
    {
        members.insert(MOUNT.to_owned(), Value::Object(mounted));
    }
}

/// The file in which a reference stands, and where that file's tree stands.
#[derive(Clone, Copy)]
struct At<'a> {
    file: &'a Path,
    mount: &'a str,
}

struct File {
    path: PathBuf,
    mount: String,
    tree: Value,
}

struct Files<'a> {
    allowed: Allowed,
    /// Where the tree of each file stands, or what is wrong with the file.
    known: HashMap<PathBuf, Result<String, Diagnostic>>,
    /// Files whose own references are still to be followed.
    queue: VecDeque<File>,
    sources: &'a mut Sources,
    diagnostics: &'a mut Diagnostics,
}

impl Files<'_> {
    /// Rewrites the references at and below `node`. Where the members of an object are `names`
    /// (of properties, say) rather than keywords, none of them is special.
    fn visit(&mut self, node: &mut Value, at: At<'_>, trail: &Trail<'_>, names: bool) {
        match node {
            Value::Object(members) => {
                for (key, value) in members {
                    let trail = trail.member(key);
                    match value {
                        Value::String(reference) if key == "$ref" && !names => {
                            self.follow(reference, at, &trail, Severity::Error);
                        }
                        Value::Object(mapping) if key == "mapping" && !names => {
                            for (value, reference) in mapping {
                                self.follow_mapping(reference, at, &trail.member(value));
                            }
                        }
                        reference if key == "defaultMapping" && !names => {
                            self.follow_mapping(reference, at, &trail);
                        }
                        _ if !names && keywords::holds_data(key) => {}
                        value => {
                            let names = !names && keywords::holds_names(key);
                            self.visit(value, at, &trail, names);
                        }
                    }
                }
            }
            Value::Array(items) => {
                for (index, item) in items.iter_mut().enumerate() {
                    self.visit(item, at, &trail.item(index), false);
                }
            }
            _ => {}
        }
    }

    /// A discriminator maps values, and their absence, to references or to bare schema names ("Discriminator Object").
    fn follow_mapping(&mut self, reference: &mut Value, at: At<'_>, trail: &Trail<'_>) {
        if let Value::String(reference) = reference {
            let path = reference.split('#').next().unwrap_or_default();
            let extension = Path::new(path).extension().and_then(OsStr::to_str);
            let is_file = matches!(extension, Some("yaml" | "yml" | "json"));
            if is_file || reference.starts_with('#') {
                // Of no weight by itself: the variants are listed in `oneOf` as well.
                self.follow(reference, at, trail, Severity::Warning);
            }
        }
    }

    fn follow(
        &mut self,
        reference: &mut String,
        at: At<'_>,
        trail: &Trail<'_>,
        severity: Severity,
    ) {
        let (path, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        if path.is_empty() {
            if !at.mount.is_empty() {
                *reference = format!("#{}{fragment}", at.mount);
            }
            return;
        }
        if path.contains("://") || path.starts_with("//") {
            let message = format!("`{reference}` is not fetched: it leads to the network");
            let help = "download the file and refer to it by a relative path";
            self.diagnostics
                .push(Diagnostic::warning("remote-ref", trail.pointer(), message).help(help));
            return;
        }
        let target = at
            .file
            .parent()
            .unwrap_or(Path::new(""))
            .join(pointer::percent_decoded(path).as_ref());
        if !fragment.starts_with('/') && !reference.contains(['.', '/', '#']) && !target.exists() {
            // A bare name: not a file but a schema of this document, which is repaired later.
            return;
        }
        match self.mount_of(target) {
            Ok(mount) => *reference = format!("#{mount}{fragment}"),
            Err(problem) => {
                let message = format!("`{reference}` leads nowhere: {}", problem.message);
                let mut diagnostic = Diagnostic::error("external-ref", trail.pointer(), message);
                diagnostic.severity = severity;
                let help = "the path is taken relative to the file in which it stands";
                diagnostic.help = problem.help.or_else(|| Some(help.to_owned()));
                self.diagnostics.push(diagnostic);
            }
        }
    }

    /// Where the tree of a file stands; reads the file when it is first asked for.
    fn mount_of(&mut self, path: PathBuf) -> Result<String, Diagnostic> {
        if !self.allowed.contains(&path) {
            let message = "it is outside the folder of the document";
            return Err(Diagnostic::error("external-ref", "", message)
                .help("allow the folder with `--allow-refs-under`, or `allow_refs_under` in a configuration file"));
        }
        let identity = identity(&path);
        if let Some(known) = self.known.get(&identity) {
            return known.clone();
        }
        let count = self.sources.files().len() - 1;
        let mount = if count < MOST_FILES {
            read(&path).map(|(source, tree)| {
                let mount = format!("/{MOUNT}/{count}");
                self.sources.mount(source, &mount);
                self.queue.push_back(File {
                    path,
                    mount: mount.clone(),
                    tree,
                });
                mount
            })
        } else {
            let message = format!("there are more than {MOST_FILES} files");
            Err(Diagnostic::error("external-ref", "", message))
        };
        self.known.insert(identity, mount.clone());
        mount
    }
}

fn read(path: &Path) -> Result<(Source, Value), Diagnostic> {
    if let Ok(metadata) = fs::metadata(path)
        && (!metadata.is_file() || metadata.len() > LONGEST_FILE)
    {
        let message = format!("{} is no file of reasonable size", path.display());
        return Err(Diagnostic::error("external-ref", "", message));
    }
    let source = Source::read(path)?;
    // What a parser says, and the line it says it of, may quote a file that is nobody's business.
    let tree = source.parse().map_err(|diagnostic| {
        let place = diagnostic.location.map_or_else(
            || path.display().to_string(),
            |at| format!("{}:{}:{}", at.file, at.line, at.column),
        );
        let message = format!("not a readable document ({place})");
        Diagnostic::error("syntax", "", message)
    })?;
    if !allowed::is_openapi(&tree) {
        let message = format!(
            "{} is neither an OpenAPI document nor a part of one",
            path.display()
        );
        return Err(Diagnostic::error("external-ref", "", message));
    }
    Ok((source, tree))
}

/// What tells whether two paths are the same file.
fn identity(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}

#[cfg(test)]
mod tests;
