//! The one error type of the client.

use std::error::Error as StdError;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::header::HeaderMap;
use http::{Method, StatusCode};
use serde::de::DeserializeOwned;

use super::decode::{DecodeError, excerpt};
use super::error_object::{ErrorObject, ErrorReport};
use super::operation::Descriptor;
use super::response::RawResponse;
use super::retry_after::retry_after;
#[cfg(feature = "paging")]
use super::secrets::Secrets;
#[cfg(feature = "oauth2")]
use super::token_error::TokenError;
use super::transport::{BoxError, Failure, TransportError};

/// What kind of failure an [`Error`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The client cannot be built as configured.
    Configuration,
    /// The request cannot be sent as given: a parameter, a header or the body is at fault.
    InvalidRequest,
    /// No credential could be obtained; [`Error::source`] says why.
    Authentication,
    /// No connection could be made: nothing was sent.
    Connect,
    /// Connecting, reading or the call as a whole took longer than allowed.
    Timeout,
    /// The connection broke while sending or receiving.
    Transport,
    /// The server answered with a status that is not a success.
    Status,
    /// The body of a successful response is not what the operation returns.
    Decode,
    /// The body is longer than the limit.
    BodyTooLarge,
    /// A link or a redirect leads away from the configured origin, where no credential is sent.
    ForeignOrigin,
    /// Paging cannot go on: it repeats itself, or a position is not usable.
    Paging,
    /// A blocking call was made where blocking would stop other tasks.
    BlockingInAsync,
}

/// Why a call failed, and where.
///
/// Neither `Debug` nor `Display` shows a credential: URLs appear without API keys, headers not at all. Where the server
/// echoes a credential of the request, headers and body have a `*` in the place of each of its characters.
#[derive(Clone)]
pub struct Error(pub(super) Box<Inner>);

#[derive(Clone)]
pub(super) struct Inner {
    pub(super) kind: ErrorKind,
    pub(super) message: String,
    pub(super) operation: Option<&'static str>,
    pub(super) method: Option<Method>,
    pub(super) url: Option<String>,
    pub(super) status: Option<StatusCode>,
    pub(super) headers: HeaderMap,
    pub(super) request_id: Option<String>,
    pub(super) errors: Vec<ErrorObject>,
    /// The beginning of a body that reports nothing by a standard.
    pub(super) body: String,
    pub(super) bytes: Bytes,
    pub(super) decode: Option<DecodeError>,
    pub(super) item: Option<usize>,
    pub(super) attempts: u32,
    pub(super) source: Option<Arc<dyn StdError + Send + Sync>>,
}

impl Error {
    pub(super) fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self(Box::new(Inner {
            kind,
            message: message.into(),
            operation: None,
            method: None,
            url: None,
            status: None,
            headers: HeaderMap::new(),
            request_id: None,
            errors: Vec::new(),
            body: String::new(),
            bytes: Bytes::new(),
            decode: None,
            item: None,
            attempts: 0,
            source: None,
        }))
    }

    /// An error of any kind, for tests of code that handles errors. One that comes of a response is made from a
    /// [`Reply`](super::Reply): `Error::from(Reply::empty(404))`.
    #[cfg(feature = "testing")]
    pub fn test(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self::new(kind, message)
    }

    /// A response whose status is not a success.
    pub(super) fn from_status(raw: &RawResponse) -> Self {
        let raw = &raw.masked();
        let report = ErrorReport::read(&raw.body);
        let mut error = Self::new(ErrorKind::Status, String::new()).with_response(raw);
        let inner = &mut error.0;
        inner.request_id = inner.request_id.take().or(report.request_id);
        if report.errors.is_empty() {
            inner.body = excerpt(&raw.body, 0);
        }
        inner.errors = report.errors;
        inner.bytes = raw.body.clone();
        error
    }

    pub(super) fn from_decode(decode: DecodeError, raw: &RawResponse) -> Self {
        let raw = &raw.masked();
        let mut error = Self::new(ErrorKind::Decode, String::new()).with_response(raw);
        error.0.decode = Some(decode);
        error.0.bytes = raw.body.clone();
        error
    }

    /// A failure of the HTTP client. Its own message is not shown, as it quotes the URL with its query.
    pub(super) fn from_transport(error: TransportError) -> Self {
        let (kind, message) = match error.kind {
            Failure::Connect => (ErrorKind::Connect, "no connection"),
            Failure::Timeout => (ErrorKind::Timeout, "timed out"),
            Failure::Broken => (ErrorKind::Transport, "the connection broke"),
            Failure::Refused => {
                let message = format!("the request was not sent: {}", error.source);
                return Self::new(ErrorKind::InvalidRequest, message);
            }
        };
        Self::new(kind, message).with_boxed(error.source)
    }

    /// While the body of a response was read.
    pub(super) fn from_body(error: BoxError) -> Self {
        let message = "the connection broke while the body was read";
        Self::new(ErrorKind::Transport, message).with_boxed(error)
    }

    pub(super) fn with_boxed(mut self, source: BoxError) -> Self {
        self.0.source = Some(source.into());
        self
    }

    pub(super) fn with_source(mut self, source: impl StdError + Send + Sync + 'static) -> Self {
        self.0.source = Some(Arc::new(source));
        self
    }

    /// Says which call failed, unless that is known already.
    pub(super) fn with_call(mut self, operation: &Descriptor, url: Option<&str>) -> Self {
        let inner = &mut self.0;
        inner.url = inner.url.take().or_else(|| url.map(str::to_owned));
        self.with_operation(operation.id, operation.method)
    }

    pub(super) fn with_operation(mut self, id: &'static str, method: &str) -> Self {
        self.0.operation.get_or_insert(id);
        let inner = &mut self.0;
        inner.method = inner.method.take().or_else(|| method.parse().ok());
        self
    }

    pub(super) fn with_attempts(mut self, attempts: u32) -> Self {
        self.0.attempts = attempts;
        self
    }

    /// Without these credentials, which the message may quote from a response.
    #[cfg(feature = "paging")]
    pub(super) fn without(mut self, secrets: &Secrets) -> Self {
        self.0.message = secrets.masked_text(self.0.message);
        self
    }

    pub(super) fn with_hint(mut self, hint: &str) -> Self {
        hint.clone_into(&mut self.0.message);
        self
    }

    fn with_response(mut self, raw: &RawResponse) -> Self {
        let inner = &mut self.0;
        inner.status = Some(raw.head.status());
        inner.headers = raw.head.headers().clone();
        inner.request_id = raw.head.request_id().map(str::to_owned);
        inner.attempts = raw.head.attempts();
        inner.url = Some(raw.head.shown_url.clone());
        self
    }

    /// What kind of failure this is.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The id of the operation that failed.
    pub fn operation(&self) -> Option<&'static str> {
        self.0.operation
    }

    /// The method of the request.
    pub fn method(&self) -> Option<&Method> {
        self.0.method.as_ref()
    }

    /// The URL of the request, API keys replaced by `***`.
    pub fn url(&self) -> Option<&str> {
        self.0.url.as_deref()
    }

    /// The status of the response, if one came.
    pub fn status(&self) -> Option<StatusCode> {
        self.0.status
    }

    /// The headers of the response; empty if none came.
    pub fn headers(&self) -> &HeaderMap {
        &self.0.headers
    }

    /// The id the server gave the request, from a header or from the `meta` of the body.
    pub fn request_id(&self) -> Option<&str> {
        self.0.request_id.as_deref()
    }

    /// What the server reported (JSON:API 1.0 "Errors", RFC 9457); empty if its body says nothing of the kind.
    pub fn errors(&self) -> &[ErrorObject] {
        &self.0.errors
    }

    /// What the server reported about one attribute, relationship or other member of the request body, by its name there
    /// ([`ErrorObject::member`]).
    pub fn errors_of<'e>(&'e self, member: &'e str) -> impl Iterator<Item = &'e ErrorObject> {
        let errors = self.errors().iter();
        errors.filter(move |error| error.member().as_deref() == Some(member))
    }

    /// The body of a response whose status is not a success, as the type that the document gives it.
    ///
    /// # Errors
    ///
    /// When there is no body, or it has another shape.
    pub fn body<T: DeserializeOwned>(&self) -> serde_json::Result<T> {
        serde_json::from_slice(&self.0.bytes)
    }

    /// The body of a response whose status is not a success, or that could not be decoded; empty if there is none. It is
    /// as it came, but for credentials of the request that the server echoes: they have a `*` for each character.
    pub fn bytes(&self) -> &Bytes {
        &self.0.bytes
    }

    /// Where and why the body could not be decoded.
    pub fn decode_error(&self) -> Option<&DecodeError> {
        self.0.decode.as_ref()
    }

    /// The position, from 0, of the item of a page that could not be decoded.
    pub fn item_index(&self) -> Option<usize> {
        self.0.item
    }

    /// How many times the request was sent.
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// How long the server asks to wait (RFC 9110, section 10.2.3): seconds, or the time until a date.
    pub fn retry_after(&self) -> Option<Duration> {
        retry_after(&self.0.headers).or_else(|| self.cause()?.retry_after())
    }

    /// 404 or 410: there is no such thing.
    pub fn is_not_found(&self) -> bool {
        matches!(self.code(), 404 | 410)
    }

    /// 401, or no credential could be obtained.
    pub fn is_unauthorized(&self) -> bool {
        self.code() == 401 || self.kind() == ErrorKind::Authentication
    }

    /// 403: the credential does not allow this.
    pub fn is_forbidden(&self) -> bool {
        self.code() == 403
    }

    /// 409: the request conflicts with the state on the server.
    pub fn is_conflict(&self) -> bool {
        self.code() == 409
    }

    /// 429: too many requests (RFC 6585, section 4).
    pub fn is_rate_limited(&self) -> bool {
        self.code() == 429
    }

    /// 5xx: the server failed.
    pub fn is_server_error(&self) -> bool {
        self.0.status.is_some_and(|status| status.is_server_error())
    }

    /// No connection could be made: nothing was sent.
    pub fn is_connect(&self) -> bool {
        self.kind() == ErrorKind::Connect
    }

    /// Something took longer than allowed, or the server answered 408 or 504.
    pub fn is_timeout(&self) -> bool {
        self.kind() == ErrorKind::Timeout || matches!(self.code(), 408 | 504)
    }

    /// A response came, but not of the shape the operation returns.
    pub fn is_decode(&self) -> bool {
        self.kind() == ErrorKind::Decode
    }

    /// Whether the server never began to work on the request, so that sending it again does no harm whatever its method:
    /// there was no connection or no credential, or the answer was 429, or 503 with a `Retry-After`.
    pub fn was_not_carried_out(&self) -> bool {
        match (self.kind(), self.code()) {
            (ErrorKind::Connect | ErrorKind::Authentication, _) | (ErrorKind::Status, 429) => true,
            (ErrorKind::Status, 503) => retry_after(&self.0.headers).is_some(),
            _ => false,
        }
    }

    /// Whether the same request may succeed later. Whether repeating it is harmless is for the caller
    /// to say, unless it [was not carried out](Self::was_not_carried_out): a POST may have had its effect.
    pub fn is_retryable(&self) -> bool {
        match self.kind() {
            ErrorKind::Connect | ErrorKind::Timeout | ErrorKind::Transport => true,
            ErrorKind::Status => matches!(self.code(), 408 | 429 | 500 | 502 | 503 | 504),
            ErrorKind::Authentication => self.cause().is_some_and(Self::is_retryable),
            _ => false,
        }
    }

    /// Why the token endpoint gave no token (RFC 6749, section 5.2), or why a sign-in failed, where that is why the call
    /// failed.
    #[cfg(feature = "oauth2")]
    pub fn token_error(&self) -> Option<TokenError> {
        let source = self.0.source.as_deref();
        if let Some(said) = source.and_then(|source| source.downcast_ref::<TokenError>()) {
            return Some(said.clone());
        }
        TokenError::read(&self.cause()?.0.bytes)
    }

    /// The failure of another request that led to this one, such as that of the token endpoint.
    fn cause(&self) -> Option<&Self> {
        self.0.source.as_deref()?.downcast_ref()
    }

    fn code(&self) -> u16 {
        self.0.status.map_or(0, |status| status.as_u16())
    }
}
