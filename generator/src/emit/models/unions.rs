//! One of several types.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::conversions;
use super::derives::{directions, further, serde};
use crate::emit::Context;
use crate::emit::docs::docs;
use crate::emit::scope::Scope;
use crate::ir::{TypeId, Union};

/// An enum with a variant per alternative.
pub(super) fn union_type(
    context: Context<'_>,
    id: TypeId,
    union: &Union,
    head: &TokenStream,
    scope: &mut Scope<'_>,
) -> TokenStream {
    let name = context.names.ty(id);
    let variants: Vec<&Ident> = (0..union.variants.len())
        .map(|index| context.names.member(id, index))
        .collect();
    let types: Vec<TokenStream> = union
        .variants
        .iter()
        .map(|variant| context.ty(&variant.ty, scope))
        .collect();
    let about = variants
        .iter()
        .map(|variant| docs(&format!("`{variant}`.")));
    let value = scope.external("serde_json", "Value");
    let froms = conversions::conversions(context, id, union, scope);
    let body = quote! {
        #[non_exhaustive]
        pub enum #name {
            #(#about #variants(#types),)*
            #[doc = " Anything else, as it was received."]
            Other(#value),
        }
    };
    let further = further(context, id);
    let Some(discriminator) = &union.discriminator else {
        if context.api.compact {
            let (untagged_union, directions) =
                (scope.runtime("untagged_union"), directions(context, id));
            return quote! {
                #head
                #[derive(Clone, Debug, PartialEq, #further)]
                #body
                #untagged_union!(#name #directions { #(#variants),* });
                #froms
            };
        }
        let serde = serde(context, id, scope);
        return quote! {
            #head
            #[derive(Clone, Debug, PartialEq, #further #serde)]
            #[serde(untagged)]
            #body
            #froms
        };
    };
    let (tagged_union, directions) = (scope.runtime("tagged_union"), directions(context, id));
    let tags = union.variants.iter().map(|variant| {
        let tags = &variant.tags;
        quote! { [#(#tags),*] }
    });
    quote! {
        #head
        #[derive(Clone, Debug, PartialEq, #further)]
        #body
        #tagged_union!(#name #directions, #discriminator, { #(#variants: #tags),* });
        #froms
    }
}
