//! Obtaining a token, in a task of its own.
//!
//! A caller may be dropped while it waits. Where the server gives another refresh token each time, its answer holds the
//! only one that is still good; so a renewal goes on without the caller that began it, and what it obtained is kept
//! before anyone is told.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use super::super::clock::time::timeout;
use tokio::sync::watch;

use super::super::dispatch::{BoxFuture, Dispatch};
use super::super::error::{Error, ErrorKind};
#[cfg(feature = "tracing")]
use super::super::telemetry::in_current_span;
use super::super::token::{Token, TokenStore};
use super::held::{Held, Holder};

/// After a renewal failed, a token that is still good serves this long before the next try.
const PAUSE: Duration = Duration::from_secs(10);

/// What tokens are obtained from.
pub(in super::super) trait Source: Send + Sync {
    /// Obtains a token; `old` is the one before, which has expired, is about to, or was rejected.
    fn obtain<'a>(
        &'a self,
        calls: &'a Arc<dyn Dispatch>,
        old: Option<Arc<Token>>,
    ) -> BoxFuture<'a, Result<Token, Error>>;

    /// Whether the token after this one comes without a person: only then is it asked for ahead of time.
    fn is_silent(&self, token: &Token) -> bool {
        let _ = token;
        true
    }
}

/// What a session and its renewals share.
pub(super) struct Shared {
    pub(super) scheme: &'static str,
    pub(super) source: Box<dyn Source>,
    pub(super) store: Option<Arc<dyn TokenStore>>,
    /// The longest wait for the store.
    pub(super) limit: Duration,
    pub(super) holder: Holder,
    pub(super) asked_store: AtomicBool,
}

/// A renewal under way, for those who wait for it. A failure is shared too.
#[derive(Clone)]
pub(super) struct Renewal(watch::Receiver<Option<Result<Held, Error>>>);

impl Renewal {
    pub(super) fn start(shared: &Arc<Shared>, calls: &Arc<dyn Dispatch>) -> Self {
        let (sender, receiver) = watch::channel(None);
        let (shared, calls) = (Arc::clone(shared), Arc::clone(calls));
        let renewal = async move {
            let outcome = shared.renew(&calls).await;
            sender.send_replace(Some(outcome));
        };
        #[cfg(feature = "tracing")]
        let renewal = in_current_span(renewal);
        super::super::clock::spawn(renewal);
        Self(receiver)
    }

    /// Whether it has not ended, in whatever way.
    pub(super) fn is_under_way(&self) -> bool {
        self.0.has_changed().is_ok() && self.0.borrow().is_none()
    }

    /// The outcome; `None` where the task ended without one, as it does when its async runtime shuts down.
    pub(super) async fn outcome(mut self) -> Option<Result<Held, Error>> {
        let outcome = self.0.wait_for(Option::is_some).await.ok()?;
        outcome.clone()
    }
}

impl Shared {
    async fn renew(&self, calls: &Arc<dyn Dispatch>) -> Result<Held, Error> {
        let cause = match self.obtain(calls).await {
            Ok(token) => return Ok(self.holder.put(token)),
            Err(cause) => cause,
        };
        self.holder.postpone(PAUSE);
        let scheme = self.scheme;
        let message = format!("no token could be obtained for `{scheme}`: {cause}");
        Err(Error::new(ErrorKind::Authentication, message).with_source(cause))
    }

    /// From the store at first, then from the source.
    async fn obtain(&self, calls: &Arc<dyn Dispatch>) -> Result<Token, Error> {
        let mut old = self.holder.get().map(|held| held.token);
        if let Some(store) = &self.store
            && !self.asked_store.swap(true, Ordering::Relaxed)
        {
            let stored = timeout(self.limit, store.load(self.scheme)).await;
            match stored.ok().flatten() {
                Some(token) if !token.is_expired() => return Ok(token),
                token => old = token.map(Arc::new).or(old),
            }
        }
        let token = self.source.obtain(calls, old).await?;
        if let Some(store) = &self.store {
            // A store that does not answer must not keep everyone waiting.
            let _ = timeout(self.limit, store.save(self.scheme, &token)).await;
        }
        Ok(token)
    }
}
