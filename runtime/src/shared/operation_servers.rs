//! The servers that the document gives to single paths and operations, and where requests to them go.

use url::Url;

use super::error::{Error, ErrorKind};
use super::server_url::server_url;

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
