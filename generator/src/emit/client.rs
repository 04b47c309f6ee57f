//! `lib.rs` and `client.rs`: the entry point and what the API is.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::docs::inner_docs;
use super::scope::Scope;
use super::{Context, File};
use crate::ir::{SchemeKind, SecurityScheme, TokenEnvelope};

/// The crate root.
pub(super) fn lib(context: Context<'_>) -> File {
    let api = context.api;
    let mut about = format!("Client for {} {}.", api.title.trim(), api.version.trim());
    if let Some(description) = &api.description {
        about.push_str("\n\n");
        about.push_str(description);
    }
    let about = inner_docs(&about);
    // Without all of its tags a client does not use all of the runtime.
    let partial = api.features_per_tag.then(|| {
        quote! { #[cfg_attr(not(feature = "full"), allow(dead_code, unused_imports, unused_macros))] }
    });
    let json_api = api.json_api.then(|| quote! { pub use runtime::jsonapi; });
    // Big clients stay as they are rendered: rustfmt would take longer than all the rest, now and whenever it runs.
    let skip = api.compact.then(|| quote! { #[rustfmt::skip] });
    File::Tokens(
        "lib.rs".to_owned(),
        quote! {
            #about
            #skip
            mod client;
            #skip
            pub mod models;
            #skip
            pub mod operations;
            #partial
            #skip
            pub mod runtime;

            #json_api
            pub use runtime::*;
        },
    )
}

/// The API as the runtime sees it, and how a client of it is made.
pub(super) fn client(context: Context<'_>) -> File {
    let mut scope = Scope::new(1, context.models);
    let (api_type, builder, client) = (
        scope.runtime("Api"),
        scope.runtime("ClientBuilder"),
        scope.runtime("Client"),
    );
    let api = context.api;
    let (name, version, base_url) = (&context.names.package, &api.version, &api.base_url);
    let user_agent = format!(
        "{name}/{}",
        context.config.version.as_deref().unwrap_or("0.1.0")
    );
    let schemes: Vec<TokenStream> = api
        .security
        .iter()
        .map(|found| scheme(found, &mut scope))
        .collect();
    let (servers, choices) = super::server::servers(context, &mut scope);
    let mut methods: Vec<TokenStream> = credentials(context, &mut scope);
    methods.extend(choices);
    let uses = scope.uses(&std::collections::BTreeSet::new());
    let methods = (!methods.is_empty()).then(|| quote! { impl #builder { #(#methods)* } });
    File::Tokens(
        "client.rs".to_owned(),
        quote! {
            //! The API and its credentials.
            #uses
            static API: #api_type = #api_type {
                name: #name,
                version: #version,
                base_url: #base_url,
                user_agent: #user_agent,
                schemes: &[#(#schemes),*],
            };

            #servers

            impl #client {
                #[doc = " Starts to build a client of this API."]
                pub fn builder() -> #builder {
                    #builder::new(&API)
                }
            }
            #methods
        },
    )
}

fn scheme(found: &SecurityScheme, scope: &mut Scope<'_>) -> TokenStream {
    let (scheme, kind) = (scope.runtime("Scheme"), scope.runtime("SchemeKind"));
    let name = &found.name;
    let kind = match &found.kind {
        SchemeKind::Bearer => quote! { #kind::Bearer },
        SchemeKind::Basic => quote! { #kind::Basic },
        SchemeKind::ApiKeyHeader(name) => quote! { #kind::ApiKeyHeader(#name) },
        SchemeKind::ApiKeyQuery(name) => quote! { #kind::ApiKeyQuery(#name) },
        SchemeKind::ApiKeyCookie(name) => quote! { #kind::ApiKeyCookie(#name) },
        SchemeKind::OAuth2(endpoint) if endpoint.url.is_empty() => quote! { #kind::Bearer },
        SchemeKind::OAuth2(endpoint) => {
            let (token_endpoint, envelope_type) = (
                scope.runtime("TokenEndpoint"),
                scope.runtime("TokenEnvelope"),
            );
            let (url, scopes) = (&endpoint.url, &endpoint.scopes);
            let (media_type, envelope) = match &endpoint.envelope {
                TokenEnvelope::Form => (
                    "application/x-www-form-urlencoded",
                    quote! { #envelope_type::Form },
                ),
                TokenEnvelope::Json(media_type) => {
                    (media_type.as_str(), quote! { #envelope_type::Json })
                }
                TokenEnvelope::JsonApi {
                    media_type,
                    resource_type,
                } => (
                    media_type.as_str(),
                    quote! { #envelope_type::JsonApi { resource_type: #resource_type } },
                ),
            };
            let accept = if media_type.ends_with("urlencoded") {
                "application/json"
            } else {
                media_type
            };
            quote! {
                #kind::OAuth2(#token_endpoint {
                    url: #url,
                    scopes: &[#(#scopes),*],
                    media_type: #media_type,
                    accept: #accept,
                    envelope: #envelope,
                })
            }
        }
    };
    quote! { #scheme { name: #name, kind: #kind } }
}

/// Builder methods for the credentials that the schemes take; numbered where several schemes take the same.
fn credentials(context: Context<'_>, scope: &mut Scope<'_>) -> Vec<TokenStream> {
    let mut methods = Vec::new();
    let mut taken: Vec<String> = Vec::new();
    let mut name = |wanted: &str| {
        let count = taken.iter().filter(|name| *name == wanted).count();
        taken.push(wanted.to_owned());
        if count == 0 {
            format_ident!("{wanted}")
        } else {
            format_ident!("{wanted}_{}", count + 1)
        }
    };
    for found in &context.api.security {
        let credential = scope.runtime("Credential");
        let scheme = &found.name;
        let about = |what: &str| format!(" {what}, for the scheme `{scheme}`.");
        let secret = |scope: &mut Scope<'_>| scope.runtime("SecretString");
        let mut bearer = |scope: &mut Scope<'_>| {
            let (method, about, secret) = (
                name("bearer_token"),
                about("Uses a bearer token that is already known"),
                secret(scope),
            );
            quote! {
                #[doc = #about]
                pub fn #method(self, token: impl Into<#secret>) -> Self {
                    self.credential(#scheme, #credential::bearer(token))
                }
            }
        };
        match &found.kind {
            SchemeKind::Bearer => methods.push(bearer(scope)),
            SchemeKind::OAuth2(endpoint) => {
                methods.push(bearer(scope));
                if !endpoint.url.is_empty() {
                    let secret = secret(scope);
                    let (method, about_credentials) = (
                        name("client_credentials"),
                        about(
                            "Fetches tokens with the client credentials grant (RFC 6749 section 4.4)",
                        ),
                    );
                    let (refresh_method, about_refresh) = (
                        name("refresh_token"),
                        about("Fetches tokens with a refresh token (RFC 6749 section 6)"),
                    );
                    methods.push(quote! {
                        #[doc = #about_credentials]
                        pub fn #method(self, client_id: impl Into<String>, client_secret: impl Into<#secret>) -> Self {
                            self.credential(#scheme, #credential::client_credentials(client_id, client_secret))
                        }
                        #[doc = #about_refresh]
                        pub fn #refresh_method(self, client_id: impl Into<String>, client_secret: impl Into<#secret>, refresh_token: impl Into<#secret>) -> Self {
                            self.credential(#scheme, #credential::refresh_token(client_id, client_secret, refresh_token))
                        }
                    });
                }
            }
            SchemeKind::Basic => {
                let (method, about, secret) = (
                    name("basic_auth"),
                    about("Uses a user name and a password (RFC 7617)"),
                    secret(scope),
                );
                methods.push(quote! {
                    #[doc = #about]
                    pub fn #method(self, user: impl Into<String>, password: impl Into<#secret>) -> Self {
                        self.credential(#scheme, #credential::basic(user, password))
                    }
                });
            }
            SchemeKind::ApiKeyHeader(_)
            | SchemeKind::ApiKeyQuery(_)
            | SchemeKind::ApiKeyCookie(_) => {
                let (method, about, secret) =
                    (name("api_key"), about("Uses an API key"), secret(scope));
                methods.push(quote! {
                    #[doc = #about]
                    pub fn #method(self, key: impl Into<#secret>) -> Self {
                        self.credential(#scheme, #credential::api_key(key))
                    }
                });
            }
        }
    }
    methods
}
