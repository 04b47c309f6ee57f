//! Diagnostics: what is wrong with an input, where, and what to do about it.

use std::fmt;

use annotate_snippets::{AnnotationKind, Level, Origin, Renderer, Snippet};

/// How bad a [`Diagnostic`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Something the reader may want to know; nothing is lost.
    Note,
    /// Something was skipped, guessed or typed as raw JSON.
    Warning,
    /// No output can be produced.
    Error,
}

/// A place in a source file. Lines and columns count from 1, columns in characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Location {
    /// The file as the user named it.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// Text of that line, for the snippet; of a line that is too long to show, a part.
    pub text: String,
    /// Column at which that text starts: 1 unless it is a part.
    pub start: usize,
    /// Number of characters to underline, at least 1.
    pub width: usize,
}

/// One finding about an input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Stable name of the kind of finding, such as `dangling-ref`.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// JSON pointer (RFC 6901) into the document; empty for the whole document.
    pub pointer: String,
    /// Where that is in the user's file; filled in by [`crate::source::Sources::locate`].
    pub location: Option<Box<Location>>,
    /// What is wrong, in one sentence.
    pub message: String,
    /// What to do about it, where that is known.
    pub help: Option<String>,
}

impl Diagnostic {
    /// An error: no output can be produced.
    pub fn error(
        code: &'static str,
        pointer: impl Into<String>,
        message: impl Into<String>,
    ) -> Self {
        Self::new(Severity::Error, code, pointer, message)
    }

    /// A warning: something was skipped, guessed or typed as raw JSON.
    pub fn warning(
        code: &'static str,
        pointer: impl Into<String>,
        message: impl Into<String>,
    ) -> Self {
        Self::new(Severity::Warning, code, pointer, message)
    }

    /// A note: nothing is lost.
    pub fn note(
        code: &'static str,
        pointer: impl Into<String>,
        message: impl Into<String>,
    ) -> Self {
        Self::new(Severity::Note, code, pointer, message)
    }

    fn new(
        severity: Severity,
        code: &'static str,
        pointer: impl Into<String>,
        message: impl Into<String>,
    ) -> Self {
        Self {
            code,
            severity,
            pointer: pointer.into(),
            location: None,
            message: message.into(),
            help: None,
        }
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Sets the place directly, for findings that no JSON pointer can name (a syntax error, say).
    #[must_use]
    pub fn at(mut self, location: Location) -> Self {
        self.location = Some(Box::new(location));
        self
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let level = match self.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
            Severity::Note => Level::NOTE,
        };
        let title = level.primary_title(&self.message).id(self.code);
        let group = match &self.location {
            Some(place) => {
                let column = place.column.saturating_sub(place.start);
                let start = byte_offset(&place.text, column);
                let end = byte_offset(&place.text, column + place.width);
                let snippet = Snippet::source(&place.text)
                    .line_start(place.line)
                    .annotation(AnnotationKind::Primary.span(start..end));
                if place.start == 1 {
                    title.element(snippet.path(&place.file))
                } else {
                    let origin = Origin::path(&place.file).line(place.line);
                    title
                        .element(origin.char_column(place.column))
                        .element(snippet)
                }
            }
            None if self.pointer.is_empty() => annotate_snippets::Group::with_title(title),
            None => title.element(Level::NOTE.message(format!("at {}", self.pointer))),
        };
        let group = match &self.help {
            Some(help) => group.element(Level::HELP.message(help)),
            None => group,
        };
        let text = Renderer::plain().render(&[group]);
        // A part of a line has no path of its own; the renderer leaves a mark where it would be.
        let lines = text.lines().filter(|line| line.trim() != ":::");
        f.write_str(&lines.collect::<Vec<_>>().join("\n"))
    }
}

impl std::error::Error for Diagnostic {}

fn byte_offset(text: &str, characters: usize) -> usize {
    text.char_indices()
        .nth(characters)
        .map_or(text.len(), |(at, _)| at)
}

/// Findings, in the order in which they were made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diagnostics(Vec<Diagnostic>);

impl Diagnostics {
    /// Adds one.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.0.push(diagnostic);
    }

    /// Adds all of `other`.
    pub fn append(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// Whether any of them is an error.
    pub fn has_errors(&self) -> bool {
        self.0
            .iter()
            .any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// All of them.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.0.iter()
    }

    /// Completes one of them with its location.
    pub(crate) fn place(&mut self, index: usize, location: Option<Location>) {
        if let Some(diagnostic) = self.0.get_mut(index) {
            diagnostic.location = location.map(Box::new);
        }
    }

    /// Turns errors into warnings.
    pub(crate) fn forgive(&mut self) {
        for diagnostic in &mut self.0 {
            diagnostic.severity = diagnostic.severity.min(Severity::Warning);
        }
    }

    /// Drops what was found twice.
    pub(crate) fn dedup(&mut self) {
        let mut seen = std::collections::HashSet::new();
        self.0.retain(|found| {
            seen.insert((found.code, found.pointer.clone(), found.message.clone()))
        });
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many have this severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.0
            .iter()
            .filter(|diagnostic| diagnostic.severity == severity)
            .count()
    }
}

impl From<Diagnostic> for Diagnostics {
    fn from(diagnostic: Diagnostic) -> Self {
        Self(vec![diagnostic])
    }
}

impl<'a> IntoIterator for &'a Diagnostics {
    type Item = &'a Diagnostic;
    type IntoIter = std::slice::Iter<'a, Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for diagnostic in self {
            writeln!(f, "{diagnostic}\n")?;
        }
        Ok(())
    }
}

impl std::error::Error for Diagnostics {}

#[cfg(test)]
mod tests {
    use super::{Diagnostic, Diagnostics};
    use crate::source::{Source, Sources};

    #[test]
    fn of_a_minified_document_only_a_part_is_shown() {
        let long = "0,".repeat(1_000);
        let text = format!("{{\"a\":[{long}0],\"b\":[{long}0],\"c\":1}}");
        let sources = Sources::new(Source::new("min.json", text));
        let mut diagnostics = Diagnostics::from(Diagnostic::note("x", "/b", "here"));
        sources.locate_all(&mut diagnostics);
        let expected = "\
note[x]: here
 --> min.json:1:2010
  |
1 | ,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0],\"b\":[0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,
  |                                                             ^^^";
        assert_eq!(diagnostics.to_string().trim_end(), expected);
    }
}
