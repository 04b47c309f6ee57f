//! What an application may look at, or add, around each request.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::header::HeaderMap;
use http::{Method, StatusCode};

use super::error::Error;

/// A request about to be sent. Each attempt of a retried call is one.
#[non_exhaustive]
pub struct BeforeRequest<'a> {
    /// The operation id.
    pub operation: &'static str,
    /// The HTTP method.
    pub method: &'a Method,
    /// The URL as it is sent, but without credentials. Where a redirect leads is not known yet.
    pub url: &'a str,
    /// 1 for the first attempt.
    pub attempt: u32,
    /// The body, where it is all there: none for a request without a body, nor for one that is sent as a stream.
    pub body: Option<&'a Bytes>,
    /// Whether there is a body that is sent as a stream, so that nobody has seen it yet.
    pub streamed: bool,
    /// The headers; more may be added, a signature for instance. Credentials are added later.
    pub headers: &'a mut HeaderMap,
}

/// A request that is over.
#[non_exhaustive]
pub struct AfterResponse<'a> {
    /// The operation id.
    pub operation: &'static str,
    /// The HTTP method.
    pub method: &'a Method,
    /// The URL, without credentials.
    pub url: &'a str,
    /// 1 for the first attempt.
    pub attempt: u32,
    /// The time from sending to the end of the body.
    pub elapsed: Duration,
    /// The status, if a response came.
    pub status: Option<StatusCode>,
    /// What went wrong; a status other than 2xx counts.
    pub error: Option<&'a Error>,
}

impl fmt::Debug for BeforeRequest<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "BeforeRequest({} {} {}, attempt {})",
            self.operation, self.method, self.url, self.attempt
        )
    }
}

impl fmt::Debug for AfterResponse<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "AfterResponse({} {} {}, attempt {}",
            self.operation, self.method, self.url, self.attempt
        )?;
        write!(f, ", {:?}, {:?})", self.status, self.elapsed)
    }
}

type Before = Box<dyn Fn(&mut BeforeRequest<'_>) + Send + Sync>;
type After = Box<dyn Fn(&AfterResponse<'_>) + Send + Sync>;

/// The hooks of a client, called in the order in which they were added.
#[derive(Default)]
pub(super) struct Hooks {
    pub(super) before: Vec<Before>,
    pub(super) after: Vec<After>,
}
