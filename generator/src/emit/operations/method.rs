//! An operation as a method of the client.

use proc_macro2::TokenStream;
use quote::quote;

use super::arguments::fill;
use super::body::body_call;
use super::docs::{method_docs, reading, returns};
use crate::emit::Context;
use crate::emit::docs::docs;
use crate::emit::scope::Scope;

/// The client's method: required inputs are arguments.
pub(super) fn method(context: Context<'_>, index: usize, scope: &mut Scope<'_>) -> TokenStream {
    let operation = &context.api.operations[index];
    let (method, marker) = (context.names.method(index), context.names.operation(index));
    let request = scope.runtime("Request");
    let about = method_docs(context, index);
    let about = (!about.is_empty()).then(|| {
        let about = docs(&about);
        quote! { #about #[doc = ""] }
    });
    let returns = format!(
        " `{} {}`. {}",
        operation.method,
        operation.path,
        returns(context, operation)
    );
    let returns = returns.trim_end();
    let reading = reading(context, operation).into_iter().map(|line| {
        let line = format!(" {line}");
        quote! { #[doc = ""] #[doc = #line] }
    });
    let errors = crate::emit::errors::about(context, index);
    let deprecated = operation.deprecated.then(|| quote! { #[deprecated] });
    let mut arguments = Vec::new();
    let mut calls = Vec::new();
    for (position, parameter) in operation
        .parameters
        .iter()
        .enumerate()
        .filter(|(_, parameter)| parameter.required)
    {
        let name = context.names.parameter(index, position);
        let (argument, call) = fill(context, parameter, name, scope);
        arguments.push(quote! { #name: #argument });
        calls.push(call);
    }
    if let Some(body) = operation.body.as_ref().filter(|body| body.required) {
        let (argument, call) = body_call(context, body, scope);
        arguments.push(quote! { body: #argument });
        calls.push(call);
    }
    let too_many = (arguments.len() > 6).then(|| quote! { #[allow(clippy::too_many_arguments)] });
    quote! {
        #about
        #[doc = #returns]
        #(#reading)*
        #errors
        #deprecated
        #too_many
        pub fn #method(&self, #(#arguments),*) -> #request<#marker, M> {
            self.request() #(#calls)*
        }
    }
}
