//! Open enumerations of strings and of integers.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::emit::Context;
use crate::emit::docs::{code, docs};
use crate::emit::scope::Scope;
use crate::ir::{StringValue, TypeId};

/// An enum whose values are texts on the wire.
pub(super) fn of_strings(
    context: Context<'_>,
    id: TypeId,
    values: &[StringValue],
    any: bool,
    head: &TokenStream,
    scope: &mut Scope<'_>,
) -> TokenStream {
    let name = context.names.ty(id);
    let variants: Vec<&Ident> = (0..values.len())
        .map(|index| context.names.member(id, index))
        .collect();
    let wires: Vec<&str> = values.iter().map(|value| value.wire.as_str()).collect();
    let about = wires.iter().map(|wire| docs(&format!("{}.", code(wire))));
    let string_enum = scope.runtime("string_enum");
    let any = any.then(|| quote! { any });
    quote! {
        #head
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum #name {
            #(#about #variants,)*
            #[doc = " A value that the document does not list, as it was received."]
            Unknown(String),
        }
        #string_enum!(#name #any { #(#variants: #wires),* });
    }
}

/// An enum whose values are integers on the wire.
pub(super) fn of_integers(
    context: Context<'_>,
    id: TypeId,
    values: &[i64],
    head: &TokenStream,
    scope: &mut Scope<'_>,
) -> TokenStream {
    let name = context.names.ty(id);
    let variants: Vec<&Ident> = (0..values.len())
        .map(|index| context.names.member(id, index))
        .collect();
    let about = values.iter().map(|value| docs(&format!("`{value}`.")));
    let values = values
        .iter()
        .map(|value| proc_macro2::Literal::i64_unsuffixed(*value));
    let integer_enum = scope.runtime("integer_enum");
    quote! {
        #head
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum #name {
            #(#about #variants,)*
            #[doc = " A value that the document does not list, as it was received."]
            Unknown(i64),
        }
        #integer_enum!(#name { #(#variants: #values),* });
    }
}
