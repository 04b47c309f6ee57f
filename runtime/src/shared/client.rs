//! The client and its builder, as types of the generated crate: only there can operations and credentials be their methods.

/// Defines `Client` and `ClientBuilder` for an API.
///
/// After the name of the API stand the settings that not every client has.
#[cfg_attr(not(inline), macro_export)]
#[doc(hidden)]
macro_rules! client {
    ($api:ident: $($part:ident)*) => {
        /// A client of the API. Cloning it is cheap, and clones share connections, tokens and limits.
        pub struct Client<M = runtime::Async> {
            handle: runtime::Handle<M>,
        }

        impl Client {
            /// Starts to build a client of this API.
            pub fn builder() -> ClientBuilder {
                runtime::Settings::new(&$api).into()
            }
        }

        #[cfg(feature = "testing")]
        impl Client {
            /// A client without a server, for tests: the stub answers what it sends, and retries do not wait.
            ///
            /// # Panics
            ///
            /// Never: a stub takes any request.
            pub fn stub() -> (Self, runtime::Stub) {
                let stub = runtime::Stub::new();
                let zero = ::std::time::Duration::ZERO;
                let client = Self::builder()
                    .base_url("https://stub.invalid")
                    .retry(runtime::RetryPolicy::default().pauses(zero, zero))
                    .transport(stub.clone())
                    .build();
                (client.expect("settings without a fault"), stub)
            }
        }

        impl<M> Client<M> {
            /// A request of an operation, without any parameter set.
            pub fn request<O: runtime::Operation>(&self) -> runtime::Request<O, M> {
                self.handle.request()
            }

            /// The URL below which all operations are, but for those that the document gives a server of their own.
            pub fn base_url(&self) -> &runtime::Url {
                self.handle.base_url()
            }
        }

        impl<M> ::std::clone::Clone for Client<M> {
            fn clone(&self) -> Self {
                Self { handle: ::std::clone::Clone::clone(&self.handle) }
            }
        }

        impl<M> ::std::fmt::Debug for Client<M> {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::fmt::Debug::fmt(&self.handle, f)
            }
        }

        /// Configures a client. Setters never fail: `build` reports the first invalid value.
        #[must_use = "a builder does nothing until `build` is called"]
        #[derive(Debug)]
        pub struct ClientBuilder {
            settings: runtime::Settings,
        }

        client!(@settings {
            /// Sets the credential of a security scheme, named as in the document.
            fn credential(scheme: &'static str, credential: runtime::Credential);

            /// The server to talk to, with the path that all operations are below.
            ///
            /// With another URL than the document's the client talks to another deployment, or to a mock. Operations to which
            /// the document gives a server of their own are then below this URL as well, unless that server is set by its own
            /// method: nothing that is meant for a mock reaches the servers of the document.
            fn base_url(url: impl Into<String>);

            /// Sets the `User-Agent`.
            fn user_agent(user_agent: &str);

            /// Sets a header that every request carries, unless the request sets it itself.
            fn default_header(name: &str, value: &str);

            /// Sends requests through this instead of reqwest. A transport may also wrap another one.
            fn transport(transport: impl runtime::Transport);

            /// The longest wait for a connection; 10 seconds unless set. Does not apply to a given `transport`.
            fn connect_timeout(limit: ::std::time::Duration);

            /// The longest wait for the next bytes of a response, the first ones included; 30 seconds unless set.
            fn read_timeout(limit: ::std::time::Duration);

            /// The longest time for a call as a whole, retries and their pauses included; 120 seconds unless set.
            fn total_timeout(limit: ::std::time::Duration);

            /// The longest body to accept, in bytes; 64 MiB unless set.
            fn body_limit(bytes: usize);

            /// How failed requests are retried.
            fn retry(policy: runtime::RetryPolicy);

            /// Allows a base URL with plain `http`, over which credentials and data can be read by others, a proxy among them. A
            /// server on this machine needs no permission, and is reached without a proxy, whatever `http_proxy` says.
            fn allow_insecure_http(allow: bool);
        });

        $(client!(@$part);)*

        #[doc(hidden)]
        impl ::std::convert::From<runtime::Settings> for ClientBuilder {
            fn from(settings: runtime::Settings) -> Self {
                Self { settings }
            }
        }

        impl ClientBuilder {
            /// Builds the client. Nothing is sent yet.
            ///
            /// # Errors
            ///
            /// [`ErrorKind::Configuration`](runtime::ErrorKind::Configuration) for a base URL, header or credential that
            /// cannot be used.
            pub fn build(self) -> ::std::result::Result<Client, runtime::Error> {
                self.settings.build().map(|handle| Client { handle })
            }

            /// Builds a client whose calls block.
            ///
            /// # Errors
            ///
            /// As [`build`](Self::build).
            #[cfg(feature = "blocking")]
            pub fn build_blocking(self) -> ::std::result::Result<Client<runtime::Blocking>, runtime::Error> {
                self.settings.build_blocking().map(|handle| Client { handle })
            }
        }
    };
    (@settings { $($(#[$about:meta])* fn $name:ident($($input:ident: $type:ty),*);)* }) => {
        impl ClientBuilder {
            $(
                $(#[$about])*
                pub fn $name(self, $($input: $type),*) -> Self {
                    Self { settings: self.settings.$name($($input),*) }
                }
            )*
        }
    };
    (@hooks) => {
        client!(@settings {
            /// Calls this before each request is sent. It runs before the credential is added and so never sees it.
            fn before_request(hook: impl Fn(&mut runtime::BeforeRequest<'_>) + Send + Sync + 'static);

            /// Calls this after each response, and after each request that failed without one.
            fn after_response(hook: impl Fn(&runtime::AfterResponse<'_>) + Send + Sync + 'static);
        });
    };
    (@rate_limit) => {
        client!(@settings {
            /// Limits how fast requests are sent; retries count as well.
            fn rate_limit(limit: runtime::RateLimit);
        });
    };
    (@token_store) => {
        client!(@settings {
            /// Keeps tokens in this store: those that the client obtains, and those of a token provider.
            fn token_store(store: impl runtime::TokenStore + 'static);
        });
    };
}

#[cfg(inline)]
pub(crate) use client;
