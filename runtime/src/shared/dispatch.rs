//! Sending, as it looks from below: credentials that have to be fetched are fetched by calls.

use std::future::Future;
use std::pin::Pin;
#[cfg(feature = "tokens")]
use std::sync::Arc;

#[cfg(feature = "tokens")]
use super::call::Call;
#[cfg(feature = "tokens")]
use super::error::Error;
#[cfg(feature = "tokens")]
use super::response::RawResponse;

/// A future whose type does not grow with what it calls.
pub(super) type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// What sends calls.
#[cfg(feature = "tokens")]
pub(super) trait Dispatch: Send + Sync {
    /// Sends a call and reads the response. Any status other than 2xx is an error.
    #[allow(dead_code, reason = "a token provider sends its requests by itself")]
    fn dispatch(self: Arc<Self>, call: Call) -> BoxFuture<'static, Result<RawResponse, Error>>;
}
