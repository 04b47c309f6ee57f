//! What faults do to a request and its answer.

use std::time::{Duration, SystemTime};

use axum::body::Body;
use axum::http::Response;
use axum::http::header::CONTENT_LENGTH;
use bytes::Bytes;
use serde_json::Value;

use super::App;
use super::api::{head, respond};
use crate::engine::{Answer, Request};
use crate::error::{Failure, reason};
use crate::fault::{Connection, Fault, Part, RetryAfter, Script};

/// Long enough for what was written to be on its way before the connection breaks.
const FLUSH: Duration = Duration::from_millis(30);

/// The answer, and how it is sent.
pub(super) struct Fate {
    pub(super) answer: Answer,
    pub(super) ending: Ending,
}

/// How an answer is sent.
#[derive(Clone, Debug, Default)]
pub(super) struct Ending {
    reset: bool,
    reset_after_headers: bool,
    truncate: bool,
    slow_body: Option<(usize, Duration)>,
    slow_headers: Option<Duration>,
}

/// Carries a request out, faults permitting.
pub(super) async fn meet(app: &App, request: &Request<'_>, struck: &[(Fault, u64)]) -> Fate {
    let mut ending = Ending::default();
    for (fault, thrown) in struck {
        if let Fault::Latency(latency) = fault {
            tokio::time::sleep(latency.delay(*thrown)).await;
        }
    }
    for (fault, _) in struck {
        match fault {
            Fault::Down { .. } => {
                return Fate {
                    answer: failed(app, 503, Some(RetryAfter::Seconds(1))),
                    ending,
                };
            }
            Fault::Reset { executed } => {
                ending.reset = true;
                let answer = if *executed {
                    app.engine.answer(request)
                } else {
                    Answer::empty(500)
                };
                return Fate { answer, ending };
            }
            Fault::Answer(canned) => {
                let mut answer = Answer::new(canned.status, "", canned.body.clone());
                answer.media.clone_from(&canned.media);
                for (name, value) in &canned.headers {
                    answer = answer.header(name.clone(), value);
                }
                return Fate { answer, ending };
            }
            Fault::Status {
                status,
                retry_after,
                executed,
            } => {
                if *executed {
                    app.engine.answer(request);
                }
                return Fate {
                    answer: failed(app, *status, *retry_after),
                    ending,
                };
            }
            Fault::ExpireToken => {
                let token = request
                    .headers
                    .get("authorization")
                    .and_then(|value| value.to_str().ok())
                    .and_then(|value| value.split_once(' '));
                if let Some((_, token)) = token {
                    app.engine.auth.expire(Some(token.trim()));
                }
            }
            _ => {}
        }
    }
    let mut answer = app.engine.answer(request);
    for (fault, _) in struck {
        match fault {
            Fault::ContentType(media) => answer.media = Some(media.clone()),
            Fault::Html => {
                let page = "<!DOCTYPE html><html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>";
                answer = Answer::new(502, "text/html", page);
            }
            Fault::InvalidJson => {
                answer.body = answer
                    .body
                    .slice(..answer.body.len() - answer.body.len() / 3);
            }
            Fault::LoopNext => {
                answer.body = with_next(&answer.body, |links| links.get("self").cloned());
            }
            Fault::Next(origin) => {
                answer.body = with_next(&answer.body, |links| {
                    let next = links.get("next").or(links.get("self"))?.as_str()?;
                    Some(Value::String(format!("{origin}{next}")))
                });
            }
            Fault::ResetAfterHeaders => ending.reset_after_headers = true,
            Fault::Truncate => ending.truncate = true,
            Fault::SlowBody(bytes, pause) => ending.slow_body = Some((*bytes, *pause)),
            Fault::SlowHeaders(pause) => ending.slow_headers = Some(*pause),
            _ => {}
        }
    }
    Fate { answer, ending }
}

fn failed(app: &App, status: u16, retry_after: Option<RetryAfter>) -> Answer {
    let code = match status {
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "ResourceNotFound",
        _ => "Fault",
    };
    let answer = app.engine.refuse(
        None,
        &[Failure::new(
            status,
            code,
            format!("{}, as ordered", reason(status)),
        )],
    );
    match retry_after {
        None => answer,
        Some(RetryAfter::Seconds(seconds)) => answer.header("retry-after", seconds.to_string()),
        Some(RetryAfter::Date(seconds)) => answer.header(
            "retry-after",
            httpdate::fmt_http_date(SystemTime::now() + Duration::from_secs(seconds)),
        ),
    }
}

fn with_next(body: &Bytes, next: impl Fn(&Value) -> Option<Value>) -> Bytes {
    let Ok(mut json) = serde_json::from_slice::<Value>(body) else {
        return body.clone();
    };
    let Some(links) = json.get_mut("links") else {
        return body.clone();
    };
    let Some(next) = next(links) else {
        return body.clone();
    };
    if let Some(links) = links.as_object_mut() {
        links.insert("next".to_owned(), next);
    }
    Bytes::from(json.to_string())
}

/// Sends an answer as its ending has it.
pub(super) fn send(answer: Answer, ending: &Ending, connection: &Connection) -> Response<Body> {
    if ending.reset {
        connection.reset();
        return respond(answer);
    }
    let mut answer = answer;
    if let Some(pause) = ending.slow_headers {
        connection.drip(pause);
        // Requests that come after this one have done nothing to deserve it.
        answer = answer.header("connection", "close");
    }
    let broken = ending.reset_after_headers || ending.truncate;
    if !broken && ending.slow_body.is_none() {
        return respond(answer);
    }
    let (mut response, body) = head(answer);
    response
        .headers_mut()
        .insert(CONTENT_LENGTH, body.len().into());
    let mut parts = Vec::new();
    let sent = if broken {
        body.slice(..body.len() / 2)
    } else {
        body
    };
    match ending.slow_body {
        Some((bytes, pause)) => {
            for start in (0..sent.len()).step_by(bytes) {
                parts.push(Part::Pause(pause));
                parts.push(Part::Data(
                    sent.slice(start..sent.len().min(start.saturating_add(bytes))),
                ));
            }
        }
        None => parts.push(Part::Data(sent)),
    }
    if broken {
        parts.push(Part::Pause(FLUSH));
        parts.push(if ending.reset_after_headers {
            Part::Reset
        } else {
            Part::Close
        });
    }
    *response.body_mut() = Body::from_stream(Script::new(parts, connection.clone()));
    response
}
