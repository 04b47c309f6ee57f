//! URLs that operations are below: which of them can be used.

use std::net::IpAddr;

use url::Url;

use super::error::{Error, ErrorKind};

/// A URL that operations are below; `what` it is, is said where it cannot be used.
pub(super) fn server_url(what: &str, text: &str, allow_insecure_http: bool) -> Result<Url, Error> {
    let refuse = |why: &str| {
        Err(Error::new(
            ErrorKind::Configuration,
            format!("{what} {why}"),
        ))
    };
    let Ok(mut url) = Url::parse(text) else {
        return refuse("is not an absolute URL");
    };
    if !url.username().is_empty() || url.password().is_some() {
        return refuse("must not hold a user or password: give them as a credential");
    }
    if url.query().is_some() || url.fragment().is_some() {
        return refuse("must not have a query or a fragment");
    }
    check_scheme(&url, allow_insecure_http)?;
    let path = url.path().trim_end_matches('/').to_owned();
    url.set_path(&path);
    Ok(url)
}

/// Anyone on the way can read and change plain `http`, so that it is only for this machine unless allowed.
pub(super) fn check_scheme(url: &Url, allow_insecure_http: bool) -> Result<(), Error> {
    let refused = match url.scheme() {
        "https" => return Ok(()),
        "http" if allow_insecure_http || is_loopback(url) => return Ok(()),
        "http" => "plain http is refused: use https, or allow it with `allow_insecure_http`",
        _ => "only https and http URLs can be used",
    };
    Err(Error::new(ErrorKind::Configuration, refused))
}

/// Whether a URL leads to this machine.
pub(super) fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let address = host
        .trim_start_matches('[')
        .trim_end_matches(']')
        .parse::<IpAddr>();
    host == "localhost" || address.is_ok_and(|address| address.is_loopback())
}
