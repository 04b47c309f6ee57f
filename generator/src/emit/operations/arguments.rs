//! Parameters as arguments, and the calls that put them into a request.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use crate::emit::Context;
use crate::emit::scope::Scope;
use crate::ir::{Parameter, PathStyle, Place, Structure, Style, Type};

/// Argument type of a parameter, and the call that puts it into the request.
pub(super) fn fill(
    context: Context<'_>,
    parameter: &Parameter,
    name: &Ident,
    scope: &mut Scope<'_>,
) -> (TokenStream, TokenStream) {
    let (argument, mut call) = set(context, parameter, name, scope);
    if parameter.reserved {
        let wire = &parameter.wire;
        call.extend(quote! { .allow_reserved(#wire) });
    }
    (argument, call)
}

fn set(
    context: Context<'_>,
    parameter: &Parameter,
    name: &Ident,
    scope: &mut Scope<'_>,
) -> (TokenStream, TokenStream) {
    let wire = &parameter.wire;
    let own = is_own(context, &parameter.ty);
    let item = |scope: &mut Scope<'_>| {
        if own {
            let ty = context.ty(&parameter.ty, scope);
            quote! { impl Into<#ty> }
        } else if context.api.is_displayed(&parameter.ty) {
            context.ty(&parameter.ty, scope)
        } else {
            let display = scope.external("std::fmt", "Display");
            quote! { impl #display }
        }
    };
    if parameter.is_list() {
        let item = item(scope);
        let list_style = match parameter.place {
            Place::Query => scope.runtime("ListStyle"),
            _ => quote! {},
        };
        let style = format_ident!(
            "{}",
            match parameter.style {
                Style::Joined(" ") => "Space",
                Style::Joined("|") => "Pipe",
                Style::Joined("\t") => "Tab",
                Style::Joined(_) => "Comma",
                Style::Brackets => "Brackets",
                _ => "Repeat",
            }
        );
        let argument = quote! { impl IntoIterator<Item = #item> };
        let values = if own {
            let ty = context.ty(&parameter.ty, scope);
            quote! { #name.into_iter().map(Into::<#ty>::into) }
        } else {
            quote! { #name }
        };
        return (
            argument,
            list_call(parameter, &values, &quote! { #list_style::#style }, scope),
        );
    }
    let place = match parameter.place {
        Place::Path => "path",
        Place::Query => "query",
        Place::Header => "header",
        Place::Cookie => "cookie",
    };
    let call = format_ident!("{place}");
    let reference = |scope: &mut Scope<'_>| {
        let ty = context.ty(&parameter.ty, scope);
        quote! { &#ty }
    };
    match parameter.style {
        Style::DeepObject => {
            let style = scope.runtime("ObjectStyle");
            (
                reference(scope),
                quote! { .query_members(#wire, #name, #style::DeepObject) },
            )
        }
        Style::FormObject { explode } => {
            let style = scope.runtime("ObjectStyle");
            (
                reference(scope),
                quote! { .query_members(#wire, #name, #style::Form { explode: #explode }) },
            )
        }
        Style::JoinedObject(separator) => {
            let style = scope.runtime("ObjectStyle");
            let separator = if separator == " " {
                quote! { Space }
            } else {
                quote! { Pipe }
            };
            (
                reference(scope),
                quote! { .query_members(#wire, #name, #style::#separator) },
            )
        }
        Style::Members { explode } if parameter.place == Place::Header => (
            reference(scope),
            quote! { .header_members(#wire, #name, #explode) },
        ),
        Style::Members { explode } => (
            reference(scope),
            quote! { .cookie_members(#wire, #name, #explode) },
        ),
        Style::Path {
            structure: Structure::Object,
            style,
            explode,
        } => {
            let style = path_style(style, scope);
            (
                reference(scope),
                quote! { .path_members(#wire, #name, #style, #explode) },
            )
        }
        Style::Path { style, .. } => {
            let style = path_style(style, scope);
            let (item, value) = (item(scope), value(context, parameter, name, scope));
            (item, quote! { .path_value(#wire, #value, #style) })
        }
        Style::Json => {
            let call = format_ident!("{place}_json");
            (reference(scope), quote! { .#call(#wire, #name) })
        }
        _ => {
            let (item, value) = (item(scope), value(context, parameter, name, scope));
            (item, quote! { .#call(#wire, #value) })
        }
    }
}

fn list_call(
    parameter: &Parameter,
    name: &TokenStream,
    style: &TokenStream,
    scope: &mut Scope<'_>,
) -> TokenStream {
    let wire = &parameter.wire;
    match (parameter.place, parameter.style) {
        (Place::Path, Style::Path { style, explode, .. }) => {
            let style = path_style(style, scope);
            quote! { .path_list(#wire, #name, #style, #explode) }
        }
        (Place::Path, Style::Joined(separator)) => {
            quote! { .path_joined(#wire, #name, #separator) }
        }
        (Place::Header, Style::Joined(separator)) if separator != "," => {
            quote! { .header_joined(#wire, #name, #separator) }
        }
        (Place::Header, _) => quote! { .header_list(#wire, #name) },
        (Place::Cookie, style) => {
            let explode = style == Style::Repeated;
            quote! { .cookie_list(#wire, #name, #explode) }
        }
        _ => quote! { .query_list(#wire, #name, #style) },
    }
}

/// What is put into the request for a single value.
fn value(
    context: Context<'_>,
    parameter: &Parameter,
    name: &Ident,
    scope: &mut Scope<'_>,
) -> TokenStream {
    if is_own(context, &parameter.ty) {
        let ty = context.ty(&parameter.ty, scope);
        quote! { Into::<#ty>::into(#name) }
    } else {
        quote! { #name }
    }
}

/// Whether values of the type are made from those of a library, or from plain ones.
fn is_own(context: Context<'_>, ty: &Type) -> bool {
    matches!(
        context.api.target(ty),
        Type::DateTime | Type::Date | Type::DateRange | Type::Number | Type::ResourceId(_)
    )
}

fn path_style(style: PathStyle, scope: &mut Scope<'_>) -> TokenStream {
    let path_style = scope.runtime("PathStyle");
    let style = match style {
        PathStyle::Simple => "Simple",
        PathStyle::Label => "Label",
        PathStyle::Matrix => "Matrix",
    };
    let style = format_ident!("{style}");
    quote! { #path_style::#style }
}
