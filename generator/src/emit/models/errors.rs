//! Error bodies, typed by status.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::emit::Context;
use crate::emit::docs::{code, doc_line, docs};
use crate::emit::scope::Scope;
use crate::emit::xml;
use crate::ir::{Decode, ResponseVariant, Type, TypeId};

/// An enum with a variant per status, and how its bodies are read.
pub(super) fn enumeration(
    context: Context<'_>,
    id: TypeId,
    variants: &[ResponseVariant],
    head: &TokenStream,
    scope: &mut Scope<'_>,
) -> TokenStream {
    let name = context.names.ty(id);
    let names: Vec<&Ident> = (0..variants.len())
        .map(|index| context.names.member(id, index))
        .collect();
    let about = variants
        .iter()
        .map(|variant| match variant.status.as_str() {
            "default" => docs("The body of any other error."),
            status => docs(&format!("The body of a `{status}`.")),
        });
    let types: Vec<TokenStream> = variants
        .iter()
        .map(|variant| context.ty(&variant.ty, scope))
        .collect();
    let arms = variants.iter().zip(&names).map(|(variant, name)| {
        let pattern = pattern(&variant.status);
        let read = match variant.decode {
            Decode::Xml(root) => {
                let root = xml::root(context, root, scope);
                quote! { xml::<#root, _> }
            }
            Decode::Text => quote! { text },
            _ => quote! { json },
        };
        quote! { #pattern => #name(#read) }
    });
    let arms: Vec<TokenStream> = arms.collect();
    let (error_bodies, bytes) = (
        scope.runtime("error_bodies"),
        scope.external("bytes", "Bytes"),
    );
    quote! {
        #head
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum #name {
            #(#about #names(#types),)*
            #[doc = " A body that the document does not describe, as it was received."]
            Other(#bytes),
        }
        #error_bodies!(#name { #(#arms),* });
    }
}

/// `4XX` covers a hundred statuses, `default` all that are left (OpenAPI "Responses Object").
fn pattern(status: &str) -> TokenStream {
    if let Ok(status) = status.parse::<u16>() {
        let status = proc_macro2::Literal::u16_unsuffixed(status);
        return quote! { #status };
    }
    match status.as_bytes().first() {
        Some(b'4') => quote! { 400..=499 },
        Some(b'5') => quote! { 500..=599 },
        _ => quote! { _ },
    }
}

/// What the bodies of errors are, in the documentation of a method.
pub(in crate::emit) fn about(context: Context<'_>, operation: usize) -> Option<TokenStream> {
    let operation = &context.api.operations[operation];
    // The runtime reads the errors of JSON:API itself.
    if matches!(operation.output.ty, Type::Document { .. }) || context.api.json_api {
        return None;
    }
    if let Some(Type::Named(id)) = &operation.error {
        let line = doc_line(&format!(
            "Error bodies, by status: `error.typed::<{}>()`.",
            context.names.ty(*id)
        ));
        return Some(quote! { #[doc = ""] #line });
    }
    let ty = &operation.errors.first()?.ty;
    let Type::Named(id) = ty else { return None };
    let statuses = operation.errors.iter();
    let statuses: Vec<String> = statuses.map(|error| code(&error.status)).collect();
    let line = doc_line(&format!(
        "{}: `error.body::<{}>()`.",
        statuses.join(", "),
        context.names.ty(*id)
    ));
    Some(quote! {
        #[doc = ""]
        #[doc = " Bodies of errors:"]
        #[doc = ""]
        #line
    })
}
