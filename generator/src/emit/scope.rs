//! The `use` declarations of a file, collected while its items are spelled.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote};

/// Collects what a file uses.
#[derive(Debug)]
pub(crate) struct Scope {
    /// Path from the file's module to the root of the client: `super::super`.
    depth: usize,
    used: BTreeMap<String, BTreeSet<String>>,
}

impl Scope {
    /// A file that is `depth` modules below the root of the client.
    pub(crate) fn new(depth: usize) -> Self {
        Self { depth, used: BTreeMap::new() }
    }

    /// Uses `name` from the runtime.
    pub(crate) fn runtime(&mut self, name: &str) -> Ident {
        self.local("runtime", name)
    }

    /// Uses `name` from the runtime's JSON:API module.
    pub(crate) fn json_api(&mut self, name: &str) -> Ident {
        self.local("runtime::jsonapi", name)
    }

    /// Uses a model.
    pub(crate) fn model(&mut self, name: &Ident) -> Ident {
        self.local("models", &name.to_string());
        name.clone()
    }

    /// Uses `name` from a module of the client.
    pub(crate) fn local(&mut self, module: &str, name: &str) -> Ident {
        let root = vec!["super"; self.depth].join("::");
        self.external(&format!("{root}::{module}"), name)
    }

    /// Uses `name` from a module given by its whole path.
    pub(crate) fn external(&mut self, module: &str, name: &str) -> Ident {
        self.used.entry(module.to_owned()).or_default().insert(name.to_owned());
        identifier(name)
    }

    /// The declarations, except for names in `own` that the file defines itself.
    pub(crate) fn uses(&self, own: &BTreeSet<String>) -> TokenStream {
        let groups = self.used.iter().map(|(module, names)| {
            let path = module.split("::").map(identifier);
            let names = names.iter().filter(|name| !own.contains(*name)).map(|name| identifier(name)).collect::<Vec<_>>();
            match names.as_slice() {
                [] => quote! {},
                [only] => quote! { use #(#path)::*::#only; },
                _ => quote! { use #(#path)::*::{#(#names),*}; },
            }
        });
        quote! { #(#groups)* }
    }
}

fn identifier(name: &str) -> Ident {
    match name.strip_prefix("r#") {
        Some(raw) => Ident::new_raw(raw, Span::call_site()),
        None => format_ident!("{name}"),
    }
}
