//! The `use` declarations of a file, collected while its items are spelled.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote};

/// Collects what a file uses.
#[derive(Debug)]
pub(crate) struct Scope<'a> {
    /// Path from the file's module to the root of the client: `super::super`.
    depth: usize,
    /// Names of the document's types. What has the same name elsewhere is written with its module.
    models: &'a HashSet<String>,
    /// Whether models are written with their module, as the file has names of its own that they could have.
    qualified: bool,
    used: BTreeMap<String, BTreeSet<String>>,
}

impl<'a> Scope<'a> {
    /// A file that is `depth` modules below the root of the client.
    pub(crate) fn new(depth: usize, models: &'a HashSet<String>) -> Self {
        Self {
            depth,
            models,
            qualified: false,
            used: BTreeMap::new(),
        }
    }

    /// The same, in which models are written with their module.
    pub(crate) fn qualified(depth: usize, models: &'a HashSet<String>) -> Self {
        Self {
            qualified: true,
            ..Self::new(depth, models)
        }
    }

    /// Uses `name` from the runtime.
    pub(crate) fn runtime(&mut self, name: &str) -> TokenStream {
        let module = self.local("runtime");
        self.external(&module, name)
    }

    /// Uses `name` from the module of the client itself.
    pub(crate) fn client(&mut self, name: &str) -> TokenStream {
        let module = self.local("client");
        self.external(&module, name)
    }

    /// Uses a module of the client by its name.
    pub(crate) fn module(&mut self, name: &str) {
        let root = vec!["super"; self.depth].join("::");
        self.used.entry(root).or_default().insert(name.to_owned());
    }

    /// Uses `name` from the runtime's JSON:API module.
    pub(crate) fn json_api(&mut self, name: &str) -> TokenStream {
        let module = self.local("runtime::jsonapi");
        self.external(&module, name)
    }

    /// Uses a model.
    pub(crate) fn model(&mut self, name: &Ident) -> TokenStream {
        if self.qualified {
            self.module("models");
            return quote! { models::#name };
        }
        let module = self.local("models");
        self.used
            .entry(module)
            .or_default()
            .insert(name.to_string());
        quote! { #name }
    }

    /// Uses the marker of a JSON:API kind.
    pub(crate) fn kind(&mut self, name: &Ident) -> TokenStream {
        let module = self.local("models");
        self.used
            .entry(module)
            .or_default()
            .insert("kind".to_owned());
        quote! { kind::#name }
    }

    /// Uses `name` from a module given by its whole path.
    pub(crate) fn external(&mut self, module: &str, name: &str) -> TokenStream {
        let mut tokens = identifier(name).to_token_stream();
        if !self.models.contains(name) {
            self.used
                .entry(module.to_owned())
                .or_default()
                .insert(name.to_owned());
            return tokens;
        }
        let (parent, last) = module.rsplit_once("::").unwrap_or(("", module));
        if !parent.is_empty() {
            self.used
                .entry(parent.to_owned())
                .or_default()
                .insert(last.to_owned());
        }
        let last = identifier(last);
        tokens = quote! { #last::#tokens };
        tokens
    }

    fn local(&self, module: &str) -> String {
        format!("{}::{module}", vec!["super"; self.depth].join("::"))
    }

    /// The declarations, except for names in `own` that the file defines itself.
    pub(crate) fn uses(&self, own: &BTreeSet<String>) -> TokenStream {
        let groups = self.used.iter().map(|(module, names)| {
            let path = module.split("::").map(identifier);
            let names = names
                .iter()
                .filter(|name| !own.contains(*name))
                .map(|name| identifier(name))
                .collect::<Vec<_>>();
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
