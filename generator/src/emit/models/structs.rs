//! Objects with declared members.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use super::builder::builder;
use super::derives::{directions, further};
use super::member::{defaulted, member, position, scalar, undeclared};
use crate::emit::Context;
use crate::emit::scope::Scope;
use crate::ir::{Presence, Struct, TypeId};

/// A struct, how it is read and written, and how one is made.
pub(super) fn structure(
    context: Context<'_>,
    id: TypeId,
    shape: &Struct,
    head: &TokenStream,
    scope: &mut Scope<'_>,
) -> TokenStream {
    let name = context.names.ty(id);
    let fields: Vec<TokenStream> = shape
        .fields
        .iter()
        .enumerate()
        .map(|(index, field)| member(context, id, index, field, scope))
        .collect();
    let additional = shape.additional.as_ref().map(|ty| {
        let ty = context.ty(ty, scope);
        let map = scope.external("std::collections", "BTreeMap");
        quote! {
            #[doc = " Members that are not declared."]
            pub additional: #map<String, #ty>,
        }
    });
    let undeclared = shape.keeps_undeclared.then(|| {
        let (undeclared, name) = (scope.runtime("Undeclared"), undeclared(context, id, shape));
        quote! {
            #[doc = " Members that the document does not declare, and which optional members were null."]
            pub #name: #undeclared,
        }
    });
    let default = defaulted(shape).then(|| quote! { Default, });
    let builder = context.api.types[id.0]
        .sent
        .then(|| builder(context, id, shape, scope));
    let further = further(context, id);
    let implementation = object(context, id, shape, scope);
    quote! {
        #head
        #[derive(Clone, Debug, #default PartialEq, #further)]
        #[non_exhaustive]
        pub struct #name {
            #(#fields)*
            #additional
            #undeclared
        }
        #implementation
        #builder
    }
}

/// Reading and writing of a struct.
fn object(context: Context<'_>, id: TypeId, shape: &Struct, scope: &mut Scope<'_>) -> TokenStream {
    let object = scope.runtime("object");
    let name = context.names.ty(id);
    let members = shape.fields.iter().enumerate().map(|(index, field)| {
        let (member, wire) = (context.names.member(id, index), &field.wire);
        let whole = context.holds_integers(&field.ty);
        let presence = format_ident!(
            "{}",
            match (field.presence, whole) {
                (Presence::Required, false) => "required",
                (Presence::RequiredNullable, false) => "nullable",
                (Presence::Optional, false) => "optional",
                (Presence::Patch, false) => "patch",
                (Presence::Required, true) => "whole",
                (Presence::RequiredNullable, true) => "whole_nullable",
                (Presence::Optional, true) => "whole_optional",
                (Presence::Patch, true) => "whole_patch",
            }
        );
        let position = position(shape, index);
        quote! { #presence #member: #wire #position, }
    });
    let constants = shape.constants.iter().enumerate().map(|(index, constant)| {
        let presence = format_ident!("{}", if constant.required { "always" } else { "maybe" });
        let (wire, value) = (&constant.wire, scalar(&constant.value));
        let position = Literal::usize_unsuffixed(index);
        quote! { #presence #wire = #value #position, }
    });
    let constants = (!shape.constants.is_empty()).then(|| quote! { ; is { #(#constants)* } });
    let additional = shape.additional.as_ref().map(|ty| {
        let how = format_ident!(
            "{}",
            if context.holds_integers(ty) {
                "whole_other"
            } else {
                "other"
            }
        );
        quote! { ; additional additional as #how }
    });
    let undeclared = shape.keeps_undeclared.then(|| {
        let name = undeclared(context, id, shape);
        quote! { ; undeclared #name }
    });
    let directions = directions(context, id);
    quote! { #object!(#name #directions { #(#members)* #constants #additional #undeclared }); }
}
