//! Objects with declared members.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::builder::builder;
use super::derives::{directions, further, serde};
use crate::emit::Context;
use crate::emit::docs::{code, docs};
use crate::emit::scope::Scope;
use crate::ir::{Field, Presence, Struct, TypeId};

/// A struct, how it is read and written, and how one is made.
pub(super) fn structure(
    context: Context<'_>,
    id: TypeId,
    shape: &Struct,
    head: &TokenStream,
    scope: &mut Scope<'_>,
) -> TokenStream {
    let name = context.names.ty(id);
    let derived = !context.api.compact;
    let fields: Vec<TokenStream> = shape
        .fields
        .iter()
        .enumerate()
        .map(|(index, field)| member(context, id, index, field, derived, scope))
        .collect();
    let additional = shape.additional.as_ref().map(|ty| {
        let ty = context.ty(ty, scope);
        let map = scope.external("std::collections", "BTreeMap");
        let flatten = derived.then(|| quote! { #[serde(flatten)] });
        quote! {
            #[doc = " Members that are not declared."]
            #flatten
            pub additional: #map<String, #ty>,
        }
    });
    let default = defaulted(shape).then(|| quote! { Default, });
    let builder = context.api.types[id.0]
        .sent
        .then(|| builder(context, id, shape, scope));
    let further = further(context, id);
    let (derives, implementation) = if derived {
        let serde = serde(context, id, scope);
        (serde, quote! {})
    } else {
        (quote! {}, object(context, id, shape, scope))
    };
    quote! {
        #head
        #[derive(Clone, Debug, #default PartialEq, #further #derives)]
        pub struct #name {
            #(#fields)*
            #additional
        }
        #implementation
        #builder
    }
}

/// Reading and writing of a struct without derived code.
fn object(context: Context<'_>, id: TypeId, shape: &Struct, scope: &mut Scope<'_>) -> TokenStream {
    let object = scope.runtime("object");
    let name = context.names.ty(id);
    let members = shape.fields.iter().enumerate().map(|(index, field)| {
        let (member, wire) = (context.names.member(id, index), &field.wire);
        let presence = format_ident!(
            "{}",
            match field.presence {
                Presence::Required => "required",
                Presence::RequiredNullable => "nullable",
                Presence::Optional => "optional",
                Presence::Patch => "patch",
            }
        );
        quote! { #presence #member: #wire, }
    });
    let additional = shape.additional.is_some().then(|| quote! { ..additional });
    let directions = directions(context, id);
    quote! { #object!(#name #directions { #(#members)* #additional }); }
}

/// Whether a struct can be empty.
pub(in crate::emit) fn defaulted(shape: &Struct) -> bool {
    shape
        .fields
        .iter()
        .all(|field| matches!(field.presence, Presence::Optional | Presence::Patch))
}

fn field_docs(field: &Field) -> TokenStream {
    let mut text = field
        .docs
        .clone()
        .unwrap_or_else(|| format!("Member {}.", code(&field.wire)));
    if let Some(default) = &field.default {
        text.push_str(&format!(
            "\n\nDefault: `{}`.",
            default.to_string().replace('`', "'")
        ));
    }
    if field.deprecated {
        // The attribute would make the code around it warn.
        text.push_str("\n\nDeprecated.");
    }
    docs(&text)
}

/// A member as it stands in a struct.
pub(in crate::emit) fn member(
    context: Context<'_>,
    id: TypeId,
    index: usize,
    field: &Field,
    json: bool,
    scope: &mut Scope<'_>,
) -> TokenStream {
    let name = context.names.member(id, index);
    let ty = context.ty(&field.ty, scope);
    let docs = field_docs(field);
    let wire = &field.wire;
    let rename = (*wire != unraw(name)).then(|| quote! { rename = #wire });
    let (ty, presence) = match field.presence {
        Presence::Required => (ty, None),
        Presence::RequiredNullable => (quote! { Option<#ty> }, None),
        Presence::Optional => (
            quote! { Option<#ty> },
            Some(quote! { skip_serializing_if = "Option::is_none" }),
        ),
        Presence::Patch => {
            let patch = scope.runtime("Patch");
            let is_keep = format!("{}::is_keep", patch.to_string().replace(' ', ""));
            (
                quote! { #patch<#ty> },
                Some(quote! { default, skip_serializing_if = #is_keep }),
            )
        }
    };
    let arguments: Vec<TokenStream> = rename.into_iter().chain(presence).collect();
    let serde = (json && !arguments.is_empty()).then(|| quote! { #[serde(#(#arguments),*)] });
    quote! { #docs #serde pub #name: #ty, }
}

/// A name without the mark of raw identifiers.
pub(super) fn unraw(name: &Ident) -> String {
    let name = name.to_string();
    name.strip_prefix("r#").map(str::to_owned).unwrap_or(name)
}
