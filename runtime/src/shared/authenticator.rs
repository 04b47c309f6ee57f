//! What adds a credential to requests.

#[cfg(feature = "tokens")]
use std::sync::Arc;

use http::HeaderMap;
#[cfg(feature = "digest")]
use http::Method;
use url::Url;

use super::dispatch::BoxFuture;
#[cfg(feature = "tokens")]
use super::dispatch::Dispatch;
use super::error::Error;
use super::secrets::Secrets;

/// Identifies the token a request carried, so that a rejected one is renewed only once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Stamp {
    #[cfg(feature = "renewal")]
    pub(super) number: u64,
}

/// The head of a request, to which credentials are added.
pub(super) struct Unsent {
    #[cfg(feature = "digest")]
    pub(super) method: Method,
    pub(super) url: Url,
    pub(super) headers: HeaderMap,
}

/// Adds one credential to requests.
pub(super) trait Authenticator: Send + Sync {
    /// Adds the credential, obtaining it first where need be, and says what is secret about it.
    fn authorize<'a>(
        &'a self,
        #[cfg(feature = "tokens")] sender: &'a Arc<dyn Dispatch>,
        request: &'a mut Unsent,
        secrets: &'a mut Secrets,
    ) -> BoxFuture<'a, Result<Stamp, Error>>;

    /// Adds the credential anew to a request that was redirected, where it holds for one URL alone.
    #[cfg(feature = "digest")]
    fn redirected(&self, request: &mut Unsent) -> Result<(), Error> {
        let _ = request;
        Ok(())
    }

    /// Renews the credential that the server rejected with this head of an answer. Says whether there is now another one.
    #[cfg(feature = "renewal")]
    fn renew<'a>(
        &'a self,
        #[cfg(feature = "tokens")] sender: &'a Arc<dyn Dispatch>,
        rejected: Stamp,
        answer: &'a HeaderMap,
    ) -> BoxFuture<'a, Result<bool, Error>> {
        let _ = (rejected, answer);
        #[cfg(feature = "tokens")]
        let _ = sender;
        Box::pin(std::future::ready(Ok(false)))
    }

    /// The server accepted the credential of this stamp.
    #[cfg(feature = "renewal")]
    fn accepted(&self, stamp: Stamp) {
        let _ = stamp;
    }

    /// Whether the server ever accepted the credential of this stamp: one that worked and no longer does was ended
    /// meanwhile, while one that never worked is not likely to be followed by a better one.
    #[cfg(feature = "renewal")]
    fn was_accepted(&self, stamp: Stamp) -> bool {
        let _ = stamp;
        false
    }
}
