//! Builder methods for OAuth2 flows in which people sign in.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::docs::{code, doc_line};
use super::scope::Scope;
use crate::ir::{Credential, Flow, FlowKind, SchemeKind, SecurityScheme};

/// The method for this part of a flow; nothing for what belongs to no flow.
pub(super) fn method(
    taken: Credential,
    name: &Ident,
    found: &SecurityScheme,
    scope: &mut Scope<'_>,
) -> TokenStream {
    let kind = match taken {
        Credential::Password => FlowKind::Password,
        Credential::Authorization | Credential::AuthorizationCode => FlowKind::AuthorizationCode,
        Credential::DeviceCode => FlowKind::Device,
        _ => return TokenStream::new(),
    };
    let flows = match &found.kind {
        SchemeKind::OAuth2(oauth2) => oauth2.flows.as_slice(),
        _ => &[],
    };
    let Some(flow) = flows.iter().find(|flow| flow.kind == kind) else {
        return TokenStream::new();
    };
    let scheme = &found.name;
    let data = data(flow, scope);
    let of = code(scheme);
    if taken == Credential::Authorization {
        let (authorization, error) = (scope.runtime("Authorization"), scope.runtime("Error"));
        let about = doc_line(&format!(
            "Begins to sign a user in with a browser (RFC 6749 section 4.1, with PKCE of RFC 7636), for the scheme {of}."
        ));
        return quote! {
            #about
            ///
            /// The user's browser goes to [`url`](runtime::Authorization::url) and comes back to `redirect_uri`;
            /// [`code`](runtime::Authorization::code) reads what it brings.
            ///
            /// # Errors
            ///
            /// [`ErrorKind::Configuration`](runtime::ErrorKind::Configuration) for a URL that cannot be used.
            pub fn #name(&self, client_id: &str, redirect_uri: &str) -> Result<#authorization, #error> {
                self.settings.authorization(#scheme, #data, client_id, redirect_uri)
            }
        };
    }
    let (credential, secret) = (scope.runtime("Credential"), scope.runtime("SecretString"));
    let application = quote! { client_id: impl Into<String>, client_secret: impl Into<#secret> };
    let (what, more, arguments, value) = match kind {
        FlowKind::Password => (
            "Fetches tokens with the name and the password of a user (RFC 6749 section 4.3)",
            "",
            quote! { user: impl Into<String>, password: impl Into<#secret> },
            quote! { password(#data, client_id, client_secret, user, password) },
        ),
        FlowKind::AuthorizationCode => {
            let code = scope.runtime("AuthorizationCode");
            (
                "Exchanges the code of a sign-in for tokens, on first use (RFC 6749 section 4.1.3)",
                "",
                quote! { code: #code },
                quote! { authorization_code(#data, client_id, client_secret, code) },
            )
        }
        FlowKind::Device => {
            let prompt = scope.runtime("DevicePrompt");
            (
                "Lets a user sign in on another device (RFC 8628): `show` tells the user where, and the code to type there",
                " The first call waits for the user as long as its `total_timeout` allows; the wait goes on without it, and \
                 the next call takes it up.",
                quote! { show: impl Fn(&#prompt) + Send + Sync + 'static },
                quote! { device_code(#data, client_id, client_secret, show) },
            )
        }
    };
    let about = doc_line(&format!(
        "{what}, for the scheme {of}.{more} Leave the secret empty for an application without one."
    ));
    quote! {
        #about
        pub fn #name(self, #application, #arguments) -> Self {
            self.credential(#scheme, #credential::#value)
        }
    }
}

fn data(flow: &Flow, scope: &mut Scope<'_>) -> TokenStream {
    let ty = scope.runtime("Flow");
    let Flow {
        authorization_url,
        token_url,
        scopes,
        ..
    } = flow;
    let refresh_url = flow.refresh_url.as_deref().unwrap_or_default();
    quote! {
        &#ty {
            authorization_url: #authorization_url,
            token_url: #token_url,
            refresh_url: #refresh_url,
            scopes: &[#(#scopes),*],
        }
    }
}
