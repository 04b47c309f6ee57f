//! Which traits types have, by what they are used for.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::Context;
use crate::emit::scope::Scope;
use crate::ir::{Derive, TypeId};

/// The traits beyond the usual ones, each with a comma behind it.
pub(super) fn further(context: Context<'_>, id: TypeId) -> TokenStream {
    let traits = context.api.types[id.0].derives.iter();
    let names = traits.map(|derive| match derive {
        Derive::Eq => quote! { Eq },
        Derive::Hash => quote! { Hash },
    });
    quote! { #(#names,)* }
}

/// What is derived from serde. What is only sent is never decoded, and decoding is what the compiler spends most of its
/// time on.
pub(super) fn serde(context: Context<'_>, id: TypeId, scope: &mut Scope<'_>) -> TokenStream {
    let serialize = scope.external("serde", "Serialize");
    if !is_read(context, id) {
        return quote! { #serialize };
    }
    let deserialize = scope.external("serde", "Deserialize");
    quote! { #serialize, #deserialize }
}

/// Whether values of the type are read.
pub(super) fn is_read(context: Context<'_>, id: TypeId) -> bool {
    context.api.types[id.0].decoded
}

/// The same for what is not derived.
pub(super) fn directions(context: Context<'_>, id: TypeId) -> TokenStream {
    if is_read(context, id) {
        quote! { [read write] }
    } else {
        quote! { [write] }
    }
}
