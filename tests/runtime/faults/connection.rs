//! Connections that are slow or break.

use std::time::Duration;

use fitbit_plus::CallOptions;

use super::{create, get, told, with};

/// Gives up on silence after so many milliseconds.
async fn impatient(faults: &str, read_timeout: u64) -> String {
    let mock = with(faults).await;
    let client = mock
        .builder()
        .read_timeout(Duration::from_millis(read_timeout))
        .build()
        .unwrap();
    told(&client.fetch_patient("p1").send().await)
}

pub async fn slow_headers_once() -> String {
    impatient("latency=30s times=1", 2000).await
}

pub async fn slow_headers() -> String {
    impatient("latency=30s", 400).await
}

pub async fn slow_body() -> String {
    impatient("slow-body=64 delay=30s", 400).await
}

pub async fn drip() -> String {
    let mock = with("slow-body=8 delay=50").await;
    let request = mock.client().fetch_patient("p1");
    told(
        &request
            .with(CallOptions::new().total_timeout(Duration::from_millis(500)))
            .send()
            .await,
    )
}

pub async fn reset_before_headers() -> String {
    told(&get(&with("reset times=1").await).await)
}

pub async fn reset_post() -> String {
    let mock = with("reset times=1").await;
    let outcome = create(&mock).send().await;
    format!("{}; {} request", told(&outcome), mock.seen().len())
}

pub async fn reset_idempotent_post() -> String {
    let mock = with("reset times=1").await;
    let outcome = create(&mock)
        .with(CallOptions::new().idempotent())
        .send()
        .await;
    format!("{}; {} requests", told(&outcome), mock.seen().len())
}

pub async fn reset_after_headers() -> String {
    told(&get(&with("reset=after-headers times=1").await).await)
}

pub async fn truncated() -> String {
    told(&get(&with("truncate times=1").await).await)
}

pub async fn dropped() -> String {
    let mock = with("status=503 retry-after=1").await;
    let client = mock.client();
    let call = tokio::spawn(client.fetch_patient("p1").send());
    while mock.seen().is_empty() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    // The answer is on its way: let the client begin to wait.
    tokio::time::sleep(Duration::from_millis(100)).await;
    call.abort();
    let at_once = mock.seen().len();
    drop(client);
    tokio::time::sleep(Duration::from_millis(1500)).await;
    format!(
        "{at_once} request, {}",
        if mock.seen().len() == at_once {
            "none later"
        } else {
            "some later"
        }
    )
}
