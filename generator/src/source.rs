//! Source text to document tree, and JSON pointer back to line and column.
//!
//! The only user of YAML and JSON parsers for input.

mod yaml;

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::diag::{Diagnostic, Diagnostics, Location};
use crate::{growth, locate};

/// One file as it was read.
#[derive(Clone, Debug)]
pub struct Source {
    name: String,
    text: String,
    syntax: Syntax,
    refs_under: Vec<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Syntax {
    Json,
    Yaml,
}

impl Source {
    /// Reads a file. The path, as given, is the name that diagnostics show.
    ///
    /// # Errors
    ///
    /// A `read` diagnostic if the file cannot be read or is not UTF-8.
    pub fn read(path: &Path) -> Result<Self, Diagnostic> {
        let name = path.display().to_string();
        let bytes = std::fs::read(path).map_err(|error| {
            Diagnostic::error("read", "", format!("cannot read {name}: {error}"))
                .help("check the path; it is taken relative to the current directory")
        })?;
        let text = String::from_utf8(bytes).map_err(|error| {
            let at = error.utf8_error().valid_up_to();
            Diagnostic::error(
                "read",
                "",
                format!("{name} is not UTF-8 text: invalid byte at offset {at}"),
            )
            .help("save the document as UTF-8")
        })?;
        Ok(Self::new(name, text))
    }

    /// A source from text that is already in memory.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        let mut text = text.into();
        if text.starts_with('\u{feff}') {
            text.drain(..'\u{feff}'.len_utf8());
        }
        let syntax = if text.trim_start().starts_with(['{', '[']) {
            Syntax::Json
        } else {
            Syntax::Yaml
        };
        Self {
            name: name.into(),
            text,
            syntax,
            refs_under: Vec::new(),
        }
    }

    /// Allows references to files in these folders, besides the folder that the document is in.
    #[must_use]
    pub fn allow_refs_under(mut self, folders: impl IntoIterator<Item = PathBuf>) -> Self {
        self.refs_under.extend(folders);
        self
    }

    /// The folders that references may lead into, besides the document's own.
    pub(crate) fn refs_under(&self) -> &[PathBuf] {
        &self.refs_under
    }

    /// The name that diagnostics show.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The text, without a byte order mark.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Parses the text into a tree.
    ///
    /// Members keep the order of the text. Anchors and merge keys (`<<`) of YAML are expanded, within the limits that the
    /// YAML library sets against documents that grow without bound.
    ///
    /// # Errors
    ///
    /// A `syntax` diagnostic with the place, for text that is neither JSON nor YAML.
    pub fn parse(&self) -> Result<Value, Diagnostic> {
        if self.syntax == Syntax::Json {
            match serde_json::from_str(&self.text) {
                Ok(tree) => return Ok(tree),
                // YAML has the same bound, and takes long to find out.
                Err(error) if error.to_string().starts_with("recursion limit exceeded") => {
                    let place = Some((error.line(), error.column()));
                    let deepest = growth::DEEPEST;
                    let message = format!("values are nested deeper than {deepest} levels");
                    return Err(self.syntax_error(&message, place));
                }
                // What starts like JSON may still be YAML in flow style.
                Err(error) => {
                    return self.parse_yaml().map_err(|_| {
                        self.syntax_error(&error.to_string(), Some((error.line(), error.column())))
                    });
                }
            }
        }
        self.parse_yaml()
    }

    fn parse_yaml(&self) -> Result<Value, Diagnostic> {
        growth::check(&self.text).map_err(|excess| {
            self.syntax_error(&excess.message, Some((excess.line, excess.column)))
        })?;
        let mut tree = yaml::parse(&self.text).map_err(|error| {
            let place = error.location().map(|at| (at.line(), at.column()));
            self.syntax_error(&error.to_string(), place)
        })?;
        yaml::restore_texts(&mut tree, &self.text);
        expand_merge_keys(&mut tree);
        Ok(tree)
    }

    fn syntax_error(&self, message: &str, place: Option<(usize, usize)>) -> Diagnostic {
        let mut diagnostic =
            Diagnostic::error("syntax", "", format!("not a readable document: {message}"));
        if let Some((line, column)) = place {
            diagnostic = diagnostic.at(self.location_of(line, column));
        }
        diagnostic
    }

    /// Where `pointer` is in this text: its key where it has one, else its value; where it does not exist (because a
    /// correction added it, say), the nearest ancestor that does.
    pub fn locate(&self, pointer: &str) -> Option<Location> {
        self.locate_each(&[pointer]).pop().flatten()
    }

    /// Where each of many pointers is, in one pass over the text.
    pub(crate) fn locate_each(&self, pointers: &[&str]) -> Vec<Option<Location>> {
        let json = (self.syntax == Syntax::Json).then(|| locate::in_json(&self.text, pointers));
        let places = json
            .flatten()
            .unwrap_or_else(|| locate::in_yaml(&self.text, pointers));
        places
            .into_iter()
            .map(|place| place.map(|place| self.location(place)))
            .collect()
    }

    /// The place that a parser names, of which nothing but line and column is known.
    fn location_of(&self, line: usize, column: usize) -> Location {
        let (line, column) = (line.max(1), column.max(1));
        let start: usize = self
            .text
            .split_inclusive('\n')
            .take(line - 1)
            .map(str::len)
            .sum();
        let text = self.text.get(start..).unwrap_or_default();
        let offset = start
            + text
                .char_indices()
                .nth(column - 1)
                .map_or(text.len(), |(at, _)| at);
        self.location(locate::Place {
            line,
            column,
            width: 1,
            offset,
        })
    }

    fn location(&self, place: locate::Place) -> Location {
        /// A line longer than this on either side, in bytes, is that of a minified document: a
        /// part is shown, and no more than this is looked at.
        const LONGEST_SIDE: usize = 500;
        /// How many characters are shown of such a line before the place, and behind it.
        const MARGIN: usize = 60;
        let locate::Place {
            line,
            column,
            width,
            offset,
        } = place;
        let text = self.text.as_str();
        let from = char_boundary(text, offset.saturating_sub(LONGEST_SIDE));
        let to = char_boundary(text, offset.saturating_add(LONGEST_SIDE));
        let mut before = text.get(from..offset).unwrap_or_default();
        let mut behind = text.get(offset..to).unwrap_or_default();
        let line_start = before
            .rfind('\n')
            .map(|at| at + 1)
            .or((from == 0).then_some(0));
        let line_end = behind
            .find(['\r', '\n'])
            .or((to == text.len()).then_some(behind.len()));
        let mut start = 1;
        if let (Some(line_start), Some(line_end)) = (line_start, line_end) {
            before = &before[line_start..];
            behind = &behind[..line_end];
        } else {
            before = &before[line_start.unwrap_or_default()..];
            let skipped = before
                .char_indices()
                .rev()
                .nth(MARGIN - 1)
                .map_or(0, |(at, _)| at);
            before = &before[skipped..];
            let shown = behind.char_indices().nth(MARGIN + width).map(|(at, _)| at);
            let shown = shown.into_iter().chain(line_end).min();
            behind = &behind[..shown.unwrap_or(behind.len())];
            start = column.saturating_sub(before.chars().count()).max(1);
        }
        let file = self.name.clone();
        Location {
            file,
            line,
            column,
            text: format!("{before}{behind}"),
            start,
            width,
        }
    }
}

/// The nearest place at or before `at` where text can be cut.
fn char_boundary(text: &str, at: usize) -> usize {
    let at = at.min(text.len());
    (0..=at)
        .rev()
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or_default()
}

/// A tree as YAML text.
pub fn to_yaml(tree: &Value) -> String {
    // A tree has nothing that YAML cannot say.
    serde_yaml::to_string(tree).unwrap_or_default()
}

/// YAML 1.1 merge keys: members of the merged mapping apply unless the mapping has them itself.
fn expand_merge_keys(tree: &mut Value) {
    match tree {
        Value::Object(members) => {
            if let Some(merged) = members.shift_remove("<<") {
                let sources = match merged {
                    Value::Array(items) => items,
                    other => vec![other],
                };
                for source in sources {
                    if let Value::Object(source) = source {
                        for (key, value) in source {
                            members.entry(key).or_insert(value);
                        }
                    }
                }
            }
            members.values_mut().for_each(expand_merge_keys);
        }
        Value::Array(items) => items.iter_mut().for_each(expand_merge_keys),
        _ => {}
    }
}

/// The files of a document, and how pointers into the working tree lead back to them.
#[derive(Clone, Debug)]
pub struct Sources {
    files: Vec<Source>,
    /// Prefixes of pointers into the working tree: the file each leads to and the prefix there. The
    /// longest one decides.
    moved: HashMap<String, (usize, String)>,
}

impl Sources {
    /// The sources of a document that consists of one file so far.
    pub fn new(root: Source) -> Self {
        Self {
            files: vec![root],
            moved: HashMap::new(),
        }
    }

    /// The document's own file.
    pub fn root(&self) -> &Source {
        &self.files[0]
    }

    /// All files, the document's own first.
    pub fn files(&self) -> &[Source] {
        &self.files
    }

    /// Adds a further file and says where its tree now stands in the working tree.
    pub fn mount(&mut self, source: Source, pointer: impl Into<String>) {
        self.files.push(source);
        self.moved
            .insert(pointer.into(), (self.files.len() - 1, String::new()));
    }

    /// Says that what now stands at `now` in the working tree stood at `before` in the document's own file.
    pub fn moved(&mut self, now: impl Into<String>, before: impl Into<String>) {
        let (file, before) = self.origin(&before.into());
        self.moved.insert(now.into(), (file, before));
    }

    /// Where the node at `pointer` of the working tree was written.
    pub fn locate(&self, pointer: &str) -> Option<Location> {
        let (file, pointer) = self.origin(pointer);
        self.files.get(file)?.locate(&pointer)
    }

    /// Completes every diagnostic that has no location yet.
    pub fn locate_all(&self, diagnostics: &mut Diagnostics) {
        let mut wanted: Vec<Vec<(usize, String)>> = vec![Vec::new(); self.files.len()];
        for (index, diagnostic) in diagnostics.iter().enumerate() {
            if diagnostic.location.is_none() {
                let (file, pointer) = self.origin(&diagnostic.pointer);
                if let Some(wanted) = wanted.get_mut(file) {
                    wanted.push((index, pointer));
                }
            }
        }
        for (file, wanted) in self
            .files
            .iter()
            .zip(&wanted)
            .filter(|(_, wanted)| !wanted.is_empty())
        {
            let pointers: Vec<&str> = wanted.iter().map(|(_, pointer)| pointer.as_str()).collect();
            for ((index, _), location) in wanted.iter().zip(file.locate_each(&pointers)) {
                diagnostics.place(*index, location);
            }
        }
    }

    fn origin(&self, pointer: &str) -> (usize, String) {
        let mut prefix = pointer;
        loop {
            if let Some((file, before)) = self.moved.get(prefix) {
                return (*file, format!("{before}{}", &pointer[prefix.len()..]));
            }
            match prefix.rfind('/') {
                Some(at) => prefix = &prefix[..at],
                None => return (0, pointer.to_owned()),
            }
        }
    }
}
