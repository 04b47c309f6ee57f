//! Tokens that the application obtains by its own means.

use std::future::Future;
use std::pin::Pin;

use super::token::Token;
use super::transport::BoxError;

/// What a token provider is asked for.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct TokenRequest {
    /// The security scheme, named as in the document.
    pub scheme: &'static str,
    /// The token in use so far, if there was one: it has expired, is about to, or the server rejected it with 401.
    pub previous: Option<Token>,
}

/// Gives tokens that the application obtains by its own means: from a vendor's library, a metadata service, a sidecar, a
/// grant that the document does not declare. Any async closure of the right shape is one.
///
/// The client keeps the token and asks again shortly before it expires, if it says when, and after the server has rejected
/// it with 401; never twice at once, however many requests wait. A provider has as long as a call has in total, and does
/// its own retries: its failure is that of all who wait, with [`ErrorKind::Authentication`](super::ErrorKind) and the
/// failure as the source. The next call asks again. While a token is still good, no call fails for want of the next one.
///
/// A [`TokenStore`](super::TokenStore) stands before it, as before every other way to a token: the client asks the store
/// once, at first, the provider from then on, and hands each of the provider's tokens to the store.
pub trait TokenProvider: Send + Sync {
    /// A token that the server will accept: another one than the previous.
    fn token<'a>(
        &'a self,
        request: TokenRequest,
    ) -> Pin<Box<dyn Future<Output = Result<Token, BoxError>> + Send + 'a>>;
}

impl<F, A, E> TokenProvider for F
where
    F: Fn(TokenRequest) -> A + Send + Sync,
    A: Future<Output = Result<Token, E>> + Send + 'static,
    E: Into<BoxError>,
{
    fn token<'a>(
        &'a self,
        request: TokenRequest,
    ) -> Pin<Box<dyn Future<Output = Result<Token, BoxError>> + Send + 'a>> {
        let answer = self(request);
        Box::pin(async move { answer.await.map_err(Into::into) })
    }
}
