//! Setters for what may be missing, so that a chain of setters goes on.

use std::collections::HashSet;

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::emit::docs::doc_line;
use crate::names::twin;

/// Beside the setter `name` one that takes an `Option`, and leaves out what is not there.
pub(super) fn maybe(
    name: &Ident,
    setters: &HashSet<String>,
    argument: &TokenStream,
    attributes: &TokenStream,
    deprecated: bool,
) -> TokenStream {
    let twin = twin(name, setters);
    let plain = name.to_string();
    let plain = plain.trim_start_matches("r#");
    let about = doc_line(&format!(
        "As [`{plain}`](Self::{plain}) with a value; `None` sets nothing."
    ));
    let deprecated = deprecated.then(|| quote! { #[deprecated] #[allow(deprecated)] });
    quote! {
        #about
        #deprecated
        #attributes
        pub fn #twin(self, value: Option<#argument>) -> Self {
            match value {
                Some(value) => self.#name(value),
                None => self,
            }
        }
    }
}
