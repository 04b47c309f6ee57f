//! The password of a user, exchanged for tokens.

use std::sync::Arc;

use secrecy::{ExposeSecret, SecretString};

use super::super::auth::Credential;
use super::super::dispatch::{BoxFuture, Dispatch};
use super::super::error::Error;
use super::super::token::Token;
use super::endpoint::Endpoint;
use super::flow::Flow;
use super::grant::Grant;

impl Credential {
    /// The name and password of a user, exchanged for tokens of this flow (RFC 6749, section 4.3), by the application of
    /// this id and secret. Leave the secret empty for an application without one.
    #[doc(hidden)]
    pub fn password(
        flow: &'static Flow,
        id: impl Into<String>,
        secret: impl Into<SecretString>,
        user: impl Into<String>,
        password: impl Into<SecretString>,
    ) -> Self {
        let grant = Password {
            user: user.into(),
            password: password.into(),
        };
        Self::of_flow(flow, id, secret, grant)
    }
}

struct Password {
    user: String,
    password: SecretString,
}

impl Grant for Password {
    fn token<'a>(
        &'a self,
        endpoint: &'a Endpoint,
        calls: &'a Arc<dyn Dispatch>,
    ) -> BoxFuture<'a, Result<Token, Error>> {
        Box::pin(async move {
            let mut fields = vec![
                ("grant_type", "password"),
                ("username", &self.user),
                ("password", self.password.expose_secret()),
            ];
            fields.extend(endpoint.scope());
            endpoint.by_grant(calls, &fields, &[&self.password]).await
        })
    }
}
