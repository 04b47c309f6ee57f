//! The border to an HTTP library: one trait over the types of the crate `http`.

use std::error::Error as StdError;
use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use http::{Request, Response};
use url::Url;

/// Any error.
pub type BoxError = Box<dyn StdError + Send + Sync>;

/// What [`Transport::send`] returns.
pub type Sent<'a> =
    Pin<Box<dyn Future<Output = Result<Response<HttpBody>, TransportError>> + Send + 'a>>;

/// Sends single HTTP requests. Retries, credentials, redirects, limits and time-outs are the runtime's.
///
/// A transport may wrap another one: to sign requests, whose headers and body it sees, to record them, or to answer them
/// itself in a test.
///
/// - It returns as soon as the head of the response is there; the body is read later, piece by piece.
/// - It does not follow redirects. One that may do so says in the extensions of the response who answered
///   ([`AnsweredBy`]), and an answer from another origin is refused.
/// - Dropping the future ends the request.
/// - The extensions of the request hold the [`OperationId`].
pub trait Transport: Send + Sync + 'static {
    /// Sends a request.
    fn send(&self, request: Request<HttpBody>) -> Sent<'_>;
}

/// The id of the operation that a request belongs to, among the extensions of the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OperationId(pub &'static str);

/// The URL that answered, where that may be another than the one that was asked: among the extensions of a response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnsweredBy(pub Url);

/// The body of a request or of a response: absent, all there, or read piece by piece.
pub struct HttpBody(Inner);

enum Inner {
    Absent,
    Bytes(Bytes),
    Pieces(Pieces, Option<u64>),
}

type Pieces = Pin<Box<dyn Stream<Item = Result<Bytes, BoxError>> + Send>>;

impl HttpBody {
    /// No body.
    pub fn absent() -> Self {
        Self(Inner::Absent)
    }

    /// A body that is read piece by piece, with its length in bytes if that is known.
    pub fn pieces(
        pieces: impl Stream<Item = Result<Bytes, BoxError>> + Send + 'static,
        length: Option<u64>,
    ) -> Self {
        Self(Inner::Pieces(Box::pin(pieces), length))
    }

    /// Whether there is none, which is not the same as an empty one.
    pub fn is_absent(&self) -> bool {
        matches!(self.0, Inner::Absent)
    }

    /// All of it, where it is all there.
    pub fn bytes(&self) -> Option<&Bytes> {
        match &self.0 {
            Inner::Bytes(bytes) => Some(bytes),
            _ => None,
        }
    }

    /// How many bytes are left, if that is known.
    pub fn length(&self) -> Option<u64> {
        match &self.0 {
            Inner::Absent => Some(0),
            Inner::Bytes(bytes) => Some(bytes.len() as u64),
            Inner::Pieces(_, length) => *length,
        }
    }

    /// The next piece; `None` after the last.
    ///
    /// # Errors
    ///
    /// Whatever keeps it from being read.
    pub async fn next(&mut self) -> Result<Option<Bytes>, BoxError> {
        poll_fn(|cx| self.poll_piece(cx)).await.transpose()
    }

    /// The same for those who poll.
    pub(super) fn poll_piece(
        &mut self,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, BoxError>>> {
        match &mut self.0 {
            Inner::Absent => Poll::Ready(None),
            Inner::Bytes(bytes) => {
                let bytes = std::mem::take(bytes);
                self.0 = Inner::Absent;
                Poll::Ready(Some(Ok(bytes)))
            }
            Inner::Pieces(pieces, length) => {
                let piece = ready!(pieces.as_mut().poll_next(cx));
                if let (Some(Ok(piece)), Some(length)) = (&piece, length) {
                    *length = length.saturating_sub(piece.len() as u64);
                }
                Poll::Ready(piece)
            }
        }
    }
}

impl<B: Into<Bytes>> From<B> for HttpBody {
    fn from(bytes: B) -> Self {
        Self(Inner::Bytes(bytes.into()))
    }
}

// A body may be personal or secret.
impl fmt::Debug for HttpBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.length() {
            _ if self.is_absent() => f.write_str("HttpBody(absent)"),
            Some(length) => write!(f, "HttpBody({length} bytes)"),
            None => f.write_str("HttpBody(in pieces)"),
        }
    }
}

/// Why no response came. What it is decides whether the request is sent again.
#[derive(Debug)]
pub struct TransportError {
    pub(super) kind: Failure,
    pub(super) source: BoxError,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Failure {
    Connect,
    Timeout,
    Broken,
    Refused,
}

impl TransportError {
    /// There is no connection: the request was not carried out, and may be sent again whatever it is.
    pub fn connect(source: impl Into<BoxError>) -> Self {
        Self::new(Failure::Connect, source)
    }

    /// The transport waited too long.
    pub fn timeout(source: impl Into<BoxError>) -> Self {
        Self::new(Failure::Timeout, source)
    }

    /// The connection broke: the request may have been carried out.
    pub fn broken(source: impl Into<BoxError>) -> Self {
        Self::new(Failure::Broken, source)
    }

    /// The transport does not send this request, and would not the next time.
    pub fn refused(source: impl Into<BoxError>) -> Self {
        Self::new(Failure::Refused, source)
    }

    fn new(kind: Failure, source: impl Into<BoxError>) -> Self {
        let source = source.into();
        Self { kind, source }
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.source.fmt(f)
    }
}

impl StdError for TransportError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(&*self.source)
    }
}
