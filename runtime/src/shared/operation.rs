//! An operation as data: what the generator emits for each one.

use std::pin::Pin;

use super::decode::Decode;

/// One operation of the API. Implemented by the generated type of each operation.
pub trait Operation: 'static {
    /// What a successful response decodes into.
    type Output;
    /// The operation id.
    const ID: &'static str;
    /// The HTTP method.
    const METHOD: &'static str;
    /// The path template, relative to the base URL, such as `/patient/{id}`.
    const PATH: &'static str;
    /// The server that the document gives to this operation, as it stands there; empty for that of the whole document.
    const SERVER: &'static str = "";
    /// The `Accept` header; empty sends none.
    const ACCEPT: &'static str;
    /// Alternatives of scheme names, of which one must be met entirely; none means public.
    const SECURITY: &'static [&'static [&'static str]];
    /// Reads the body of a successful response.
    #[doc(hidden)]
    const DECODE: Decode<Self::Output>;
    /// The header that takes a key for each call, by which the server knows that it is sent twice; empty for none.
    #[cfg(feature = "idempotency-key")]
    const IDEMPOTENCY_KEY: &'static str = "";
    /// How often a request is sent at most, the first time included, where the client's policy repeats requests at all.
    #[cfg(feature = "operation-retry")]
    const ATTEMPTS: Option<u32> = None;
    /// Whether sending a request twice does no more than sending it once (RFC 9110, section 9.2.2), where that is not as the
    /// method says.
    #[cfg(feature = "operation-retry")]
    const IDEMPOTENT: Option<bool> = None;
    /// Sets of parameters of which at least one must be given.
    const REQUIRED_ONE_OF: &'static [&'static [&'static str]] = &[];
    /// Sets of parameters that are given all together or not at all.
    const REQUIRED_TOGETHER: &'static [&'static [&'static str]] = &[];
}

/// Gives an operation's type what requests have in common: `with`, `send`, `.await`, copies.
///
/// The methods are listed where they are used, so that one is left out whose name a parameter has: the parameter goes
/// first, and [`Request`](super::Request) has the method as well.
#[cfg_attr(not(inline), macro_export)]
#[doc(hidden)]
#[allow(
    unused_macros,
    reason = "no operation may be compiled in that needs it"
)]
macro_rules! operation {
    ($name:ident -> $output:ty: $($method:ident)*) => {
        impl<M> ::std::clone::Clone for $name<M> {
            fn clone(&self) -> Self {
                Self { request: ::std::clone::Clone::clone(&self.request) }
            }
        }

        impl<M> ::std::fmt::Debug for $name<M> {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::fmt::Debug::fmt(&self.request, f)
            }
        }

        impl<M> ::std::convert::From<$name<M>> for runtime::Request<$name, M> {
            fn from(operation: $name<M>) -> Self {
                operation.request
            }
        }

        impl ::std::future::IntoFuture for $name {
            type Output = ::std::result::Result<runtime::Response<$output>, runtime::Error>;
            type IntoFuture = runtime::Sending<$output>;

            fn into_future(self) -> Self::IntoFuture {
                ::std::future::IntoFuture::into_future(self.request)
            }
        }

        $(operation!(@$method $name $output);)*
    };
    (@with $name:ident $output:ty) => {
        impl<M> $name<M> {
            /// Applies options to this call only: timeouts, retries, headers and query parameters. Of values set twice
            /// the later one holds.
            pub fn with(self, options: runtime::CallOptions) -> Self {
                Self { request: self.request.with(options) }
            }
        }
    };
    (@send $name:ident $output:ty) => {
        impl $name {
            /// Sends the request and decodes the response, as `.await` does. Dropping the future cancels the call.
            ///
            /// # Errors
            ///
            /// If the request cannot be sent, the status is not 2xx, or the response cannot be decoded.
            pub async fn send(self) -> ::std::result::Result<runtime::Response<$output>, runtime::Error> {
                self.request.send().await
            }
        }

        #[cfg(feature = "blocking")]
        impl $name<runtime::Blocking> {
            /// Sends the request, waits, and decodes the response.
            ///
            /// # Errors
            ///
            /// If the request cannot be sent, the status is not 2xx, or the response cannot be decoded; and within an async
            /// runtime, which blocking would stop.
            pub fn send(self) -> ::std::result::Result<runtime::Response<$output>, runtime::Error> {
                self.request.send()
            }
        }
    };
}

#[cfg(inline)]
#[allow(
    unused_imports,
    reason = "no operation may be compiled in that needs it"
)]
pub(crate) use operation;

/// A request on its way.
pub type Sending<T> =
    Pin<Box<dyn Future<Output = Result<super::Response<T>, super::Error>> + Send>>;

/// The part of an [`Operation`] that does not depend on types.
///
/// Everything below `send` works on this, so that it is compiled once and not once per operation.
#[derive(Debug, Clone)]
pub(super) struct Descriptor {
    pub(super) id: &'static str,
    pub(super) method: &'static str,
    pub(super) path: &'static str,
    pub(super) server: &'static str,
    pub(super) accept: &'static str,
    pub(super) security: &'static [&'static [&'static str]],
    #[cfg(feature = "idempotency-key")]
    pub(super) idempotency_key: &'static str,
    #[cfg(feature = "operation-retry")]
    pub(super) attempts: Option<u32>,
    #[cfg(feature = "operation-retry")]
    pub(super) idempotent: Option<bool>,
    pub(super) required_one_of: &'static [&'static [&'static str]],
    pub(super) required_together: &'static [&'static [&'static str]],
}

impl Descriptor {
    pub(super) const fn of<O: Operation>() -> Self {
        Self {
            id: O::ID,
            method: O::METHOD,
            path: O::PATH,
            server: O::SERVER,
            accept: O::ACCEPT,
            security: O::SECURITY,
            #[cfg(feature = "idempotency-key")]
            idempotency_key: O::IDEMPOTENCY_KEY,
            #[cfg(feature = "operation-retry")]
            attempts: O::ATTEMPTS,
            #[cfg(feature = "operation-retry")]
            idempotent: O::IDEMPOTENT,
            required_one_of: O::REQUIRED_ONE_OF,
            required_together: O::REQUIRED_TOGETHER,
        }
    }
}
