//! Statuses that ask to try again, and a server that is not there.

use std::time::{Duration, Instant};

use fitbit_plus::{CallOptions, RetryPolicy};

use super::{create, get, told, with};
use crate::runtime::new_patient;

async fn after(retry_after: &str, at_least: Duration) -> String {
    let mock = with(&format!("status=429 times=1 retry-after={retry_after}")).await;
    let started = Instant::now();
    let outcome = told(&get(&mock).await);
    format!(
        "{outcome}, {}",
        if started.elapsed() >= at_least {
            "waited"
        } else {
            "too early"
        }
    )
}

pub async fn retry_after_seconds() -> String {
    after("1", Duration::from_secs(1)).await
}

pub async fn retry_after_date() -> String {
    // Dates have whole seconds.
    after("date+2", Duration::from_millis(900)).await
}

pub async fn retry_after_hour() -> String {
    let outcome = get(&with("status=429 retry-after=3600").await).await;
    let error = outcome.as_ref().unwrap_err();
    let seconds = error.retry_after().unwrap().as_secs();
    format!("{}, retry_after {seconds} s", told(&outcome))
}

pub async fn burst() -> String {
    told(&get(&with("status=503 times=3").await).await)
}

pub async fn burst_post() -> String {
    told(&create(&with("status=503 times=3").await).send().await)
}

pub async fn unavailable_post() -> String {
    let mock = with("status=503 times=1 retry-after=0").await;
    told(&create(&mock).send().await)
}

pub async fn rate_limited_post() -> String {
    told(&create(&with("status=429 times=1").await).send().await)
}

pub async fn budget() -> String {
    let mock = with("status=503").await;
    let client = mock.client();
    for _ in 0..200 {
        client.fetch_patient("p1").send().await.unwrap_err();
    }
    let retries = mock.seen().len() - 200;
    if retries <= 100 {
        "at most 100 retries".into()
    } else {
        format!("{retries} retries")
    }
}

pub async fn no_server() -> String {
    let mock = with("").await;
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let client = mock.builder().base_url(url).build().unwrap();
    told(&client.create_patient(new_patient(&mock, "A")).send().await)
}

#[tokio::test]
async fn a_policy_of_none_sends_once() {
    let mock = with("status=503").await;
    let request = mock.client().fetch_patient("p1");
    request
        .with(CallOptions::new().retry(RetryPolicy::none()))
        .send()
        .await
        .unwrap_err();
    assert_eq!(mock.seen().len(), 1);
}
