//! Bodies that are read as they arrive.

use std::fmt;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use std::time::Duration;

use super::clock::time::timeout;
use bytes::Bytes;
use futures_core::Stream;
use futures_util::stream::try_unfold;

use super::error::{Error, ErrorKind};
use super::execute::execute;
use super::mode::Async;
use super::operation::{Descriptor, Operation};
use super::request::Request;
use super::response::Response;
use super::transport::HttpBody;

/// The body of a response, in the pieces in which it arrives. No limit applies to its length, unless
/// `CallOptions::body_limit` sets one; each piece has to arrive within the read timeout.
#[must_use = "a body is read only as its pieces are asked for"]
pub struct ByteStream(Pin<Box<dyn Stream<Item = Result<Bytes, Error>> + Send>>);

impl ByteStream {
    fn new(body: HttpBody, limit: Duration, longest: Option<usize>, operation: Descriptor) -> Self {
        let state = (body, longest, operation);
        Self(Box::pin(try_unfold(
            state,
            move |(mut body, mut left, operation)| async move {
                let piece = match timeout(limit, body.next()).await {
                    Ok(piece) => piece.map_err(Error::from_body),
                    Err(_) => Err(Error::new(
                        ErrorKind::Timeout,
                        format!("waiting for more of the body took longer than {limit:?}"),
                    )),
                };
                let piece = piece.and_then(|piece| {
                    let length = piece.as_ref().map_or(0, Bytes::len);
                    left = match left.map(|left: usize| left.checked_sub(length)) {
                        Some(None) => {
                            return Err(Error::new(
                                ErrorKind::BodyTooLarge,
                                format!("the body is longer than {} bytes", longest.unwrap_or(0)),
                            ));
                        }
                        left => left.flatten(),
                    };
                    Ok(piece)
                });
                let piece = piece.map_err(|error| error.with_call(&operation, None))?;
                Ok(piece.map(|piece| (piece, (body, left, operation))))
            },
        )))
    }

    /// The next piece; `None` after the last.
    pub async fn next(&mut self) -> Option<Result<Bytes, Error>> {
        std::future::poll_fn(|cx| self.0.as_mut().poll_next(cx)).await
    }

    /// The next piece; `None` after the last.
    ///
    /// # Errors
    ///
    /// When the connection breaks or the next piece takes too long.
    pub async fn try_next(&mut self) -> Result<Option<Bytes>, Error> {
        self.next().await.transpose()
    }
}

impl Stream for ByteStream {
    type Item = Result<Bytes, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.as_mut().poll_next(cx)
    }
}

impl fmt::Debug for ByteStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ByteStream")
    }
}

impl<O: Operation> Request<O, Async> {
    /// Sends the request and returns as soon as the head of the response is there; its body is read piece by piece.
    ///
    /// # Errors
    ///
    /// As `send`. The body of a response that is not a success is read as usual.
    pub async fn send_stream(mut self) -> Result<Response<ByteStream>, Error> {
        let open = Arc::new(Mutex::new(None));
        self.call.open = Some(Arc::clone(&open));
        let operation = self.call.operation.clone();
        let limit = self
            .client
            .core
            .options
            .with(&self.call.overrides)
            .read_timeout;
        let longest = self.call.overrides.body_limit;
        let raw = execute(self.client.core, self.call).await?;
        let body = open.lock().ok().and_then(|mut open| open.take());
        let body = body.ok_or_else(|| {
            Error::new(ErrorKind::Transport, "the response has no body").with_call(&operation, None)
        })?;
        Ok(Response::with_head(
            raw.head,
            ByteStream::new(body, limit, longest, operation),
        ))
    }
}

/// Gives the type of an operation whose response is a stream of bytes the method that reads it so.
#[cfg_attr(not(inline), macro_export)]
#[doc(hidden)]
#[allow(
    unused_macros,
    reason = "no operation may be compiled in that needs it"
)]
macro_rules! streamed {
    ($name:ident: $($method:ident)*) => {
        $(streamed!(@$method $name);)*
    };
    (@send_stream $name:ident) => {
        impl $name {
            /// Sends the request and returns as soon as the head of the response is there; its body is read piece by
            /// piece.
            ///
            /// # Errors
            ///
            /// As `send`. The body of a response that is not a success is read as usual.
            pub async fn send_stream(self) -> ::std::result::Result<runtime::Response<runtime::ByteStream>, runtime::Error> {
                self.request.send_stream().await
            }
        }
    };
}

#[cfg(inline)]
#[allow(
    unused_imports,
    reason = "no operation may be compiled in that needs it"
)]
pub(crate) use streamed;
