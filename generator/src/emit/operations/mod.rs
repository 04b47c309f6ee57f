//! Operations: a type and a method of the client for each, one file per tag.

mod arguments;
mod body;
mod docs;
mod driven;
mod example;
mod method;
mod methods;
mod setters;
mod ty;

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;

pub(super) use driven::driven;
pub(super) use example::call;

use super::docs::inner_docs;
use super::scope::Scope;
use super::{Context, File, file_name};
use crate::ir::TagId;

/// All files below `operations/`.
pub(super) fn files(context: Context<'_>) -> Vec<File> {
    let mut tags: BTreeMap<TagId, Vec<usize>> = BTreeMap::new();
    for (index, operation) in context.api.operations.iter().enumerate() {
        tags.entry(operation.tag).or_default().push(index);
    }
    let names = tags.keys().map(|tag| context.names.module(*tag));
    let conditions = tags.keys().map(|tag| context.tag_condition(*tag));
    let mut files = vec![File::Tokens(
        "operations/mod.rs".to_owned(),
        quote! {
            //! Operations of the API, one module per tag: a type and a method of the client for each.

            #(#conditions pub mod #names;)*
        },
    )];
    for (tag, indices) in tags {
        let path = format!("operations/{}.rs", file_name(&context.module(tag)));
        files.push(File::Tokens(path, file(context, tag, &indices)));
    }
    files
}

fn file(context: Context<'_>, tag: TagId, indices: &[usize]) -> TokenStream {
    let mut scope = Scope::new(2, context.models);
    let tag = &context.api.tags[tag.0];
    let about = match &tag.docs {
        Some(text) => format!("Operations of the tag `{}`.\n\n{text}", tag.name),
        None => format!("Operations of the tag `{}`.", tag.name),
    };
    let about = inner_docs(&about);
    let types: Vec<TokenStream> = indices
        .iter()
        .map(|index| ty::ty(context, *index, &mut scope))
        .collect();
    let methods: Vec<TokenStream> = indices
        .iter()
        .map(|index| method::method(context, *index, &mut scope))
        .collect();
    let client = scope.client("Client");
    let own = indices
        .iter()
        .map(|index| context.names.operation(*index).to_string())
        .collect();
    let uses = scope.uses(&own);
    quote! {
        #about
        #uses
        impl<M> #client<M> {
            #(#methods)*
        }
        #(#types)*
    }
}
