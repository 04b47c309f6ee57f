//! Tokens of a token endpoint: for a refresh token where there is one, else for the grant that the application was given.

use std::sync::Arc;

use secrecy::SecretString;

use super::super::dispatch::{BoxFuture, Dispatch};
use super::super::error::Error;
use super::super::token::Token;
use super::super::tokens::Source;
use super::endpoint::Endpoint;

/// What the first token is obtained for.
pub(super) trait Grant: Send + Sync {
    fn token<'a>(
        &'a self,
        endpoint: &'a Endpoint,
        calls: &'a Arc<dyn Dispatch>,
    ) -> BoxFuture<'a, Result<Token, Error>>;

    /// Whether it takes no person to make use of it.
    fn is_silent(&self) -> bool {
        true
    }

    /// Whether it serves once more where a refresh token no longer does.
    fn is_lasting(&self) -> bool {
        true
    }
}

pub(super) struct Granted {
    pub(super) endpoint: Endpoint,
    pub(super) grant: Box<dyn Grant>,
}

impl Source for Granted {
    fn obtain<'a>(
        &'a self,
        calls: &'a Arc<dyn Dispatch>,
        old: Option<Arc<Token>>,
    ) -> BoxFuture<'a, Result<Token, Error>> {
        Box::pin(async move {
            let refresh_token = old.as_ref().and_then(|old| old.refresh_token.as_ref());
            let Some(refresh_token) = refresh_token else {
                return self.grant.token(&self.endpoint, calls).await;
            };
            match self.endpoint.by_refresh_token(calls, refresh_token).await {
                Err(error) if self.grant.is_lasting() && !error.is_connect() => {
                    self.grant.token(&self.endpoint, calls).await
                }
                outcome => outcome,
            }
        })
    }

    fn is_silent(&self, token: &Token) -> bool {
        self.grant.is_silent() || token.refresh_token.is_some()
    }
}

/// The application's own credentials (RFC 6749, section 4.4).
pub(super) struct ClientCredentials;

impl Grant for ClientCredentials {
    fn token<'a>(
        &'a self,
        endpoint: &'a Endpoint,
        calls: &'a Arc<dyn Dispatch>,
    ) -> BoxFuture<'a, Result<Token, Error>> {
        Box::pin(async move {
            let mut fields = vec![("grant_type", "client_credentials")];
            fields.extend(endpoint.scope());
            endpoint.by_grant(calls, &fields, &[]).await
        })
    }
}

/// A refresh token that the application brings (RFC 6749, section 6).
pub(super) struct RefreshToken(pub(super) SecretString);

impl Grant for RefreshToken {
    fn token<'a>(
        &'a self,
        endpoint: &'a Endpoint,
        calls: &'a Arc<dyn Dispatch>,
    ) -> BoxFuture<'a, Result<Token, Error>> {
        Box::pin(endpoint.by_refresh_token(calls, &self.0))
    }

    fn is_lasting(&self) -> bool {
        false
    }
}
