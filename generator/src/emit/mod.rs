//! From the [`ir`](crate::ir) and its names to tokens. Spells, decides nothing.

mod client;
mod docs;
mod example;
mod feature;
mod headers;
mod integers;
mod manifest;
mod models;
mod operations;
mod paging;
mod runtime;
mod scope;
mod server;
mod sign_in;
mod texts;
mod twin;
mod types;
mod webhooks;
mod xml;

use std::collections::HashSet;

use proc_macro2::TokenStream;

pub(crate) use manifest::manifest;

use crate::ir::{Api, TagId, TypeId};
use crate::names::Names;

/// A file of the client, relative to its `src` folder.
pub(crate) enum File {
    /// To be rendered.
    Tokens(String, TokenStream),
    /// Finished text.
    Text(String, String),
}

/// What every emitter reads.
#[derive(Clone, Copy)]
pub(crate) struct Context<'a> {
    pub(crate) api: &'a Api,
    pub(crate) names: &'a Names,
    /// Names of all types.
    pub(crate) models: &'a HashSet<String>,
}

impl Context<'_> {
    /// The module of a type: its tag's, that of the few tags that share it, or `common`.
    pub(crate) fn module_of(&self, id: TypeId) -> String {
        let def = &self.api.types[id.0];
        match def.owner {
            Some(tag) => self.module(tag),
            None => self.names.home(&def.gate).to_string(),
        }
    }

    /// The module of a tag, as it is written in a path.
    pub(crate) fn module(&self, tag: TagId) -> String {
        self.names.module(tag).to_string()
    }
}

/// A module's file name: raw identifiers lose their mark.
pub(crate) fn file_name(module: &str) -> &str {
    module.strip_prefix("r#").unwrap_or(module)
}

/// The text of a function that calls an operation with values that it is given when it runs.
pub(crate) fn driven(context: Context<'_>, index: usize, name: &str) -> String {
    operations::driven(context, index, name)
}

/// All files.
pub(crate) fn files(context: Context<'_>) -> Vec<File> {
    let mut files = vec![client::lib(context), client::client(context)];
    files.extend(models::files(context));
    files.extend(operations::files(context));
    files.extend(webhooks::files(context));
    files.extend(xml::file(context));
    files.extend(runtime::files(context));
    files
}
