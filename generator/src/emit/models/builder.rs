//! How values that are sent are made.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::structs::unraw;
use crate::config::DateTime;
use crate::emit::Context;
use crate::emit::scope::Scope;
use crate::ir::{Presence, Shape, Struct, Type, TypeId};

/// Required members as constructor arguments, the rest set by name.
pub(in crate::emit) fn builder(
    context: Context<'_>,
    id: TypeId,
    shape: &Struct,
    scope: &mut Scope<'_>,
) -> TokenStream {
    let name = context.names.ty(id);
    let mut arguments = Vec::new();
    let mut initials = Vec::new();
    let mut setters = Vec::new();
    for (index, field) in shape.fields.iter().enumerate() {
        let member = context.names.member(id, index);
        let (parameter, value) = context.argument(&field.ty, member, scope);
        match field.presence {
            Presence::Required => {
                arguments.push(quote! { #member: #parameter });
                initials.push(if *member == value.to_string() {
                    quote! { #member }
                } else {
                    quote! { #member: #value }
                });
            }
            Presence::RequiredNullable => {
                let ty = context.ty(&field.ty, scope);
                arguments.push(quote! { #member: Option<#ty> });
                initials.push(quote! { #member });
            }
            Presence::Optional => {
                initials.push(quote! { #member: None });
                setters.push(setter(
                    member,
                    &parameter,
                    &quote! { Some(#value) },
                    field.deprecated,
                ));
            }
            Presence::Patch => {
                let ty = context.ty(&field.ty, scope);
                let patch = scope.runtime("Patch");
                initials.push(quote! { #member: #patch::Keep });
                setters.push(setter(
                    member,
                    &quote! { impl Into<#patch<#ty>> },
                    &quote! { #member.into() },
                    field.deprecated,
                ));
            }
        }
    }
    if shape.additional.is_some() {
        let map = scope.external("std::collections", "BTreeMap");
        initials.push(quote! { additional: #map::new() });
    }
    let all_optional = arguments.is_empty() && shape.additional.is_none();
    let shadowed = shape
        .fields
        .iter()
        .enumerate()
        .any(|(index, _)| context.names.member(id, index) == "default");
    let default = if shadowed {
        quote! { Default::default() }
    } else {
        quote! { Self::default() }
    };
    let body = if all_optional {
        default
    } else {
        quote! { Self { #(#initials),* } }
    };
    let about = if arguments.is_empty() {
        " An empty value; set members by name."
    } else {
        " A value with what is required; set further members by name."
    };
    let too_many = (arguments.len() > 7).then(|| quote! { #[allow(clippy::too_many_arguments)] });
    quote! {
        impl #name {
            #[doc = #about]
            #[must_use]
            #too_many
            pub fn new(#(#arguments),*) -> Self {
                #body
            }
            #(#setters)*
        }
    }
}

fn setter(
    member: &Ident,
    parameter: &TokenStream,
    value: &TokenStream,
    deprecated: bool,
) -> TokenStream {
    let deprecated = deprecated.then(|| quote! { #[deprecated] });
    let about = format!(" Sets `{}`.", unraw(member));
    quote! {
        #[doc = #about]
        #deprecated
        #[must_use]
        pub fn #member(mut self, #member: #parameter) -> Self {
            self.#member = #value;
            self
        }
    }
}

impl Context<'_> {
    /// The most convenient argument for a value of this type, and the value made from it.
    pub(crate) fn argument(
        &self,
        ty: &Type,
        name: &Ident,
        scope: &mut Scope<'_>,
    ) -> (TokenStream, TokenStream) {
        let exact = self.ty(ty, scope);
        match ty {
            Type::String
            | Type::Secret
            | Type::Named(_)
            | Type::DateTime
            | Type::DateRange
            | Type::Binary
            | Type::File
            | Type::OneOrMany(_)
                if !self.is_copy(ty) =>
            {
                (quote! { impl Into<#exact> }, quote! { #name.into() })
            }
            Type::Boxed(inner) => {
                let inner = self.ty(inner, scope);
                (quote! { #inner }, quote! { Box::new(#name) })
            }
            _ => (exact, quote! { #name }),
        }
    }

    fn is_copy(&self, ty: &Type) -> bool {
        match ty {
            // The runtime's types around those of a library are made from these.
            Type::DateTime => self.config.date_time == DateTime::Jiff,
            Type::Named(id) => matches!(self.api.types[id.0].shape, Shape::IntegerEnum(_)),
            _ => false,
        }
    }
}
