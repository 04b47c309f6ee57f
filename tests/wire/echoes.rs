//! Servers that send back what they were sent, credentials included.

use serde_json::json;
use tests::client::ClientBuilder;
use tests::runtime::{Credential, Error, RetryPolicy};

use super::keys::API;
use super::server::{Reply, Seen, Server};

const SECRET: &str = "k/1+\"secret\" =é";

/// An error of a server that quotes the request in this way.
async fn error(
    (scheme, credential): (&'static str, Credential),
    status: u16,
    quote: impl Fn(&Seen) -> String + Send + Sync + 'static,
) -> Error {
    let server = Server::start(move |seen, _| {
        let body = quote(seen);
        Reply::json(status, &body).header("x-request-id", &seen.all("authorization").concat())
    })
    .await;
    let builder = ClientBuilder::new(&API).base_url(&server.url);
    let builder = builder
        .credential(scheme, credential)
        .retry(RetryPolicy::none());
    builder.build().unwrap().linked().send().await.unwrap_err()
}

fn assert_hidden(error: &Error, hidden: &[&str]) {
    let shown = [
        error.to_string(),
        format!("{error:?}"),
        format!("{:?} {:?}", error.errors(), error.request_id()),
        format!("{:?}", error.decode_error()),
        format!("{:?}", error.headers()),
        String::from_utf8_lossy(error.bytes()).into_owned(),
    ];
    for text in shown {
        for secret in hidden {
            assert!(!text.contains(secret), "{secret} in {text}");
        }
    }
}

/// A credential, and what must not be seen of it.
type Case = (fn() -> (&'static str, Credential), &'static [&'static str]);

const CASES: [Case; 5] = [
    (
        || ("header_key", Credential::api_key("my-key")),
        &["my-key"],
    ),
    (|| ("query_key", Credential::api_key(SECRET)), &["secret"]),
    (|| ("cookie_key", Credential::api_key(SECRET)), &["secret"]),
    (
        || ("basic", Credential::basic("user", SECRET)),
        &["secret", "dXNlcjprLzErInNlY3JldCIgPcOp"],
    ),
    (
        || ("bearer", Credential::bearer("abc/def+token==")),
        &["abc", "token"],
    ),
];

#[tokio::test]
async fn errors_show_no_credential_that_a_server_echoes() {
    for (credential, hidden) in CASES {
        let (scheme, _) = credential();
        let plain: &'static str = match scheme {
            "header_key" => "my-key",
            "bearer" => "abc/def+token==",
            _ => SECRET,
        };
        let quote = move |seen: &Seen| format!("{:?} {} {plain}", seen.headers, seen.line);
        let json = move |seen: &Seen| json!({ "errors": [{ "detail": quote(seen) }] }).to_string();
        let slashes = move |seen: &Seen| json(seen).replace('/', "\\/");
        for status in [400, 200] {
            assert_hidden(&error(credential(), status, quote).await, hidden);
            assert_hidden(&error(credential(), status, json).await, hidden);
            assert_hidden(&error(credential(), status, slashes).await, hidden);
        }
    }
}

#[tokio::test]
async fn errors_of_token_endpoints_show_no_credential_either() {
    let server = Server::start(|seen, _| {
        let text = format!("{} {:?}", seen.text(), seen.headers);
        Reply::json(
            400,
            &json!({ "error": "invalid_grant", "error_description": text }).to_string(),
        )
    })
    .await;
    for scheme in ["form", "json"] {
        let builder = tests::client::Client::builder().base_url(&server.url);
        let credential = Credential::refresh_token("id", "the-secret", "a-secret/token");
        let client = builder.credential(scheme, credential).build().unwrap();
        let error = client.list_notes().send().await.unwrap_err();
        assert!(error.to_string().contains("invalid_grant"), "{error}");
        let shown = format!("{error} {error:?}");
        for hidden in ["the-secret", "a-secret", "aWQ6dGhlLXNlY3JldA=="] {
            assert!(!shown.contains(hidden), "{hidden} in {shown}");
        }
    }
}
