//! What the document (`x-retries`) or the configuration says of repeating single operations.

use std::time::Duration;

use tests::client::Client;
use tests::runtime::{CallOptions, RetryPolicy};

use super::server::{Reply, Server};
use super::{builder, client};

/// Fails so often in a way that may have had its effect.
async fn server(failures: usize) -> Server {
    Server::start(move |_, before| Reply::new(if before < failures { 500 } else { 204 })).await
}

#[tokio::test]
async fn a_post_that_is_said_to_be_idempotent_is_repeated() {
    let server = server(2).await;
    client(&server).start_job_once().send().await.unwrap();
    assert_eq!(server.seen().len(), 3);
}

#[tokio::test]
async fn the_configuration_says_the_same() {
    let server = server(2).await;
    client(&server).change_jobs().send().await.unwrap();
    assert_eq!(server.seen().len(), 3);
}

#[tokio::test]
async fn a_put_that_is_said_not_to_be_idempotent_is_not_repeated_unless_it_was_refused() {
    let server = server(2).await;
    client(&server).replace_jobs().send().await.unwrap_err();
    assert_eq!(server.seen().len(), 1);
    let server = Server::silent(429).await;
    client(&server).replace_jobs().send().await.unwrap_err();
    assert_eq!(server.seen().len(), 2);
}

#[tokio::test]
async fn attempts_are_those_of_the_operation_unless_the_call_says_otherwise() {
    let failing = server(9).await;
    client(&failing).find_jobs().send().await.unwrap_err();
    assert_eq!(failing.seen().len(), 1);

    let server = server(2).await;
    let policy = RetryPolicy::default().pauses(Duration::ZERO, Duration::ZERO);
    let call = client(&server).find_jobs();
    call.with(CallOptions::new().retry(policy))
        .send()
        .await
        .unwrap();
    assert_eq!(server.seen().len(), 3);
}

#[tokio::test]
async fn a_client_that_repeats_nothing_repeats_nothing() {
    let server = Server::silent(429).await;
    let client: Client = builder(&server).retry(RetryPolicy::none()).build().unwrap();
    client.replace_jobs().send().await.unwrap_err();
    assert_eq!(server.seen().len(), 1);
}
