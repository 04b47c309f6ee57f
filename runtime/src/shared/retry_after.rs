//! The `Retry-After` header (RFC 9110, section 10.2.3).

use std::time::Duration;

use super::clock::now;

use http::header::{HeaderMap, RETRY_AFTER};

/// How long to wait: a number of seconds, or the time left until an HTTP date (nothing, once it is past).
pub(super) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let value = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = value.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let date = httpdate::parse_http_date(value).ok()?;
    Some(date.duration_since(now()).unwrap_or_default())
}
