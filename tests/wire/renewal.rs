//! Token endpoints that rotate refresh tokens, or give tokens no life.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use futures_util::future::join_all;
use serde_json::json;
use tests::client::Client;
use tests::runtime::Credential;
use tokio::sync::mpsc::UnboundedSender;

use super::server::{Reply, Seen, Server};

fn client(server: &Server, credential: Credential) -> Client {
    let builder = Client::builder().base_url(&server.url);
    builder.credential("form", credential).build().unwrap()
}

fn is_token(seen: &Seen) -> bool {
    seen.target() == "/oauth/form"
}

fn tokens(server: &Server) -> usize {
    server.seen().iter().filter(|seen| is_token(seen)).count()
}

/// The answer to a note list, and to the grant of each refresh token once: `r0`, then `r1` and so on.
fn rotating() -> impl Fn(&Seen, usize) -> Reply {
    let used = AtomicUsize::new(0);
    move |seen, _| {
        if !is_token(seen) {
            return Reply::json(200, r#"{"notes": []}"#);
        }
        let number = used.load(Ordering::SeqCst);
        if !seen.text().contains(&format!("refresh_token=r{number}")) {
            return Reply::json(400, r#"{"error": "invalid_grant"}"#);
        }
        used.fetch_add(1, Ordering::SeqCst);
        let token = json!({ "access_token": format!("a{number}"), "refresh_token": format!("r{}", number + 1) });
        Reply::json(200, &token.to_string())
    }
}

#[tokio::test]
async fn a_rotated_refresh_token_survives_the_caller_that_is_dropped() {
    let answer = rotating();
    let (sender, mut waiting) =
        tokio::sync::mpsc::unbounded_channel::<(UnboundedSender<_>, Vec<u8>)>();
    let server = Server::start(move |seen, before| {
        let reply = answer(seen, before);
        if !is_token(seen) {
            return reply;
        }
        // The server has rotated the token; its answer takes a while.
        let (reply, body) = reply.delayed();
        sender.send(body).unwrap();
        reply
    })
    .await;
    let client = client(&server, Credential::refresh_token("id", "secret", "r0"));

    let first = tokio::spawn(client.list_notes().send());
    let (pieces, body) = waiting.recv().await.unwrap();
    first.abort();
    assert!(first.await.unwrap_err().is_cancelled());
    tokio::time::sleep(Duration::from_millis(20)).await;
    // Nobody may be there to hear it.
    let _ = pieces.send(body);
    drop(pieces);

    for _ in 0..3 {
        client.list_notes().send().await.unwrap();
    }
    assert_eq!(tokens(&server), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_token_without_a_life_serves_those_who_ask_at_the_same_moment() {
    let server = Server::start(|seen, _| {
        if is_token(seen) {
            Reply::json(200, r#"{"access_token": "a", "expires_in": 0}"#)
        } else {
            Reply::json(200, r#"{"notes": []}"#)
        }
    })
    .await;
    let client = client(&server, Credential::client_credentials("id", "secret"));
    let calls = (0..50).map(|_| tokio::spawn(client.list_notes().send()));
    for outcome in join_all(calls).await {
        outcome.unwrap().unwrap();
    }
    assert_eq!(tokens(&server), 1);
    tokio::time::sleep(Duration::from_millis(1100)).await;
    client.list_notes().send().await.unwrap();
    assert_eq!(tokens(&server), 2, "it is not kept");
}
