//! What all requests of a client share: settings, credentials, connections, limits.

use std::sync::Arc;

use http::header::HeaderMap;
use url::Url;

use super::api::Api;
#[cfg(any(feature = "query-key", feature = "paging"))]
use super::api::SchemeKind;
use super::authenticator::Authenticator;
use super::error::{Error, ErrorKind};
#[cfg(feature = "hooks")]
use super::hooks::Hooks;
use super::operation::Descriptor;
#[cfg(feature = "operation-server")]
use super::operation_servers::OperationServer;
use super::options::Options;
#[cfg(any(feature = "paging", feature = "wait"))]
use super::origin::foreign;
#[cfg(feature = "query-key")]
use super::query_text::with_values;
#[cfg(feature = "rate-limit")]
use super::rate_limit::RateLimiter;
use super::retry::RetryBudget;
use super::transport::Transport;

/// The credentials chosen for a request.
pub(super) type Chosen<'a> = Vec<&'a dyn Authenticator>;

/// What all requests of a client share.
pub(super) struct Core {
    pub(super) api: &'static Api,
    /// The path has no slash at its end.
    pub(super) base_url: Url,
    /// The servers of single paths and operations.
    #[cfg(feature = "operation-server")]
    pub(super) servers: Vec<OperationServer>,
    pub(super) transport: Arc<dyn Transport>,
    pub(super) default_headers: HeaderMap,
    pub(super) options: Options,
    pub(super) authenticators: Vec<(&'static str, Box<dyn Authenticator>)>,
    #[cfg(feature = "hooks")]
    pub(super) hooks: Hooks,
    pub(super) budget: RetryBudget,
    #[cfg(feature = "rate-limit")]
    pub(super) rate_limiter: Option<RateLimiter>,
}

impl Core {
    /// The credentials of the first alternative of the operation for which all are there. Without any, the request goes
    /// out as it is: the server, or a header set by hand, may not need one.
    pub(super) fn credentials(&self, operation: &Descriptor) -> Chosen<'_> {
        let alternatives = operation.security.iter().filter(|names| !names.is_empty());
        let mut complete = alternatives.filter_map(|names| {
            let authenticators = names.iter().map(|name| self.authenticator(name));
            authenticators.collect::<Option<Chosen<'_>>>()
        });
        complete.next().unwrap_or_default()
    }

    fn authenticator(&self, scheme: &str) -> Option<&dyn Authenticator> {
        let found = self.authenticators.iter().find(|(name, _)| *name == scheme);
        found.map(|(_, authenticator)| &**authenticator)
    }

    /// The URL as it may be shown: API keys replaced, no user or password.
    pub(super) fn shown(&self, url: &Url) -> String {
        let mut shown = url.clone();
        let _ = shown.set_username("");
        let _ = shown.set_password(None);
        #[cfg(feature = "query-key")]
        if let Some(query) = url.query() {
            let query = with_values(query, "***", |name| self.is_key(name));
            shown.set_query(Some(&query));
        }
        shown.into()
    }

    /// Whether an API key travels in the query parameter of this name.
    #[cfg(any(feature = "query-key", feature = "paging"))]
    pub(super) fn is_key(&self, name: &str) -> bool {
        self.api
            .schemes
            .iter()
            .any(|scheme| matches!(scheme.kind, SchemeKind::ApiKeyQuery(key) if key == name))
    }

    /// The URL that the path of an operation is below.
    pub(super) fn server_of(&self, operation: &Descriptor) -> Result<&Url, Error> {
        if operation.server.is_empty() {
            return Ok(&self.base_url);
        }
        #[cfg(feature = "operation-server")]
        if let Some((_, server)) = self
            .servers
            .iter()
            .find(|(documented, _)| *documented == operation.server)
        {
            return server.as_ref().map_err(Clone::clone);
        }
        let message = format!("the client does not know the server {}", operation.server);
        Err(Error::new(ErrorKind::Configuration, message))
    }

    /// A credential goes to the configured servers and nowhere else, whatever a server says.
    #[cfg(any(feature = "paging", feature = "wait"))]
    pub(super) fn check_origin(&self, url: &Url, what: &str) -> Result<(), Error> {
        let is_same = |server: &Url| server.origin() == url.origin();
        #[cfg(feature = "operation-server")]
        if self
            .servers
            .iter()
            .any(|(_, server)| server.as_ref().is_ok_and(is_same))
        {
            return Ok(());
        }
        if is_same(&self.base_url) {
            return Ok(());
        }
        Err(foreign(url, &self.base_url, what))
    }
}
