//! Where requests go and where credentials may go: the base URL, and the servers that the document gives to single
//! paths and operations.

use std::net::IpAddr;

use reqwest::Url;

use super::builder::server_url;
use super::client::Core;
use super::error::{Error, ErrorKind};
use super::operation::Descriptor;

/// The servers of single paths and operations, as the document writes them, and what the caller puts in their place.
#[derive(Debug, Clone, Default)]
pub(super) struct OperationServers {
    pub(super) documented: &'static [&'static str],
    pub(super) given: Vec<(&'static str, String)>,
}

/// A server of single paths and operations: how the document writes it, and where it is for this client.
pub(super) type OperationServer = (&'static str, Result<Url, Error>);

impl OperationServers {
    /// Where each of them is. With a base URL other than the document's (`moved`), the client talks to another
    /// deployment, or to a mock, and what is meant for that must not reach the servers that the document names: all
    /// are at the base URL then, but for those that are given one by one.
    ///
    /// A server that cannot be used is an error of the operations that need it, one that was given is an error now.
    pub(super) fn resolve(
        &self,
        base_url: &Url,
        moved: bool,
        allow_insecure_http: bool,
    ) -> Result<Vec<OperationServer>, Error> {
        let locate = |documented: &&'static str| {
            let given = self.given.iter().find(|(name, _)| name == documented);
            let url = match given {
                Some((_, url)) => Ok(server_url(
                    "the URL of the server",
                    url,
                    allow_insecure_http,
                )?),
                None if names_host(documented) && moved => Ok(base_url.clone()),
                None => absolute(documented, base_url).and_then(|url| {
                    server_url("the server of this operation", &url, allow_insecure_http)
                }),
            };
            Ok((*documented, url))
        };
        self.documented.iter().map(locate).collect()
    }
}

/// A relative URL is resolved against the base URL, of which the last segment is a folder.
fn absolute(documented: &str, base_url: &Url) -> Result<String, Error> {
    if names_host(documented) && !documented.starts_with("//") {
        return Ok(documented.to_owned());
    }
    let mut folder = base_url.clone();
    folder.set_path(&format!("{}/", base_url.path().trim_end_matches('/')));
    let url = folder.join(documented).map_err(|_| {
        let message = format!("the server of this operation is not a URL: {documented}");
        Error::new(ErrorKind::Configuration, message)
    })?;
    Ok(url.into())
}

fn names_host(url: &str) -> bool {
    let scheme = url.split_once("://").map(|(scheme, _)| scheme);
    url.starts_with("//") || scheme.is_some_and(|scheme| !scheme.contains(['/', '?', '#']))
}

impl Core {
    /// The URL that the path of an operation is below.
    pub(super) fn server_of(&self, operation: &Descriptor) -> Result<&Url, Error> {
        if operation.server.is_empty() {
            return Ok(&self.base_url);
        }
        let mut servers = self.servers.iter();
        match servers.find(|(documented, _)| *documented == operation.server) {
            Some((_, Ok(url))) => Ok(url),
            Some((_, Err(error))) => Err(error.clone()),
            None => {
                let message = format!("the client does not know the server {}", operation.server);
                Err(Error::new(ErrorKind::Configuration, message))
            }
        }
    }

    /// A credential goes to the configured servers and nowhere else, whatever a server says.
    pub(super) fn check_origin(&self, url: &Url, what: &str) -> Result<(), Error> {
        let servers = self.servers.iter();
        let known = servers.filter_map(|(_, server)| server.as_ref().ok());
        let mut known = std::iter::once(&self.base_url).chain(known);
        if known.any(|server| server.origin() == url.origin()) {
            return Ok(());
        }
        Err(foreign(url, &self.base_url, what))
    }
}

/// Says that something stays within an origin, as redirects do.
pub(super) fn check_same_origin(url: &Url, server: &Url, what: &str) -> Result<(), Error> {
    if url.origin() == server.origin() {
        return Ok(());
    }
    Err(foreign(url, server, what))
}

fn foreign(to: &Url, from: &Url, what: &str) -> Error {
    let (to, from) = (
        to.origin().ascii_serialization(),
        from.origin().ascii_serialization(),
    );
    let message = format!("{what} leads to {to}, away from {from}; it was not followed");
    Error::new(ErrorKind::ForeignOrigin, message)
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
