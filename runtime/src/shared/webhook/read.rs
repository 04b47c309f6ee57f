//! From the body of a message to the payload of an event.

use bytes::Bytes;
use serde::de::DeserializeOwned;

use super::super::decode;
use super::error::WebhookError;

/// JSON.
///
/// # Errors
///
/// When the body is not JSON of the shape of `T`.
pub fn json<T: DeserializeOwned>(event: &'static str, body: &[u8]) -> Result<T, WebhookError> {
    decode::received(body).map_err(|error| WebhookError::Decode { event, error })
}

/// UTF-8 text.
///
/// # Errors
///
/// When the body is not UTF-8.
pub fn text(event: &'static str, body: &[u8]) -> Result<String, WebhookError> {
    decode::received_text(body).map_err(|error| WebhookError::Decode { event, error })
}

/// The body as it came.
///
/// # Errors
///
/// None; the signature is that of the others.
pub fn bytes(_: &'static str, body: &[u8]) -> Result<Bytes, WebhookError> {
    Ok(Bytes::copy_from_slice(body))
}

/// Nothing: whatever the body holds is ignored.
///
/// # Errors
///
/// None; the signature is that of the others.
pub fn nothing(_: &'static str, _: &[u8]) -> Result<(), WebhookError> {
    Ok(())
}
