//! Names that the user gives.

use std::collections::BTreeMap;

use crate::diag::{Diagnostic, Diagnostics};

/// The name that the configuration wants. One of the wrong form is an error, not changed silently.
pub(super) fn rename<'c>(
    renames: &'c BTreeMap<String, String>,
    key: &str,
    at: &str,
    check: fn(&str) -> Result<(), String>,
    diagnostics: &mut Diagnostics,
) -> Option<&'c str> {
    let name = renames.get(key)?;
    if let Err(message) = check(name) {
        diagnostics.push(Diagnostic::error("rename", at, message));
        return None;
    }
    Some(name)
}

pub(super) fn taken_rename(at: &str, name: &str) -> Diagnostic {
    let message = format!("the name `{name}` that `renames` of the configuration wants is taken");
    Diagnostic::error("rename", at, message).help("choose another one")
}
