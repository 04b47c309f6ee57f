//! Trouble on demand, ordered by the client itself: by a header, for one request.

use std::time::{Duration, Instant};

use fitbit_plus::{CallOptions, Error, ErrorKind, RetryPolicy};
use fitbit_plus_mock::MockServer;

use crate::mock::Mock;
use crate::runtime::new_patient;

async fn meet(mock: &Mock, fault: &str) -> Result<(), Error> {
    let request = mock.client().fetch_patient(mock.some("patient"));
    let options = CallOptions::new().header("X-Mock-Fault", fault);
    let options = options.retry(RetryPolicy::none());
    request.with(options).await.map(drop)
}

#[tokio::test]
async fn each_fault_shows_as_what_it_is() {
    let mock = Mock::start().await;
    for (fault, kind, status) in [
        ("status=500", ErrorKind::Status, Some(500)),
        ("status=429 retry-after=7", ErrorKind::Status, Some(429)),
        ("html", ErrorKind::Status, Some(502)),
        ("reset", ErrorKind::Transport, None),
        ("reset=after-headers", ErrorKind::Transport, Some(200)),
        ("truncate", ErrorKind::Transport, Some(200)),
        ("invalid-json", ErrorKind::Decode, Some(200)),
        ("answer=200 body=%5B%5D", ErrorKind::Decode, Some(200)),
        (
            "answer=418 content-type=text/plain body=tea",
            ErrorKind::Status,
            Some(418),
        ),
        ("nonsense", ErrorKind::Status, Some(400)),
    ] {
        let error = meet(&mock, fault).await.unwrap_err();
        let told = error.status().map(|status| status.as_u16());
        assert_eq!(error.kind(), kind, "{fault}: {error}");
        assert!(told.is_none() || told == status, "{fault}: {error}");
    }
    for fault in [
        "latency=20",
        "slow-body=100 delay=2",
        "slow-headers delay=1",
    ] {
        let began = Instant::now();
        meet(&mock, fault).await.unwrap();
        assert!(began.elapsed() >= Duration::from_millis(15), "{fault}");
    }
}

#[tokio::test]
async fn a_token_that_expires_under_a_request_is_renewed() {
    let mock = Mock::start().await;
    let client = mock.with_credentials().build().unwrap();
    let request = client.fetch_patient(mock.some("patient"));
    // The header goes with the second attempt as well, and that ends the second token.
    let request = request.with(CallOptions::new().header("X-Mock-Fault", "expire-token"));
    assert!(request.send().await.unwrap_err().is_unauthorized());
    mock.fault("expire-token times=1 operation=fetchPatient")
        .unwrap();
    let again = client.fetch_patient(mock.some("patient"));
    again.send().await.unwrap();
}

#[tokio::test]
async fn a_request_that_only_seems_to_fail_was_carried_out() {
    let mock = Mock::start().await;
    let before = mock.ids("patient").len();
    for (fault, added) in [
        ("status=500", 0),
        ("status=500 executed", 1),
        ("reset executed", 2),
    ] {
        let request = mock.client().create_patient(new_patient(&mock, "A"));
        let request = request.with(CallOptions::new().header("X-Mock-Fault", fault));
        request.send().await.unwrap_err();
        assert_eq!(mock.ids("patient").len(), before + added, "{fault}");
    }
}

/// Which of 40 requests fail.
async fn failures(seed: u64) -> Vec<bool> {
    let mock = Mock::with(MockServer::builder().patients(2).seed(seed)).await;
    mock.fault("status=503 rate=30%").unwrap();
    let (client, patient) = (mock.client(), mock.some("patient"));
    let mut failed = Vec::new();
    for _ in 0..40 {
        let request = client
            .fetch_patient(&patient)
            .with(CallOptions::new().retry(RetryPolicy::none()));
        failed.push(request.send().await.is_err());
    }
    failed
}

#[tokio::test]
async fn a_failing_run_can_be_repeated_by_its_seed() {
    let first = failures(1).await;
    assert_eq!(first, failures(1).await);
    assert_ne!(first, failures(2).await);
}
