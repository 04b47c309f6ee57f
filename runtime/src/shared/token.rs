//! Tokens and where an application may keep them.

use std::future::Future;
use std::pin::Pin;
use std::time::{Duration, SystemTime};

use super::clock::now;

use secrecy::SecretString;

/// An access token. Its `Debug` shows no secret.
#[derive(Debug, Clone)]
pub struct Token {
    /// What requests carry.
    pub access_token: SecretString,
    /// What the next token can be had for.
    pub refresh_token: Option<SecretString>,
    /// When the server stops accepting it, as far as known.
    pub expires_at: Option<SystemTime>,
}

impl Token {
    /// A token without a known end.
    pub fn new(access_token: impl Into<SecretString>) -> Self {
        Self {
            access_token: access_token.into(),
            refresh_token: None,
            expires_at: None,
        }
    }

    /// The server stops accepting it after this time, counted from now.
    #[must_use]
    pub fn expires_in(mut self, life: Duration) -> Self {
        self.expires_at = now().checked_add(life);
        self
    }

    /// Renewal starts this long before a token expires, or earlier in its last tenth.
    const AHEAD: Duration = Duration::from_secs(60);

    pub(super) fn is_expired(&self) -> bool {
        self.expires_at.is_some_and(|expiry| expiry <= now())
    }

    /// When to renew a token that is new now: a tenth of its life, but at most a minute, before its end.
    pub(super) fn renew_at(&self) -> Option<SystemTime> {
        let expiry = self.expires_at?;
        let life = expiry.duration_since(now()).unwrap_or_default();
        expiry.checked_sub(Self::AHEAD.min(life / 10))
    }
}

/// Keeps tokens beyond the life of a client, for instance to share them between processes.
///
/// A store reports its own failures: the client goes on without it.
pub trait TokenStore: Send + Sync {
    /// The token kept for a security scheme. Asked once, before the first token is fetched.
    fn load<'a>(
        &'a self,
        scheme: &'a str,
    ) -> Pin<Box<dyn Future<Output = Option<Token>> + Send + 'a>>;

    /// Keeps a token that was just obtained.
    fn save<'a>(
        &'a self,
        scheme: &'a str,
        token: &'a Token,
    ) -> Pin<Box<dyn Future<Output = ()> + Send + 'a>>;
}
