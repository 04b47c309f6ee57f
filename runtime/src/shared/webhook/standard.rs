//! Standard Webhooks, version 1.0.0 (standardwebhooks.com): symmetric signatures.

use std::fmt;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use base64::Engine as _;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use http::header::HeaderMap;
use secrecy::{ExposeSecret, SecretString};

use super::super::clock;
use super::secret_key::Keys;
use super::verify::{SignatureError, VerifyWebhook, text};

/// The scheme's base64, with or without `=` at the end.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// The prefix of secrets.
const SECRET: &str = "whsec_";

/// The prefix of symmetric signatures.
const SIGNATURE: &str = "v1,";

/// Verifies messages as Standard Webhooks says: an HMAC SHA-256 of `ID.TIMESTAMP.BODY`.
///
/// A message may have several signatures, and there may be several secrets, so that one secret can take the place of another:
/// one of the secrets has to have made one of the signatures. A message whose timestamp is more than five minutes away is
/// rejected. That it came once already is for the application to notice, by its id.
#[derive(Clone)]
pub struct StandardWebhooks {
    id: String,
    timestamp: String,
    signature: String,
    tolerance: Duration,
    keys: Keys,
}

impl StandardWebhooks {
    /// With the headers `webhook-id`, `webhook-timestamp` and `webhook-signature`, and a tolerance of five minutes.
    ///
    /// # Errors
    ///
    /// If there is no secret, or one is not base64, with `whsec_` before it or not.
    pub fn new<S: Into<SecretString>>(
        secrets: impl IntoIterator<Item = S>,
    ) -> Result<Self, SignatureError> {
        let key = |secret: SecretString| {
            let text = secret.expose_secret();
            let key = BASE64.decode(text.strip_prefix(SECRET).unwrap_or(text));
            key.map_err(|_| SignatureError::Secret("a secret is not base64".to_owned()))
        };
        let keys = Keys::new(secrets.into_iter().map(|secret| key(secret.into())))?;
        let name = |name: &str| format!("webhook-{name}");
        Ok(Self {
            id: name("id"),
            timestamp: name("timestamp"),
            signature: name("signature"),
            tolerance: Duration::from_secs(5 * 60),
            keys,
        })
    }

    /// With headers that begin with another text than `webhook-`, such as `svix-`.
    #[must_use]
    pub fn header_prefix(mut self, prefix: &str) -> Self {
        self.id = format!("{prefix}id");
        self.timestamp = format!("{prefix}timestamp");
        self.signature = format!("{prefix}signature");
        self
    }

    /// How far the timestamp of a message may be away, in the past and in the future.
    #[must_use]
    pub fn tolerance(mut self, tolerance: Duration) -> Self {
        self.tolerance = tolerance;
        self
    }

    /// Like [`verify`](VerifyWebhook::verify), as if it were `now`.
    ///
    /// # Errors
    ///
    /// As for [`verify`](VerifyWebhook::verify).
    pub fn verify_at(
        &self,
        now: SystemTime,
        headers: &HeaderMap,
        body: &[u8],
    ) -> Result<(), SignatureError> {
        let id = text(headers, &self.id)?;
        let timestamp = text(headers, &self.timestamp)?;
        let signatures = text(headers, &self.signature)?.split(' ');
        let seconds: u64 = timestamp
            .parse()
            .map_err(|_| SignatureError::Malformed(self.timestamp.clone()))?;
        let now = now.duration_since(UNIX_EPOCH).unwrap_or_default();
        let tolerance = self.tolerance.as_secs();
        if now.as_secs().saturating_sub(seconds) > tolerance {
            return Err(SignatureError::TooOld);
        }
        if seconds.saturating_sub(now.as_secs()) > tolerance {
            return Err(SignatureError::TooNew);
        }
        // Signatures of other versions, such as asymmetric ones, may stand beside it.
        let symmetric = signatures.filter_map(|one| one.strip_prefix(SIGNATURE));
        let symmetric: Vec<Vec<u8>> = symmetric
            .filter_map(|one| BASE64.decode(one).ok())
            .collect();
        let signed = [id.as_bytes(), b".", timestamp.as_bytes(), b".", body];
        match self.keys.made(&symmetric, &signed) {
            true => Ok(()),
            false => Err(SignatureError::NoMatch),
        }
    }
}

impl VerifyWebhook for StandardWebhooks {
    fn verify(&self, headers: &HeaderMap, body: &[u8]) -> Result<(), SignatureError> {
        self.verify_at(clock::now(), headers, body)
    }
}

impl fmt::Debug for StandardWebhooks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StandardWebhooks")
            .field("signature", &self.signature)
            .field("tolerance", &self.tolerance)
            .finish_non_exhaustive()
    }
}
