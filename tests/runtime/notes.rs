//! What the vendored API has none of: lists without links, keys, cookies, other token endpoints, integer enumerations. By the
//! client of the fixture `notes`, which shares the runtime's text with the vendored one.

use std::time::Duration;

use futures_util::{StreamExt as _, TryStreamExt as _};
use serde_json::{Value, json};
use tests::client::{Client, ClientBuilder};
use tests::notes::models::NewNote;
use tests::runtime::{CallOptions, Credential, ErrorKind, RetryPolicy};

use super::server::{Reply, Server};

/// A client with a fixed key, and with retries that do not keep anyone waiting.
pub(super) fn builder(server: &Server) -> ClientBuilder {
    let retry = RetryPolicy::default().pauses(Duration::from_millis(5), Duration::from_millis(20));
    Client::builder()
        .base_url(format!("{}/pub", server.url))
        .credential("key", Credential::api_key("secret-key"))
        .retry(retry)
}

async fn empty() -> Server {
    Server::start(|_| Reply::json(200, r#"{"notes": []}"#)).await
}

#[tokio::test]
async fn offsets_go_on_without_links_until_the_total_or_an_empty_page() {
    for (with_total, capped, requests) in
        [(true, 100, 3), (false, 100, 4), (true, 4, 7), (false, 4, 8)]
    {
        let server = Server::start(move |seen| {
            let (offset, limit) = (
                seen.number("offset").unwrap(),
                seen.number("limit").unwrap().min(capped),
            );
            let notes: Vec<_> = (offset..25.min(offset + limit))
                .map(|id| json!({ "id": id, "text": "x" }))
                .collect();
            let total = with_total.then_some(25);
            Reply::json(200, json!({ "notes": notes, "total": total }))
        })
        .await;
        let client = builder(&server).build().unwrap();
        for concurrency in [1, 3] {
            let items = client
                .list_notes()
                .by_page(10)
                .concurrency(concurrency)
                .items();
            let read: Vec<_> = items.try_collect().await.unwrap();
            assert_eq!(
                read.iter().map(|note| note.id).collect::<Vec<_>>(),
                (0..25).collect::<Vec<_>>()
            );
        }
        assert_eq!(
            server.seen().len(),
            requests * 2,
            "total: {with_total}, capped at {capped}"
        );
    }
}

#[tokio::test]
async fn the_first_page_is_not_taken_for_everything_where_responses_have_no_links() {
    let server = Server::start(|seen| {
        let offset = seen.number("offset").unwrap();
        let notes: Vec<_> = (offset..25.min(offset + 10))
            .map(|id| json!({ "id": id, "text": "x" }))
            .collect();
        Reply::json(200, json!({ "notes": notes }))
    })
    .await;
    let client = builder(&server).build().unwrap();
    assert_eq!(
        client
            .list_notes()
            .items()
            .try_collect::<Vec<_>>()
            .await
            .unwrap()
            .len(),
        25
    );
}

#[tokio::test]
async fn a_server_that_ignores_the_offset_is_noticed() {
    let server =
        Server::start(|_| Reply::json(200, r#"{"notes": [{"id": 1, "text": "x"}]}"#)).await;
    let client = builder(&server).build().unwrap();
    let read: Vec<_> = client.list_notes().by_page(1).items().collect().await;
    assert_eq!(read.len(), 2);
    assert_eq!(read[1].as_ref().unwrap_err().kind(), ErrorKind::Paging);
}

#[tokio::test]
async fn the_grant_travels_as_a_form_or_as_json() {
    let token = json!({ "access_token": "t1", "token_type": "Bearer", "expires_in": 3600, "refresh_token": "r1" });
    let server = Server::start(move |seen| match seen.path() {
        "/pub/notes" => Reply::json(200, r#"{"notes": []}"#),
        _ => Reply::json(200, &token),
    })
    .await;
    for scheme in ["form", "json"] {
        let client = Client::builder().base_url(format!("{}/pub", server.url));
        let credential = Credential::client_credentials("my id", "s&s");
        let client = client.credential(scheme, credential).build().unwrap();
        client.list_notes().send().await.unwrap();
    }
    let seen = server.seen();
    assert_eq!(seen[0].path(), "/pub/oauth/form");
    assert_eq!(
        seen[0].header("content-type"),
        Some("application/x-www-form-urlencoded")
    );
    // RFC 6749, section 2.3.1: base64 of `my%20id:s%26s`.
    assert_eq!(
        seen[0].header("authorization"),
        Some("Basic bXklMjBpZDpzJTI2cw==")
    );
    assert_eq!(
        seen[0].body,
        "grant_type=client_credentials&scope=read%20write"
    );
    assert_eq!(seen[1].header("authorization"), Some("Bearer t1"));

    assert_eq!(seen[2].path(), "/pub/oauth/json");
    assert_eq!(
        serde_json::from_str::<Value>(&seen[2].body).unwrap(),
        json!({ "grant_type": "client_credentials", "client_id": "my id", "client_secret": "s&s" })
    );
    assert_eq!(seen[3].header("authorization"), Some("Bearer t1"));
}

#[tokio::test]
async fn parameters_that_belong_together_are_checked_before_sending() {
    let server = empty().await;
    let client = builder(&server).build().unwrap();
    let error = client.list_notes().from(1).send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert!(error.to_string().contains("from, until"), "{error}");
    client.list_notes().from(1).until(2).send().await.unwrap();
    assert_eq!(server.seen().len(), 1);
}

#[tokio::test]
async fn public_operations_carry_no_credential_and_an_empty_body_can_be_a_success() {
    let server = Server::start(|seen| match seen.method.as_str() {
        "DELETE" => Reply {
            status: 204,
            ..Reply::default()
        },
        _ => Reply::json(200, r#"{"id": 1, "text": "a", "priority": 7}"#),
    })
    .await;
    let client = builder(&server).build().unwrap();
    let note = client.create_note(&NewNote::new("a")).send().await.unwrap();
    assert_eq!(
        serde_json::to_value(&*note).unwrap(),
        json!({ "id": 1, "text": "a", "priority": 7 }),
        "a value that the document does not know is kept"
    );
    client.delete_note(1).send().await.unwrap();
    let seen = server.seen();
    assert!(seen.iter().all(|seen| seen.header("x-api-key").is_none()));
    assert!(
        seen[1]
            .header("accept")
            .is_none_or(|accept| accept == "*/*")
    );
}

#[tokio::test]
async fn cookies_are_encoded() {
    let server = empty().await;
    let client = builder(&server).build().unwrap();
    let request = client
        .list_notes()
        .with(CallOptions::new().cookie("a", "b; evil=1"));
    request.send().await.unwrap();
    assert_eq!(server.seen()[0].header("cookie"), Some("a=b%3B%20evil%3D1"));
}

#[tokio::test]
async fn nothing_prints_a_key() {
    let secret = "s3cr3t";
    let server = Server::start(move |seen| match seen.path() {
        "/pub/notes" => Reply::json(418, r#"{"errors": [{"title": "no"}]}"#),
        _ => Reply::json(200, format!(r#"{{"access_token_misspelt": "{secret}"}}"#)),
    })
    .await;
    let mut shown = Vec::new();
    for (scheme, credential) in [
        ("form", Credential::bearer(secret)),
        ("form", Credential::client_credentials("id", secret)),
        ("json", Credential::refresh_token("id", secret, secret)),
        ("basic", Credential::basic("user", secret)),
        ("key", Credential::api_key(secret)),
        ("query_key", Credential::api_key(secret)),
        ("cookie_key", Credential::api_key(secret)),
    ] {
        shown.push(format!("{credential:?}"));
        let builder = Client::builder().base_url(format!("{}/pub", server.url));
        let builder = builder.credential(scheme, credential);
        shown.push(format!("{builder:?}"));
        let client = builder.build().unwrap();
        let list = client.list_notes();
        shown.push(format!("{client:?} {list:?}"));
        let error = list.send().await.map(|_| ()).unwrap_err();
        shown.push(format!("{error} {error:?} {error:#?}"));
        let mut source = std::error::Error::source(&error);
        while let Some(cause) = source {
            shown.push(format!("{cause} {cause:?}"));
            source = cause.source();
        }
    }
    let base64 = "dXNlcjpzM2NyM3Q=";
    for text in shown {
        assert!(!text.contains(secret) && !text.contains(base64), "{text}");
    }
    let sent = server.seen();
    assert!(
        sent.iter()
            .any(|seen| seen.target == "/pub/notes?api_key=s3cr3t")
    );
    for (header, value) in [
        ("authorization", format!("Basic {base64}")),
        ("x-api-key", secret.to_owned()),
        ("cookie", format!("session={secret}")),
    ] {
        assert!(
            sent.iter().any(|seen| seen.header(header) == Some(&value)),
            "{header}"
        );
    }
}

#[tokio::test]
async fn a_key_that_next_echoes_is_not_kept() {
    let server = Server::start(|seen| {
        let first = seen.query("page[number]").is_none();
        let next = first.then_some("/pub/articles?api_key=other&page[number]=2");
        Reply::json(
            200,
            json!({ "data": [], "links": { "next": next }, "meta": { "count": 0 } }),
        )
    })
    .await;
    // A collection of another fixture; the key is the client's.
    let client = builder(&server).build().unwrap();
    let mut pages = client.list_articles().pages();
    pages.try_next().await.unwrap();
    let token = pages.resume_token().unwrap().to_string();
    assert!(
        !token.contains("api_key") && !token.contains("secret"),
        "{token}"
    );
}
