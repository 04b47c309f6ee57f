//! One request on the wire, redirects within the origin included.

use std::sync::Arc;

#[cfg(feature = "hooks")]
use super::clock::time::Instant;
use bytes::Bytes;
use http::header::LOCATION;
use http::response::Parts;
use http::{Method, Request, StatusCode};
use url::Url;

use super::authenticator::{Stamp, Unsent};
#[cfg(feature = "hooks")]
use super::body::Content;
use super::call::Call;
use super::core::{Chosen, Core};
#[cfg(feature = "tokens")]
use super::dispatch::Dispatch;
use super::error::{Error, ErrorKind};
#[cfg(feature = "hooks")]
use super::hooks::{AfterResponse, BeforeRequest};
use super::options::Limits;
use super::origin::check_same_origin;
use super::prepare::Prepared;
use super::receive::receive;
use super::response::{RawResponse, RawResponseHead};
use super::secrets::Secrets;
#[cfg(feature = "tracing")]
use super::telemetry::Span;
use super::transport::{AnsweredBy, HttpBody, OperationId};
use super::watch::{Deadline, Watch};

/// More redirects than this lead in circles.
const MOST_REDIRECTS: usize = 5;

/// What came of an attempt, and which credentials it was made with.
pub(super) struct Outcome {
    #[cfg(feature = "renewal")]
    pub(super) stamps: Vec<Stamp>,
    pub(super) result: Result<RawResponse, Error>,
}

/// Sends the request once. The outer error means that no credential could be obtained.
pub(super) async fn attempt(
    core: &Arc<Core>,
    call: &Call,
    prepared: &Prepared,
    limits: &Limits,
    deadline: Deadline,
    credentials: &Chosen<'_>,
    number: u32,
) -> Result<Outcome, Error> {
    let mut request = Unsent {
        #[cfg(feature = "digest")]
        method: prepared.method.clone(),
        url: prepared.url.clone(),
        headers: prepared.headers.clone(),
    };
    #[cfg(feature = "hooks")]
    for hook in &core.hooks.before {
        hook(&mut BeforeRequest {
            operation: call.operation.id,
            method: &prepared.method,
            url: &prepared.shown_url,
            attempt: number,
            body: prepared.body.as_ref().and_then(Content::bytes),
            streamed: matches!(&prepared.body, Some(body) if body.bytes().is_none()),
            headers: &mut request.headers,
        });
    }
    let mut secrets = call.secrets.clone();
    #[cfg(feature = "renewal")]
    let mut stamps = Vec::new();
    #[cfg(feature = "tokens")]
    let sender: Arc<dyn Dispatch> = Arc::clone(core) as _;
    for credential in credentials {
        let authorized = credential.authorize(
            #[cfg(feature = "tokens")]
            &sender,
            &mut request,
            &mut secrets,
        );
        let stamp = deadline.limit(authorized).await??;
        #[cfg(feature = "renewal")]
        stamps.push(stamp);
        #[cfg(not(feature = "renewal"))]
        let _: Stamp = stamp;
    }
    secrets.add_headers(&request.headers);
    #[cfg(feature = "rate-limit")]
    if let Some(limiter) = &core.rate_limiter {
        deadline.limit(limiter.turn()).await?;
    }

    #[cfg(feature = "tracing")]
    let span = Span::start(core, call, prepared, number);
    #[cfg(feature = "hooks")]
    let started = Instant::now();
    let watch = Watch::new(limits, deadline);
    let sending = send(
        core,
        call,
        prepared,
        (request, secrets),
        (limits.body_limit, number),
        #[cfg(feature = "digest")]
        credentials,
        &watch,
    );
    let sending = watch.over(sending);
    #[cfg(feature = "tracing")]
    let sending = span.within(sending);
    let sent = sending.await;
    let result = sent.and_then(|raw| {
        let success = raw.head.status().is_success();
        if success {
            Ok(raw)
        } else {
            Err(Error::from_status(&raw))
        }
    });
    #[cfg(any(feature = "hooks", feature = "tracing"))]
    let (status, error) = match &result {
        Ok(raw) => (Some(raw.head.status()), None),
        Err(error) => (error.status(), Some(error)),
    };
    #[cfg(feature = "tracing")]
    span.finish(status, error);
    #[cfg(feature = "hooks")]
    for hook in &core.hooks.after {
        hook(&AfterResponse {
            operation: call.operation.id,
            method: &prepared.method,
            url: &prepared.shown_url,
            attempt: number,
            elapsed: started.elapsed(),
            status,
            error,
        });
    }
    Ok(Outcome {
        #[cfg(feature = "renewal")]
        stamps,
        result,
    })
}

async fn send(
    core: &Core,
    call: &Call,
    prepared: &Prepared,
    (mut request, secrets): (Unsent, Secrets),
    (body_limit, attempts): (usize, u32),
    #[cfg(feature = "digest")] credentials: &Chosen<'_>,
    watch: &Watch,
) -> Result<RawResponse, Error> {
    for _ in 0..=MOST_REDIRECTS {
        let outgoing = outgoing(
            call,
            prepared,
            &request,
            #[cfg(feature = "upload")]
            watch,
        )?;
        let sent = core.transport.send(outgoing).await;
        let response = sent.map_err(Error::from_transport)?;
        watch.heard();
        let (mut head, mut body) = response.into_parts();
        // A transport may have followed a redirect on its own.
        if let Some(AnsweredBy(url)) = head.extensions.get() {
            check_same_origin(url, &prepared.url, "a redirect")?;
        }
        let target = redirect(&head, &request.url, &prepared.method);
        if let Some(target) = target.filter(|_| prepared.can_repeat()) {
            check_same_origin(&target, &prepared.url, "a redirect")?;
            request.url = target;
            #[cfg(feature = "digest")]
            for credential in credentials {
                credential.redirected(&mut request)?;
            }
            continue;
        }
        let open = call.open.as_ref().filter(|_| head.status.is_success());
        let received = match open {
            Some(_) => Bytes::new(),
            None => receive(&mut body, body_limit, watch).await?,
        };
        if let Some(mut open) = open.and_then(|open| open.lock().ok()) {
            *open = Some(body);
        }
        let head = RawResponseHead {
            status: head.status,
            headers: std::mem::take(&mut head.headers),
            url: prepared.url.clone(),
            shown_url: prepared.shown_url.clone(),
            attempts,
            secrets,
        };
        return Ok(RawResponse {
            head,
            body: received,
        });
    }
    Err(Error::new(
        ErrorKind::Transport,
        format!("more than {MOST_REDIRECTS} redirects"),
    ))
}

/// The request as the transport takes it.
fn outgoing(
    call: &Call,
    prepared: &Prepared,
    request: &Unsent,
    #[cfg(feature = "upload")] watch: &Watch,
) -> Result<Request<HttpBody>, Error> {
    let body = prepared.body.as_ref().map(|body| {
        body.open(
            #[cfg(feature = "upload")]
            watch.progress(),
        )
    });
    let body = body.transpose()?.unwrap_or_else(HttpBody::absent);
    let mut outgoing = Request::new(body);
    *outgoing.method_mut() = prepared.method.clone();
    *outgoing.uri_mut() = request.url.as_str().parse().map_err(|error| {
        Error::new(ErrorKind::InvalidRequest, "the URL cannot be sent").with_source(error)
    })?;
    *outgoing.headers_mut() = request.headers.clone();
    outgoing
        .extensions_mut()
        .insert(OperationId(call.operation.id));
    Ok(outgoing)
}

/// Where a redirect leads. Statuses that would turn another method into GET are left to the caller
/// (RFC 9110, section 15.4).
fn redirect(response: &Parts, url: &Url, method: &Method) -> Option<Url> {
    let safe = matches!(*method, Method::GET | Method::HEAD);
    match response.status {
        StatusCode::TEMPORARY_REDIRECT | StatusCode::PERMANENT_REDIRECT => {}
        StatusCode::MULTIPLE_CHOICES
        | StatusCode::MOVED_PERMANENTLY
        | StatusCode::FOUND
        | StatusCode::SEE_OTHER
            if safe => {}
        _ => return None,
    }
    let location = response.headers.get(LOCATION)?.to_str().ok()?;
    url.join(location).ok()
}
