//! One request on the wire, redirects within the origin included.

use bytes::{Bytes, BytesMut};
use reqwest::header::LOCATION;
use reqwest::{Method, StatusCode, Url};
use tokio::time::{Instant, timeout};

use super::auth::{Chosen, Stamp};
use super::call::{Call, Target};
use super::client::Core;
use super::error::{Error, ErrorKind};
use super::hooks::{AfterResponse, BeforeRequest};
use super::options::Limits;
use super::prepare::Prepared;
use super::response::{RawResponse, RawResponseHead};
use super::telemetry::Span;
use super::transport::timed_out;

/// More redirects than this lead in circles.
const MOST_REDIRECTS: usize = 5;

type Outcome = (Vec<Stamp>, Result<RawResponse, Error>);

/// Sends the request once. The outer error means that no credential could be obtained.
pub(super) async fn attempt(
    core: &Core,
    call: &Call,
    prepared: &Prepared,
    limits: &Limits,
    credentials: &Chosen<'_>,
    number: u32,
) -> Result<Outcome, Error> {
    let mut headers = prepared.headers.clone();
    for hook in &core.hooks.before {
        hook(&mut BeforeRequest {
            operation: call.operation.id,
            method: &prepared.method,
            url: &prepared.shown_url,
            attempt: number,
            headers: &mut headers,
        });
    }
    let mut request = reqwest::Request::new(prepared.method.clone(), prepared.url.clone());
    *request.headers_mut() = headers;
    *request.body_mut() = prepared.body.clone().map(Into::into);
    let mut stamps = Vec::with_capacity(credentials.len());
    for credential in credentials {
        stamps.push(credential.authorize(core, &mut request).await?);
    }
    if let Some(limiter) = &core.rate_limiter {
        limiter.turn().await;
    }

    let span = Span::start(core, call, prepared, number);
    let started = Instant::now();
    let sent = span
        .within(send(core, call, prepared, request, limits, number))
        .await;
    let outcome = sent.and_then(|raw| {
        let success = raw.head.status().is_success();
        if success {
            Ok(raw)
        } else {
            Err(Error::from_status(&raw))
        }
    });
    let (status, error) = match &outcome {
        Ok(raw) => (Some(raw.head.status()), None),
        Err(error) => (error.status(), Some(error)),
    };
    span.finish(status, error);
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
    Ok((stamps, outcome))
}

async fn send(
    core: &Core,
    call: &Call,
    prepared: &Prepared,
    mut request: reqwest::Request,
    limits: &Limits,
    number: u32,
) -> Result<RawResponse, Error> {
    for _ in 0..=MOST_REDIRECTS {
        let again = request.try_clone();
        let waiting = timeout(limits.read_timeout, core.http.execute(request)).await;
        let mut response = waiting
            .map_err(|_| timed_out("waiting for the response", limits.read_timeout))?
            .map_err(Error::from_reqwest)?;
        // A client given by the caller may have followed a redirect on its own.
        if !matches!(call.target, Target::Configured(_)) {
            core.check_origin(response.url(), "a redirect")?;
        }
        if let (Some(target), Some(again)) = (redirect(&response, &prepared.method), again) {
            if target.origin() != prepared.url.origin() {
                core.check_origin(&target, "a redirect")?;
                return Err(Error::new(
                    ErrorKind::ForeignOrigin,
                    "a redirect leads to another origin",
                ));
            }
            request = again;
            *request.url_mut() = target;
            continue;
        }
        let body = read(&mut response, limits).await?;
        let head = RawResponseHead {
            status: response.status(),
            headers: std::mem::take(response.headers_mut()),
            url: prepared.url.clone(),
            shown_url: prepared.shown_url.clone(),
            attempts: number,
        };
        return Ok(RawResponse { head, body });
    }
    Err(Error::new(
        ErrorKind::Transport,
        format!("more than {MOST_REDIRECTS} redirects"),
    ))
}

/// Where a redirect leads. Statuses that would turn another method into GET are left to the caller
/// (RFC 9110, section 15.4).
fn redirect(response: &reqwest::Response, method: &Method) -> Option<Url> {
    let safe = matches!(*method, Method::GET | Method::HEAD);
    match response.status() {
        StatusCode::TEMPORARY_REDIRECT | StatusCode::PERMANENT_REDIRECT => {}
        StatusCode::MOVED_PERMANENTLY | StatusCode::FOUND | StatusCode::SEE_OTHER if safe => {}
        _ => return None,
    }
    let location = response.headers().get(LOCATION)?.to_str().ok()?;
    response.url().join(location).ok()
}

/// Reads a body piece by piece, so that no server can fill the memory.
async fn read(response: &mut reqwest::Response, limits: &Limits) -> Result<Bytes, Error> {
    let too_large = || {
        Error::new(
            ErrorKind::BodyTooLarge,
            format!("the body is longer than {} bytes", limits.body_limit),
        )
    };
    let announced = response.content_length().unwrap_or(0);
    let announced = usize::try_from(announced).unwrap_or(usize::MAX);
    if announced > limits.body_limit {
        return Err(too_large());
    }
    let mut body = BytesMut::with_capacity(announced);
    loop {
        let piece = timeout(limits.read_timeout, response.chunk()).await;
        let piece = piece
            .map_err(|_| timed_out("waiting for more of the body", limits.read_timeout))?
            .map_err(Error::from_reqwest)?;
        match piece {
            None => return Ok(body.freeze()),
            Some(piece) if piece.len() > limits.body_limit - body.len() => return Err(too_large()),
            Some(piece) => body.extend_from_slice(&piece),
        }
    }
}
