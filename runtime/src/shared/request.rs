//! A request being built: the types of operations fill it, `send` hands it to the transport.

use std::fmt::{self, Display};
use std::marker::PhantomData;

use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_TYPE};
use serde::Serialize;

use super::body::Body;
use super::call::Call;
use super::call_options::CallOptions;
use super::error::Error;
use super::execute::execute;
use super::handle::Handle;
use super::mode::Async;
use super::operation::{Descriptor, Operation, Sending};
#[cfg(feature = "list")]
use super::query::ListStyle;
#[cfg(feature = "parameter")]
use super::query::ObjectStyle;
use super::response::{RawResponse, Response};

/// A call of the operation `O` that has not been sent: what the types of operations hold.
///
/// `Request::from` makes one of any of them, for code that works with any operation. Setters never fail: the first
/// invalid value is reported by `send`.
#[must_use = "a request does nothing until it is sent"]
pub struct Request<O, M = Async> {
    pub(super) client: Handle<M>,
    pub(super) call: Call,
    pub(super) operation: PhantomData<fn() -> O>,
}

impl<O: Operation, M> Request<O, M> {
    pub(super) fn new(client: Handle<M>) -> Self {
        Self {
            client,
            call: Call::new(Descriptor::of::<O>()),
            operation: PhantomData,
        }
    }
}

impl<M> Handle<M> {
    /// A request of an operation without any parameter set. Generated methods call this.
    pub fn request<O: Operation>(&self) -> Request<O, M> {
        Request::new(self.clone())
    }
}

/// What generated methods fill a request with.
#[doc(hidden)]
impl<O, M> Request<O, M> {
    /// Sets a path parameter. The value becomes one segment, whatever it holds.
    pub fn path(mut self, name: &'static str, value: impl Display) -> Self {
        self.call.set_path(name, &value.to_string());
        self
    }

    /// Sets a query parameter, replacing an earlier value.
    pub fn query(mut self, name: &'static str, value: impl Display) -> Self {
        self.call.query.set(name, &value.to_string());
        self
    }

    /// Sets a list as query parameter; an empty list leaves it out.
    #[cfg(feature = "list")]
    pub fn query_list<T: Display>(
        mut self,
        name: &'static str,
        items: impl IntoIterator<Item = T>,
        style: ListStyle,
    ) -> Self {
        self.call.query.set_list(name, items.into_iter(), style);
        self
    }

    /// Sets an object as query parameter; without members it is left out.
    #[cfg(feature = "parameter")]
    pub fn query_object<K: Display, V: Display>(
        mut self,
        name: &'static str,
        members: impl IntoIterator<Item = (K, V)>,
        style: ObjectStyle,
    ) -> Self {
        self.call.query.set_object(name, members.into_iter(), style);
        self
    }

    /// Sets a header. A value with control characters, CR and LF among them, is an error.
    pub fn header(mut self, name: &str, value: impl Display) -> Self {
        self.call.set_header(name, &value);
        self
    }

    /// Adds a cookie.
    pub fn cookie(mut self, name: &'static str, value: impl Display) -> Self {
        self.call.add_cookie(name, &value);
        self
    }

    /// Sets a JSON body, sent under this media type.
    pub fn json(mut self, media_type: &str, value: &impl Serialize) -> Self {
        self.call.set_body(Body::json(media_type, value));
        self
    }

    /// Sets a body of XML whose outermost element is that of `R`.
    #[cfg(feature = "xml")]
    pub fn xml<R: super::xml::Root>(mut self, media_type: &str, value: &impl Serialize) -> Self {
        let text = super::xml::to_string::<R>(value);
        self.call
            .set_body(text.and_then(|text| Body::new(media_type, text)));
        self
    }

    /// Sets an `application/x-www-form-urlencoded` body.
    pub fn form(mut self, value: &impl Serialize) -> Self {
        self.call.set_body(Body::form(value));
        self
    }

    /// Sets a text body.
    pub fn text(mut self, media_type: &str, text: impl Into<String>) -> Self {
        self.call.set_body(Body::new(media_type, text.into()));
        self
    }

    /// Sets a body of any kind.
    pub fn bytes(mut self, media_type: &str, bytes: impl Into<Bytes>) -> Self {
        self.call.set_body(Body::new(media_type, bytes));
        self
    }

    /// Says what the body is.
    pub fn body_media_type(self, media_type: &str) -> Self {
        self.header(CONTENT_TYPE.as_str(), media_type)
    }

    /// Asks for the response in this media type.
    pub fn accept(self, media_type: &str) -> Self {
        self.header(ACCEPT.as_str(), media_type)
    }
}

impl<O, M> Request<O, M> {
    /// Applies options to this call only: timeouts, retries, headers and query parameters. Of values set twice the later
    /// one holds.
    pub fn with(mut self, options: CallOptions) -> Self {
        self.call.apply(options);
        self
    }
}

impl<O: Operation> Request<O, Async> {
    /// Sends the request and decodes the response. Dropping the future cancels the call.
    ///
    /// # Errors
    ///
    /// Whatever went wrong, as an [`Error`] that says where; a status other than 2xx is one.
    pub async fn send(self) -> Result<Response<O::Output>, Error> {
        let operation = self.call.operation.clone();
        let raw = execute(self.client.core, self.call).await?;
        decoded::<O>(raw).map_err(|error| error.with_call(&operation, None))
    }
}

impl<O: Operation> IntoFuture for Request<O, Async> {
    type Output = Result<Response<O::Output>, Error>;
    type IntoFuture = Sending<O::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}

#[cfg(feature = "blocking")]
impl<O: Operation> Request<O, super::mode::Blocking> {
    /// Sends the request, waits, and decodes the response.
    ///
    /// # Errors
    ///
    /// Whatever went wrong, as an [`Error`] that says where; a status other than 2xx is one, and so is a
    /// call from within an async runtime, which blocking would stop.
    pub fn send(self) -> Result<Response<O::Output>, Error> {
        let operation = self.call.operation.clone();
        let core = self.client.core;
        let raw = super::blocking::wait(execute(core, self.call))??;
        decoded::<O>(raw).map_err(|error| error.with_call(&operation, None))
    }
}

fn decoded<O: Operation>(raw: RawResponse) -> Result<Response<O::Output>, Error> {
    match (O::DECODE)(&raw) {
        Ok(value) => Ok(Response::with_head(raw.head, value)),
        Err(error) => Err(Error::from_decode(error, &raw)),
    }
}

impl<O, M> Clone for Request<O, M> {
    fn clone(&self) -> Self {
        Self {
            client: self.client.clone(),
            call: self.call.clone(),
            operation: PhantomData,
        }
    }
}

// Parameters and bodies may be personal or secret; the operation says enough.
impl<O, M> fmt::Debug for Request<O, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("operation", &self.call.operation.id)
            .finish_non_exhaustive()
    }
}
