//! Obtaining, renewing and keeping tokens.

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use futures_util::future::join_all;
use serde_json::{Value, json};

use super::patients;
use super::sample::runtime::{Client, ClientBuilder, Credential, ErrorKind, Token, TokenStore};
use super::server::{Fault, Reply, Seen, Server};

fn client(server: &Server) -> ClientBuilder {
    Client::builder().base_url(format!("{}/pub", server.url))
}

fn answer(seen: &Seen, token: &Value) -> Reply {
    match seen.path() {
        "/pub/oauth/token" => Reply::json(
            201,
            json!({ "data": { "type": "oauth/token", "attributes": token } }),
        ),
        "/pub/oauth/form" | "/pub/oauth/json" => Reply::json(200, token),
        "/pub/notes" => Reply::json(200, r#"{"notes": []}"#),
        _ => Reply::json(200, json!({ "data": patients::patient(1) })),
    }
}

async fn issuing(token: Value) -> Server {
    Server::start(move |seen, _| answer(seen, &token)).await
}

fn token() -> Value {
    json!({ "access_token": "t1", "token_type": "Bearer", "expires_in": 3600, "refresh_token": "r1" })
}

#[tokio::test]
async fn the_grant_travels_in_the_envelope_of_the_endpoint() {
    let server = issuing(token()).await;
    let credential = || Credential::client_credentials("my id", "s&s");
    let build = |scheme| {
        client(&server)
            .credential(scheme, credential())
            .build()
            .unwrap()
    };
    build("OAuth2").fetch_patient("1").send().await.unwrap();
    build("form").list_notes().send().await.unwrap();
    build("json").list_notes().send().await.unwrap();

    let seen = server.seen();
    let json_body = |index: usize| serde_json::from_str::<Value>(&seen[index].body).unwrap();
    let grant =
        json!({ "grant_type": "client_credentials", "client_id": "my id", "client_secret": "s&s" });
    assert_eq!(
        json_body(0),
        json!({ "data": { "type": "token", "attributes": grant } })
    );
    assert_eq!(
        seen[0].header("content-type"),
        Some("application/vnd.api+json")
    );
    assert_eq!(seen[1].header("authorization"), Some("Bearer t1"));

    assert_eq!(seen[2].path(), "/pub/oauth/form");
    assert_eq!(
        seen[2].header("content-type"),
        Some("application/x-www-form-urlencoded")
    );
    // RFC 6749, section 2.3.1: base64 of `my%20id:s%26s`.
    assert_eq!(
        seen[2].header("authorization"),
        Some("Basic bXklMjBpZDpzJTI2cw==")
    );
    assert_eq!(
        seen[2].body,
        "grant_type=client_credentials&scope=read%20write"
    );

    assert_eq!(seen[4].path(), "/pub/oauth/json");
    assert_eq!(json_body(4), grant);
    assert_eq!(seen[5].header("authorization"), Some("Bearer t1"));
}

#[tokio::test]
async fn one_token_serves_all_callers() {
    let server = issuing(token()).await;
    let client = client(&server)
        .credential("OAuth2", Credential::client_credentials("i", "s"))
        .build()
        .unwrap();
    let calls = (0..32).map(|_| client.fetch_patient("1").send());
    assert!(join_all(calls).await.iter().all(Result::is_ok));
    assert_eq!(server.count("/pub/oauth/token"), 1);
}

#[tokio::test]
async fn an_expired_token_is_renewed_with_its_refresh_token() {
    let server =
        issuing(json!({ "access_token": "t", "expires_in": "1", "refresh_token": "r1" })).await;
    let client = client(&server)
        .credential("OAuth2", Credential::client_credentials("i", "s"))
        .build()
        .unwrap();
    client.fetch_patient("1").send().await.unwrap();
    client.fetch_patient("1").send().await.unwrap();
    assert_eq!(server.count("/pub/oauth/token"), 1);
    tokio::time::sleep(Duration::from_millis(950)).await;
    client.fetch_patient("1").send().await.unwrap();
    let renewal: Value = serde_json::from_str(&server.seen()[3].body).unwrap();
    assert_eq!(renewal["data"]["attributes"]["grant_type"], "refresh_token");
    assert_eq!(renewal["data"]["attributes"]["refresh_token"], "r1");
}

#[tokio::test]
async fn a_refused_refresh_token_falls_back_to_the_credentials() {
    let server = Server::start(|seen, before| {
        if seen.body.contains("refresh_token") {
            return Reply::json(
                400,
                r#"{"error": "invalid_grant", "error_description": "expired"}"#,
            );
        }
        match (seen.path(), before) {
            ("/pub/patient/1", 1) => Reply::json(401, "{}"),
            _ => answer(seen, &token()),
        }
    })
    .await;
    let client = client(&server)
        .credential("OAuth2", Credential::client_credentials("i", "s"))
        .build()
        .unwrap();
    client.fetch_patient("1").send().await.unwrap();
    assert_eq!(server.count("/pub/oauth/token"), 3);

    let only = Client::builder().base_url(format!("{}/pub", server.url));
    let only = only
        .credential("OAuth2", Credential::refresh_token("i", "s", "r0"))
        .build()
        .unwrap();
    let error = only.fetch_patient("1").send().await.unwrap_err();
    assert_eq!(
        (error.kind(), error.is_unauthorized()),
        (ErrorKind::Authentication, true)
    );
    let cause = std::error::Error::source(&error).unwrap().to_string();
    assert!(
        cause.contains("invalid_grant") && cause.contains("expired"),
        "{cause}"
    );
}

#[tokio::test]
async fn a_renewal_ahead_of_time_that_fails_leaves_the_good_token_in_use() {
    let server = Server::start(|seen, before| match (seen.path(), before) {
        ("/pub/oauth/token", 1..) => Reply::json(400, "{}"),
        _ => answer(seen, &json!({ "access_token": "t", "expires_in": 2 })),
    })
    .await;
    let client = client(&server)
        .credential("OAuth2", Credential::client_credentials("i", "s"))
        .build()
        .unwrap();
    client.fetch_patient("1").send().await.unwrap();
    // In the last tenth of its life.
    tokio::time::sleep(Duration::from_millis(1850)).await;
    client.fetch_patient("1").send().await.unwrap();
    client.fetch_patient("1").send().await.unwrap();
    assert_eq!(server.count("/pub/oauth/token"), 2);
}

#[tokio::test]
async fn a_401_that_stays_is_an_error_after_one_replay() {
    let server = Server::start(|seen, _| match seen.path() {
        "/pub/oauth/token" => answer(seen, &token()),
        _ => Reply::json(401, json!({ "errors": [{ "title": "Unauthorized" }] })),
    })
    .await;
    let client = client(&server)
        .credential("OAuth2", Credential::client_credentials("i", "s"))
        .build()
        .unwrap();
    let error = client.fetch_patient("1").send().await.unwrap_err();
    assert!(error.is_unauthorized());
    assert_eq!(
        (
            server.count("/pub/patient/1"),
            server.count("/pub/oauth/token")
        ),
        (2, 2)
    );

    let client = Client::builder()
        .base_url(format!("{}/pub", server.url))
        .bearer_token("fixed")
        .build()
        .unwrap();
    client.fetch_patient("1").send().await.unwrap_err();
    assert_eq!(server.count("/pub/patient/1"), 3);
}

#[tokio::test]
async fn dropping_the_caller_that_renews_does_not_fail_the_others() {
    let server = Server::start(|seen, before| match before {
        0 => answer(seen, &token()).fault(Fault::SlowHeaders(Duration::from_secs(5))),
        _ => answer(seen, &token()),
    })
    .await;
    let client = client(&server)
        .credential("OAuth2", Credential::client_credentials("i", "s"))
        .build()
        .unwrap();
    let first = tokio::spawn(client.fetch_patient("1").send());
    tokio::time::sleep(Duration::from_millis(100)).await;
    let second = tokio::spawn(client.fetch_patient("1").send());
    tokio::time::sleep(Duration::from_millis(50)).await;
    first.abort();
    second.await.unwrap().unwrap();
}

#[derive(Default)]
struct Kept(Mutex<Option<Token>>);

struct Shared(Arc<Kept>);

impl TokenStore for Shared {
    fn load<'a>(&'a self, _: &'a str) -> Pin<Box<dyn Future<Output = Option<Token>> + Send + 'a>> {
        Box::pin(async { self.0.0.lock().unwrap().clone() })
    }

    fn save<'a>(
        &'a self,
        scheme: &'a str,
        token: &'a Token,
    ) -> Pin<Box<dyn Future<Output = ()> + Send + 'a>> {
        assert_eq!(scheme, "OAuth2");
        Box::pin(async { *self.0.0.lock().unwrap() = Some(token.clone()) })
    }
}

#[tokio::test]
async fn a_store_carries_a_token_to_another_client() {
    let server = issuing(token()).await;
    let kept = Arc::new(Kept::default());
    for _ in 0..2 {
        let client = client(&server).credential("OAuth2", Credential::client_credentials("i", "s"));
        let client = client
            .token_store(Shared(Arc::clone(&kept)))
            .build()
            .unwrap();
        client.fetch_patient("1").send().await.unwrap();
    }
    assert_eq!(server.count("/pub/oauth/token"), 1);
    assert!(kept.0.lock().unwrap().as_ref().unwrap().expires_at > Some(SystemTime::now()));
}

#[tokio::test]
async fn a_token_of_another_type_is_refused() {
    let server = issuing(json!({ "access_token": "t", "token_type": "mac" })).await;
    let client = client(&server)
        .credential("OAuth2", Credential::client_credentials("i", "s"))
        .build()
        .unwrap();
    let error = client.fetch_patient("1").send().await.unwrap_err();
    assert!(
        std::error::Error::source(&error)
            .unwrap()
            .to_string()
            .contains("not a bearer token")
    );
}
