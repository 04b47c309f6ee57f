//! Markers that say what a JSON:API resource is made of.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::emit::Context;
use crate::emit::scope::Scope;
use crate::ir::{Kind, KindParts, Type, TypeId};

/// The marker type, and the traits of the directions that the resource has.
pub(super) fn kind(
    context: Context<'_>,
    id: TypeId,
    kind: &Kind,
    head: &TokenStream,
    scope: &mut Scope<'_>,
) -> TokenStream {
    let name = context.names.ty(id);
    let resource_type = kind.resource_type.as_deref().unwrap_or_default();
    let typed = kind.resource_type.is_some().then(|| {
        let typed = scope.json_api("Typed");
        quote! { impl #typed for #name {} }
    });
    let trait_name = scope.json_api("Kind");
    let free_form = KindParts {
        attributes: Type::JsonObject,
        attributes_optional: true,
        relationships: Type::JsonObject,
        relationships_optional: true,
    };
    let (attributes, relationships) =
        parts(context, kind.read.as_ref().unwrap_or(&free_form), scope);
    let writes = [(&kind.create, "Create"), (&kind.update, "Update")].map(|(written, word)| {
        written.as_ref().map(|written| {
            let trait_name = scope.json_api(word);
            let (attributes, relationships) = parts(context, written, scope);
            let (attributes_name, relationships_name) = (
                format_ident!("{word}Attributes"),
                format_ident!("{word}Relationships"),
            );
            quote! {
                impl #trait_name for #name {
                    type #attributes_name = #attributes;
                    type #relationships_name = #relationships;
                }
            }
        })
    });
    let writes = writes.into_iter().flatten();
    quote! {
        #head
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum #name {}
        impl #trait_name for #name {
            const TYPE: &'static str = #resource_type;
            type Attributes = #attributes;
            type Relationships = #relationships;
        }
        #typed
        #(#writes)*
    }
}

fn parts(
    context: Context<'_>,
    parts: &KindParts,
    scope: &mut Scope<'_>,
) -> (TokenStream, TokenStream) {
    let optional = |ty: TokenStream, optional: bool| {
        if optional {
            quote! { Option<#ty> }
        } else {
            ty
        }
    };
    (
        optional(
            context.ty(&parts.attributes, scope),
            parts.attributes_optional,
        ),
        optional(
            context.ty(&parts.relationships, scope),
            parts.relationships_optional,
        ),
    )
}
