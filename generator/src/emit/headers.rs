//! Headers of responses.

use proc_macro2::TokenStream;
use quote::quote;

use super::Context;
use super::docs::docs;
use super::scope::Scope;

/// A constant of the operation's type for each header.
pub(super) fn constants(
    context: Context<'_>,
    operation: usize,
    scope: &mut Scope<'_>,
) -> Option<TokenStream> {
    let headers = &context.api.operations[operation].headers;
    if headers.is_empty() {
        return None;
    }
    let marker = context.names.operation(operation);
    let constants = headers.iter().enumerate().map(|(index, header)| {
        let (name, wire) = (context.names.header(operation, index), &header.wire);
        let response_header = scope.runtime("ResponseHeader");
        let ty = context.ty(&header.ty, scope);
        let text = header.docs.clone();
        let about = docs(&text.unwrap_or_else(|| format!("Header `{wire}` of the response.")));
        quote! {
            #about
            pub const #name: #response_header<#ty> = #response_header::new(#wire);
        }
    });
    Some(quote! { impl #marker { #(#constants)* } })
}
