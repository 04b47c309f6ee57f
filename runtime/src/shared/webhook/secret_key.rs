//! Secrets as keys of HMAC (RFC 2104).

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::verify::SignatureError;

/// The keys that a message may be signed with: several while one secret takes the place of another.
#[derive(Clone)]
pub(super) struct Keys(Vec<Hmac<Sha256>>);

impl Keys {
    /// HMAC takes keys of any length; an empty one would be no secret.
    pub(super) fn new(
        secrets: impl Iterator<Item = Result<Vec<u8>, SignatureError>>,
    ) -> Result<Self, SignatureError> {
        let wrong = |message: &str| SignatureError::Secret(message.to_owned());
        let mut keys = Vec::new();
        for secret in secrets {
            let secret = secret?;
            if secret.is_empty() {
                return Err(wrong("a secret is empty"));
            }
            let key = Hmac::new_from_slice(&secret);
            keys.push(key.map_err(|_| wrong("a secret cannot be a key"))?);
        }
        if keys.is_empty() {
            return Err(wrong("there is no secret"));
        }
        Ok(Self(keys))
    }

    /// Whether one of the keys made one of the signatures of a text that is given in parts. The comparison takes the same time
    /// wherever they differ.
    pub(super) fn made(&self, signatures: &[Vec<u8>], parts: &[&[u8]]) -> bool {
        self.0.iter().any(|key| {
            let mut mac = key.clone();
            parts.iter().for_each(|part| mac.update(part));
            let mut signatures = signatures.iter();
            signatures.any(|signature| mac.clone().verify_slice(signature).is_ok())
        })
    }
}
