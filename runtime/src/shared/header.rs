//! Headers and cookies from text.

use http::header::{COOKIE, HeaderMap, HeaderName, HeaderValue};

use super::error::{Error, ErrorKind};
use super::query::encode;

/// A header, unless its value holds a control character such as CR or LF (RFC 9110, section 5.5).
///
/// The message leaves the value out, as it may be a secret.
pub(super) fn header(name: &str, value: &str) -> Result<(HeaderName, HeaderValue), Error> {
    let invalid = |what: &str| {
        Error::new(
            ErrorKind::InvalidRequest,
            format!("header {name:?}: invalid {what}"),
        )
    };
    let header_name = HeaderName::try_from(name).map_err(|_| invalid("name"))?;
    let header_value = HeaderValue::from_bytes(value.as_bytes())
        .map_err(|_| invalid("value (control characters are not allowed)"))?;
    Ok((header_name, header_value))
}

/// Adds to the `Cookie` header, percent-encoded, so that no value can add a cookie (RFC 6265, section 4.2.1).
pub(super) fn add_cookie(headers: &mut HeaderMap, name: &str, value: &str) {
    add_encoded_cookie(headers, name, &encode(value));
}

/// As [`add_cookie`], for a value that is encoded already.
pub(super) fn add_encoded_cookie(headers: &mut HeaderMap, name: &str, value: &str) {
    let mut cookies = match headers
        .get(COOKIE)
        .and_then(|cookies| cookies.to_str().ok())
    {
        Some(cookies) => format!("{cookies}; "),
        None => String::new(),
    };
    cookies = cookies + &encode(name) + "=" + value;
    if let Ok(mut cookies) = HeaderValue::try_from(cookies) {
        cookies.set_sensitive(true);
        headers.insert(COOKIE, cookies);
    }
}

/// A header value that HTTP libraries know not to print.
pub(super) fn secret_value(prefix: &str, secret: &str) -> Result<HeaderValue, Error> {
    let mut value = HeaderValue::try_from(format!("{prefix}{secret}")).map_err(|_| {
        Error::new(
            ErrorKind::Configuration,
            "a credential holds characters that a header cannot carry",
        )
    })?;
    value.set_sensitive(true);
    Ok(value)
}
