//! What can be set on an operation's type.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::arguments::fill;
use super::body::body_call;
use super::docs::sent_as;
use crate::emit::Context;
use crate::emit::docs::{code, docs};
use crate::emit::scope::Scope;
use crate::emit::twin::maybe;
use crate::ir::{Decode, Output, Parameter, Place};

/// Setters for what is optional.
pub(super) fn setters(context: Context<'_>, index: usize, scope: &mut Scope<'_>) -> TokenStream {
    let operation = &context.api.operations[index];
    let marker = context.names.operation(index);
    let names = context.names.setters(index, operation);
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
                Self { request: self.request #call }
            }
        });
        let none = quote! {};
        setters.push(maybe(name, &names, &argument, &none, parameter.deprecated));
    }
    let others = operation.other_bodies.iter().enumerate();
    let others = others.map(|(position, body)| {
        let name = context.names.other_body(index, position);
        (name.clone(), body)
    });
    let first = operation
        .body
        .iter()
        .map(|body| (format_ident!("body"), body));
    for (name, body) in first.chain(others).filter(|(_, body)| !body.required) {
        let (argument, call) = body_call(context, body, scope);
        let about = body.docs.as_deref().unwrap_or("The request body.");
        let about = docs(&format!("{about}\n\n{}", sent_as(body, "Sent")));
        setters.push(quote! {
            #about
            pub fn #name(self, body: #argument) -> Self {
                Self { request: self.request #call }
            }
        });
        setters.push(maybe(&name, &names, &argument, &quote! {}, false));
    }
    for (position, output) in operation.other_outputs.iter().enumerate() {
        let name = context.names.other_output(index, position);
        setters.push(other_answer(context, index, name, output, scope));
    }
    if setters.is_empty() {
        return quote! {};
    }
    quote! {
        impl<M> #marker<M> {
            #(#setters)*
        }
    }
}

/// The setter that asks for another answer; the request is then one whose answer has that type.
fn other_answer(
    context: Context<'_>,
    index: usize,
    name: &Ident,
    output: &Output,
    scope: &mut Scope<'_>,
) -> TokenStream {
    let marker = context.names.operation(index);
    let request = scope.runtime("Request");
    let (what, answer) = match output.decode {
        Decode::Text => {
            let text = scope.runtime("AsText");
            ("text", quote! { #text<#marker> })
        }
        Decode::Bytes => {
            let bytes = scope.runtime("AsBytes");
            ("bytes", quote! { #bytes<#marker> })
        }
        Decode::Xml(root) => {
            let (xml, ty) = (scope.runtime("AsXml"), context.ty(&output.ty, scope));
            let root = crate::emit::xml::root(context, root, scope);
            ("XML", quote! { #xml<#marker, #root, #ty> })
        }
        _ => {
            let json = scope.runtime("AsJson");
            let ty = context.ty(&output.ty, scope);
            ("JSON", quote! { #json<#marker, #ty> })
        }
    };
    let accept = &output.accept;
    let mut text = format!(
        "Requests the response as {} (the `Accept` header) and reads it as {what}. Call this last: what it returns has no setters of parameters.",
        code(accept)
    );
    if !output.also.is_empty() {
        let also: Vec<String> = output.also.iter().map(|also| code(also)).collect();
        text = format!(
            "{text} Another `accept` of the options asks for {}.",
            also.join(", ")
        );
    }
    let about = docs(&text);
    quote! {
        #about
        pub fn #name(self) -> #request<#answer, M> {
            self.request.answered(#accept)
        }
    }
}

fn parameter_docs(parameter: &Parameter) -> String {
    let mut text = parameter
        .docs
        .clone()
        .unwrap_or_else(|| format!("The {} {}.", place(parameter.place), code(&parameter.wire)));
    if let Some(default) = &parameter.default {
        text.push_str(&format!("\n\nDefault: `{default}`."));
    }
    text
}

/// What a parameter in this place is.
fn place(place: Place) -> &'static str {
    match place {
        Place::Path => "path parameter",
        Place::Query => "query parameter",
        Place::Header => "header",
        Place::Cookie => "cookie",
    }
}
