//! Tokens of a provider.

use std::sync::Arc;
use std::time::Duration;

use super::super::clock::time::timeout;

use super::super::api::Scheme;
use super::super::auth::{Credential, CredentialKind, Exchange, Setup};
use super::super::authenticator::Authenticator;
use super::super::dispatch::{BoxFuture, Dispatch};
use super::super::error::{Error, ErrorKind};
use super::super::token::Token;
use super::super::token_provider::{TokenProvider, TokenRequest};
use super::renewal::Source;
use super::session::Session;

impl Credential {
    /// Bearer tokens that the application obtains by its own means, for schemes whose requests carry them: HTTP bearer,
    /// OAuth2, OpenID Connect.
    pub fn token_provider(provider: impl TokenProvider + 'static) -> Self {
        let provider = Provider(Box::new(provider));
        Self(CredentialKind::Exchanged(Box::new(provider)))
    }
}

struct Provider(Box<dyn TokenProvider>);

impl Exchange for Provider {
    fn authenticator(
        self: Box<Self>,
        scheme: &Scheme,
        setup: &Setup<'_>,
    ) -> Result<Box<dyn Authenticator>, Error> {
        if !scheme.kind.is_bearer() {
            let message = format!("the security scheme `{}` takes no tokens", scheme.name);
            return Err(Error::new(ErrorKind::Configuration, message));
        }
        let source = Provided {
            scheme: scheme.name,
            provider: self.0,
            limit: setup.total_timeout,
        };
        let session = Session::new(scheme.name, Box::new(source), setup);
        Ok(Box::new(session))
    }
}

struct Provided {
    scheme: &'static str,
    provider: Box<dyn TokenProvider>,
    /// The longest wait for it: who asks next is not kept waiting by one that never answers.
    limit: Duration,
}

impl Source for Provided {
    fn obtain<'a>(
        &'a self,
        _: &'a Arc<dyn Dispatch>,
        old: Option<Arc<Token>>,
    ) -> BoxFuture<'a, Result<Token, Error>> {
        Box::pin(async move {
            let request = TokenRequest {
                scheme: self.scheme,
                previous: old.map(|old| Token::clone(&old)),
            };
            match timeout(self.limit, self.provider.token(request)).await {
                Ok(Ok(token)) => Ok(token),
                Ok(Err(cause)) => {
                    let message = format!("the token provider failed: {cause}");
                    Err(Error::new(ErrorKind::Authentication, message).with_boxed(cause))
                }
                Err(_) => {
                    let message = format!("the token provider took longer than {:?}", self.limit);
                    Err(Error::new(ErrorKind::Timeout, message))
                }
            }
        })
    }
}
