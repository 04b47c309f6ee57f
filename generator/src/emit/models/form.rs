//! Typed `multipart/form-data` bodies.

use proc_macro2::TokenStream;
use quote::quote;

use super::builder::builder;
use super::member::{defaulted, member};
use crate::emit::Context;
use crate::emit::scope::Scope;
use crate::ir::{Presence, Struct, Type, TypeId};

/// A form as a struct, and how it is written.
pub(super) fn form(
    context: Context<'_>,
    id: TypeId,
    shape: &Struct,
    head: &TokenStream,
    scope: &mut Scope<'_>,
) -> TokenStream {
    let name = context.names.ty(id);
    let multipart = scope.runtime("Multipart");
    let fields: Vec<TokenStream> = shape
        .fields
        .iter()
        .enumerate()
        .map(|(index, field)| member(context, id, index, field, scope))
        .collect();
    let parts: Vec<TokenStream> = (0..shape.fields.len())
        .map(|index| part(context, id, shape, index))
        .collect();
    let default = defaulted(shape).then(|| quote! { Default, });
    let builder = builder(context, id, shape, scope);
    quote! {
        #head
        #[derive(Clone, Debug, #default PartialEq)]
        #[non_exhaustive]
        pub struct #name {
            #(#fields)*
        }
        #builder
        impl From<&#name> for #multipart {
            fn from(form: &#name) -> Self {
                Self::new() #(#parts)*
            }
        }
    }
}

/// The call that adds one member.
fn part(context: Context<'_>, id: TypeId, shape: &Struct, index: usize) -> TokenStream {
    let field = &shape.fields[index];
    let (member, wire) = (context.names.member(id, index), &field.wire);
    let optional = field.presence == Presence::Optional;
    let (item, list) = match &field.ty {
        Type::Array(item) => (&**item, true),
        ty => (ty, false),
    };
    if *item == Type::Secret && !list {
        return quote! { .texts(#wire, form.#member.iter().map(|secret| secret.expose())) };
    }
    let values = match (list, optional) {
        (false, true) | (true, false) => quote! { &form.#member },
        (true, true) => quote! { form.#member.iter().flatten() },
        (false, false) => quote! { [&form.#member] },
    };
    match item {
        Type::File => quote! { .files(#wire, #values) },
        Type::String => quote! { .texts(#wire, #values) },
        ty if context.api.is_displayed(ty) => quote! { .texts(#wire, #values) },
        _ => quote! { .jsons(#wire, #values) },
    }
}
