//! reqwest where there are connections. What is sent to this machine never leaves it, whatever proxy is set.

use std::pin::Pin;
use std::sync::{Mutex, OnceLock, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures_util::stream::try_unfold;
use http::{Request, Response};
use http_body::{Frame, SizeHint};
use url::Url;

use super::super::server_url::is_loopback;
use super::super::transport::{AnsweredBy, BoxError, HttpBody, Sent, Transport, TransportError};

/// The client for other machines, and the one for this machine. Each is built when it is first needed, as that reads all
/// certificates of the system.
pub(in super::super) struct ReqwestTransport {
    connect_timeout: Duration,
    /// Follows the proxies of the environment: `HTTP_PROXY`, `HTTPS_PROXY`, `ALL_PROXY`, `NO_PROXY`.
    remote: OnceLock<reqwest::Client>,
    local: OnceLock<reqwest::Client>,
}

impl ReqwestTransport {
    pub(in super::super) fn new(connect_timeout: Duration) -> Self {
        Self {
            connect_timeout,
            remote: OnceLock::new(),
            local: OnceLock::new(),
        }
    }

    /// The client for this URL.
    pub(in super::super) fn of(&self, url: &Url) -> Result<&reqwest::Client, BoxError> {
        let is_local = is_loopback(url);
        let place = if is_local { &self.local } else { &self.remote };
        if let Some(client) = place.get() {
            return Ok(client);
        }
        let client = self.build(is_local)?;
        Ok(place.get_or_init(|| client))
    }

    fn build(&self, is_local: bool) -> Result<reqwest::Client, BoxError> {
        let builder = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .connect_timeout(self.connect_timeout);
        let builder = if is_local {
            builder.no_proxy()
        } else {
            builder
        };
        Ok(builder.build()?)
    }

    async fn exchange(
        &self,
        request: Request<HttpBody>,
    ) -> Result<Response<HttpBody>, TransportError> {
        let (parts, body) = request.into_parts();
        let url = Url::parse(&parts.uri.to_string()).map_err(TransportError::refused)?;
        let client = self.of(&url).map_err(TransportError::refused)?;
        let mut request = reqwest::Request::new(parts.method, url);
        *request.headers_mut() = parts.headers;
        *request.body_mut() = outgoing(body);
        let response = client.execute(request).await.map_err(failed)?;
        Ok(incoming(response))
    }
}

impl Transport for ReqwestTransport {
    fn send(&self, request: Request<HttpBody>) -> Sent<'_> {
        Box::pin(self.exchange(request))
    }
}

fn outgoing(body: HttpBody) -> Option<reqwest::Body> {
    if body.is_absent() {
        return None;
    }
    Some(match body.bytes() {
        Some(bytes) => bytes.clone().into(),
        None => reqwest::Body::wrap(Outgoing(Mutex::new(body))),
    })
}

fn incoming(mut response: reqwest::Response) -> Response<HttpBody> {
    let mut head = Response::new(());
    *head.status_mut() = response.status();
    *head.headers_mut() = std::mem::take(response.headers_mut());
    head.extensions_mut()
        .insert(AnsweredBy(response.url().clone()));
    let length = response.content_length();
    let pieces = try_unfold(response, |mut response| async move {
        let piece = response.chunk().await?;
        Ok::<_, BoxError>(piece.map(|piece| (piece, response)))
    });
    head.map(|()| HttpBody::pieces(pieces, length))
}

fn failed(error: reqwest::Error) -> TransportError {
    let error = error.without_url();
    if error.is_connect() {
        TransportError::connect(error)
    } else if error.is_timeout() {
        TransportError::timeout(error)
    } else {
        TransportError::broken(error)
    }
}

/// A body on its way. The lock makes it shareable, as reqwest asks for; nobody else takes it.
struct Outgoing(Mutex<HttpBody>);

impl http_body::Body for Outgoing {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let body = self.get_mut().0.get_mut();
        let body = body.unwrap_or_else(PoisonError::into_inner);
        body.poll_piece(cx)
            .map(|piece| piece.map(|piece| piece.map(Frame::data)))
    }

    fn size_hint(&self) -> SizeHint {
        let body = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        body.length()
            .map_or_else(SizeHint::default, SizeHint::with_exact)
    }
}
