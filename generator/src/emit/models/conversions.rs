//! Conversions into a union from what its alternatives hold.

use std::collections::HashMap;

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::emit::Context;
use crate::emit::scope::Scope;
use crate::ir::{Type, TypeId, Union};

/// `From` for each alternative whose type is no other's, so that setters take its values as they are.
pub(super) fn conversions(
    context: Context<'_>,
    id: TypeId,
    union: &Union,
    scope: &mut Scope<'_>,
) -> TokenStream {
    let name = context.names.ty(id);
    let spelled: Vec<Option<String>> = union
        .variants
        .iter()
        .map(|variant| spelled(context, &variant.ty))
        .collect();
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for ty in spelled.iter().flatten() {
        *counts.entry(ty).or_default() += 1;
    }
    let alone = |index: usize| {
        let ty = spelled[index].as_deref();
        ty.is_some_and(|ty| counts.get(ty) == Some(&1))
    };
    let conversions = union
        .variants
        .iter()
        .enumerate()
        .filter(|(index, _)| alone(*index))
        .map(|(index, variant)| {
            let member = context.names.member(id, index);
            let ty = context.ty(&variant.ty, scope);
            let text = (spelled[index].as_deref() == Some("String"))
                .then(|| conversion(name, member, &quote! { &str }, &quote! { value.to_owned() }));
            let own = conversion(name, member, &ty, &quote! { value });
            quote! { #own #text }
        });
    quote! { #(#conversions)* }
}

fn conversion(name: &Ident, member: &Ident, ty: &TokenStream, value: &TokenStream) -> TokenStream {
    quote! {
        impl From<#ty> for #name {
            fn from(value: #ty) -> Self {
                Self::#member(#value)
            }
        }
    }
}

/// The type with aliases replaced by what they stand for: two types that are spelled alike are one. `None` where that
/// cannot be told, or where a conversion would say nothing.
fn spelled(context: Context<'_>, ty: &Type) -> Option<String> {
    let mut ty = ty.clone();
    let mut told = true;
    ty.visit_mut(&mut |ty| {
        if matches!(ty, Type::Named(_)) {
            *ty = context.api.target(ty).clone();
        }
        // Types with parameters that have defaults are spelled in several ways.
        told &= !matches!(
            ty,
            Type::Document { .. } | Type::ToOne(_) | Type::ToMany(_) | Type::Identifier(_)
        );
    });
    let says_nothing = matches!(
        ty,
        Type::Json | Type::JsonObject | Type::Unit | Type::Nullable(_) | Type::Boxed(_)
    );
    (told && !says_nothing).then(|| {
        let mut scope = Scope::new(2, context.models);
        context.ty(&ty, &mut scope).to_string()
    })
}
