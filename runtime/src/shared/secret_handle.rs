//! A secret that may be replaced while clients use it.

use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};

use secrecy::SecretString;

/// A handle on a key, a password or a token that is replaced while clients use it.
///
/// Methods that take a secret once and for all take a reference to a handle as well. All clones are handles on the same
/// secret: what [`set`](Self::set) is given, the next request carries, retries included. A request that is under way keeps
/// what it was sent with. Nothing prints the secret.
#[derive(Clone)]
pub struct SecretHandle(Arc<RwLock<SecretString>>);

impl SecretHandle {
    /// A handle on this secret.
    pub fn new(secret: impl Into<SecretString>) -> Self {
        Self(Arc::new(RwLock::new(secret.into())))
    }

    /// Puts another secret in its place. One that a header cannot carry fails the requests that need it.
    pub fn set(&self, secret: impl Into<SecretString>) {
        let secret = secret.into();
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = secret;
    }

    pub(super) fn get(&self) -> SecretString {
        self.0
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}

impl fmt::Debug for SecretHandle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretHandle(***)")
    }
}

impl From<&SecretHandle> for SecretHandle {
    fn from(handle: &SecretHandle) -> Self {
        handle.clone()
    }
}

impl From<SecretString> for SecretHandle {
    fn from(secret: SecretString) -> Self {
        Self::new(secret)
    }
}

impl From<String> for SecretHandle {
    fn from(secret: String) -> Self {
        Self::new(secret)
    }
}

impl From<&str> for SecretHandle {
    fn from(secret: &str) -> Self {
        Self::new(secret)
    }
}
