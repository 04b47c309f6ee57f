//! `lib.rs` and `client.rs`: the entry point and what the API is.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::docs::{code, doc_line, docs, inner_docs};
use super::scope::Scope;
use super::{Context, File};
use crate::ir::{
    Credential as Taken, Runtime, SchemeKind, SecurityScheme, Shape, TokenEndpoint, TokenEnvelope,
};

/// The crate root.
pub(super) fn lib(context: Context<'_>) -> File {
    let api = context.api;
    let mut about = format!("Client for {} {}.", api.title.trim(), api.version.trim());
    if let Some(description) = &api.description {
        about.push_str("\n\n");
        about.push_str(description);
    }
    let about = inner_docs(&about);
    let example = super::example::of_client(context);
    // Without all of its tags a client does not use all of the runtime.
    let partial = api.features_per_tag.then(|| {
        quote! { #[cfg_attr(not(feature = "full"), allow(dead_code, unused_imports, unused_macros))] }
    });
    let webhooks = super::webhooks::modules(context);
    let xml = (!api.xml.roots.is_empty()).then(|| quote! { pub mod xml; });
    let json_api = api.json_api.then(|| quote! { pub use runtime::jsonapi; });
    // Big clients stay as they are rendered: rustfmt would take longer than all the rest, now and whenever it runs.
    let skip = api.compact.then(|| quote! { #[rustfmt::skip] });
    // A box would come and go with the members of an alternative, and with it the way to write a value.
    let mut shapes = api.types.iter().map(|def| &def.shape);
    let uneven = shapes.any(|shape| matches!(shape, Shape::Union(_) | Shape::Responses(_) | Shape::Errors(_))).then(|| {
        quote! {
            #[allow(clippy::large_enum_variant, reason = "alternatives are as large as the document makes them")]
        }
    });
    let runtime = match api.package.runtime {
        Runtime::Inline => quote! { #partial #skip pub mod runtime; },
        Runtime::Crate => quote! { pub use openapi_client_runtime as runtime; },
    };
    File::Tokens(
        "lib.rs".to_owned(),
        quote! {
            #about
            #example
            #skip
            mod client;
            #skip
            #uneven
            pub mod models;
            #skip
            pub mod operations;
            #runtime
            #webhooks
            #xml

            pub use client::{Client, ClientBuilder};
            #json_api
            pub use runtime::*;
        },
    )
}

/// The API as the runtime sees it, and how a client of it is made.
pub(super) fn client(context: Context<'_>) -> File {
    let mut scope = Scope::new(1, context.models);
    let api_type = scope.runtime("Api");
    scope.module("runtime");
    let define = scope.runtime("client");
    let api = context.api;
    let (name, version, base_url) = (&context.names.package, &api.version, &api.base_url);
    let user_agent = format!("{name}/{}", api.package.version);
    let schemes: Vec<TokenStream> = api
        .security
        .iter()
        .map(|found| scheme(found, &mut scope))
        .collect();
    let (servers, choices) = super::server::servers(context, &mut scope);
    let mut methods: Vec<TokenStream> = credentials(context, &mut scope);
    methods.extend(choices);
    methods.extend(headers(context));
    let urls = super::server::operation_servers(context);
    methods.extend(urls);
    let documented = api.operation_servers.iter().map(|server| &server.url);
    let documented: Vec<&String> = documented.collect();
    let wires = api.headers.iter().map(|header| &header.wire);
    let values = api.headers.iter().map(|header| &header.value);
    let uses = scope.uses(&std::collections::BTreeSet::new());
    let has = |part| api.package.parts.contains(part);
    let hooks = has("hooks").then(|| quote! { hooks });
    let rate_limit = has("rate-limit").then(|| quote! { rate_limit });
    let token_store = has("tokens").then(|| quote! { token_store });
    let methods = (!methods.is_empty()).then(|| quote! { impl ClientBuilder { #(#methods)* } });
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
                        operation_servers: &[#(#documented),*],
                        headers: &[#((#wires, #values)),*],
                        schemes: &[#(#schemes),*],
                    };

                    #servers

        #define!(API: #rate_limit #hooks #token_store);

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
        SchemeKind::Digest => quote! { #kind::Digest },
        SchemeKind::Http(name) => quote! { #kind::Http(#name) },
        SchemeKind::ApiKeyHeader(name) => quote! { #kind::ApiKeyHeader(#name) },
        SchemeKind::ApiKeyQuery(name) => quote! { #kind::ApiKeyQuery(#name) },
        SchemeKind::ApiKeyCookie(name) => quote! { #kind::ApiKeyCookie(#name) },
        SchemeKind::OAuth2(oauth2) => {
            let endpoint = oauth2.endpoint.as_ref();
            endpoint.map_or_else(
                || quote! { #kind::Bearer },
                |endpoint| token_endpoint(endpoint, &oauth2.scopes, &kind, scope),
            )
        }
    };
    quote! { #scheme { name: #name, kind: #kind } }
}

fn token_endpoint(
    endpoint: &TokenEndpoint,
    scopes: &[String],
    kind: &TokenStream,
    scope: &mut Scope<'_>,
) -> TokenStream {
    let (token_endpoint, envelope_type) = (
        scope.runtime("TokenEndpoint"),
        scope.runtime("TokenEnvelope"),
    );
    let url = &endpoint.url;
    let refresh_url = endpoint.refresh_url.as_deref().unwrap_or_default();
    let (media_type, accept, envelope) = match &endpoint.envelope {
        TokenEnvelope::Form => (
            "application/x-www-form-urlencoded",
            "application/json",
            quote! { #envelope_type::Form },
        ),
        TokenEnvelope::Json(media_type) => (
            media_type.as_str(),
            media_type.as_str(),
            quote! { #envelope_type::Json },
        ),
        TokenEnvelope::JsonApi {
            media_type,
            resource_type,
        } => (
            media_type.as_str(),
            media_type.as_str(),
            quote! { #envelope_type::JsonApi { resource_type: #resource_type } },
        ),
    };
    quote! {
        #kind::OAuth2(#token_endpoint {
            url: #url,
            refresh_url: #refresh_url,
            scopes: &[#(#scopes),*],
            media_type: #media_type,
            accept: #accept,
            envelope: #envelope,
        })
    }
}

/// Builder methods for headers that every operation has.
fn headers(context: Context<'_>) -> Vec<TokenStream> {
    let headers = context.api.headers.iter();
    let named = headers.zip(context.names.constant_headers());
    named
        .map(|(header, name)| {
            let wire = &header.wire;
            let mut text = format!(
                "Sends the header {} with this value in every request that does not set it itself; {} unless set.",
                code(wire),
                code(&header.value)
            );
            if let Some(about) = &header.docs {
                text = format!("{text}\n\n{about}");
            }
            let about = docs(&text);
            quote! {
                #about
                pub fn #name(self, value: &str) -> Self {
                    self.default_header(#wire, value)
                }
            }
        })
        .collect()
}

/// Builder methods for the credentials that the schemes take.
fn credentials(context: Context<'_>, scope: &mut Scope<'_>) -> Vec<TokenStream> {
    let mut methods = Vec::new();
    for (index, found) in context.api.security.iter().enumerate() {
        let names = context.names.credentials(index);
        for (credential, name) in found.credentials.iter().zip(names) {
            methods.push(method(*credential, name, found, scope));
        }
    }
    methods
}

fn method(
    taken: Taken,
    name: &Ident,
    found: &SecurityScheme,
    scope: &mut Scope<'_>,
) -> TokenStream {
    let scheme = &found.name;
    let types =
        |scope: &mut Scope<'_>| (scope.runtime("Credential"), scope.runtime("SecretString"));
    // What is sent as it is may be replaced later.
    let sent = |scope: &mut Scope<'_>| (scope.runtime("Credential"), scope.runtime("SecretHandle"));
    let (what, arguments, settings) = match taken {
        Taken::BearerToken => {
            let (credential, secret) = sent(scope);
            (
                "Uses a bearer token that is already known",
                quote! { token: impl Into<#secret> },
                quote! { credential(#scheme, #credential::bearer(token)) },
            )
        }
        Taken::TokenProvider => {
            let (credential, provider) =
                (scope.runtime("Credential"), scope.runtime("TokenProvider"));
            (
                "Uses bearer tokens that the application obtains by its own means",
                quote! { provider: impl #provider + 'static },
                quote! { credential(#scheme, #credential::token_provider(provider)) },
            )
        }
        Taken::ClientCredentials => {
            let (credential, secret) = types(scope);
            (
                "Fetches tokens with the client credentials grant (RFC 6749 section 4.4)",
                quote! { client_id: impl Into<String>, client_secret: impl Into<#secret> },
                quote! { credential(#scheme, #credential::client_credentials(client_id, client_secret)) },
            )
        }
        Taken::RefreshToken => {
            let (credential, secret) = types(scope);
            (
                "Fetches tokens with a refresh token (RFC 6749 section 6)",
                quote! { client_id: impl Into<String>, client_secret: impl Into<#secret>, refresh_token: impl Into<#secret> },
                quote! { credential(#scheme, #credential::refresh_token(client_id, client_secret, refresh_token)) },
            )
        }
        Taken::Password | Taken::Authorization | Taken::AuthorizationCode | Taken::DeviceCode => {
            return super::sign_in::method(taken, name, found, scope);
        }
        Taken::Scopes => (
            "Asks for tokens with these scopes (RFC 6749 section 3.3)",
            quote! { scopes: impl IntoIterator<Item = impl Into<String>> },
            quote! { scopes(#scheme, scopes) },
        ),
        Taken::ClientAuthentication => {
            let choice = scope.runtime("ClientAuthentication");
            (
                "Says to the token endpoint who the application is in this way (RFC 6749 section 2.3)",
                quote! { method: #choice },
                quote! { client_authentication(#scheme, method) },
            )
        }
        Taken::Basic => {
            let (credential, secret) = sent(scope);
            (
                "Uses a user name and a password (RFC 7617)",
                quote! { user: impl Into<String>, password: impl Into<#secret> },
                quote! { credential(#scheme, #credential::basic(user, password)) },
            )
        }
        Taken::Digest => {
            let (credential, secret) = sent(scope);
            (
                "Uses a user name and a password, of which a digest is sent (RFC 7616)",
                quote! { user: impl Into<String>, password: impl Into<#secret> },
                quote! { credential(#scheme, #credential::digest(user, password)) },
            )
        }
        Taken::HttpCredentials => {
            let (credential, secret) = sent(scope);
            (
                "Uses these credentials: what stands behind the name of the HTTP authentication scheme (RFC 9110 section 11.4)",
                quote! { credentials: impl Into<#secret> },
                quote! { credential(#scheme, #credential::http(credentials)) },
            )
        }
        Taken::ApiKey => {
            let (credential, secret) = sent(scope);
            (
                "Uses an API key",
                quote! { key: impl Into<#secret> },
                quote! { credential(#scheme, #credential::api_key(key)) },
            )
        }
    };
    let default = match (taken, &found.kind) {
        (Taken::Scopes, SchemeKind::OAuth2(oauth2)) => {
            let flows = oauth2.flows.iter().flat_map(|flow| &flow.scopes);
            let mut scopes: Vec<String> = Vec::new();
            for scope in oauth2.scopes.iter().chain(flows).map(|scope| code(scope)) {
                if !scopes.contains(&scope) {
                    scopes.push(scope);
                }
            }
            match scopes.as_slice() {
                [] => "; none unless set".to_owned(),
                scopes => format!(
                    "; unless set, those that operations require: {}",
                    scopes.join(", ")
                ),
            }
        }
        _ => String::new(),
    };
    let about = doc_line(&format!(
        "{what}, for the scheme {}{default}.",
        code(scheme)
    ));
    let body = if matches!(taken, Taken::Scopes | Taken::ClientAuthentication) {
        quote! { Self { settings: self.settings.#settings } }
    } else {
        quote! { self.#settings }
    };
    quote! {
        #about
        pub fn #name(self, #arguments) -> Self {
            #body
        }
    }
}
