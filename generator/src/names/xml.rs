//! Names of what stands for bodies of XML.

use std::collections::HashSet;

use proc_macro2::Ident;

use super::free::distinct;
use crate::case::pascal;
use crate::ir::Api;

/// What an outermost element without a name is called.
const UNNAMED: &str = "Document";

pub(super) fn root_names(api: &Api) -> Vec<Ident> {
    let names = api.xml.roots.iter().map(|root| match root.name.as_str() {
        "" => UNNAMED.to_owned(),
        name => pascal(name),
    });
    distinct(names, HashSet::from(["Self".to_owned()]))
}
