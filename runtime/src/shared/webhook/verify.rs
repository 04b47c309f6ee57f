//! What proves where a message is from.

use std::fmt;

use http::header::HeaderMap;

/// Says whether a message is from who has the secret.
///
/// Signatures are over the bytes that came: verify a body before anything has parsed it and written it anew.
pub trait VerifyWebhook: Send + Sync {
    /// Whether the headers prove the body.
    ///
    /// # Errors
    ///
    /// What is missing or wrong. No secret is part of it, nor a signature that would be right.
    fn verify(&self, headers: &HeaderMap, body: &[u8]) -> Result<(), SignatureError>;
}

/// Why a signature does not prove where a message is from.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum SignatureError {
    /// This header is not there, or is not text.
    Missing(String),
    /// This header is not what the scheme says of it.
    Malformed(String),
    /// The message is older than the tolerance, so that it may have been recorded and sent again.
    TooOld,
    /// The message is from the future, by more than the tolerance.
    TooNew,
    /// None of the secrets made any of the signatures.
    NoMatch,
    /// A secret that cannot be a key, or no secret at all. What is wrong with it is said, not the secret.
    Secret(String),
    /// Another scheme, of the application, rejects the message for this reason.
    Other(String),
}

impl fmt::Display for SignatureError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing(name) => write!(f, "the header `{name}` is missing"),
            Self::Malformed(name) => write!(f, "the header `{name}` is malformed"),
            Self::TooOld => f.write_str("the message is too old"),
            Self::TooNew => f.write_str("the message is from the future"),
            Self::NoMatch => f.write_str("no signature is right"),
            Self::Secret(message) | Self::Other(message) => f.write_str(message),
        }
    }
}

impl std::error::Error for SignatureError {}

/// The text of a header.
#[cfg(feature = "webhook-signature")]
pub(super) fn text<'h>(headers: &'h HeaderMap, name: &str) -> Result<&'h str, SignatureError> {
    let value = headers.get(name).and_then(|value| value.to_str().ok());
    value.ok_or_else(|| SignatureError::Missing(name.to_owned()))
}
