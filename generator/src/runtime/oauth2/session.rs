//! The token a client holds, and its renewal: one at a time, whatever the number of callers.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, SystemTime};

use reqwest::header::AUTHORIZATION;
use secrecy::{ExposeSecret, SecretString};
use tokio::sync::Mutex;

use super::super::auth::{Authenticator, Stamp, secret_value};
use super::super::client::Core;
use super::super::error::{Error, ErrorKind};
use super::super::transport::BoxFuture;
use super::endpoint::Endpoint;
use super::token::{Token, TokenStore};

/// After a renewal ahead of time failed, the token at hand serves this long before the next try.
const PAUSE: Duration = Duration::from_secs(10);

/// One credential and its current token.
pub(super) struct Session {
    scheme: &'static str,
    endpoint: Endpoint,
    /// Given by the application rather than by the server.
    refresh_token: Option<SecretString>,
    store: Option<Arc<dyn TokenStore>>,
    held: RwLock<Option<Held>>,
    /// Held while a token is obtained. Others wait for it and take its result.
    renewal: Mutex<Renewal>,
    /// How many renewals have ended.
    rounds: AtomicU64,
}

/// A token in use. Each has another stamp.
#[derive(Clone)]
struct Held {
    token: Arc<Token>,
    stamp: Stamp,
    renew_at: Option<SystemTime>,
}

#[derive(Default)]
struct Renewal {
    asked_store: bool,
    /// How the last renewal failed, if it did.
    failure: Option<Error>,
}

impl Session {
    pub(super) fn new(
        scheme: &'static str,
        endpoint: Endpoint,
        refresh_token: Option<SecretString>,
        store: Option<Arc<dyn TokenStore>>,
    ) -> Self {
        Self {
            scheme,
            endpoint,
            refresh_token,
            store,
            held: RwLock::new(None),
            renewal: Mutex::new(Renewal::default()),
            rounds: AtomicU64::new(0),
        }
    }

    /// A token that has not expired, as far as known.
    async fn token(&self, core: &Core) -> Result<Held, Error> {
        let held = match self.held() {
            Some(held) if !held.token.is_expired() => held,
            old => {
                return self
                    .renewed(core, old.map(|old| old.stamp).unwrap_or_default())
                    .await;
            }
        };
        if held.renew_at.is_none_or(|time| SystemTime::now() < time) {
            return Ok(held);
        }
        // The token is still good: one caller renews it, the others do not wait.
        let Ok(mut renewal) = self.renewal.try_lock() else {
            return Ok(held);
        };
        if self.stamp() != held.stamp {
            return Ok(self.held().unwrap_or(held));
        }
        if let Ok(renewed) = self.renew_now(core, &mut renewal).await {
            return Ok(renewed);
        }
        let renew_at = SystemTime::now().checked_add(PAUSE);
        self.set(Held {
            renew_at,
            ..held.clone()
        });
        Ok(held)
    }

    /// A token other than the one of this stamp: obtained by this caller, or by another while this one waited. A
    /// failure is shared too.
    async fn renewed(&self, core: &Core, old: Stamp) -> Result<Held, Error> {
        let round = self.rounds.load(Ordering::Acquire);
        let mut renewal = self.renewal.lock().await;
        if let Some(held) = self
            .held()
            .filter(|held| held.stamp != old && !held.token.is_expired())
        {
            return Ok(held);
        }
        if self.rounds.load(Ordering::Acquire) != round
            && let Some(failure) = &renewal.failure
        {
            return Err(failure.clone());
        }
        self.renew_now(core, &mut renewal).await
    }

    async fn renew_now(&self, core: &Core, renewal: &mut Renewal) -> Result<Held, Error> {
        let outcome = self.obtain(core, renewal).await;
        let outcome = outcome.map_err(|cause| {
            let message = format!("no token could be obtained for `{}`", self.scheme);
            Error::new(ErrorKind::Authentication, message).with_source(cause)
        });
        renewal.failure = outcome.as_ref().err().cloned();
        self.rounds.fetch_add(1, Ordering::Release);
        let token = outcome?;
        let held = Held {
            renew_at: token.renew_at(),
            token: Arc::new(token),
            stamp: Stamp(self.stamp().0 + 1),
        };
        self.set(held.clone());
        Ok(held)
    }

    /// From the store at first, then by refresh token, then by the credentials of the application.
    async fn obtain(&self, core: &Core, renewal: &mut Renewal) -> Result<Token, Error> {
        let mut old = self.held().map(|held| held.token);
        if let Some(store) = self
            .store
            .as_ref()
            .filter(|_| !std::mem::replace(&mut renewal.asked_store, true))
        {
            match store.load(self.scheme).await {
                Some(token) if !token.is_expired() => return Ok(token),
                token => old = token.map(Arc::new).or(old),
            }
        }
        let refresh_token = old.as_ref().and_then(|token| token.refresh_token.as_ref());
        let token = match (refresh_token, &self.refresh_token) {
            (Some(current), given) => {
                match (self.endpoint.by_refresh_token(core, current).await, given) {
                    // A refresh token that is no longer good is not the end where there are other ways.
                    (Err(error), None) if is_refused(&error) => {
                        self.endpoint.by_credentials(core).await?
                    }
                    (outcome, _) => outcome?,
                }
            }
            (None, Some(given)) => self.endpoint.by_refresh_token(core, given).await?,
            (None, None) => self.endpoint.by_credentials(core).await?,
        };
        if let Some(store) = &self.store {
            store.save(self.scheme, &token).await;
        }
        Ok(token)
    }

    fn held(&self) -> Option<Held> {
        self.held
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    fn stamp(&self) -> Stamp {
        self.held().map(|held| held.stamp).unwrap_or_default()
    }

    fn set(&self, held: Held) {
        *self.held.write().unwrap_or_else(PoisonError::into_inner) = Some(held);
    }
}

fn is_refused(error: &Error) -> bool {
    error
        .status()
        .is_some_and(|status| status.is_client_error() && status.as_u16() != 429)
}

impl Authenticator for Session {
    fn authorize<'a>(
        &'a self,
        core: &'a Core,
        request: &'a mut reqwest::Request,
    ) -> BoxFuture<'a, Result<Stamp, Error>> {
        Box::pin(async move {
            let held = self.token(core).await?;
            let value = secret_value("Bearer ", held.token.access_token.expose_secret())?;
            request.headers_mut().insert(AUTHORIZATION, value);
            Ok(held.stamp)
        })
    }

    fn renew<'a>(&'a self, core: &'a Core, rejected: Stamp) -> BoxFuture<'a, Result<bool, Error>> {
        Box::pin(async move { self.renewed(core, rejected).await.map(|_| true) })
    }
}
