//! What a client can be told, before there is one. The builders of generated clients pass it on.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::header::{HeaderMap, USER_AGENT};
use url::Url;

use super::api::Api;
use super::auth::Credential;
#[cfg(feature = "tokens")]
use super::auth::Setup;
#[cfg(feature = "oauth2")]
use super::client_authentication::ClientAuthentication;
use super::core::Core;
use super::error::{Error, ErrorKind};
use super::handle::Handle;
use super::header::header;
#[cfg(feature = "hooks")]
use super::hooks::{AfterResponse, BeforeRequest, Hooks};
use super::mode::Async;
#[cfg(feature = "authorization-code")]
use super::oauth2::{Authorization, Flow, absolute};
#[cfg(feature = "operation-server")]
use super::operation_servers::OperationServers;
use super::options::Options;
#[cfg(feature = "rate-limit")]
use super::rate_limit::{RateLimit, RateLimiter};
#[cfg(feature = "reqwest")]
use super::reqwest_transport::ReqwestTransport;
use super::retry::{RetryBudget, RetryPolicy};
#[cfg(feature = "server")]
use super::server::{Server, ServerChoice};
#[cfg(feature = "authorization-code")]
use super::server_url::check_scheme;
use super::server_url::server_url;
#[cfg(feature = "tokens")]
use super::token::TokenStore;
use super::transport::Transport;

/// What a client is told before it is built.
#[doc(hidden)]
#[must_use = "settings do nothing until `build` is called"]
pub struct Settings {
    api: &'static Api,
    base_url: String,
    transport: Option<Arc<dyn Transport>>,
    headers: HeaderMap,
    credentials: Vec<(&'static str, Credential)>,
    options: Options,
    #[cfg(feature = "hooks")]
    hooks: Hooks,
    #[cfg(feature = "rate-limit")]
    rate_limit: Option<RateLimit>,
    allow_insecure_http: bool,
    /// The URL of the server chosen among those of the document; replaces `base_url`.
    server: Option<Result<String, Error>>,
    /// What stands for the servers of single paths and operations.
    #[cfg(feature = "operation-server")]
    operation_servers: OperationServers,
    #[cfg(feature = "server")]
    choice: ServerChoice,
    #[cfg(feature = "tokens")]
    token_store: Option<Arc<dyn TokenStore>>,
    /// By scheme.
    #[cfg(feature = "oauth2")]
    scopes: Vec<(&'static str, Vec<String>)>,
    /// By scheme.
    #[cfg(feature = "oauth2")]
    authentications: Vec<(&'static str, ClientAuthentication)>,
    fault: Option<Error>,
}

impl Settings {
    /// Starts with what the document says about the API.
    pub fn new(api: &'static Api) -> Self {
        let builder = Self {
            api,
            base_url: api.base_url.to_owned(),
            transport: None,
            headers: HeaderMap::new(),
            credentials: Vec::new(),
            options: Options::default(),
            #[cfg(feature = "hooks")]
            hooks: Hooks::default(),
            #[cfg(feature = "rate-limit")]
            rate_limit: None,
            allow_insecure_http: false,
            server: None,
            #[cfg(feature = "operation-server")]
            operation_servers: OperationServers {
                documented: api.operation_servers,
                given: Vec::new(),
            },
            #[cfg(feature = "server")]
            choice: ServerChoice::default(),
            #[cfg(feature = "tokens")]
            token_store: None,
            #[cfg(feature = "oauth2")]
            scopes: Vec::new(),
            #[cfg(feature = "oauth2")]
            authentications: Vec::new(),
            fault: None,
        };
        let builder = builder.user_agent(api.user_agent);
        api.headers.iter().fold(builder, |builder, (name, value)| {
            builder.default_header(name, value)
        })
    }

    /// Sets the credential of a security scheme, named as in the document.
    pub fn credential(mut self, scheme: &'static str, credential: Credential) -> Self {
        self.credentials.retain(|(name, _)| *name != scheme);
        self.credentials.push((scheme, credential));
        self
    }

    /// The server to talk to, with the path that all operations are below.
    ///
    /// With another URL than the document's the client talks to another deployment, or to a mock. Operations to which
    /// the document gives a server of their own are then below this URL as well, unless that server is set by its own
    /// method: nothing that is meant for a mock reaches the servers of the document.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        (self.base_url, self.server) = (url.into(), None);
        self
    }

    /// Sets the `User-Agent`.
    pub fn user_agent(self, user_agent: &str) -> Self {
        self.default_header(USER_AGENT.as_str(), user_agent)
    }

    /// Sets a header that every request carries, unless the request sets it itself.
    pub fn default_header(mut self, name: &str, value: &str) -> Self {
        match header(name, value) {
            Ok((name, mut value)) => {
                value.set_sensitive(true);
                self.headers.insert(name, value);
            }
            Err(error) => {
                self.fault.get_or_insert(error);
            }
        }
        self
    }

    /// Sends requests through this instead of the default transport.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// The longest wait for a connection; 10 seconds unless set. Does not apply to a given `transport`.
    pub fn connect_timeout(mut self, limit: Duration) -> Self {
        self.options.connect_timeout = limit;
        self
    }

    /// The longest wait for the next bytes of a response, the first ones included; 30 seconds unless set.
    pub fn read_timeout(mut self, limit: Duration) -> Self {
        self.options.read_timeout = limit;
        self
    }

    /// The longest time for a call as a whole, retries and their pauses included; 120 seconds unless set.
    pub fn total_timeout(mut self, limit: Duration) -> Self {
        self.options.total_timeout = limit;
        self
    }

    /// The longest body to accept, in bytes; 64 MiB unless set.
    pub fn body_limit(mut self, bytes: usize) -> Self {
        self.options.body_limit = bytes;
        self
    }

    /// How failed requests are retried.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.options.retry = policy;
        self
    }

    /// Limits how fast requests are sent; retries count as well.
    #[cfg(feature = "rate-limit")]
    pub fn rate_limit(mut self, limit: RateLimit) -> Self {
        self.rate_limit = Some(limit);
        self
    }

    /// Calls this before each request is sent. It runs before the credential is added and so never sees it.
    #[cfg(feature = "hooks")]
    pub fn before_request(
        mut self,
        hook: impl Fn(&mut BeforeRequest<'_>) + Send + Sync + 'static,
    ) -> Self {
        self.hooks.before.push(Box::new(hook));
        self
    }

    /// Calls this after each response, and after each request that failed without one.
    #[cfg(feature = "hooks")]
    pub fn after_response(
        mut self,
        hook: impl Fn(&AfterResponse<'_>) + Send + Sync + 'static,
    ) -> Self {
        self.hooks.after.push(Box::new(hook));
        self
    }

    /// Allows a base URL with plain `http`, over which credentials and data can be read by others, a proxy among them. A
    /// server on this machine needs no permission, and is reached without a proxy, whatever `http_proxy` says.
    pub fn allow_insecure_http(mut self, allow: bool) -> Self {
        self.allow_insecure_http = allow;
        self
    }

    /// Keeps tokens in this store: those that the client obtains, and those of a token provider.
    #[cfg(feature = "tokens")]
    pub fn token_store(mut self, store: impl TokenStore + 'static) -> Self {
        self.token_store = Some(Arc::new(store));
        self
    }

    /// Asks for tokens of this security scheme with these scopes (RFC 6749, section 3.3), and with none if there are none.
    #[cfg(feature = "oauth2")]
    pub fn scopes(
        mut self,
        scheme: &'static str,
        scopes: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        let scopes = scopes.into_iter().map(Into::into).collect();
        self.scopes.retain(|(name, _)| *name != scheme);
        self.scopes.push((scheme, scopes));
        self
    }

    /// How the application says who it is to the token endpoint of this security scheme (RFC 6749, section 2.3).
    #[cfg(feature = "oauth2")]
    pub fn client_authentication(
        mut self,
        scheme: &'static str,
        method: ClientAuthentication,
    ) -> Self {
        self.authentications.retain(|(name, _)| *name != scheme);
        self.authentications.push((scheme, method));
        self
    }

    /// Begins to sign a user in by this flow.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Configuration`] for a URL that cannot be used.
    #[cfg(feature = "authorization-code")]
    pub fn authorization(
        &self,
        scheme: &'static str,
        flow: &Flow,
        client_id: &str,
        redirect_uri: &str,
    ) -> Result<Authorization, Error> {
        let base_url = self.server.clone().unwrap_or(Ok(self.base_url.clone()))?;
        let base_url = server_url("the base URL", &base_url, self.allow_insecure_http)?;
        let url = absolute(flow.authorization_url, &base_url)?;
        check_scheme(&url, self.allow_insecure_http)?;
        let mut chosen = self.scopes.iter();
        let scopes = match chosen.find(|(name, _)| *name == scheme) {
            Some((_, scopes)) => scopes.join(" "),
            None => flow.scopes.join(" "),
        };
        Authorization::new(url, client_id, redirect_uri.to_owned(), &scopes)
    }

    /// Talks to one of the document's servers instead of its first.
    #[cfg(feature = "server")]
    pub fn server(mut self, server: &'static Server) -> Self {
        self.choice.server(server);
        self.server = self.choice.url();
        self
    }

    /// Sets a variable in the URL of the server, or of `first` if no other server is chosen.
    #[cfg(feature = "server")]
    pub fn server_variable(
        mut self,
        first: &'static Server,
        name: &'static str,
        value: impl Into<String>,
    ) -> Self {
        self.choice.variable(first, name, value.into());
        self.server = self.choice.url();
        self
    }

    /// Puts this URL in the place of one of them.
    #[cfg(feature = "operation-server")]
    pub fn operation_server(mut self, documented: &'static str, url: impl Into<String>) -> Self {
        let given = &mut self.operation_servers.given;
        given.retain(|(known, _)| *known != documented);
        given.push((documented, url.into()));
        self
    }

    /// Builds the client. Nothing is sent yet.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Configuration`] for a base URL, header or credential that cannot be used.
    pub fn build(self) -> Result<Handle<Async>, Error> {
        self.core().map(Handle::new)
    }

    /// Builds a client whose calls block.
    ///
    /// # Errors
    ///
    /// As [`build`](Self::build).
    #[cfg(feature = "blocking")]
    pub fn build_blocking(self) -> Result<Handle<super::mode::Blocking>, Error> {
        self.core().map(Handle::new)
    }

    fn core(self) -> Result<Core, Error> {
        if let Some(fault) = self.fault {
            return Err(fault);
        }
        #[cfg(feature = "operation-server")]
        let is_own = self.server.is_none();
        let url = self.server.unwrap_or(Ok(self.base_url))?;
        let base_url = server_url("the base URL", &url, self.allow_insecure_http)?;
        #[cfg(feature = "operation-server")]
        let documented = server_url("the base URL", self.api.base_url, true).ok();
        #[cfg(feature = "operation-server")]
        let moved = is_own && documented.as_ref() != Some(&base_url);
        #[cfg(feature = "operation-server")]
        let servers = self
            .operation_servers
            .resolve(&base_url, moved, self.allow_insecure_http)?;
        let transport = match self.transport {
            Some(transport) => transport,
            None => default_transport(&self.options, &base_url)?,
        };
        #[cfg(feature = "tokens")]
        let setup = Setup {
            total_timeout: self.options.total_timeout,
            token_store: self.token_store.as_ref(),
            #[cfg(feature = "oauth2")]
            base_url: &base_url,
            #[cfg(feature = "oauth2")]
            allow_insecure_http: self.allow_insecure_http,
            #[cfg(feature = "oauth2")]
            scopes: &self.scopes,
            #[cfg(feature = "oauth2")]
            authentications: &self.authentications,
        };
        let mut authenticators = Vec::new();
        for (name, credential) in self.credentials {
            let scheme = self.api.scheme(name).ok_or_else(|| {
                Error::new(
                    ErrorKind::Configuration,
                    format!("there is no security scheme `{name}`"),
                )
            })?;
            let authenticator = credential.authenticator(
                scheme,
                #[cfg(feature = "tokens")]
                &setup,
            )?;
            authenticators.push((scheme.name, authenticator));
        }
        Ok(Core {
            api: self.api,
            transport,
            default_headers: self.headers,
            options: self.options,
            authenticators,
            #[cfg(feature = "hooks")]
            hooks: self.hooks,
            budget: RetryBudget::new(),
            #[cfg(feature = "rate-limit")]
            rate_limiter: self.rate_limit.map(RateLimiter::new),
            base_url,
            #[cfg(feature = "operation-server")]
            servers,
        })
    }
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("api", &self.api.name)
            .finish_non_exhaustive()
    }
}

#[cfg(feature = "reqwest")]
fn default_transport(options: &Options, base_url: &Url) -> Result<Arc<dyn Transport>, Error> {
    let transport = ReqwestTransport::new(options.connect_timeout);
    transport.of(base_url).map_err(|cause| {
        Error::new(ErrorKind::Configuration, format!("no HTTP client: {cause}"))
    })?;
    Ok(Arc::new(transport))
}

#[cfg(not(feature = "reqwest"))]
fn default_transport(_: &Options, _: &Url) -> Result<Arc<dyn Transport>, Error> {
    let message = "this client has no transport of its own: give it one with `transport`";
    Err(Error::new(ErrorKind::Configuration, message))
}
