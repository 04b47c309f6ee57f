//! Servers that the document gives to single paths and operations.

use futures_util::TryStreamExt;
use tests::client::{Client, ClientBuilder};
use tests::runtime::{Credential, Error, ErrorKind, HttpBody, Sent, Transport, TransportError};

use super::server::{Reply, Server};

fn builder() -> ClientBuilder {
    Client::builder().credential("key", Credential::api_key("k"))
}

fn port(server: &Server) -> &str {
    server.url.rsplit(':').next().unwrap()
}

/// Takes no connection.
struct Nowhere;

impl Transport for Nowhere {
    fn send(&self, _: http::Request<HttpBody>) -> Sent<'_> {
        Box::pin(async { Err(TransportError::connect("nowhere")) })
    }
}

/// A client that reaches nothing: its errors say where it wanted to go.
async fn destination(builder: ClientBuilder) -> String {
    let retry = tests::runtime::RetryPolicy::none();
    let client = builder.transport(Nowhere).retry(retry).build().unwrap();
    let error: Error = client.send_file("text").send().await.unwrap_err();
    error.to_string()
}

#[tokio::test]
async fn a_request_goes_to_the_server_of_its_operation() {
    for builder in [
        builder(),
        // What is so anyway changes nothing.
        builder().base_url("https://eu.example.com/v1/"),
        // Nor does another choice among the servers of the document.
        builder().server_test(),
    ] {
        let wanted = destination(builder).await;
        assert!(
            wanted.contains("https://files.eu.example.com/in/files"),
            "{wanted}"
        );
    }
}

#[tokio::test]
async fn a_relative_server_is_resolved_against_the_base_url() {
    let server = Server::start(|_, _| Reply::json(200, r#"{"data": []}"#)).await;
    let builder = builder().server_test().server_variable_port(port(&server));
    let client = builder.build().unwrap();
    client.list_files().send().await.unwrap();
    assert_eq!(server.last().line, "GET /v2/files HTTP/1.1");
    assert_eq!(server.last().header("x-api-key"), Some("k"));
}

#[tokio::test]
async fn another_base_url_stands_for_all_servers_that_are_not_given_one_by_one() {
    let (mock, files) = (Server::silent(204).await, Server::silent(204).await);
    let base_url = format!("{}/mock", mock.url);
    let client = builder().base_url(&base_url).build().unwrap();
    client.send_file("text").send().await.unwrap();
    assert_eq!(mock.last().line, "POST /mock/files HTTP/1.1");
    client.sync_files().send().await.unwrap();
    assert_eq!(mock.last().line, "PUT /mock/files HTTP/1.1");

    let own = format!("{}/own/", files.url);
    for builder in [
        builder().base_url(&base_url).server_url_file_server(&own),
        builder().server_url_file_server(&own).base_url(&base_url),
    ] {
        let client = builder.build().unwrap();
        client.send_file("text").send().await.unwrap();
        assert_eq!(files.last().line, "POST /own/files HTTP/1.1");
        assert_eq!(files.last().header("x-api-key"), Some("k"));
        client.ping().send().await.unwrap();
        assert_eq!(mock.last().line, "GET /mock/ping HTTP/1.1");
    }
}

#[tokio::test]
async fn credentials_go_to_servers_of_the_client_and_to_no_other() {
    let (files, other) = (
        Server::start(|seen, _| match seen.target() {
            "/more" => Reply::json(200, r#"{"data": []}"#),
            _ => Reply::new(307).header("location", "/elsewhere"),
        })
        .await,
        Server::silent(204).await,
    );
    let more = format!("{}/more", files.url);
    let away = other.url.clone();
    let main = Server::start(move |_, before| {
        let next = if before == 0 { &more } else { &away };
        Reply::json(
            200,
            &format!(r#"{{"data": [], "links": {{"next": "{next}"}}}}"#),
        )
    })
    .await;
    let client = builder()
        .base_url(&main.url)
        .server_url_file_server(&files.url)
        .build()
        .unwrap();
    let all: Vec<_> = client.list_files().items().try_collect().await.unwrap();
    assert!(all.is_empty());
    assert_eq!(files.last().target(), "/more");
    assert_eq!(files.last().header("x-api-key"), Some("k"));
    let error = client.list_files().items().try_next().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ForeignOrigin);
    assert_eq!(other.seen().len(), 0);
}

#[tokio::test]
async fn a_redirect_stays_within_the_server_that_was_asked() {
    let main = Server::silent(204).await;
    let to_main = format!("{}/files", main.url);
    let files = Server::start(move |seen, _| match seen.target() {
        "/files" => Reply::new(307).header("location", &to_main),
        _ => Reply::new(204),
    })
    .await;
    let client = builder()
        .base_url(&main.url)
        .server_url_file_server(&files.url)
        .build()
        .unwrap();
    let error = client.send_file("text").send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ForeignOrigin);
    assert_eq!((files.seen().len(), main.seen().len()), (1, 0));
}

#[tokio::test]
async fn a_server_that_cannot_be_used_is_an_error_of_its_operation_or_of_who_gave_it() {
    let client = builder().build().unwrap();
    let error = client.sync_files().send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
    assert!(error.to_string().contains("plain http"), "{error}");
    for url in ["http://files.example.com", "/in", "https://a@b.example"] {
        let error = builder().server_url_file_server(url).build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration, "{url}");
    }
}
