//! A header that every operation has is said once.

use tests::revision::client::{Client, ClientBuilder};

use super::server::Server;

fn builder(server: &Server) -> ClientBuilder {
    Client::builder().base_url(&server.url)
}

#[tokio::test]
async fn every_request_has_the_header_with_the_value_of_the_document() {
    let server = Server::silent(204).await;
    let client = builder(&server).build().unwrap();
    client.list_profiles().send().await.unwrap();
    client.create_profile().send().await.unwrap();
    for seen in server.seen() {
        assert_eq!(seen.header("revision"), Some("2024-10-15"));
        // Not every operation has this one.
        assert_eq!(seen.header("x-trace"), None);
    }
}

#[tokio::test]
async fn the_builder_sets_another_value_and_a_call_its_own() {
    let server = Server::silent(204).await;
    let client = builder(&server).header_revision("2025-01-15");
    let client = client.build().unwrap();
    client.create_profile().send().await.unwrap();
    assert_eq!(server.last().header("revision"), Some("2025-01-15"));
    let request = client.create_profile().revision("2025-04-15");
    request.send().await.unwrap();
    assert_eq!(server.last().header("revision"), Some("2025-04-15"));
}
