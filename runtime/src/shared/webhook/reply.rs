//! What a message is answered with.

use std::ops::RangeInclusive;

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderValue};
use http::{Response, StatusCode};
use serde::Serialize;

use super::error::WebhookError;

/// An answer without a body. The status has to be one that the document lists.
///
/// # Errors
///
/// When it is another one.
pub fn empty_reply(
    status: u16,
    listed: RangeInclusive<u16>,
) -> Result<Response<Bytes>, WebhookError> {
    let wrong = || {
        let (first, last) = (listed.start(), listed.end());
        WebhookError::Reply(format!("the status {status} is not from {first} to {last}"))
    };
    let code = StatusCode::from_u16(status).map_err(|_| wrong())?;
    if !listed.contains(&status) {
        return Err(wrong());
    }
    let mut response = Response::new(Bytes::new());
    *response.status_mut() = code;
    Ok(response)
}

/// An answer whose body is text or bytes of this media type.
///
/// # Errors
///
/// When the status is not one that the document lists.
pub fn plain_reply(
    status: u16,
    listed: RangeInclusive<u16>,
    media_type: &'static str,
    body: impl Into<Bytes>,
) -> Result<Response<Bytes>, WebhookError> {
    let wrong = |_| WebhookError::Reply(format!("`{media_type}` cannot stand in a header"));
    let media_type = HeaderValue::from_str(media_type).map_err(wrong)?;
    let mut response = empty_reply(status, listed)?;
    response.headers_mut().insert(CONTENT_TYPE, media_type);
    *response.body_mut() = body.into();
    Ok(response)
}

/// An answer whose body is JSON of this media type.
///
/// # Errors
///
/// When the status is not one that the document lists, or the body cannot be written.
pub fn json_reply(
    status: u16,
    listed: RangeInclusive<u16>,
    media_type: &'static str,
    body: &impl Serialize,
) -> Result<Response<Bytes>, WebhookError> {
    let json = serde_json::to_vec(body).map_err(|error| WebhookError::Reply(error.to_string()))?;
    plain_reply(status, listed, media_type, json)
}
