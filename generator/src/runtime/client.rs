//! The client: a cheap handle on what all its requests share.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use reqwest::Url;
use reqwest::header::HeaderMap;

use super::api::{Api, SchemeKind};
use super::auth::Authenticator;
use super::hooks::Hooks;
use super::http_client::HttpClients;
use super::mode::Async;
use super::operation::Operation;
use super::options::Options;
use super::origin::OperationServer;
use super::query_text::with_values;
use super::rate_limit::RateLimiter;
use super::request::Request;
use super::retry::RetryBudget;

/// A client of the API. Cloning it is cheap, and clones share connections, tokens and limits.
pub struct Client<M = Async> {
    pub(super) core: Arc<Core>,
    mode: PhantomData<fn() -> M>,
}

/// What all requests of a client share.
pub(super) struct Core {
    pub(super) api: &'static Api,
    /// The path has no slash at its end.
    pub(super) base_url: Url,
    /// The servers of single paths and operations.
    pub(super) servers: Vec<OperationServer>,
    pub(super) http: HttpClients,
    pub(super) default_headers: HeaderMap,
    pub(super) options: Options,
    pub(super) authenticators: Vec<(&'static str, Box<dyn Authenticator>)>,
    pub(super) hooks: Hooks,
    pub(super) budget: RetryBudget,
    pub(super) rate_limiter: Option<RateLimiter>,
}

impl<M> Client<M> {
    pub(super) fn new(core: Core) -> Self {
        Self {
            core: Arc::new(core),
            mode: PhantomData,
        }
    }

    /// A request of an operation without any parameter set. Generated methods call this.
    pub fn request<O: Operation>(&self) -> Request<O, M> {
        Request::new(self.clone())
    }

    /// The URL below which all operations are, but for those that the document gives a server of their own.
    pub fn base_url(&self) -> &Url {
        &self.core.base_url
    }
}

impl Core {
    pub(super) fn authenticator(&self, scheme: &str) -> Option<&dyn Authenticator> {
        let found = self.authenticators.iter().find(|(name, _)| *name == scheme);
        found.map(|(_, authenticator)| &**authenticator)
    }

    /// The URL as it may be shown: API keys replaced, no user or password.
    pub(super) fn shown(&self, url: &Url) -> String {
        let mut shown = url.clone();
        let _ = shown.set_username("");
        let _ = shown.set_password(None);
        if let Some(query) = url.query() {
            let query = with_values(query, "***", |name| self.is_key(name));
            shown.set_query(Some(&query));
        }
        shown.into()
    }

    /// Whether an API key travels in the query parameter of this name.
    pub(super) fn is_key(&self, name: &str) -> bool {
        self.api
            .schemes
            .iter()
            .any(|scheme| matches!(scheme.kind, SchemeKind::ApiKeyQuery(key) if key == name))
    }
}

impl<M> Clone for Client<M> {
    fn clone(&self) -> Self {
        Self {
            core: Arc::clone(&self.core),
            mode: PhantomData,
        }
    }
}

impl<M> fmt::Debug for Client<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("api", &self.core.api.name)
            .field("base_url", &self.core.base_url.as_str())
            .finish_non_exhaustive()
    }
}
