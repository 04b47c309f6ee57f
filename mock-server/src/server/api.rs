//! Requests to the API itself.

use std::sync::Arc;
use std::time::Instant;

use axum::body::{Body, to_bytes};
use axum::extract::{ConnectInfo, State};
use axum::http::header::{ACCESS_CONTROL_REQUEST_METHOD, CONTENT_TYPE, HeaderName};
use axum::http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode};
use axum::middleware::Next;
use bytes::Bytes;

use super::App;
use super::log::{Entry, kept};
use super::trouble::{self, Fate};
use crate::engine::{self, Answer};
use crate::error::Failure;
use crate::fault::{Connection, Target};
use crate::plan::{Proof, Scheme};

/// Larger bodies are refused.
const LARGEST_BODY: usize = 32 * 1024 * 1024;

pub(super) async fn answer(
    State(app): State<Arc<App>>,
    ConnectInfo(connection): ConnectInfo<Connection>,
    request: Request<Body>,
) -> Response<Body> {
    let began = Instant::now();
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, LARGEST_BODY).await else {
        return respond(app.engine.refuse(
            None,
            &[Failure::new(
                413,
                "PayloadTooLarge",
                "The body is too large, or ended early",
            )],
        ));
    };
    let _work = connection.work();
    let path = parts.uri.path();
    let operation = app
        .engine
        .operation(parts.method.as_str(), path)
        .map(|operation| operation.id.clone());
    let target = Target {
        method: parts.method.as_str(),
        path: app.engine.local(path).unwrap_or(path),
        operation: operation.as_deref().unwrap_or_default(),
        uptime: app.started.elapsed(),
    };
    let mut struck = app.faults.strike(target);
    if let Some(header) = parts.headers.get("x-mock-fault") {
        match header
            .to_str()
            .map_err(|_| None)
            .and_then(|text| app.faults.of_header(text).map_err(Some))
        {
            Ok(faults) => struck.extend(faults),
            Err(error) => {
                let why = error.map_or("it is no text".to_owned(), |error| error.0);
                return respond(app.engine.refuse(
                    None,
                    &[Failure::new(
                        400,
                        "InvalidHeader",
                        format!("X-Mock-Fault: {why}"),
                    )],
                ));
            }
        }
    }
    let request = engine::Request {
        method: parts.method.as_str(),
        path,
        query: parts.uri.query().unwrap_or_default(),
        headers: &parts.headers,
        body: &body,
    };
    let Fate { answer, ending } = trouble::meet(&app, &request, &struck).await;
    if app.log.is_on() {
        let target = parts
            .uri
            .path_and_query()
            .map_or(path, |target| target.as_str());
        note(&app, &request, target, operation, &answer, began, &struck);
    }
    if struck.is_empty() {
        return respond(answer);
    }
    trouble::send(answer, &ending, &connection)
}

/// Answers `OPTIONS` that is no preflight of a browser.
pub(super) async fn options(
    State(app): State<Arc<App>>,
    request: Request<Body>,
    next: Next,
) -> Response<Body> {
    if request.method() != Method::OPTIONS
        || request
            .headers()
            .contains_key(ACCESS_CONTROL_REQUEST_METHOD)
    {
        return next.run(request).await;
    }
    let (path, query) = (
        request.uri().path(),
        request.uri().query().unwrap_or_default(),
    );
    respond(app.engine.answer(&engine::Request {
        method: "OPTIONS",
        path,
        query,
        headers: request.headers(),
        body: &Bytes::new(),
    }))
}

/// An answer as HTTP.
pub(super) fn respond(answer: Answer) -> Response<Body> {
    let (mut response, body) = head(answer);
    *response.body_mut() = Body::from(body);
    response
}

/// Status and headers, and the body beside them.
pub(super) fn head(answer: Answer) -> (Response<Body>, Bytes) {
    let mut response = Response::new(Body::empty());
    *response.status_mut() =
        StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    if let Some(media) = answer
        .media
        .and_then(|media| HeaderValue::from_str(&media).ok())
    {
        headers.insert(CONTENT_TYPE, media);
    }
    for (name, value) in answer.headers {
        if let (Ok(name), Ok(value)) = (
            HeaderName::from_bytes(name.as_bytes()),
            HeaderValue::from_str(&value),
        ) {
            headers.append(name, value);
        }
    }
    (response, answer.body)
}

fn note(
    app: &App,
    request: &engine::Request<'_>,
    target: &str,
    operation: Option<String>,
    answer: &Answer,
    began: Instant,
    struck: &[(crate::fault::Fault, u64)],
) {
    let known = app
        .engine
        .operation(request.method, request.path)
        .filter(|_| app.check_answers && struck.is_empty());
    let violations = known
        .map(|operation| app.engine.breaks(operation, answer.status, &answer.body))
        .unwrap_or_default();
    app.log.add(Entry {
        number: app.log.number(),
        time: app.engine.clock.text(),
        method: request.method.to_owned(),
        target: target.to_owned(),
        operation,
        headers: headers(app, request.headers),
        body: kept(request.body),
        status: answer.status,
        answer: kept(&answer.body),
        micros: u64::try_from(began.elapsed().as_micros()).unwrap_or(u64::MAX),
        faults: struck
            .iter()
            .map(|(fault, _)| format!("{fault:?}"))
            .collect(),
        violations: violations
            .into_iter()
            .map(|violation| format!("{}: {}", violation.pointer, violation.message))
            .collect(),
    });
}

/// Headers without secrets.
fn headers(app: &App, headers: &HeaderMap) -> Vec<(String, String)> {
    let shown = headers.iter().map(|(name, value)| {
        let key = |scheme: &Scheme| matches!(&scheme.proof, Proof::Header(header) if header == name.as_str());
        let secret = name == "authorization"
            || name == "cookie"
            || app.engine.plan.schemes.iter().any(key);
        let value = if secret {
            "…".into()
        } else {
            String::from_utf8_lossy(value.as_bytes())
        };
        (name.as_str().to_owned(), value.into_owned())
    });
    shown.collect()
}
