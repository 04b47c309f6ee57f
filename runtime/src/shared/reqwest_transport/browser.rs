//! reqwest in a browser: its `fetch`. Connections, proxies and redirects are the browser's; who answered is told.

use std::time::Duration;

use bytes::BytesMut;
use futures_util::StreamExt as _;
use http::{Request, Response};
use send_wrapper::SendWrapper;
use url::Url;

use super::super::transport::{AnsweredBy, BoxError, HttpBody, Sent, Transport, TransportError};

/// The client. What belongs to the browser cannot leave its thread, of which there is one only.
pub(in super::super) struct ReqwestTransport(reqwest::Client);

impl ReqwestTransport {
    /// The browser has its own limit for connections.
    pub(in super::super) fn new(_connect_timeout: Duration) -> Self {
        Self(reqwest::Client::new())
    }

    /// The client for this URL.
    #[allow(
        clippy::unnecessary_wraps,
        reason = "where there are connections, it can fail"
    )]
    pub(in super::super) fn of(&self, _url: &Url) -> Result<&reqwest::Client, BoxError> {
        Ok(&self.0)
    }

    async fn exchange(
        &self,
        request: Request<HttpBody>,
    ) -> Result<Response<HttpBody>, TransportError> {
        let (parts, body) = request.into_parts();
        let url = Url::parse(&parts.uri.to_string()).map_err(TransportError::refused)?;
        let mut request = reqwest::Request::new(parts.method, url);
        *request.headers_mut() = parts.headers;
        *request.body_mut() = whole(body).await.map_err(TransportError::broken)?;
        let response = self.0.execute(request).await.map_err(failed)?;
        Ok(incoming(response))
    }
}

impl Transport for ReqwestTransport {
    fn send(&self, request: Request<HttpBody>) -> Sent<'_> {
        Box::pin(SendWrapper::new(self.exchange(request)))
    }
}

/// A browser does not send bodies in pieces.
async fn whole(mut body: HttpBody) -> Result<Option<reqwest::Body>, BoxError> {
    if body.is_absent() {
        return Ok(None);
    }
    let mut bytes = BytesMut::new();
    while let Some(piece) = body.next().await? {
        bytes.extend_from_slice(&piece);
    }
    Ok(Some(bytes.freeze().into()))
}

fn incoming(mut response: reqwest::Response) -> Response<HttpBody> {
    let mut head = Response::new(());
    *head.status_mut() = response.status();
    *head.headers_mut() = std::mem::take(response.headers_mut());
    head.extensions_mut()
        .insert(AnsweredBy(response.url().clone()));
    let pieces = response.bytes_stream();
    let pieces = pieces.map(|piece| piece.map_err(|error| BoxError::from(error.without_url())));
    // What the browser has unpacked may be longer than what was announced.
    head.map(|()| HttpBody::pieces(SendWrapper::new(pieces), None))
}

/// A browser does not say whether there was a connection.
fn failed(error: reqwest::Error) -> TransportError {
    let error = error.without_url();
    if error.is_timeout() {
        TransportError::timeout(error)
    } else {
        TransportError::broken(error)
    }
}
