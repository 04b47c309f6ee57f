//! Names of setters that take what may be missing.

use std::collections::HashSet;

use proc_macro2::Ident;

use crate::case::ident;

/// `maybe_` and the setter's name. A setter that the document calls so keeps its name, and this one ends in `_`, as no
/// name of a document does.
pub(crate) fn twin(setter: &Ident, setters: &HashSet<String>) -> Ident {
    let setter = setter.to_string();
    let name = format!("maybe_{}", setter.trim_start_matches("r#"));
    if setters.contains(&name) {
        ident(&format!("{name}_"))
    } else {
        ident(&name)
    }
}
