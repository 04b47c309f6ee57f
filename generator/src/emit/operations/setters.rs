//! What can be set on a request.

use proc_macro2::TokenStream;
use quote::quote;

use super::arguments::fill;
use super::body::body_call;
use crate::emit::Context;
use crate::emit::docs::{code, docs};
use crate::emit::scope::Scope;
use crate::ir::Parameter;

/// Setters for what is optional.
pub(super) fn setters(context: Context<'_>, index: usize, scope: &mut Scope<'_>) -> TokenStream {
    let operation = &context.api.operations[index];
    let marker = context.names.operation(index);
    let mut setters = Vec::new();
    for (position, parameter) in operation
        .parameters
        .iter()
        .enumerate()
        .filter(|(_, parameter)| !parameter.required)
    {
        let name = context.names.parameter(index, position);
        let (argument, call) = fill(context, parameter, name, scope);
        let about = docs(&parameter_docs(parameter));
        let deprecated = parameter.deprecated.then(|| quote! { #[deprecated] });
        setters.push(quote! {
            #about
            #deprecated
            pub fn #name(self, #name: #argument) -> Self {
                self #call
            }
        });
    }
    if let Some(body) = operation.body.as_ref().filter(|body| !body.required) {
        let (argument, call) = body_call(context, body, scope);
        let about = body.docs.as_deref().unwrap_or("The request body.");
        let about = docs(&format!("{about}\n\nSent as {}.", code(&body.media_type)));
        setters.push(quote! {
            #about
            pub fn body(self, body: #argument) -> Self {
                self #call
            }
        });
    }
    if setters.is_empty() {
        return quote! {};
    }
    let request = scope.runtime("Request");
    quote! {
        impl<M> #request<#marker, M> {
            #(#setters)*
        }
    }
}

fn parameter_docs(parameter: &Parameter) -> String {
    let mut text = parameter
        .docs
        .clone()
        .unwrap_or_else(|| format!("Parameter `{}`.", parameter.wire));
    if let Some(default) = &parameter.default {
        text.push_str(&format!("\n\nDefault: `{default}`."));
    }
    text
}
