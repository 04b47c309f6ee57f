//! Regular expressions of schemas (OpenAPI 3.0, "Schema Object", `pattern`).

use std::collections::HashMap;

use regex::{Regex, RegexBuilder};

/// Compiled once each.
#[derive(Default)]
pub(super) struct Patterns<'t>(HashMap<&'t str, Option<Regex>>);

impl<'t> Patterns<'t> {
    /// Whether `text` contains a match, as patterns are not anchored; nothing where the expression
    /// uses what only JavaScript knows.
    pub(super) fn is_match(&mut self, pattern: &'t str, text: &str) -> Option<bool> {
        /// A document is not trusted to keep its expressions small.
        const MOST_BYTES: usize = 1 << 20;
        let compiled = self.0.entry(pattern).or_insert_with(|| {
            RegexBuilder::new(pattern)
                .size_limit(MOST_BYTES)
                .build()
                .ok()
        });
        compiled.as_ref().map(|regex| regex.is_match(text))
    }
}

/// What is wrong with an expression in every dialect; nothing where it only uses what JavaScript alone knows.
pub(super) fn mistake(pattern: &str) -> Option<String> {
    use regex_syntax::ast::ErrorKind;
    let error = regex_syntax::ast::parse::Parser::new()
        .parse(pattern)
        .err()?;
    let is_mistake = matches!(
        error.kind(),
        ErrorKind::ClassUnclosed
            | ErrorKind::ClassRangeInvalid
            | ErrorKind::EscapeUnexpectedEof
            | ErrorKind::GroupUnclosed
            | ErrorKind::GroupUnopened
            | ErrorKind::RepetitionCountInvalid
            | ErrorKind::RepetitionMissing
    );
    is_mistake.then(|| error.kind().to_string())
}
