//! How values that are sent are made.

use std::collections::HashSet;

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::member::{position, undeclared, unraw};
use crate::emit::Context;
use crate::emit::scope::Scope;
use crate::emit::texts::told_apart;
use crate::emit::twin::maybe;
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
    let names = context.names.fields(id);
    for (index, field) in shape.fields.iter().enumerate() {
        let member = context.names.member(id, index);
        let (parameter, value) = context.argument(&field.ty, member, scope);
        match field.presence {
            Presence::Required => {
                arguments.push((member, parameter));
                initials.push(if *member == value.to_string() {
                    quote! { #member }
                } else {
                    quote! { #member: #value }
                });
            }
            Presence::RequiredNullable => {
                let ty = context.ty(&field.ty, scope);
                arguments.push((member, quote! { Option<#ty> }));
                initials.push(quote! { #member });
            }
            Presence::Optional if field.nullable && shape.keeps_undeclared => {
                initials.push(quote! { #member: None });
                setters.push(nullable(context, id, shape, index, scope, &names));
            }
            Presence::Optional => {
                initials.push(quote! { #member: None });
                setters.push(setter(
                    member,
                    &parameter,
                    &quote! { Some(#value) },
                    field.deprecated,
                    &names,
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
                    &names,
                ));
            }
        }
    }
    if shape.additional.is_some() {
        let map = scope.external("std::collections", "BTreeMap");
        initials.push(quote! { additional: #map::new() });
    }
    if shape.keeps_undeclared {
        let (name, undeclared) = (undeclared(context, id, shape), scope.runtime("Undeclared"));
        initials.push(quote! { #name: #undeclared::default() });
    }
    let runs = context.api.texts_in(shape);
    let arguments = told_apart(context, &arguments, &runs, scope);
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

/// The setter of an optional member that may also be null.
fn nullable(
    context: Context<'_>,
    id: TypeId,
    shape: &Struct,
    index: usize,
    scope: &mut Scope<'_>,
    names: &HashSet<String>,
) -> TokenStream {
    let field = &shape.fields[index];
    let member = context.names.member(id, index);
    let (undeclared, position) = (undeclared(context, id, shape), position(shape, index));
    let (inner, boxed) = match &field.ty {
        Type::Boxed(inner) => (&**inner, quote! { .map(Box::new) }),
        ty => (ty, quote! {}),
    };
    let (patch, ty) = (scope.runtime("Patch"), context.ty(inner, scope));
    let (deprecated, wire) = (
        field.deprecated.then(|| quote! { #[deprecated] }),
        &field.wire,
    );
    let about = format!(" Sets `{}`; `None` makes it null.", unraw(member));
    let argument = quote! { impl Into<#patch<#ty>> };
    let must_use = quote! { #[must_use] };
    let twin = maybe(member, names, &argument, &must_use, field.deprecated);
    quote! {
        #[doc = #about]
        #deprecated
        #must_use
        pub fn #member(mut self, #member: #argument) -> Self {
            self.#member = self.#undeclared.choose(#position, #wire, #member.into())#boxed;
            self
        }
        #twin
    }
}

fn setter(
    member: &Ident,
    parameter: &TokenStream,
    value: &TokenStream,
    deprecated: bool,
    names: &HashSet<String>,
) -> TokenStream {
    let deprecated = deprecated.then(|| quote! { #[deprecated] });
    let must_use = quote! { #[must_use] };
    let twin = maybe(member, names, parameter, &must_use, deprecated.is_some());
    let about = format!(" Sets `{}`.", unraw(member));
    quote! {
        #[doc = #about]
        #deprecated
        #must_use
        pub fn #member(mut self, #member: #parameter) -> Self {
            self.#member = #value;
            self
        }
        #twin
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
        match ty {
            Type::Array(item) => {
                // Nothing but itself becomes a struct, so that the type of an empty list is known.
                let converted = self.is_made_from_others(item) && !self.is_struct(item);
                let item = self.ty(item, scope);
                let (item, items) = if converted {
                    (quote! { impl Into<#item> }, quote! { .map(Into::into) })
                } else {
                    (item, quote! {})
                };
                (
                    quote! { impl IntoIterator<Item = #item> },
                    quote! { #name.into_iter()#items.collect() },
                )
            }
            Type::Boxed(inner) => (self.ty(inner, scope), quote! { Box::new(#name) }),
            ty if self.is_made_from_others(ty) => {
                let ty = self.ty(ty, scope);
                (quote! { impl Into<#ty> }, quote! { #name.into() })
            }
            ty => (self.ty(ty, scope), quote! { #name }),
        }
    }

    fn is_struct(&self, ty: &Type) -> bool {
        matches!(ty, Type::Named(id) if matches!(self.api.types[id.0].shape, Shape::Struct(_)))
    }

    /// Whether values of the type are made from those of other types, such as a string from a `&str`. A number is given as
    /// it is: the type of a literal would be open.
    fn is_made_from_others(&self, ty: &Type) -> bool {
        match ty {
            Type::String
            | Type::Secret
            | Type::Number
            | Type::DateTime
            | Type::Date
            | Type::DateRange
            | Type::Binary
            | Type::File
            | Type::OneOrMany(_) => true,
            Type::Named(id) => !matches!(
                self.api.types[id.0].shape,
                Shape::IntegerEnum(_)
                    | Shape::Alias(Type::Bool | Type::Int64 | Type::Uint64 | Type::Float)
            ),
            _ => false,
        }
    }
}
