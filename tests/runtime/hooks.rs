//! Hooks, errors and limits around a call.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use fitbit_plus::{CallOptions, ErrorKind, HeaderValue, RateLimit};
use serde_json::json;

use crate::mock::{Mock, answer};

#[tokio::test]
async fn an_error_says_what_the_server_said() {
    let mock = Mock::of_patients(1).await;
    let error = json!({
        "status": "409", "code": "duplicate", "title": "Conflict", "detail": "Already there",
        "source": { "pointer": "/data/attributes/identifiers/0" },
    });
    let body = json!({ "errors": [error, { "title": "Second" }], "meta": { "req_id": "r-1" } });
    mock.fault(&answer(409, body)).unwrap();
    let error = mock.client().fetch_patient("1").send().await.unwrap_err();
    assert!(error.is_conflict() && !error.is_retryable() && !error.is_not_found());
    assert_eq!(error.request_id(), Some("r-1"));
    assert_eq!(error.operation(), Some("fetchPatient"));
    assert_eq!(error.errors().len(), 2);
    assert_eq!(
        error.errors()[0].pointer(),
        Some("/data/attributes/identifiers/0")
    );
    assert_eq!(
        error.to_string(),
        format!(
            "fetchPatient: GET {}/patient/1: 409 Conflict, request id r-1: \
             Conflict: Already there (at /data/attributes/identifiers/0) [duplicate]; Second",
            mock.url()
        )
    );
}

#[tokio::test]
async fn error_bodies_of_all_kinds_are_read() {
    let mock = Mock::of_patients(1).await;
    for (body, expected) in [
        (
            json!({ "errors": { "title": "One", "status": 400 } }),
            "One",
        ),
        (
            json!({ "type": "about:blank", "title": "Problem", "detail": "Details" }),
            "Problem: Details [about:blank]",
        ),
        (
            json!({ "error": "invalid_grant", "error_description": "Expired" }),
            "Expired [invalid_grant]",
        ),
        (
            json!({ "error": { "code": 7, "message": "Nested" } }),
            "Nested [7]",
        ),
        (json!({ "errors": ["text"] }), "text"),
        (json!(["what"]), r#"["what"]"#),
        (json!({}), "{}"),
    ] {
        mock.clear_faults();
        mock.fault(&answer(400, body)).unwrap();
        let error = mock.client().fetch_patient("1").send().await.unwrap_err();
        assert!(
            error
                .to_string()
                .ends_with(&format!("400 Bad Request: {expected}")),
            "{error}"
        );
    }
}

#[tokio::test]
async fn hooks_see_every_attempt_and_no_credential() {
    let mock = Mock::of_patients(2).await;
    mock.fault("status=503 times=1").unwrap();
    let log = Arc::new(Mutex::new(Vec::new()));
    let (before, after) = (Arc::clone(&log), Arc::clone(&log));
    let client = mock
        .builder()
        .before_request(move |request| {
            assert!(!request.headers.contains_key("authorization"));
            request
                .headers
                .insert("x-trace", HeaderValue::from_static("t"));
            before
                .lock()
                .unwrap()
                .push(format!("> {} {}", request.operation, request.attempt));
        })
        .after_response(move |response| {
            let status = response.status.map(|status| status.as_u16());
            after
                .lock()
                .unwrap()
                .push(format!("< {status:?} {}", response.error.is_some()));
        })
        .build()
        .unwrap();
    client.fetch_patient("p1").send().await.unwrap();
    let expected = [
        "> fetchPatient 1",
        "< Some(503) true",
        "> fetchPatient 2",
        "< Some(200) false",
    ];
    assert_eq!(*log.lock().unwrap(), expected);
    let seen = mock.seen();
    assert!(seen.iter().all(|seen| seen.header("x-trace") == Some("t")));
    assert!(
        seen.iter()
            .all(|seen| seen.header("authorization").is_some())
    );
}

#[tokio::test]
async fn a_rate_limit_spaces_requests() {
    let mock = Mock::of_patients(2).await;
    let limit = RateLimit::new(10, Duration::from_millis(200)).burst(3);
    let client = mock.builder().rate_limit(limit).build().unwrap();
    let started = Instant::now();
    futures_util::future::join_all((0..10).map(|_| client.fetch_patient("p1").send())).await;
    // Three at once, seven more at 20 ms.
    assert!(started.elapsed() >= Duration::from_millis(135));
    assert_eq!(mock.seen().len(), 10);
}

#[tokio::test]
async fn an_empty_body_where_json_is_due_says_so() {
    let mock = Mock::of_patients(1).await;
    mock.fault("answer=200").unwrap();
    let error = mock.client().fetch_patient("1").send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(error.to_string().contains("empty body"), "{error}");
}

#[tokio::test]
async fn a_missing_credential_is_named_once_the_server_asks_for_it() {
    let mock = Mock::of_patients(1).await;
    let client = mock.anonymous().build().unwrap();
    let error = client.fetch_patient("1").send().await.unwrap_err();
    assert!(
        error.to_string().contains("no credential is configured"),
        "{error}"
    );
}

#[tokio::test]
async fn limits_of_one_request_do_not_touch_others() {
    let mock = Mock::of_patients(2).await;
    let client = mock.client();
    let limited = client
        .fetch_patient("p1")
        .with(CallOptions::new().body_limit(10));
    let error = limited.send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::BodyTooLarge);
    client.fetch_patient("p1").send().await.unwrap();
}
