//! Where requests and credentials may not go: away from an origin.

use url::Url;

use super::error::{Error, ErrorKind};

/// Says that something stays within an origin, as redirects do.
pub(super) fn check_same_origin(url: &Url, server: &Url, what: &str) -> Result<(), Error> {
    if url.origin() == server.origin() {
        return Ok(());
    }
    Err(foreign(url, server, what))
}

/// Says that something leads to another origin.
pub(super) fn foreign(to: &Url, from: &Url, what: &str) -> Error {
    let (to, from) = (
        to.origin().ascii_serialization(),
        from.origin().ascii_serialization(),
    );
    let message = format!("{what} leads to {to}, away from {from}; it was not followed");
    Error::new(ErrorKind::ForeignOrigin, message)
}
