//! A key by which a server knows a call again that it is sent twice.

use http::header::HeaderMap;

use super::call::Call;
use super::error::{Error, ErrorKind};
use super::header::header;

/// Adds the key of a call, where its operation takes one and the caller has given none. The retries of the call are made
/// from the same headers, and so carry the same key.
pub(super) fn add_key(call: &Call, headers: &mut HeaderMap) -> Result<(), Error> {
    let name = call.operation.idempotency_key;
    if name.is_empty() || headers.contains_key(name) {
        return Ok(());
    }
    let (name, value) = header(name, &uuid()?)?;
    headers.insert(name, value);
    Ok(())
}

/// 122 random bits, as a UUID of version 4 (RFC 9562, section 5.4).
fn uuid() -> Result<String, Error> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|cause| {
        let message = "the operating system gives no random numbers for an idempotency key";
        Error::new(ErrorKind::InvalidRequest, message).with_source(cause)
    })?;
    let bits = u128::from_be_bytes(bytes);
    let bits = bits & !(0xf << 76) | 4 << 76;
    let bits = bits & !(0b11 << 62) | 0b10 << 62;
    let text = format!("{bits:032x}");
    let parts = [0..8, 8..12, 12..16, 16..20, 20..32].map(|range| text.get(range));
    Ok(parts.map(Option::unwrap_or_default).join("-"))
}
