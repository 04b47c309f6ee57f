//! Answers in process, for tests without a server.

use std::collections::{HashMap, VecDeque};
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderMap};
use http::{Method, Request, Response, StatusCode, Uri};
use percent_encoding::percent_decode_str;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::error::Error;
use super::header::header;
use super::operation::Operation;
use super::response::{RawResponse, RawResponseHead};
use super::transport::{HttpBody, OperationId, Sent, Transport, TransportError};

/// A transport that answers requests itself: a client with it needs no server.
///
/// Replies are given by operation. What has none fails, and the error says what was asked. Copies share their replies and
/// what was recorded.
#[derive(Clone, Default)]
pub struct Stub(Arc<Mutex<State>>);

type Answer = Box<dyn FnMut(&StubRequest) -> Reply + Send>;

#[derive(Default)]
struct State {
    answers: HashMap<&'static str, Answer>,
    next: HashMap<&'static str, VecDeque<Reply>>,
    requests: Vec<StubRequest>,
}

impl Stub {
    /// A stub without any reply.
    pub fn new() -> Self {
        Self::default()
    }

    /// Answers all requests of an operation, in place of what was said before.
    pub fn on<O: Operation>(
        &self,
        answer: impl FnMut(&StubRequest) -> Reply + Send + 'static,
    ) -> &Self {
        self.state().answers.insert(O::ID, Box::new(answer));
        self
    }

    /// Answers one request of an operation, before anything that [`on`](Self::on) says. Several are given in their order.
    pub fn once<O: Operation>(&self, reply: Reply) -> &Self {
        let mut state = self.state();
        state.next.entry(O::ID).or_default().push_back(reply);
        drop(state);
        self
    }

    /// All requests so far, retries included.
    pub fn requests(&self) -> Vec<StubRequest> {
        self.state().requests.clone()
    }

    /// The requests of one operation so far.
    pub fn requests_of<O: Operation>(&self) -> Vec<StubRequest> {
        let mut requests = self.requests();
        requests.retain(|request| request.operation == O::ID);
        requests
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn reply(&self, request: StubRequest) -> Result<Reply, TransportError> {
        let mut state = self.state();
        let next = state.next.get_mut(request.operation);
        let reply = match next.and_then(VecDeque::pop_front) {
            Some(reply) => Some(reply),
            None => state
                .answers
                .get_mut(request.operation)
                .map(|answer| answer(&request)),
        };
        let refused = || {
            let StubRequest {
                operation,
                method,
                uri,
                ..
            } = &request;
            TransportError::refused(format!(
                "the stub has no reply for `{operation}`: {method} {uri}"
            ))
        };
        let reply = reply.ok_or_else(refused);
        state.requests.push(request);
        reply
    }

    async fn exchange(
        &self,
        request: Request<HttpBody>,
    ) -> Result<Response<HttpBody>, TransportError> {
        let (head, mut body) = request.into_parts();
        let mut bytes = Vec::new();
        while let Some(piece) = body.next().await.map_err(TransportError::broken)? {
            bytes.extend_from_slice(&piece);
        }
        let operation = head.extensions.get().map_or("", |OperationId(id)| id);
        let reply = self.reply(StubRequest {
            operation,
            method: head.method,
            uri: head.uri,
            headers: head.headers,
            body: bytes.into(),
        })?;
        match reply.outcome {
            Outcome::Response(status, body) => {
                let mut response = Response::new(body.into());
                *response.status_mut() = status;
                *response.headers_mut() = reply.headers;
                Ok(response)
            }
            Outcome::NoConnection => Err(no_connection()),
            Outcome::Timeout => Err(timeout()),
            Outcome::Broken => Err(broken()),
        }
    }
}

impl Transport for Stub {
    fn send(&self, request: Request<HttpBody>) -> Sent<'_> {
        Box::pin(self.exchange(request))
    }
}

impl fmt::Debug for Stub {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let requests = self.state().requests.len();
        write!(f, "Stub({requests} requests)")
    }
}

/// A request that came to a [`Stub`].
#[derive(Debug, Clone)]
pub struct StubRequest {
    operation: &'static str,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
}

impl StubRequest {
    /// The id of the operation.
    pub fn operation(&self) -> &'static str {
        self.operation
    }

    /// The HTTP method.
    pub fn method(&self) -> &Method {
        &self.method
    }

    /// The whole URL.
    pub fn uri(&self) -> &Uri {
        &self.uri
    }

    /// The path, percent-encoded.
    pub fn path(&self) -> &str {
        self.uri.path()
    }

    /// The first value of a query parameter, decoded.
    pub fn query(&self, name: &str) -> Option<String> {
        let decode = |text: &str| {
            let text = text.replace('+', " ");
            percent_decode_str(&text).decode_utf8_lossy().into_owned()
        };
        let mut pairs = self.uri.query()?.split('&');
        pairs.find_map(|pair| {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode(key) == name).then(|| decode(value))
        })
    }

    /// The value of a header, where it is there and is text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The body.
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// The body, decoded.
    ///
    /// # Errors
    ///
    /// If it is not JSON of this type.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, serde_json::Error> {
        serde_json::from_slice(&self.body)
    }
}

fn no_connection() -> TransportError {
    TransportError::connect("the stub takes no connection")
}

fn timeout() -> TransportError {
    TransportError::timeout("the stub takes too long")
}

fn broken() -> TransportError {
    TransportError::broken("the stub broke the connection")
}

/// What a [`Stub`] answers.
#[derive(Debug, Clone)]
pub struct Reply {
    headers: HeaderMap,
    outcome: Outcome,
}

#[derive(Debug, Clone)]
enum Outcome {
    Response(StatusCode, Bytes),
    NoConnection,
    Timeout,
    Broken,
}

impl Reply {
    /// A response with a JSON body. A value that cannot be written as JSON gives an empty one, a status that is none 500.
    pub fn json(status: u16, body: &impl Serialize) -> Self {
        let body = serde_json::to_vec(body).unwrap_or_default();
        Self::response(status, body).header(CONTENT_TYPE.as_str(), "application/json")
    }

    /// A response with a body of any kind; its media type is set as a header.
    pub fn response(status: u16, body: impl Into<Bytes>) -> Self {
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        Self::of(Outcome::Response(status, body.into()))
    }

    /// A response without a body.
    pub fn empty(status: u16) -> Self {
        Self::response(status, Bytes::new())
    }

    /// No connection: the request was not carried out.
    pub fn no_connection() -> Self {
        Self::of(Outcome::NoConnection)
    }

    /// Nothing comes within the time that is allowed.
    pub fn timeout() -> Self {
        Self::of(Outcome::Timeout)
    }

    /// The connection breaks before a response comes.
    pub fn broken() -> Self {
        Self::of(Outcome::Broken)
    }

    /// Sets a header. One that cannot be sent is left out.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        if let Ok((name, value)) = header(name, value) {
            self.headers.insert(name, value);
        }
        self
    }

    /// What a call gives that is answered so, for tests of code that takes responses. A reply without a status has 200.
    pub fn with_value<T>(self, value: T) -> super::Response<T> {
        let status = match self.outcome {
            Outcome::Response(status, _) => status,
            _ => StatusCode::OK,
        };
        super::Response::with_head(RawResponseHead::of_stub(status, self.headers), value)
    }

    fn of(outcome: Outcome) -> Self {
        Self {
            headers: HeaderMap::new(),
            outcome,
        }
    }
}

/// The error of a call that is answered so, whatever the status, for tests of code that handles errors.
impl From<Reply> for Error {
    fn from(reply: Reply) -> Self {
        match reply.outcome {
            Outcome::Response(status, body) => {
                let head = RawResponseHead::of_stub(status, reply.headers);
                Self::from_status(&RawResponse { head, body })
            }
            Outcome::NoConnection => Self::from_transport(no_connection()),
            Outcome::Timeout => Self::from_transport(timeout()),
            Outcome::Broken => Self::from_transport(broken()),
        }
    }
}
