//! An operation as a method of the client.

use proc_macro2::TokenStream;
use quote::quote;

use super::arguments::fill;
use super::body::body_call;
use super::docs::{method_docs, returns, sent_as};
use crate::emit::Context;
use crate::emit::docs::{code, doc_line, docs};
use crate::emit::example::of_method;
use crate::emit::scope::Scope;
use crate::emit::texts::told_apart;

/// The client's method: required inputs are arguments.
pub(super) fn method(context: Context<'_>, index: usize, scope: &mut Scope<'_>) -> TokenStream {
    let operation = &context.api.operations[index];
    let (method, marker) = (context.names.method(index), context.names.operation(index));
    let about = method_docs(context, index);
    let about = (!about.is_empty()).then(|| {
        let about = docs(&about);
        quote! { #about #[doc = ""] }
    });
    let called = code(&format!("{} {}", operation.method, operation.path));
    let returns = format!("{called}. {}", returns(context, operation));
    let returns = doc_line(returns.trim_end());
    let errors = crate::emit::models::errors::about(context, index);
    let deprecated = operation.deprecated.then(|| quote! { #[deprecated] });
    let (mut arguments, mut calls) = parameters(context, index, scope);
    if let Some(body) = operation.body.as_ref().filter(|body| body.required) {
        let (argument, call) = body_call(context, body, scope);
        arguments.push(quote! { body: #argument });
        calls.push(call);
    }
    let too_many = too_many(&arguments);
    let others = others(context, index, scope);
    let example = of_method(context, index);
    quote! {
        #about
        #returns
        #errors
        #example
        #deprecated
        #too_many
        pub fn #method(&self, #(#arguments),*) -> #marker<M> {
            #marker { request: self.request() #(#calls)* }
        }
        #(#others)*
    }
}

/// Required parameters as arguments, and the calls that put them into the request.
fn parameters(
    context: Context<'_>,
    index: usize,
    scope: &mut Scope<'_>,
) -> (Vec<TokenStream>, Vec<TokenStream>) {
    let parameters = context.api.operations[index].parameters.iter().enumerate();
    let required = parameters.filter(|(_, parameter)| parameter.required);
    let (arguments, calls): (Vec<_>, Vec<_>) = required
        .map(|(position, parameter)| {
            let name = context.names.parameter(index, position);
            let (argument, call) = fill(context, parameter, name, scope);
            ((name, argument), call)
        })
        .unzip();
    let runs = context.api.texts_of(&context.api.operations[index]);
    (told_apart(context, &arguments, &runs, scope), calls)
}

/// A method per body that can be sent instead.
fn others(context: Context<'_>, index: usize, scope: &mut Scope<'_>) -> Vec<TokenStream> {
    let operation = &context.api.operations[index];
    let marker = context.names.operation(index);
    let bodies = operation.other_bodies.iter().enumerate();
    let bodies = bodies.filter(|(_, body)| body.required);
    bodies
        .map(|(position, body)| {
            let name = context.names.other_body(index, position);
            let (mut arguments, mut calls) = parameters(context, index, scope);
            let (argument, call) = body_call(context, body, scope);
            arguments.push(quote! { body: #argument });
            calls.push(call);
            let about = docs(&format!(
                "As [`{}`](Self::{}), with another body. {}",
                context.names.method(index),
                context.names.method(index),
                sent_as(body, "The body is sent")
            ));
            let deprecated = operation.deprecated.then(|| quote! { #[deprecated] });
            let too_many = too_many(&arguments);
            quote! {
                #about
                #deprecated
                #too_many
                pub fn #name(&self, #(#arguments),*) -> #marker<M> {
                    #marker { request: self.request() #(#calls)* }
                }
            }
        })
        .collect()
}

fn too_many(arguments: &[TokenStream]) -> Option<TokenStream> {
    (arguments.len() > 6).then(|| quote! { #[allow(clippy::too_many_arguments)] })
}
