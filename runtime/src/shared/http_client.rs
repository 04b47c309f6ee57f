//! The HTTP clients that requests go through: what is sent to this machine never leaves it, whatever proxy is set.

use std::sync::OnceLock;

use reqwest::Url;

use super::error::{Error, ErrorKind};
use super::options::Options;
use super::server_url::is_loopback;

/// The client for other machines, and the one for this machine. Each is built when it is first needed, as that reads all
/// certificates of the system.
pub(super) struct HttpClients {
    options: Options,
    /// Follows the proxies of the environment: `HTTP_PROXY`, `HTTPS_PROXY`, `ALL_PROXY`, `NO_PROXY`.
    remote: OnceLock<reqwest::Client>,
    local: OnceLock<reqwest::Client>,
}

impl HttpClients {
    /// With a client that the caller gives, its proxies are the caller's business too.
    pub(super) fn new(given: Option<reqwest::Client>, options: &Options) -> Self {
        let given = || given.clone().map_or_else(OnceLock::new, OnceLock::from);
        Self {
            options: options.clone(),
            remote: given(),
            local: given(),
        }
    }

    /// The client for this URL.
    pub(super) fn of(&self, url: &Url) -> Result<&reqwest::Client, Error> {
        let is_local = is_loopback(url);
        let place = if is_local { &self.local } else { &self.remote };
        if let Some(client) = place.get() {
            return Ok(client);
        }
        let client = self.build(is_local)?;
        Ok(place.get_or_init(|| client))
    }

    fn build(&self, is_local: bool) -> Result<reqwest::Client, Error> {
        let builder = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .connect_timeout(self.options.connect_timeout);
        let builder = if is_local {
            builder.no_proxy()
        } else {
            builder
        };
        builder.build().map_err(|error| {
            Error::new(ErrorKind::Configuration, "no HTTP client").with_source(error)
        })
    }
}
