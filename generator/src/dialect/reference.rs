//! `$ref`s: old places become new ones, and common misspellings what was meant.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use serde_json::Value;

use crate::pointer::{fragment, join, percent_decoded, unescape};

/// Pointers that were valid in the document as it was written and have moved: old to new.
#[derive(Default)]
pub(super) struct Renamed(HashMap<String, String>);

impl Renamed {
    pub(super) fn add(&mut self, old: impl Into<String>, new: impl Into<String>) {
        self.0.insert(old.into(), new.into());
    }

    /// The new form of `pointer`: the longest known prefix decides.
    fn apply<'p>(&self, pointer: &'p str) -> Cow<'p, str> {
        if self.0.is_empty() {
            return Cow::Borrowed(pointer);
        }
        let mut prefix = pointer;
        loop {
            if let Some(new) = self.0.get(prefix) {
                return Cow::Owned(format!("{new}{}", &pointer[prefix.len()..]));
            }
            match prefix.rfind('/') {
                Some(at) => prefix = &prefix[..at],
                None => return Cow::Borrowed(pointer),
            }
        }
    }
}

/// What is known about the targets of references.
pub(super) struct References {
    renamed: Renamed,
    schemas: HashSet<String>,
}

/// What became of a reference.
pub(super) enum Outcome {
    /// It was fine, or had another spelling for the same thing.
    Kept,
    /// It was taken for another one.
    Guessed,
}

impl References {
    pub(super) fn new(tree: &Value, renamed: Renamed) -> Self {
        let schemas = match tree.pointer("/components/schemas") {
            Some(Value::Object(schemas)) => schemas.keys().cloned().collect(),
            _ => HashSet::new(),
        };
        Self { renamed, schemas }
    }

    pub(super) fn is_schema(&self, name: &str) -> bool {
        self.schemas.contains(name)
    }

    /// Rewrites a reference to a schema, or to something else, into a plain JSON pointer fragment.
    pub(super) fn normalize(&self, reference: &mut String, to_schema: bool) -> Outcome {
        if let Some(pointer) = reference.strip_prefix('#')
            && (pointer.starts_with('/') || pointer.is_empty())
        {
            let decoded = percent_decoded(pointer);
            let renamed = self.renamed.apply(&decoded);
            if to_schema && let Some(guess) = self.old_place(&renamed) {
                *reference = guess;
                return Outcome::Guessed;
            }
            *reference = fragment(&renamed);
            return Outcome::Kept;
        }
        let name = reference.strip_prefix('#').unwrap_or(reference);
        if to_schema && self.is_schema(name) {
            *reference = reference_to(name);
            return Outcome::Guessed;
        }
        Outcome::Kept
    }

    /// A schema that is looked for where another version of OpenAPI, or nobody, would have it.
    fn old_place(&self, pointer: &str) -> Option<String> {
        const OLD: [&str; 5] = [
            "/definitions/",
            "/schemas/",
            "/components/schema/",
            "/components/definitions/",
            "/models/",
        ];
        let rest = OLD.iter().find_map(|old| pointer.strip_prefix(old))?;
        let name = rest.split('/').next()?;
        self.is_schema(&unescape(name))
            .then(|| fragment(&format!("/components/schemas/{rest}")))
    }
}

/// A reference to the schema of a name.
pub(super) fn reference_to(name: &str) -> String {
    fragment(&join("/components/schemas", name))
}
