//! One request on the wire, redirects within the origin included.

use std::sync::Arc;

use bytes::Bytes;
use reqwest::header::LOCATION;
use reqwest::{Method, StatusCode, Url};
use tokio::time::Instant;

use super::auth::{Chosen, Stamp};
use super::call::{Call, Target};
use super::client::Core;
use super::error::{Error, ErrorKind};
use super::hooks::{AfterResponse, BeforeRequest};
use super::options::Limits;
use super::origin::check_same_origin;
use super::prepare::Prepared;
use super::receive::receive;
use super::response::{RawResponse, RawResponseHead};
use super::secrets::Secrets;
use super::telemetry::Span;
use super::watch::{Deadline, Watch};

/// More redirects than this lead in circles.
const MOST_REDIRECTS: usize = 5;

type Outcome = (Vec<Stamp>, Result<RawResponse, Error>);

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
    let mut stamps = Vec::with_capacity(credentials.len());
    let mut secrets = call.secrets.clone();
    for credential in credentials {
        let authorized = credential.authorize(core, &mut request, &mut secrets);
        stamps.push(deadline.limit(authorized).await??);
    }
    secrets.add_headers(request.headers());
    if let Some(limiter) = &core.rate_limiter {
        deadline.limit(limiter.turn()).await?;
    }

    let span = Span::start(core, call, prepared, number);
    let started = Instant::now();
    let watch = Watch::new(limits, deadline);
    let body = prepared.body.as_ref();
    *request.body_mut() = body.map(|body| body.open(watch.progress())).transpose()?;
    let sending = send(
        core,
        call,
        prepared,
        request,
        secrets,
        (limits.body_limit, number),
        &watch,
    );
    let sent = span.within(watch.over(sending)).await;
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
    secrets: Secrets,
    (body_limit, attempts): (usize, u32),
    watch: &Watch,
) -> Result<RawResponse, Error> {
    for _ in 0..=MOST_REDIRECTS {
        let again = request.try_clone();
        let mut response = core
            .http
            .of(request.url())?
            .execute(request)
            .await
            .map_err(Error::from_reqwest)?;
        watch.heard();
        // A client given by the caller may have followed a redirect on its own.
        if !matches!(call.target, Target::Configured(_)) {
            check_same_origin(response.url(), &prepared.url, "a redirect")?;
        }
        if let (Some(target), Some(again)) = (redirect(&response, &prepared.method), again) {
            check_same_origin(&target, &prepared.url, "a redirect")?;
            request = again;
            *request.url_mut() = target;
            continue;
        }
        let open = call
            .open
            .as_ref()
            .filter(|_| response.status().is_success());
        let body = match open {
            Some(_) => Bytes::new(),
            None => receive(&mut response, body_limit, watch).await?,
        };
        let head = RawResponseHead {
            status: response.status(),
            headers: std::mem::take(response.headers_mut()),
            url: prepared.url.clone(),
            shown_url: prepared.shown_url.clone(),
            attempts,
            secrets,
        };
        if let Some(mut open) = open.and_then(|open| open.lock().ok()) {
            *open = Some(response);
        }
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
        StatusCode::MULTIPLE_CHOICES
        | StatusCode::MOVED_PERMANENTLY
        | StatusCode::FOUND
        | StatusCode::SEE_OTHER
            if safe => {}
        _ => return None,
    }
    let location = response.headers().get(LOCATION)?.to_str().ok()?;
    response.url().join(location).ok()
}
