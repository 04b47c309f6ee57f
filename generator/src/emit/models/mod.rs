//! Type definitions, one file per tag and one for what tags share.

mod about;
mod builder;
mod conversions;
mod derives;
mod enums;
pub(super) mod errors;
mod form;
pub(super) mod kinds;
mod member;
mod responses;
mod structs;
mod unions;

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

pub(super) use responses::decode_function;

use super::docs::{docs, inner_docs};
use super::scope::Scope;
use super::texts::definitions;
use super::{Context, File, file_name};
use crate::ir::{Shape, TypeId};

/// The module that is compiled whatever the features.
const COMMON: &str = "common";

/// All files below `models/`.
pub(super) fn files(context: Context<'_>) -> Vec<File> {
    let mut modules: BTreeMap<String, Vec<TypeId>> = BTreeMap::new();
    for index in 0..context.api.types.len() {
        modules
            .entry(context.module_of(TypeId(index)))
            .or_default()
            .push(TypeId(index));
    }
    let texts = definitions(context);
    if !texts.is_empty() {
        modules.entry(COMMON.to_owned()).or_default();
    }
    let names: Vec<Ident> = modules.keys().map(|module| crate_ident(module)).collect();
    // All types of a module have one gate.
    let conditions: Vec<TokenStream> = modules
        .values()
        .map(|ids| match ids.first() {
            Some(id) => context.condition(&context.api.types[id.0].gate),
            None => quote! {},
        })
        .collect();
    let paths = names.iter().map(|name| {
        if is_crate(name) {
            quote! { self::#name }
        } else {
            quote! { #name }
        }
    });
    let kinds = kinds::markers(context);
    let kind_module = kinds.is_some().then(|| quote! { pub mod kind; });
    let mut files = vec![File::Tokens(
        "models/mod.rs".to_owned(),
        quote! {
            //! Types of the API: one module per tag, and `common` for what several tags share.
            //!
            //! All of them are also re-exported here.

            #![allow(missing_docs, reason = "the document does not describe every member")]

            #kind_module
            #(#conditions mod #names;)*
            #(#conditions pub use #paths::*;)*
        },
    )];
    files.extend(kinds.map(|kinds| File::Tokens("models/kind.rs".to_owned(), kinds)));
    let order = |id: &TypeId| {
        (
            context.api.types[id.0].pointer.clone(),
            context.names.ty(*id).to_string(),
        )
    };
    for (module, mut ids) in modules {
        ids.sort_by_key(order);
        files.push(File::Tokens(
            format!("models/{}.rs", file_name(&module)),
            file(context, &ids, if module == COMMON { &texts } else { &[] }),
        ));
    }
    files
}

/// Whether a module has the name of a crate, so that its name alone would be ambiguous.
fn is_crate(module: &Ident) -> bool {
    crate::case::CRATES.iter().any(|name| module == name)
}

fn crate_ident(module: &str) -> Ident {
    match module.strip_prefix("r#") {
        Some(raw) => Ident::new_raw(raw, proc_macro2::Span::call_site()),
        None => format_ident!("{module}"),
    }
}

/// What is in one module, with types that stand for no schema.
fn file(context: Context<'_>, ids: &[TypeId], further: &[TokenStream]) -> TokenStream {
    let mut scope = Scope::new(2, context.models);
    let items: Vec<TokenStream> = ids
        .iter()
        .map(|id| definition(context, *id, &mut scope))
        .collect();
    let mut own: BTreeSet<String> = ids
        .iter()
        .flat_map(|id| context.names.of_type(*id))
        .map(ToString::to_string)
        .collect();
    if !further.is_empty() {
        let texts = context.names.all_texts();
        own.extend(texts.map(|(_, name)| name.to_string()));
    }
    let uses = scope.uses(&own);
    let about = ids.first().map(|id| inner_docs(&context.about(*id)));
    quote! { #about #uses #(#items)* #(#further)* }
}

fn definition(context: Context<'_>, id: TypeId, scope: &mut Scope<'_>) -> TokenStream {
    let def = &context.api.types[id.0];
    let name = context.names.ty(id);
    let mut text = def.docs.clone().unwrap_or_else(|| about::about(def));
    if def.deprecated {
        // The attribute would make the code around it warn.
        text.push_str("\n\nDeprecated.");
    }
    let docs = docs(&text);
    let head = quote! { #docs };
    match &def.shape {
        Shape::Struct(shape) => structs::structure(context, id, shape, &head, scope),
        Shape::Form(shape) => form::form(context, id, shape, &head, scope),
        Shape::StringEnum { values, any } => {
            enums::of_strings(context, id, values, *any, &head, scope)
        }
        Shape::IntegerEnum(values) => enums::of_integers(context, id, values, &head, scope),
        Shape::Union(union) => unions::union_type(context, id, union, &head, scope),
        Shape::Alias(ty) => {
            let ty = context.ty(ty, scope);
            quote! { #head pub type #name = #ty; }
        }
        Shape::Newtype(ty) => {
            let ty = context.ty(ty, scope);
            let (further, serde) = (
                derives::further(context, id),
                derives::serde(context, id, scope),
            );
            quote! {
                #head
                #[derive(Clone, Debug, PartialEq, #further #serde)]
                #[serde(transparent)]
                pub struct #name(pub #ty);
            }
        }
        Shape::Kind(kind) => kinds::kind(context, id, kind, &head, scope),
        Shape::Responses(variants) => responses::responses(context, id, variants, &head, scope),
        Shape::Errors(variants) => errors::enumeration(context, id, variants, &head, scope),
    }
}
