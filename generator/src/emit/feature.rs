//! Cargo features per tag, as they stand before a module and in the manifest.

use proc_macro2::TokenStream;
use quote::quote;

use super::Context;
use crate::ir::{Gate, TagId, TypeId};

impl Context<'_> {
    /// The condition under which what has this gate is compiled.
    pub(super) fn condition(&self, gate: &Gate) -> TokenStream {
        match gate {
            Gate::Always => quote! {},
            Gate::Full => quote! { #[cfg(feature = "full")] },
            Gate::Tags(tags) => match tags.as_slice() {
                [only] => self.tag_condition(*only),
                several => {
                    let features = several.iter().map(|tag| self.names.feature(*tag));
                    quote! { #[cfg(any(#(feature = #features),*))] }
                }
            },
        }
    }

    /// The condition under which the operations of a tag are compiled.
    pub(super) fn tag_condition(&self, tag: TagId) -> TokenStream {
        if !self.api.features_per_tag {
            return quote! {};
        }
        let feature = self.names.feature(tag);
        quote! { #[cfg(feature = #feature)] }
    }

    /// What a file of models is about.
    pub(super) fn about(&self, id: TypeId) -> String {
        let def = &self.api.types[id.0];
        let name = |tag: &TagId| super::docs::code(&self.api.tags[tag.0].name);
        match (&def.gate, &def.owner) {
            (_, Some(tag)) => format!("Types of the tag {}.", name(tag)),
            (Gate::Tags(tags), None) => {
                let names: Vec<String> = tags.iter().map(name).collect();
                format!("Types that the tags {} share.", names.join(" and "))
            }
            (Gate::Full, None) => "Types that no operation uses.".to_owned(),
            (Gate::Always, None) => "Types that several tags share.".to_owned(),
        }
    }
}
