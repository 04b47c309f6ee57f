//! What comes with an event beside its body: typed headers and query parameters, and a secret.

use http::{HeaderMap, HeaderName, HeaderValue};
use tests::event_inputs::callbacks::Callback;
use tests::event_inputs::webhooks::{Event, Webhook, job_done};
use tests::runtime::{SharedSecret, SignatureError, VerifyWebhook, WebhookError};

const BODY: &[u8] = br#"{"id":"7"}"#;

fn headers(pairs: &[(&str, &str)]) -> HeaderMap {
    let pair = |(name, value): &(&str, &str)| {
        let name = HeaderName::from_bytes(name.as_bytes()).unwrap();
        (name, HeaderValue::from_str(value).unwrap())
    };
    pairs.iter().map(pair).collect()
}

fn rejected(result: Result<(), WebhookError>) -> SignatureError {
    match result.unwrap_err() {
        WebhookError::Signature(error) => error,
        other => panic!("{other}"),
    }
}

#[test]
fn headers_and_query_parameters_are_what_the_document_says() {
    let received = headers(&[("x-hook-attempt", "3"), ("x-hook-event", "done")]);
    assert_eq!(job_done::X_HOOK_ATTEMPT.read(&received), Some(3));
    assert_eq!(
        job_done::X_HOOK_EVENT.read(&received).as_deref(),
        Some("done")
    );
    assert_eq!(job_done::X_HOOK_ATTEMPT.read(&headers(&[])), None);
    assert_eq!(
        job_done::X_HOOK_ATTEMPT.read(&headers(&[("x-hook-attempt", "many")])),
        None
    );

    let query = "x=1&account%20id=a+b%26c&dry=true&dry=false";
    assert_eq!(job_done::ACCOUNT_ID.read(query).as_deref(), Some("a b&c"));
    assert_eq!(job_done::DRY.read(query), Some(true));
    assert_eq!(job_done::DRY.read("dry=perhaps"), None);
    assert_eq!(job_done::ACCOUNT_ID.read(""), None);
}

#[test]
fn the_declared_secret_is_asked_for() {
    let webhook = Webhook::new(["old", "new key"]).unwrap();
    for secret in ["old", "new key"] {
        let received = headers(&[("x-hook-key", secret), ("x-hook-event", "done")]);
        let event = webhook.parse(&received, BODY).unwrap();
        assert!(matches!(event, Event::JobDone(job) if job.id == "7"));
    }
    let missing = rejected(webhook.verify(&headers(&[]), BODY));
    assert_eq!(missing, SignatureError::Missing("x-hook-key".to_owned()));
    for wrong in ["ol", "old ", "OLD", "new", "new keys"] {
        let error = rejected(webhook.verify(&headers(&[("x-hook-key", wrong)]), BODY));
        assert_eq!(error, SignatureError::NoMatch, "{wrong}");
    }
    let shown = format!("{webhook:?} {:?}", SharedSecret::new("x", ["hidden"]));
    assert!(!shown.contains("hidden"), "{shown}");
    assert!(Webhook::new([""]).is_err());
    assert!(Webhook::new(Vec::<String>::new()).is_err());
}

#[test]
fn user_and_password_come_in_base64() {
    let callback = Callback::new(["Aladdin:open sesame"]).unwrap();
    // RFC 7617, section 2.
    let right = [("authorization", "basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==")];
    callback.verify(&headers(&right), BODY).unwrap();
    for (wrong, expected) in [
        (
            "Basic QWxhZGRpbjpvcGVuIHNlc2FtZT==",
            SignatureError::NoMatch,
        ),
        (
            "Bearer QWxhZGRpbjpvcGVuIHNlc2FtZQ==",
            SignatureError::Malformed("authorization".to_owned()),
        ),
        (
            "Basic ",
            SignatureError::Malformed("authorization".to_owned()),
        ),
        ("é", SignatureError::Missing("authorization".to_owned())),
    ] {
        assert_eq!(
            rejected(callback.verify(&headers(&[("authorization", wrong)]), BODY)),
            expected
        );
    }
    let bearer = SharedSecret::new("authorization", ["t"])
        .unwrap()
        .prefix("Bearer ");
    bearer
        .verify(&headers(&[("authorization", "bearer t")]), BODY)
        .unwrap();
}
