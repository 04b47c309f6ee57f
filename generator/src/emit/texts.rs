//! Texts in a row as one argument that names each of them.

use std::ops::Range;

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::Context;
use super::docs::doc_line;
use super::scope::Scope;

/// Arguments, each a name and a type; those of a run become one.
pub(super) fn told_apart(
    context: Context<'_>,
    arguments: &[(&Ident, TokenStream)],
    runs: &[Range<usize>],
    scope: &mut Scope<'_>,
) -> Vec<TokenStream> {
    let mut together = Vec::new();
    let mut position = 0;
    while let Some((name, ty)) = arguments.get(position) {
        let run = runs.iter().find(|run| run.start == position);
        let row = run.and_then(|run| arguments.get(run.clone()));
        let named = row.and_then(|row| {
            let names: Vec<&Ident> = row.iter().map(|(name, _)| *name).collect();
            let named = context.names.texts(&names)?;
            let types = row.iter().map(|(_, ty)| ty);
            let named = scope.model(named);
            Some(quote! { #named { #(#names),* }: #named<#(#types),*> })
        });
        position += row.filter(|_| named.is_some()).map_or(1, <[_]>::len);
        together.push(named.unwrap_or_else(|| quote! { #name: #ty }));
    }
    together
}

/// The types that such arguments have.
pub(super) fn definitions(context: Context<'_>) -> Vec<TokenStream> {
    let rows = context.names.all_texts().map(|(row, name)| {
        let types: Vec<Ident> = (0..row.len()).map(generic).collect();
        let words: Vec<&str> = row.iter().map(|name| name.trim_start_matches("r#")).collect();
        let listed: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
        let about = doc_line(&format!(
            "{}: texts that stand side by side, each given by its name so that none is taken for another.",
            listed.join(", ")
        ));
        let fields = row.iter().zip(&types).zip(&listed).map(|((field, ty), listed)| {
            let field = crate::case::ident(field.trim_start_matches("r#"));
            let about = doc_line(&format!("The text {listed}."));
            quote! { #about pub #field: #ty, }
        });
        quote! {
            #about
            #[derive(Clone, Copy)]
            pub struct #name<#(#types),*> {
                #(#fields)*
            }
        }
    });
    rows.collect()
}

/// `A` to `Z`, then `A1` and so on.
fn generic(index: usize) -> Ident {
    let letter = char::from(b'A' + u8::try_from(index % 26).unwrap_or_default());
    match index / 26 {
        0 => format_ident!("{letter}"),
        round => format_ident!("{letter}{round}"),
    }
}
