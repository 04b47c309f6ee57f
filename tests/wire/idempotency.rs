//! Keys by which a server knows that a call is sent twice.

use std::collections::HashSet;
use std::time::Duration;

use tests::client::{Client, ClientBuilder};
use tests::runtime::{CallOptions, RetryPolicy};

use super::keys::API;
use super::server::{Reply, Server};

/// Fails each call at first, in a way that may have had its effect.
async fn server() -> Server {
    Server::start(|_, before| Reply::new(if before % 2 == 0 { 500 } else { 204 })).await
}

fn client(server: &Server) -> Client {
    let zero = Duration::ZERO;
    let builder = ClientBuilder::new(&API).base_url(&server.url);
    let builder = builder.retry(RetryPolicy::default().pauses(zero, zero));
    builder.build().unwrap()
}

fn keys(server: &Server, header: &str) -> Vec<String> {
    let seen = server.seen();
    let keys = seen.iter().map(|seen| seen.header(header));
    keys.map(|key| key.expect("a key").to_owned()).collect()
}

#[tokio::test]
async fn a_post_with_a_key_is_retried_with_the_same_key() {
    let server = server().await;
    let client = client(&server);
    for _ in 0..20 {
        client.pay().send().await.unwrap();
    }
    let keys = keys(&server, "idempotency-key");
    assert_eq!(keys.len(), 40);
    assert!(keys.chunks(2).all(|pair| pair[0] == pair[1]));
    let different: HashSet<&String> = keys.iter().collect();
    assert_eq!(different.len(), 20);
    for key in different {
        // RFC 9562, section 5.4.
        let parts: Vec<usize> = key.split('-').map(str::len).collect();
        assert_eq!(parts, [8, 4, 4, 4, 12], "{key}");
        assert_eq!(&key[14..15], "4", "{key}");
        assert!("89ab".contains(&key[19..20]), "{key}");
    }
}

#[tokio::test]
async fn a_key_of_the_caller_goes_before() {
    let server = server().await;
    let client = client(&server);
    client.pay().idempotency_key("mine").send().await.unwrap();
    let options = CallOptions::new().header("Idempotency-Key", "ours");
    client.pay().with(options).send().await.unwrap();
    assert_eq!(
        keys(&server, "idempotency-key"),
        ["mine", "mine", "ours", "ours"]
    );
}

#[tokio::test]
async fn a_copy_of_a_request_is_another_call() {
    let server = Server::silent(204).await;
    let request = client(&server).pay();
    request.clone().send().await.unwrap();
    request.send().await.unwrap();
    let keys = keys(&server, "idempotency-key");
    assert_ne!(keys[0], keys[1]);
}

#[tokio::test]
async fn the_configuration_names_headers_that_no_document_declares() {
    let server = server().await;
    client(&server).refund().send().await.unwrap();
    let keys = keys(&server, "x-refund-key");
    assert!(keys.len() == 2 && keys[0] == keys[1], "{keys:?}");
}

#[tokio::test]
async fn a_header_of_another_name_is_no_key_and_makes_no_retry() {
    let server = server().await;
    let error = client(&server).order().send().await.unwrap_err();
    assert_eq!(error.status().unwrap(), 500);
    let seen = server.seen();
    assert_eq!(seen.len(), 1);
    assert_eq!(seen[0].header("request-key"), None);
}
