//! Success bodies that differ by status.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use crate::emit::Context;
use crate::emit::docs::docs;
use crate::emit::scope::Scope;
use crate::emit::xml;
use crate::ir::{Decode, ResponseVariant, TypeId};

/// An enum with a variant per status, and how its bodies are read.
pub(super) fn responses(
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
    let about = variants.iter().map(|variant| {
        docs(&match (&variant.docs, variant.decode) {
            (Some(docs), _) => format!("`{}`: {docs}", variant.status),
            (None, Decode::Empty) => format!("A `{}`, which has no body.", variant.status),
            (None, _) => format!("The body of a `{}`.", variant.status),
        })
    });
    let payloads: Vec<Option<TokenStream>> = variants
        .iter()
        .map(|variant| {
            let held = (variant.decode != Decode::Empty).then(|| context.ty(&variant.ty, scope));
            held.map(|ty| quote! { (#ty) })
        })
        .collect();
    let raw = scope.runtime("RawResponse");
    let error = scope.runtime("DecodeError");
    let arms = variants.iter().zip(&names).map(|(variant, name)| {
        let pattern = status_pattern(&variant.status);
        if variant.decode == Decode::Empty {
            return quote! { #pattern => Ok(Self::#name) };
        }
        let function = decode_function(context, variant.decode, scope);
        quote! { #pattern => #function(raw).map(Self::#name) }
    });
    let arms: Vec<TokenStream> = arms.collect();
    quote! {
        #head
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum #name {
            #(#about #names #payloads,)*
        }
        impl #name {
            pub(crate) fn decode(raw: &#raw) -> Result<Self, #error> {
                match raw.head.status().as_u16() {
                    #(#arms,)*
                    status => Err(#error::new(format!("status {status} is not one of those that the document describes"), raw)),
                }
            }
        }
    }
}

/// `2XX` covers a hundred statuses (OpenAPI "Responses Object").
fn status_pattern(status: &str) -> TokenStream {
    if let Ok(status) = status.parse::<u16>() {
        let status = proc_macro2::Literal::u16_unsuffixed(status);
        quote! { #status }
    } else {
        quote! { 200..=299 }
    }
}

/// The runtime's function for a decoding.
pub(in crate::emit) fn decode_function(
    context: Context<'_>,
    decode: Decode,
    scope: &mut Scope<'_>,
) -> TokenStream {
    let name = match decode {
        Decode::Empty | Decode::ByStatus => "empty",
        Decode::Json => "json",
        Decode::JsonOrEmpty => "json_or_empty",
        Decode::Text => "text",
        Decode::TextOrJson => "text_or_json",
        Decode::Bytes => "bytes",
        Decode::Xml(root) | Decode::XmlOrEmpty(root) => {
            scope.module("runtime");
            let root = xml::root(context, root, scope);
            let or_empty = matches!(decode, Decode::XmlOrEmpty(_));
            let function = if or_empty {
                "decode_or_empty"
            } else {
                "decode"
            };
            let function = format_ident!("{function}");
            return quote! { runtime::xml::#function::<#root, _> };
        }
    };
    let (module, name) = (scope.runtime("decode"), format_ident!("{name}"));
    quote! { #module::#name }
}
