//! Trouble on demand.

use std::time::{Duration, Instant};

use reqwest::Method;
use serde_json::Value;

use crate::api::{Api, start, start_with};

async fn with_fault(api: &Api, fault: &str) -> reqwest::Result<reqwest::Response> {
    let path = format!("/patient?filter[organization]={}", api.organization);
    api.request(Method::GET, &path)
        .header("x-mock-fault", fault)
        .send()
        .await
}

#[tokio::test]
async fn a_header_orders_trouble_for_one_request() {
    let api = start().await;
    let response = with_fault(&api, "status=503 retry-after=7").await.unwrap();
    assert_eq!(
        (
            response.status().as_u16(),
            response.headers()["retry-after"].to_str().unwrap()
        ),
        (503, "7")
    );
    let response = with_fault(&api, "status=429 retry-after=date+60")
        .await
        .unwrap();
    let date =
        httpdate::parse_http_date(response.headers()["retry-after"].to_str().unwrap()).unwrap();
    assert!(date > std::time::SystemTime::now() + Duration::from_secs(50));
    let began = Instant::now();
    assert_eq!(with_fault(&api, "latency=120").await.unwrap().status(), 200);
    assert!(began.elapsed() >= Duration::from_millis(120));
    assert_eq!(with_fault(&api, "nonsense").await.unwrap().status(), 400);
    assert_eq!(with_fault(&api, "latency=1").await.unwrap().status(), 200);
}

#[tokio::test]
async fn connections_break_before_and_within_the_answer() {
    let api = start().await;
    assert!(with_fault(&api, "reset").await.is_err());
    for fault in ["reset=after-headers", "truncate"] {
        let response = with_fault(&api, fault).await.unwrap();
        assert_eq!(response.status(), 200, "{fault}");
        assert!(response.bytes().await.is_err(), "{fault}");
    }
    assert_eq!(
        with_fault(&api, "latency=1").await.unwrap().status(),
        200,
        "the server lives on"
    );
}

#[tokio::test]
async fn a_request_can_be_carried_out_although_it_seems_to_fail() {
    let api = start().await;
    let before = api.all("patient").len();
    let send = async |fault: &str| {
        let body = api.new_patient().to_string();
        api.request(Method::POST, "/patient")
            .header("content-type", "application/vnd.api+json")
            .header("x-mock-fault", fault)
            .body(body)
            .send()
            .await
    };
    assert_eq!(send("status=500").await.unwrap().status(), 500);
    assert!(send("reset").await.is_err());
    assert_eq!(api.all("patient").len(), before);
    assert_eq!(send("status=500 executed").await.unwrap().status(), 500);
    assert!(send("reset executed").await.is_err());
    assert_eq!(api.all("patient").len(), before + 2);
}

#[tokio::test]
async fn slow_answers_arrive_whole() {
    let api = start().await;
    for fault in ["slow-body=2000 delay=10", "slow-headers delay=1"] {
        let began = Instant::now();
        let body: Value = with_fault(&api, fault).await.unwrap().json().await.unwrap();
        assert_eq!(body["data"].as_array().unwrap().len(), 10, "{fault}");
        assert!(began.elapsed() > Duration::from_millis(40), "{fault}");
    }
}

#[tokio::test]
async fn answers_are_not_what_they_should_be() {
    let api = start().await;
    let html = with_fault(&api, "html").await.unwrap();
    assert_eq!(
        (
            html.status().as_u16(),
            html.headers()["content-type"].to_str().unwrap()
        ),
        (502, "text/html")
    );
    assert_eq!(
        with_fault(&api, "content-type=text/plain")
            .await
            .unwrap()
            .headers()["content-type"],
        "text/plain"
    );
    assert!(
        serde_json::from_slice::<Value>(
            &with_fault(&api, "invalid-json")
                .await
                .unwrap()
                .bytes()
                .await
                .unwrap()
        )
        .is_err()
    );
    let page: Value = with_fault(&api, "next=loop")
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    assert_eq!(page["links"]["next"], page["links"]["self"]);
    let page: Value = with_fault(&api, "next=foreign")
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    assert!(
        page["links"]["next"]
            .as_str()
            .unwrap()
            .starts_with("http://other-origin.invalid/pub/patient?")
    );
    assert_eq!(
        with_fault(&api, "expire-token").await.unwrap().status(),
        401
    );
    assert_eq!(api.get("/health_question_definition").await.0, 401);
}

/// Which of 60 requests fail.
async fn failures(seed: u64) -> Vec<bool> {
    let api = start_with(
        fitbit_plus_mock::MockServer::builder()
            .patients(2)
            .seed(seed)
            .fault("status=503 rate=30% method=GET"),
    )
    .await;
    let path = format!("/patient/{}", api.some("patient"));
    let mut failed = Vec::new();
    for _ in 0..60 {
        failed.push(api.get(&path).await.0 == 503);
    }
    failed
}

#[tokio::test]
async fn a_run_can_be_repeated_by_its_seed() {
    let first = failures(1).await;
    assert_eq!(first, failures(1).await);
    assert_ne!(first, failures(2).await);
    let count = first.iter().filter(|failed| **failed).count();
    assert!((8..=30).contains(&count), "{count} of 60 at a rate of 30 %");
}

#[tokio::test]
async fn rules_strike_when_and_where_they_say() {
    let api = start().await;
    let path = format!("/patient/{}", api.some("patient"));
    api.mock
        .fault("status=500 times=2 operation=fetchPatient")
        .unwrap();
    assert_eq!(api.get("/health_question_definition").await.0, 200);
    assert_eq!(
        [
            api.get(&path).await.0,
            api.get(&path).await.0,
            api.get(&path).await.0
        ],
        [500, 500, 200]
    );
    api.mock.clear_faults();
    api.mock
        .fault("status=503 every=3 burst=1 after=1 path=/patient/*")
        .unwrap();
    let mut statuses = Vec::new();
    for _ in 0..5 {
        statuses.push(api.get(&path).await.0);
    }
    assert_eq!(statuses, [200, 503, 200, 200, 503]);
    api.mock.clear_faults();
    api.mock.fault("down for=2s").unwrap();
    assert_eq!(api.get(&path).await.0, 503);
    assert!(api.mock.fault("status=200").is_err() && api.mock.fault("latency=fast").is_err());
}

#[tokio::test]
async fn latencies_follow_their_percentiles() {
    let api = start_with(
        fitbit_plus_mock::MockServer::builder()
            .patients(2)
            .fault("latency=p50:1/p90:5/p100:40"),
    )
    .await;
    let path = format!("/patient/{}", api.some("patient"));
    let mut times = Vec::new();
    for _ in 0..60 {
        let began = Instant::now();
        api.get(&path).await;
        times.push(began.elapsed());
    }
    times.sort();
    assert!(
        times[20] < Duration::from_millis(15) && times[59] > Duration::from_millis(5),
        "{times:?}"
    );
}
