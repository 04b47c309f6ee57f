//! Keys and passwords that are replaced while a client uses them.

use std::time::Duration;

use tests::client::{Client, ClientBuilder};
use tests::runtime::{Credential, ErrorKind, RetryPolicy, SecretHandle};

use super::keys::API;
use super::server::{Reply, Server};

fn client(server: &Server, scheme: &'static str, credential: Credential) -> Client {
    let zero = Duration::ZERO;
    let builder = ClientBuilder::new(&API).base_url(&server.url);
    let builder = builder.retry(RetryPolicy::default().pauses(zero, zero));
    builder.credential(scheme, credential).build().unwrap()
}

async fn call(client: &Client) {
    let request = client.every_style(["a"], ["b"], ["c"]);
    request.send().await.unwrap();
}

/// A credential of the secret behind a handle.
type Kind = fn(&SecretHandle) -> Credential;

#[tokio::test]
async fn the_next_request_carries_the_new_secret_wherever_it_goes() {
    let server = Server::silent(204).await;
    let sent: [(&str, Kind, &str, [&str; 2]); 6] = [
        (
            "header_key",
            |key| Credential::api_key(key),
            "x-key",
            ["one", "two"],
        ),
        (
            "query_key",
            |key| Credential::api_key(key),
            "",
            ["api%20key=one", "api%20key=two"],
        ),
        (
            "cookie_key",
            |key| Credential::api_key(key),
            "cookie",
            ["session=one", "session=two"],
        ),
        (
            "bearer",
            |token| Credential::bearer(token),
            "authorization",
            ["Bearer one", "Bearer two"],
        ),
        // RFC 7617: base64 of `u:one` and `u:two`.
        (
            "basic",
            |password| Credential::basic("u", password),
            "authorization",
            ["Basic dTpvbmU=", "Basic dTp0d28="],
        ),
        // Of `one` and `two`.
        (
            "basic",
            |both| Credential::user_pass(both),
            "authorization",
            ["Basic b25l", "Basic dHdv"],
        ),
    ];
    for (scheme, kind, header, expected) in sent {
        let handle = SecretHandle::new("one");
        let client = client(&server, scheme, kind(&handle));
        let copy = client.clone();
        for (client, expected) in [(&client, expected[0]), (&copy, expected[1])] {
            call(client).await;
            let seen = server.last();
            match header {
                "" => assert!(
                    seen.target().ends_with(expected),
                    "{scheme}: {}",
                    seen.target()
                ),
                header => assert_eq!(seen.header(header), Some(expected), "{scheme}"),
            }
            handle.set("two");
        }
    }
}

#[tokio::test]
async fn a_retry_carries_the_new_key() {
    let handle = SecretHandle::new("old");
    let shared = handle.clone();
    let server = Server::start(move |_, before| {
        shared.set("new");
        Reply::new(if before == 0 { 503 } else { 204 })
    })
    .await;
    let client = client(&server, "header_key", Credential::api_key(&handle));
    call(&client).await;
    let seen = server.seen();
    let keys: Vec<_> = seen.iter().map(|seen| seen.header("x-key")).collect();
    assert_eq!(keys, [Some("old"), Some("new")]);
}

#[tokio::test]
async fn a_secret_that_no_header_carries_fails_the_call_and_is_not_shown() {
    let server = Server::silent(204).await;
    let handle = SecretHandle::new("key");
    let client = client(&server, "header_key", Credential::api_key(&handle));
    handle.set("zweiter\nkey");
    assert_eq!(format!("{handle:?}"), "SecretHandle(***)");
    let request = client.every_style(["a"], ["b"], ["c"]);
    let error = request.send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
    assert!(!format!("{error:?}{error}").contains("zweiter"));
    assert!(server.seen().is_empty());
    handle.set("third");
    call(&client).await;
}

#[tokio::test]
async fn a_new_secret_that_the_server_echoes_is_masked() {
    let server = Server::start(|seen, _| {
        let given = seen.header("x-key").unwrap_or_default();
        Reply::json(400, &format!(r#"{{"message": "no key {given}"}}"#))
    })
    .await;
    let handle = SecretHandle::new("the-first-key");
    let client = client(&server, "header_key", Credential::api_key(&handle));
    handle.set("the-second-key");
    let request = client.every_style(["a"], ["b"], ["c"]);
    let error = format!("{:?}", request.send().await.unwrap_err());
    assert!(!error.contains("second"), "{error}");
}
