//! The request body as an argument, and the call that puts it into a request.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::emit::Context;
use crate::emit::scope::Scope;
use crate::ir::{Body, Encode, FormStyle, Part, Type};

/// Argument type of the body, and the call.
pub(super) fn body_call(
    context: Context<'_>,
    body: &Body,
    scope: &mut Scope<'_>,
) -> (TokenStream, TokenStream) {
    let media_type = &body.media_type;
    match body.encode {
        Encode::Json => {
            let ty = context.ty(&body.ty, scope);
            match by_value(context, &body.ty) {
                true => (
                    quote! { impl Into<#ty> },
                    quote! { .json(#media_type, &body.into()) },
                ),
                false if body.ty == Type::String => {
                    (quote! { &str }, quote! { .json(#media_type, &body) })
                }
                false => (quote! { &#ty }, quote! { .json(#media_type, body) }),
            }
        }
        Encode::Form => {
            let ty = context.ty(&body.ty, scope);
            // Parameters, such as `charset`, are sent as the document writes them.
            let named = (*media_type != "application/x-www-form-urlencoded")
                .then(|| quote! { .body_media_type(#media_type) });
            if body.styles.is_empty() {
                return (quote! { &#ty }, quote! { .form(body) #named });
            }
            let styles = body.styles.iter().map(|(name, style)| {
                let form_style = scope.runtime("FormStyle");
                let style = format_ident!(
                    "{}",
                    match style {
                        FormStyle::Comma => "Comma",
                        FormStyle::Space => "Space",
                        FormStyle::Pipe => "Pipe",
                        FormStyle::Tab => "Tab",
                        FormStyle::Members => "Members",
                        FormStyle::Brackets => "Brackets",
                        FormStyle::Json => "Json",
                    }
                );
                quote! { (#name, #form_style::#style) }
            });
            let styles: Vec<TokenStream> = styles.collect();
            (
                quote! { &#ty },
                quote! { .form_styled(body, &[#(#styles),*]) #named },
            )
        }
        Encode::Multipart => {
            let (ty, form) = if body.ty == Type::Json {
                (scope.runtime("Multipart"), quote! { body })
            } else {
                (context.ty(&body.ty, scope), quote! { &body.into() })
            };
            if body.parts.is_empty() && media_type == "multipart/form-data" {
                return (quote! { &#ty }, quote! { .multipart(#form) });
            }
            let parts = body.parts.iter().map(|found| part(found, scope));
            let parts: Vec<TokenStream> = parts.collect();
            (
                quote! { &#ty },
                quote! { .multipart_encoded(#media_type, #form, &[#(#parts),*]) },
            )
        }
        Encode::Xml(root) => {
            let ty = context.ty(&body.ty, scope);
            let root = crate::emit::xml::root(context, root, scope);
            (quote! { &#ty }, quote! { .xml::<#root>(#media_type, body) })
        }
        Encode::Text => (
            quote! { impl Into<String> },
            quote! { .text(#media_type, body) },
        ),
        Encode::Bytes => {
            let upload = scope.runtime("Upload");
            (
                quote! { impl Into<#upload> },
                quote! { .upload(#media_type, body) },
            )
        }
    }
}

/// The type of a value that is given as the body, and how it is given.
pub(super) fn given(
    context: Context<'_>,
    body: &Body,
    scope: &mut Scope<'_>,
) -> (TokenStream, &'static str) {
    match body.encode {
        Encode::Json if by_value(context, &body.ty) => (context.ty(&body.ty, scope), ""),
        Encode::Json if body.ty == Type::String => (quote! { &str }, ""),
        Encode::Multipart if body.ty == Type::Json => (scope.runtime("Multipart"), "&"),
        Encode::Json | Encode::Form | Encode::Multipart | Encode::Xml(_) => {
            (context.ty(&body.ty, scope), "&")
        }
        Encode::Text => (quote! { String }, ""),
        Encode::Bytes => (scope.runtime("Upload"), ""),
    }
}

fn part(part: &Part, scope: &mut Scope<'_>) -> TokenStream {
    let encoding = scope.runtime("PartEncoding");
    let (wire, media_type, joined) = (&part.wire, &part.media_type, part.joined);
    let headers = part.headers.iter().map(|header| {
        let part_header = scope.runtime("PartHeader");
        let (name, value, required) = (&header.wire, &header.value, header.required);
        quote! { #part_header { name: #name, value: #value, required: #required } }
    });
    let headers: Vec<TokenStream> = headers.collect();
    quote! {
        #encoding { name: #wire, media_type: #media_type, joined: #joined, headers: &[#(#headers),*] }
    }
}

/// JSON:API documents are made from the resource itself.
fn by_value(context: Context<'_>, ty: &Type) -> bool {
    matches!(context.api.target(ty), Type::Document { .. })
}
