//! Answers in another media type than the usual one of an operation.

use std::marker::PhantomData;

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use serde::de::DeserializeOwned;

use super::decode::{self, Decode};
use super::error::Error;
use super::execute::execute;
use super::mode::Async;
use super::operation::Operation;
use super::request::Request;
use super::response::{RawResponse, Response};

/// The operation `O`, answered with text.
#[derive(Debug)]
pub struct AsText<O>(PhantomData<fn() -> O>);

/// The operation `O`, answered with bytes.
#[derive(Debug)]
pub struct AsBytes<O>(PhantomData<fn() -> O>);

/// The operation `O`, answered with a `T` in JSON.
#[derive(Debug)]
pub struct AsJson<O, T>(PhantomData<fn() -> (O, T)>);

/// The operation `O`, answered with a `T` in XML, whose outermost element is that of `R`.
#[cfg(feature = "xml")]
#[derive(Debug)]
#[allow(clippy::type_complexity, reason = "a tuple of its parameters")]
pub struct AsXml<O, R, T>(PhantomData<fn() -> (O, R, T)>);

/// A body as what its `Content-Type` says it is.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer<T> {
    /// What the operation usually returns.
    Usual(T),
    /// Text that is not JSON.
    Text(String),
    /// Anything else, as it came.
    Bytes(Bytes),
}

macro_rules! answered {
    ($name:ident<O $(, $t:ident: $bound:path)*>, $output:ty, $decode:expr) => {
        impl<O: Operation $(, $t: $bound + 'static)*> Operation for $name<O $(, $t)*> {
            type Output = $output;
            const ID: &'static str = O::ID;
            const METHOD: &'static str = O::METHOD;
            const PATH: &'static str = O::PATH;
            const SERVER: &'static str = O::SERVER;
            const ACCEPT: &'static str = O::ACCEPT;
            const SECURITY: &'static [&'static [&'static str]] = O::SECURITY;
            const DECODE: Decode<$output> = $decode;
            const REQUIRED_ONE_OF: &'static [&'static [&'static str]] = O::REQUIRED_ONE_OF;
            const REQUIRED_TOGETHER: &'static [&'static [&'static str]] = O::REQUIRED_TOGETHER;
        }
    };
}

answered!(AsText<O>, String, decode::text);
answered!(AsBytes<O>, Bytes, decode::bytes);
answered!(AsJson<O, T: DeserializeOwned>, T, decode::json);
#[cfg(feature = "xml")]
answered!(AsXml<O, R: super::xml::Root, T: DeserializeOwned>, T, super::xml::decode::<R, T>);

#[doc(hidden)]
impl<O, M> Request<O, M> {
    /// The same request, whose answer is asked for in this media type and read as `A` says. Generated setters call
    /// this.
    pub fn answered<A: Operation>(self, media_type: &str) -> Request<A, M> {
        let request = self.accept(media_type);
        Request {
            client: request.client,
            call: request.call,
            operation: PhantomData,
        }
    }
}

impl<O: Operation> Request<O, Async> {
    /// Sends the request and reads the answer as what its `Content-Type` says it is, whatever was asked for.
    ///
    /// # Errors
    ///
    /// As `send`.
    pub async fn send_any(self) -> Result<Response<Answer<O::Output>>, Error> {
        let operation = self.call.operation.clone();
        let raw = execute(self.client.core, self.call).await?;
        any::<O>(raw).map_err(|error| error.with_call(&operation, None))
    }
}

#[cfg(feature = "blocking")]
impl<O: Operation> Request<O, super::mode::Blocking> {
    /// Sends the request, waits, and reads the answer as what its `Content-Type` says it is, whatever was asked for.
    ///
    /// # Errors
    ///
    /// As `send`.
    pub fn send_any(self) -> Result<Response<Answer<O::Output>>, Error> {
        let operation = self.call.operation.clone();
        let raw = super::blocking::wait(execute(self.client.core, self.call))??;
        any::<O>(raw).map_err(|error| error.with_call(&operation, None))
    }
}

fn any<O: Operation>(raw: RawResponse) -> Result<Response<Answer<O::Output>>, Error> {
    let content_type = raw.head.headers().get(CONTENT_TYPE);
    let content_type = content_type.and_then(|value| value.to_str().ok());
    let usual = content_type.is_none_or(decode::is_json);
    let answer = if usual {
        match (O::DECODE)(&raw) {
            Ok(value) => Answer::Usual(value),
            Err(error) => return Err(Error::from_decode(error, &raw)),
        }
    } else {
        match decode::text(&raw) {
            Ok(text) if content_type.is_some_and(decode::is_text) => Answer::Text(text),
            _ => Answer::Bytes(raw.body.clone()),
        }
    };
    Ok(Response::with_head(raw.head, answer))
}

/// Gives the type of an operation with several media types of its answer the method that takes any of them.
#[cfg_attr(not(inline), macro_export)]
#[doc(hidden)]
#[allow(
    unused_macros,
    reason = "no operation may be compiled in that needs it"
)]
macro_rules! answers {
    ($name:ident -> $output:ty: $($method:ident)*) => {
        $(answers!(@$method $name $output);)*
    };
    (@send_any $name:ident $output:ty) => {
        impl $name {
            /// Sends the request and reads the answer as what its `Content-Type` says it is, whatever was asked for.
            ///
            /// # Errors
            ///
            /// As `send`.
            pub async fn send_any(
                self,
            ) -> ::std::result::Result<runtime::Response<runtime::Answer<$output>>, runtime::Error> {
                self.request.send_any().await
            }
        }

        #[cfg(feature = "blocking")]
        impl $name<runtime::Blocking> {
            /// Sends the request, waits, and reads the answer as what its `Content-Type` says it is, whatever was asked
            /// for.
            ///
            /// # Errors
            ///
            /// As `send`.
            pub fn send_any(
                self,
            ) -> ::std::result::Result<runtime::Response<runtime::Answer<$output>>, runtime::Error> {
                self.request.send_any()
            }
        }
    };
}

#[cfg(inline)]
#[allow(
    unused_imports,
    reason = "no operation may be compiled in that needs it"
)]
pub(crate) use answers;
