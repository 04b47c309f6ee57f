//! A transport that keeps requests, and answers with what a test gives it, in the pieces that the test wants.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use futures_util::stream;
use http::{HeaderMap, Request, Response, Uri};
use tests::client::{Client, ClientBuilder};
use tests::runtime::{Api, HttpBody, Sent, Transport};

static API: Api = Api {
    name: "properties",
    version: "1",
    base_url: "http://api.test",
    user_agent: "properties/1",
    operation_servers: &[],
    headers: &[],
    schemes: &[],
};

#[derive(Clone, Default)]
pub(super) struct Tape(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    seen: Vec<(Uri, HeaderMap)>,
    replies: VecDeque<Reply>,
}

/// An answer with the status 200.
#[derive(Default)]
pub(super) struct Reply {
    pub(super) headers: Vec<(&'static str, String)>,
    pub(super) pieces: Vec<Vec<u8>>,
}

impl Tape {
    pub(super) fn with(replies: impl IntoIterator<Item = Reply>) -> Self {
        let tape = Self::default();
        tape.0.lock().unwrap().replies.extend(replies);
        tape
    }

    pub(super) fn client(&self) -> Client {
        let builder = ClientBuilder::new(&API).allow_insecure_http(true);
        builder.transport(self.clone()).build().expect("a client")
    }

    pub(super) fn seen(&self) -> Vec<(Uri, HeaderMap)> {
        self.0.lock().unwrap().seen.clone()
    }
}

impl Transport for Tape {
    fn send(&self, request: Request<HttpBody>) -> Sent<'_> {
        let (head, _) = request.into_parts();
        let mut state = self.0.lock().unwrap();
        state.seen.push((head.uri, head.headers));
        let reply = state.replies.pop_front();
        Box::pin(async move {
            let Some(reply) = reply else {
                let mut response = Response::new(HttpBody::absent());
                *response.status_mut() = http::StatusCode::NO_CONTENT;
                return Ok(response);
            };
            let pieces = reply.pieces.into_iter().map(|piece| Ok(piece.into()));
            let mut response = Response::new(HttpBody::pieces(stream::iter(pieces), None));
            for (name, value) in reply.headers {
                let value = value.parse().expect("a header value");
                response.headers_mut().append(name, value);
            }
            Ok(response)
        })
    }
}

/// Runs what needs the clock and tasks of tokio.
pub(super) fn run<F: Future>(work: F) -> F::Output {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    runtime.expect("a runtime").block_on(work)
}
