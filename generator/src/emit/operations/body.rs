//! The request body as an argument, and the call that puts it into a request.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::emit::Context;
use crate::emit::scope::Scope;
use crate::ir::{Body, Encode, FormStyle, Shape, Type};

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
            if body.styles.is_empty() {
                return (quote! { &#ty }, quote! { .form(body) });
            }
            let styles = body.styles.iter().map(|(name, style)| {
                let form_style = scope.runtime("FormStyle");
                let style = format_ident!(
                    "{}",
                    match style {
                        FormStyle::Comma => "Comma",
                        FormStyle::Space => "Space",
                        FormStyle::Pipe => "Pipe",
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
                quote! { .form_styled(body, &[#(#styles),*]) },
            )
        }
        Encode::Multipart => {
            if body.ty == Type::Json {
                let multipart = scope.runtime("Multipart");
                return (quote! { &#multipart }, quote! { .multipart(body) });
            }
            let ty = context.ty(&body.ty, scope);
            (quote! { &#ty }, quote! { .multipart(&body.into()) })
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

/// JSON:API documents are made from the resource itself.
fn by_value(context: Context<'_>, ty: &Type) -> bool {
    match ty {
        Type::Document { .. } => true,
        Type::Named(id) => {
            matches!(&context.api.types[id.0].shape, Shape::Alias(target) if by_value(context, target))
        }
        _ => false,
    }
}
