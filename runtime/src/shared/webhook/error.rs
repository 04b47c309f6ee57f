//! Why a message is not an event.

use std::fmt;

use http::StatusCode;

use super::super::decode::DecodeError;
use super::verify::SignatureError;

/// Why a message was not taken for an event, or why it cannot be answered.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum WebhookError {
    /// Nothing proves that the message is from who has the secret.
    Signature(SignatureError),
    /// The body is not what the document says of this event.
    Decode {
        /// The event, as the document calls it; empty where none is known.
        event: &'static str,
        /// What is wrong with the body.
        error: DecodeError,
    },
    /// What is to be answered cannot be written.
    Reply(String),
}

impl WebhookError {
    /// The status to answer the message with: `401` where the signature is at fault, `400` where the body is, `500` where the
    /// answer is (RFC 9110, section 15).
    pub fn status(&self) -> StatusCode {
        match self {
            Self::Signature(_) => StatusCode::UNAUTHORIZED,
            Self::Decode { .. } => StatusCode::BAD_REQUEST,
            Self::Reply(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

impl fmt::Display for WebhookError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Signature(error) => error.fmt(f),
            Self::Decode { event: "", error } => write!(f, "not an event: {error}"),
            Self::Decode { event, error } => write!(f, "not the event `{event}`: {error}"),
            Self::Reply(message) => write!(f, "no answer can be written: {message}"),
        }
    }
}

impl std::error::Error for WebhookError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Signature(error) => Some(error),
            Self::Decode { error, .. } => Some(error),
            Self::Reply(_) => None,
        }
    }
}

impl From<SignatureError> for WebhookError {
    fn from(error: SignatureError) -> Self {
        Self::Signature(error)
    }
}
