//! One of several types.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::conversions;
use super::derives::{directions, further};
use super::member::scalar;
use crate::emit::Context;
use crate::emit::docs::{code, docs};
use crate::emit::scope::Scope;
use crate::ir::{TypeId, Union, Variant, Writes};

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
    let about = union.variants.iter().map(|variant| about(union, variant));
    let value = scope.external("serde_json", "Value");
    let froms = conversions::conversions(context, id, union, scope);
    let further = further(context, id);
    let (one_of, directions) = (scope.runtime("one_of"), directions(context, id));
    let member = union.discriminator.as_deref().unwrap_or_default();
    let cases = union.variants.iter().zip(&variants).map(|(variant, name)| {
        let kind = match variant.writes {
            Writes::Own => quote! { own },
            Writes::Tagged => quote! { tagged },
            Writes::Default => quote! { default },
            Writes::Open => quote! { open },
        };
        let tags = variant.tags.iter().map(scalar);
        quote! { #kind #name [#(#tags),*], }
    });
    quote! {
        #head
        #[derive(Clone, Debug, PartialEq, #further)]
        #[non_exhaustive]
        pub enum #name {
            #(#about #variants(#types),)*
            #[doc = " Anything else, as it was received."]
            Other(#value),
        }
        #one_of!(#name #directions { #member: #(#cases)* });
        #froms
    }
}

/// What selects a variant.
fn about(union: &Union, variant: &Variant) -> TokenStream {
    let tags: Vec<String> = variant
        .tags
        .iter()
        .map(|tag| code(&tag.to_string()))
        .collect();
    docs(&match (&union.discriminator, tags.as_slice()) {
        (Some(member), tags) if variant.writes == Writes::Default => {
            let told = [tags, &["missing or unknown".to_owned()]].concat();
            format!("{} is {}.", code(member), told.join(", "))
        }
        (Some(member), [_, ..]) => format!("{} is {}.", code(member), tags.join(" or ")),
        _ if variant.writes == Writes::Open => "Where no other variant fits.".to_owned(),
        _ => "Told by its shape.".to_owned(),
    })
}
