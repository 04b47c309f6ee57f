//! What can go wrong.

use std::time::Duration;

use super::Latency;

/// What goes wrong.
#[derive(Clone, Debug, PartialEq)]
pub enum Fault {
    /// The answer comes late.
    Latency(Latency),
    /// A status in place of the answer; the request is carried out before if `executed`.
    Status {
        /// The status.
        status: u16,
        /// `Retry-After`.
        retry_after: Option<RetryAfter>,
        /// Whether the request is carried out all the same.
        executed: bool,
    },
    /// The connection is reset before anything is answered.
    Reset {
        /// Whether the request is carried out all the same.
        executed: bool,
    },
    /// The connection is reset in the middle of the body.
    ResetAfterHeaders,
    /// The connection is closed in the middle of the body.
    Truncate,
    /// The body comes in pieces of so many bytes, with a pause before each.
    SlowBody(usize, Duration),
    /// Everything, status line and headers too, comes in pieces of 16 bytes, with a pause before each.
    SlowHeaders(Duration),
    /// The answer has another media type.
    ContentType(String),
    /// This answer, whatever it is, in place of the right one. The request is not carried out.
    Answer(Canned),
    /// A page of HTML with status 502, as gateways send it.
    Html,
    /// The body is cut so that it is no JSON any more, while its length is right.
    InvalidJson,
    /// The token that came with the request is expired.
    ExpireToken,
    /// `links.next` leads to the same page.
    LoopNext,
    /// `links.next` leads to another server: this scheme, host and port.
    Next(String),
    /// 503 for so long, every so often.
    Down {
        /// From the beginning of one window to the next.
        every: Duration,
        /// How long a window lasts.
        length: Duration,
    },
}

/// The two forms of `Retry-After` (RFC 9110 section 10.2.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RetryAfter {
    /// Seconds.
    Seconds(u64),
    /// An HTTP date that many seconds ahead.
    Date(u64),
}

/// An answer from outside the document: a login page, a redirect, the error of some gateway.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Canned {
    /// The status, 200 to 599.
    pub status: u16,
    /// `Content-Type`; none for an answer without a body.
    pub media: Option<String>,
    /// Other headers.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: String,
}
