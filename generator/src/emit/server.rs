//! The choice among the document's servers.

use proc_macro2::TokenStream;
use quote::quote;

use super::Context;
use super::docs::{code, docs};
use super::scope::Scope;
use crate::ir::{Server, ServerVariable};

/// The servers as data, and methods of the builder to choose one and to set the variables in its URL.
pub(super) fn servers(
    context: Context<'_>,
    scope: &mut Scope<'_>,
) -> (TokenStream, Vec<TokenStream>) {
    let servers = &context.api.servers;
    if servers.is_empty() {
        return (quote! {}, Vec::new());
    }
    let server_type = scope.runtime("Server");
    let count = proc_macro2::Literal::usize_unsuffixed(servers.len());
    let data: Vec<TokenStream> = servers.iter().map(|found| server(found, scope)).collect();
    let mut methods = Vec::new();
    for (index, (server, name)) in servers.iter().zip(context.names.servers()).enumerate() {
        if servers.len() > 1 {
            methods.push(selector(index, server, name));
        }
    }
    for (wire, name) in context.names.server_variables() {
        let found = servers.iter().enumerate().find_map(|(index, server)| {
            let mut variables = server.variables.iter();
            Some((index, variables.find(|variable| variable.name == *wire)?))
        });
        if let Some((index, variable)) = found {
            methods.push(setter(index, variable, name));
        }
    }
    let data = quote! {
        static SERVERS: [#server_type; #count] = [#(#data),*];
    };
    (data, methods)
}

/// Methods of the builder that put another URL in the place of a server of single paths or operations.
pub(super) fn operation_servers(context: Context<'_>) -> Vec<TokenStream> {
    let servers = context.api.operation_servers.iter();
    let named = servers.zip(context.names.server_urls());
    named
        .map(|(server, name)| {
            let url = &server.url;
            let mut text = format!(
                "Sends the operations to which the document gives the server {} to this URL instead.",
                code(url)
            );
            if !server.others.is_empty() {
                let others: Vec<String> = server.others.iter().map(|url| code(url)).collect();
                text = format!("{text} The document also lists {} for them.", others.join(", "));
            }
            if let Some(about) = &server.docs {
                text = format!("{text}\n\n{about}");
            }
            let about = docs(&text);
            quote! {
                #about
                pub fn #name(self, url: impl Into<String>) -> Self {
                    Self { settings: self.settings.operation_server(#url, url) }
                }
            }
        })
        .collect()
}

fn server(server: &Server, scope: &mut Scope<'_>) -> TokenStream {
    let server_type = scope.runtime("Server");
    let url = &server.url;
    let variables = server.variables.iter().map(|variable| {
        let variable_type = scope.runtime("ServerVariable");
        let (name, default, values) = (&variable.name, &variable.default, &variable.values);
        quote! { #variable_type { name: #name, default: #default, values: &[#(#values),*] } }
    });
    let variables: Vec<TokenStream> = variables.collect();
    quote! { #server_type { url: #url, variables: &[#(#variables),*] } }
}

fn selector(index: usize, server: &Server, name: &proc_macro2::Ident) -> TokenStream {
    let mut text = format!("Talks to {}.", code(&server.url));
    if let Some(about) = &server.docs {
        text = format!("{text}\n\n{about}");
    }
    let about = docs(&text);
    let index = proc_macro2::Literal::usize_unsuffixed(index);
    quote! {
        #about
        pub fn #name(self) -> Self {
            Self { settings: self.settings.server(&SERVERS[#index]) }
        }
    }
}

fn setter(index: usize, variable: &ServerVariable, name: &proc_macro2::Ident) -> TokenStream {
    let mut text = format!(
        "Sets {} in the URL of the server; {} unless set.",
        code(&variable.name),
        code(&variable.default)
    );
    if !variable.values.is_empty() {
        let values: Vec<String> = variable.values.iter().map(|value| code(value)).collect();
        text = format!("{text} One of {}.", values.join(", "));
    }
    if let Some(about) = &variable.docs {
        text = format!("{text}\n\n{about}");
    }
    let about = docs(&text);
    let (index, wire) = (
        proc_macro2::Literal::usize_unsuffixed(index),
        &variable.name,
    );
    quote! {
        #about
        pub fn #name(self, value: impl Into<String>) -> Self {
            Self { settings: self.settings.server_variable(&SERVERS[#index], #wire, value) }
        }
    }
}
