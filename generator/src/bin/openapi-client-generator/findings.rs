//! Findings on the terminal: the first of each kind, and how many more there are.

use std::fmt;

use openapi_client_generator::{Diagnostic, Diagnostics, Severity};

/// Findings of one kind that are printed; a document that is odd in one way is so in thousands of places.
const MOST_WARNINGS: usize = 20;
/// Notes take a line each; what they say changes how the client behaves, but nothing is wrong.
const MOST_NOTES: usize = 3;

/// Findings of one kind that are printed with their corrections.
const MOST_CORRECTIONS: usize = 500;

/// What there is to print.
pub(crate) struct Findings<'d> {
    diagnostics: &'d Diagnostics,
    most: usize,
    most_notes: usize,
    /// Notes that are shown in full, as warnings are.
    full: &'static [Severity],
}

impl<'d> Findings<'d> {
    pub(crate) fn of(diagnostics: &'d Diagnostics, verbose: bool) -> Self {
        let most = |most: usize| if verbose { usize::MAX } else { most };
        Self {
            diagnostics,
            most: most(MOST_WARNINGS),
            most_notes: most(MOST_NOTES),
            full: &[Severity::Error, Severity::Warning],
        }
    }

    /// All of them in full, each with its correction, unless there are hundreds of a kind.
    pub(crate) fn in_full(diagnostics: &'d Diagnostics, verbose: bool) -> Self {
        Self {
            diagnostics,
            most: if verbose {
                usize::MAX
            } else {
                MOST_CORRECTIONS
            },
            most_notes: 0,
            full: &[Severity::Error, Severity::Warning, Severity::Note],
        }
    }

    /// Findings by kind, in the order in which each kind was first found.
    fn groups(&self, severities: &[Severity]) -> Vec<Vec<&'d Diagnostic>> {
        let mut groups: Vec<Vec<&Diagnostic>> = Vec::new();
        let wanted = self.diagnostics.iter();
        for found in wanted.filter(|found| severities.contains(&found.severity)) {
            let same = |group: &&mut Vec<&Diagnostic>| {
                group.first().is_some_and(|first| {
                    (first.code, first.severity) == (found.code, found.severity)
                })
            };
            match groups.iter_mut().find(same) {
                Some(group) => group.push(found),
                None => groups.push(vec![found]),
            }
        }
        groups
    }
}

impl fmt::Display for Findings<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for group in self.groups(self.full) {
            let shown = self.most;
            for found in group.iter().take(shown) {
                writeln!(f, "{found}\n")?;
            }
            if let (Some(first), more @ 1..) = (group.first(), group.len().saturating_sub(shown)) {
                let code = first.code;
                writeln!(f, "and {more} more of `{code}`; `--verbose` prints them\n")?;
            }
        }
        if self.full.contains(&Severity::Note) {
            return Ok(());
        }
        let notes = self.groups(&[Severity::Note]);
        for group in &notes {
            let Some(first) = group.first() else { continue };
            let places = if group.len() == 1 { "place" } else { "places" };
            writeln!(f, "note[{}]: {} {places}", first.code, group.len())?;
            let shown = self.most_notes;
            for found in group.iter().take(shown) {
                match &found.location {
                    Some(at) => write!(f, "  {}:{}:{}: ", at.file, at.line, at.column)?,
                    None => write!(f, "  {}: ", found.pointer)?,
                }
                writeln!(f, "{}", found.message)?;
            }
            if group.len() > shown {
                writeln!(f, "  and {} more", group.len() - shown)?;
            }
        }
        if notes.is_empty() {
            Ok(())
        } else {
            writeln!(f)
        }
    }
}

/// How many findings of each severity there are, and of which kinds: `12 warnings (name-clash 10, dangling-ref 2)`.
pub(crate) fn counted(diagnostics: &Diagnostics) -> String {
    let mut lines = Vec::new();
    for severity in [Severity::Error, Severity::Warning, Severity::Note] {
        let mut kinds: Vec<(&str, usize)> = Vec::new();
        for found in diagnostics
            .iter()
            .filter(|found| found.severity == severity)
        {
            match kinds.iter_mut().find(|(code, _)| *code == found.code) {
                Some((_, count)) => *count += 1,
                None => kinds.push((found.code, 1)),
            }
        }
        kinds.sort_by(|(a, more), (b, fewer)| fewer.cmp(more).then(a.cmp(b)));
        let count: usize = kinds.iter().map(|(_, count)| count).sum();
        let kinds: Vec<String> = kinds
            .iter()
            .map(|(code, count)| format!("{code} {count}"))
            .collect();
        let plural = if count == 1 { "" } else { "s" };
        if count > 0 {
            let kinds = kinds.join(", ");
            lines.push(format!("{count} {}{plural} ({kinds})", severity.name()));
        }
    }
    lines.join("\n")
}
