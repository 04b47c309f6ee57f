//! The methods that an operation's type has from the runtime.

use std::collections::HashSet;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::emit::Context;
use crate::emit::scope::Scope;
use crate::ir::{Decode, Encode, Operation};

/// What every operation's type has.
const ALWAYS: [&str; 2] = ["with", "send"];

/// The macros of the runtime that give the type its methods. A method is left out where a parameter has its name.
pub(super) fn methods(
    context: Context<'_>,
    index: usize,
    output: &TokenStream,
    scope: &mut Scope<'_>,
) -> TokenStream {
    let operation = &context.api.operations[index];
    let name = context.names.operation(index);
    let taken = context.names.setters(index, operation);
    scope.external("super::super", "runtime");
    let about_it = scope.runtime("operation");
    let words = kept(&ALWAYS, &taken);
    let further = further(context, operation)
        .into_iter()
        .map(|(part, methods)| {
            let returned = match part {
                "events" => operation
                    .events
                    .as_ref()
                    .map(|data| context.ty(data, scope)),
                "lines" => operation.lines.as_ref().map(|line| context.ty(line, scope)),
                "answers" | "waits" => Some(output.clone()),
                _ => None,
            };
            let part = scope.runtime(part);
            let words = kept(&methods, &taken);
            let returned = returned.map(|returned| quote! { -> #returned });
            quote! { #part!(#name #returned: #(#words)*); }
        });
    let further: Vec<TokenStream> = further.collect();
    quote! {
        #about_it!(#name -> #output: #(#words)*);
        #(#further)*
    }
}

/// Methods of the runtime that the type does not have because a parameter has the name.
pub(super) fn hidden(context: Context<'_>, index: usize) -> Vec<&'static str> {
    let operation = &context.api.operations[index];
    let taken = context.names.setters(index, operation);
    let further = further(context, operation)
        .into_iter()
        .flat_map(|(_, names)| names);
    let names = ALWAYS.into_iter().chain(further);
    names.filter(|name| taken.contains(*name)).collect()
}

/// The parts of the runtime that an operation uses, each with the methods it gives.
fn further(context: Context<'_>, operation: &Operation) -> Vec<(&'static str, Vec<&'static str>)> {
    let mut parts = Vec::new();
    if let Some(paging) = &operation.paging {
        let mut methods = vec!["items", "pages", "pager"];
        if paging.has_total() {
            methods.push("count");
        }
        if paging.skip.is_some() {
            methods.extend(["by_page", "page_at"]);
        }
        if paging.cursor.is_some() {
            methods.push("by_cursor");
        }
        parts.push(("paged", methods));
    }
    let streams = operation
        .outputs()
        .any(|output| output.decode == Decode::Bytes);
    if streams || operation.events.is_some() || operation.lines.is_some() {
        parts.push(("streamed", vec!["send_stream"]));
    }
    if operation.events.is_some() {
        parts.push(("events", vec!["after_event", "send_events"]));
    }
    if operation.lines.is_some() {
        parts.push(("lines", vec!["send_lines"]));
    }
    if operation.has_other_answers() {
        parts.push(("answers", vec!["send_any"]));
    }
    // Where some operation begins work, any may say how it stands.
    if context.api.package.parts.contains("wait") && operation.method == "GET" {
        parts.push(("waits", vec!["at", "wait_until"]));
    }
    if operation
        .bodies()
        .any(|body| body.encode == Encode::Multipart)
    {
        parts.push(("parts", vec!["part_media_type", "part_header"]));
    }
    parts
}

fn kept(methods: &[&str], taken: &HashSet<String>) -> Vec<proc_macro2::Ident> {
    let methods = methods.iter().filter(|method| !taken.contains(**method));
    methods.map(|method| format_ident!("{method}")).collect()
}
