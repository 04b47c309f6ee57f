//! What comes back from a call that succeeded.

use std::fmt;
use std::ops::{Deref, DerefMut};

use bytes::Bytes;
use http::StatusCode;
use http::header::HeaderMap;
use url::Url;

use super::secrets::Secrets;

/// Names under which servers send the id of a request, most usual first.
const REQUEST_ID_HEADERS: [&str; 4] = [
    "x-request-id",
    "request-id",
    "x-correlation-id",
    "x-amzn-requestid",
];

/// Where responses for tests are from.
#[cfg(feature = "testing")]
const STUB_URL: &str = "https://stub.invalid/";

/// Everything about a response but its body.
#[derive(Clone)]
pub struct RawResponseHead {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) url: Url,
    /// The URL as it may be shown, without credentials.
    pub(super) shown_url: String,
    pub(super) attempts: u32,
    /// What the request carried and errors must not show.
    pub(super) secrets: Secrets,
}

impl RawResponseHead {
    /// That of a response for a test.
    #[cfg(feature = "testing")]
    pub(super) fn of_stub(status: StatusCode, headers: HeaderMap) -> Self {
        let url = Url::parse(STUB_URL).expect("a constant that is a URL");
        Self {
            status,
            headers,
            shown_url: url.to_string(),
            url,
            attempts: 1,
            secrets: Secrets::default(),
        }
    }

    /// The status of the response.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The headers of the response.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The value of a header, where it is there and is text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The URL of the request, without credentials.
    pub fn url(&self) -> &Url {
        &self.url
    }

    /// How many times the request was sent until this response came, 1 without retries.
    pub fn attempts(&self) -> u32 {
        self.attempts
    }

    /// The id the server gave the request, from the headers in which servers send it.
    pub fn request_id(&self) -> Option<&str> {
        REQUEST_ID_HEADERS.iter().find_map(|name| self.header(name))
    }
}

// The URL is left out, as it may carry an API key; headers are, as they may set cookies.
impl fmt::Debug for RawResponseHead {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawResponseHead")
            .field("status", &self.status)
            .field("request_id", &self.request_id())
            .finish_non_exhaustive()
    }
}

/// A response before it is decoded.
#[derive(Clone)]
pub struct RawResponse {
    /// Status, headers and the like.
    pub head: RawResponseHead,
    /// The body, read to its end.
    pub body: Bytes,
}

impl RawResponse {
    /// The response as an error may keep it: without the credentials of the request, which some servers echo.
    pub(super) fn masked(&self) -> Self {
        let mut head = self.head.clone();
        let secrets = std::mem::take(&mut head.secrets);
        head.headers = secrets.masked_headers(&head.headers);
        Self {
            body: secrets.masked(&self.body),
            head,
        }
    }
}

impl fmt::Debug for RawResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawResponse")
            .field("head", &self.head)
            .field("body", &format_args!("{} bytes", self.body.len()))
            .finish()
    }
}

/// A decoded response. Dereferences to what it decoded into.
#[derive(Debug, Clone)]
pub struct Response<T> {
    head: RawResponseHead,
    value: T,
}

impl<T> Response<T> {
    pub(super) fn with_head(head: RawResponseHead, value: T) -> Self {
        Self { head, value }
    }

    /// A response for tests: status 200, no headers. One with others is made by [`Reply::with_value`](super::Reply::with_value).
    #[cfg(feature = "testing")]
    pub fn new(value: T) -> Self {
        let head = RawResponseHead::of_stub(StatusCode::OK, HeaderMap::new());
        Self::with_head(head, value)
    }

    /// The decoded body.
    pub fn into_inner(self) -> T {
        self.value
    }

    /// The decoded body, and everything else about the response.
    pub fn into_parts(self) -> (RawResponseHead, T) {
        (self.head, self.value)
    }

    /// The status of the response.
    pub fn status(&self) -> StatusCode {
        self.head.status()
    }

    /// The headers of the response.
    pub fn headers(&self) -> &HeaderMap {
        self.head.headers()
    }

    /// The id the server gave the request.
    pub fn request_id(&self) -> Option<&str> {
        self.head.request_id()
    }

    /// Everything about the response but its body.
    pub fn head(&self) -> &RawResponseHead {
        &self.head
    }

    /// The same response with another value in place of the body.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Response<U> {
        Response {
            head: self.head,
            value: change(self.value),
        }
    }
}

impl<T> Deref for Response<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T> DerefMut for Response<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.value
    }
}
