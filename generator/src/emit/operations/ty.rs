//! An operation as a type: a request that can be sent, and what the runtime needs to know of it.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::docs::type_docs;
use super::methods;
use super::setters::setters;
use crate::emit::Context;
use crate::emit::models::decode_function;
use crate::emit::paging::paged;
use crate::emit::scope::Scope;
use crate::ir::Decode;

/// The type with its methods and everything that the runtime needs to know.
pub(super) fn ty(context: Context<'_>, index: usize, scope: &mut Scope<'_>) -> TokenStream {
    let operation = &context.api.operations[index];
    let name = context.names.operation(index);
    let (operation_trait, decode_module) = (scope.runtime("Operation"), scope.runtime("decode"));
    let about = type_docs(context, index, scope);
    let (id, path, accept) = (&operation.id, &operation.path, &operation.output.accept);
    let method = &operation.method;
    let output = context.ty(&operation.output.ty, scope);
    let decode = match operation.output.decode {
        Decode::ByStatus => quote! { Self::Output::decode },
        other => decode_function(context, other, scope),
    };
    let server = operation
        .server
        .as_ref()
        .map(|url| quote! { const SERVER: &'static str = #url; });
    let key = operation
        .idempotency_key
        .as_ref()
        .map(|header| quote! { const IDEMPOTENCY_KEY: &'static str = #header; });
    let attempts = operation.retries.attempts;
    let attempts = attempts.map(|most| quote! { const ATTEMPTS: Option<u32> = Some(#most); });
    let idempotent = operation.retries.idempotent;
    let idempotent = idempotent.map(|is| quote! { const IDEMPOTENT: Option<bool> = Some(#is); });
    let security = operation
        .security
        .iter()
        .map(|names| quote! { &[#(#names),*] });
    let groups = |constant: &str, groups: &[Vec<String>]| {
        let constant = format_ident!("{constant}");
        let groups: Vec<TokenStream> = groups
            .iter()
            .map(|group| quote! { &[#(#group),*] })
            .collect();
        (!groups.is_empty()).then(
            || quote! { const #constant: &'static [&'static [&'static str]] = &[#(#groups),*]; },
        )
    };
    let one_of = groups("REQUIRED_ONE_OF", &operation.required_one_of);
    let together = groups("REQUIRED_TOGETHER", &operation.required_together);
    let paging = operation
        .paging
        .as_ref()
        .map(|paging| paged(context, index, paging, scope));
    let events = operation.events.as_ref().map(|data| {
        let (source, data) = (scope.runtime("EventSource"), context.ty(data, scope));
        quote! {
            impl #source for #name {
                type Data = #data;
            }
        }
    });
    let lines = operation.lines.as_ref().map(|line| {
        let (source, line) = (scope.runtime("LineSource"), context.ty(line, scope));
        quote! {
            impl #source for #name {
                type Line = #line;
            }
        }
    });
    let (request, mode) = (scope.runtime("Request"), scope.runtime("Async"));
    let setters = setters(context, index, scope);
    let methods = methods::methods(context, index, &output, scope);
    let headers = crate::emit::headers::constants(context, index, scope);
    quote! {
        #about
        #[must_use = "a request does nothing until it is sent"]
        pub struct #name<M = #mode> {
            request: #request<#name, M>,
        }
        #setters
        #methods
        #headers
        impl #operation_trait for #name {
            type Output = #output;
            const ID: &'static str = #id;
            const METHOD: &'static str = #method;
            const PATH: &'static str = #path;
            #server
            const ACCEPT: &'static str = #accept;
            const SECURITY: &'static [&'static [&'static str]] = &[#(#security),*];
            const DECODE: #decode_module::Decode<Self::Output> = #decode;
            #key
            #attempts
            #idempotent
            #one_of
            #together
        }
        #paging
        #events
        #lines
    }
}
