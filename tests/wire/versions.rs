//! Versions of resources: what a response says is sent back as it is.

use tests::client::{Client, ClientBuilder};
use tests::exports::models::IdAndIfMatch;
use tests::runtime::CallOptions;

use super::keys::API;
use super::server::{Reply, Server};

const TAG: &str = r#"W/"a, b""#;

/// Has one version, and knows it.
async fn server() -> Server {
    Server::start(
        |seen, _| match (seen.header("if-match"), seen.header("if-none-match")) {
            (Some(tag), _) if tag != TAG => Reply::new(412),
            (_, Some(TAG)) => Reply::new(304),
            _ => Reply::json(200, r#"{"state": "new"}"#).header("etag", TAG),
        },
    )
    .await
}

fn client(server: &Server) -> Client {
    let builder = ClientBuilder::new(&API).base_url(&server.url);
    builder.build().unwrap()
}

#[tokio::test]
async fn the_version_of_a_response_is_the_condition_of_the_next_request() {
    let server = server().await;
    let client = client(&server);
    let export = client.get_export("7").send().await.unwrap();
    let tag = export.etag().unwrap();
    assert!(tag.is_weak());
    client
        .put_export(IdAndIfMatch {
            id: "7",
            if_match: &tag,
        })
        .send()
        .await
        .unwrap();
    assert_eq!(server.last().header("if-match"), Some(TAG));
    let options = CallOptions::new().if_none_match(&tag);
    let error = client
        .get_export("7")
        .with(options)
        .send()
        .await
        .unwrap_err();
    assert!(error.is_not_modified() && !error.is_precondition_failed());
    let options = CallOptions::new().if_match(&tag);
    client.get_export("7").with(options).send().await.unwrap();
    let error = client
        .put_export(IdAndIfMatch {
            id: "7",
            if_match: r#""old""#,
        })
        .send()
        .await
        .unwrap_err();
    assert!(error.is_precondition_failed());
}

#[tokio::test]
async fn a_response_without_a_version_has_none() {
    let server = Server::start(|_, _| Reply::json(200, r#"{"state": "new"}"#)).await;
    let export = client(&server).get_export("7").send().await.unwrap();
    assert_eq!(export.etag(), None);
}
