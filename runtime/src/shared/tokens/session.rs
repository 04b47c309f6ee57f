//! The token a client holds, and its renewal: one at a time, whatever the number of callers.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use http::HeaderMap;
use http::header::AUTHORIZATION;
use secrecy::ExposeSecret;

use super::super::auth::Setup;
use super::super::authenticator::{Authenticator, Stamp, Unsent};
use super::super::dispatch::{BoxFuture, Dispatch};
use super::super::error::{Error, ErrorKind};
use super::super::header::secret_value;
use super::super::secrets::Secrets;
use super::held::{Held, Holder};
use super::renewal::{Renewal, Shared, Source};

/// One credential and its current token.
pub(in super::super) struct Session {
    shared: Arc<Shared>,
    /// The last renewal that was started.
    renewal: Mutex<Option<Renewal>>,
    /// The newest token that the server accepted.
    accepted: AtomicU64,
}

/// How to come by a token.
enum Way {
    There(Held),
    /// Wait for a renewal; says whether it was started now.
    Renewal(Renewal, bool),
}

impl Session {
    pub(in super::super) fn new(
        scheme: &'static str,
        source: Box<dyn Source>,
        setup: &Setup<'_>,
    ) -> Self {
        let shared = Shared {
            scheme,
            source,
            store: setup.token_store.cloned(),
            limit: setup.total_timeout,
            holder: Holder::default(),
            asked_store: AtomicBool::new(false),
        };
        Self {
            shared: Arc::new(shared),
            renewal: Mutex::default(),
            accepted: AtomicU64::new(0),
        }
    }

    /// A token that has not expired, as far as known.
    async fn token(&self, sender: &Arc<dyn Dispatch>) -> Result<Held, Error> {
        let held = match self.shared.holder.get() {
            Some(held) if !held.is_expired() => held,
            old => {
                let old = old.map(|old| old.stamp).unwrap_or_default();
                return self.renewed(sender, old).await;
            }
        };
        if !held.is_due() || !self.shared.source.is_silent(&held.token) {
            return Ok(held);
        }
        // The token is still good: one caller waits for the next one, the others do not.
        match self.way(sender, held.stamp) {
            Way::There(newer) => Ok(newer),
            Way::Renewal(_, false) => Ok(held),
            Way::Renewal(renewal, true) => match renewal.outcome().await {
                Some(Ok(newer)) => Ok(newer),
                _ => Ok(held),
            },
        }
    }

    /// A token other than the one of this stamp.
    async fn renewed(&self, sender: &Arc<dyn Dispatch>, old: Stamp) -> Result<Held, Error> {
        // A renewal that another async runtime took along when it shut down is begun again once.
        for _ in 0..2 {
            match self.way(sender, old) {
                Way::There(held) => return Ok(held),
                Way::Renewal(renewal, _) => {
                    if let Some(outcome) = renewal.outcome().await {
                        return outcome;
                    }
                }
            }
        }
        let message = format!(
            "no token could be obtained for `{}`: the renewal was cut short",
            self.shared.scheme
        );
        Err(Error::new(ErrorKind::Authentication, message))
    }

    /// Starts a renewal, unless one is under way or there is another token already.
    fn way(&self, sender: &Arc<dyn Dispatch>, old: Stamp) -> Way {
        let mut last = self.renewal.lock().unwrap_or_else(PoisonError::into_inner);
        // In this order: a renewal that ends in between has put its token in place before.
        let under_way = last.as_ref().filter(|renewal| renewal.is_under_way());
        if let Some(held) = self.shared.holder.other_than(old) {
            return Way::There(held);
        }
        if let Some(renewal) = under_way {
            return Way::Renewal(renewal.clone(), false);
        }
        let renewal = Renewal::start(&self.shared, sender);
        Way::Renewal(last.insert(renewal).clone(), true)
    }
}

impl Authenticator for Session {
    fn authorize<'a>(
        &'a self,
        sender: &'a Arc<dyn Dispatch>,
        request: &'a mut Unsent,
        secrets: &'a mut Secrets,
    ) -> BoxFuture<'a, Result<Stamp, Error>> {
        Box::pin(async move {
            let held = self.token(sender).await?;
            let token = &held.token.access_token;
            let value = secret_value("Bearer ", token.expose_secret())?;
            request.headers.insert(AUTHORIZATION, value);
            secrets.add(token.clone());
            Ok(held.stamp)
        })
    }

    fn renew<'a>(
        &'a self,
        sender: &'a Arc<dyn Dispatch>,
        rejected: Stamp,
        _answer: &'a HeaderMap,
    ) -> BoxFuture<'a, Result<bool, Error>> {
        Box::pin(async move { self.renewed(sender, rejected).await.map(|_| true) })
    }

    fn accepted(&self, stamp: Stamp) {
        self.accepted.fetch_max(stamp.number, Ordering::Relaxed);
    }

    fn was_accepted(&self, stamp: Stamp) -> bool {
        self.accepted.load(Ordering::Relaxed) >= stamp.number
    }
}
