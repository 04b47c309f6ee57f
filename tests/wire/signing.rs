//! A signature over each request, made by a hook of the application (cookbook, "Signing requests").

use std::sync::atomic::{AtomicU32, Ordering};

use futures_util::stream;
use hmac::{Hmac, KeyInit, Mac};
use http::HeaderValue;
use sha2::Sha256;
use tests::bodies::models::PostFormBody;
use tests::client::Client;
use tests::runtime::{BeforeRequest, Upload};

use super::builder;
use super::server::{Reply, Seen, Server};

const KEY: &[u8] = b"a key that both know";

/// What is signed: method, URL, date and body.
fn signature(method: &str, url: &str, date: &str, body: &[u8]) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(KEY).unwrap();
    for part in [method, url, date] {
        mac.update(part.as_bytes());
        mac.update(b"\n");
    }
    mac.update(body);
    let bytes = mac.finalize().into_bytes();
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The hook. The date of a test is the number of the request.
fn signed(server: &Server) -> Client {
    let sent = AtomicU32::new(0);
    let sign = move |request: &mut BeforeRequest<'_>| {
        let date = format!("day {}", sent.fetch_add(1, Ordering::Relaxed));
        let body: &[u8] = request.body.map_or(&[], |body| body);
        let signature = signature(request.method.as_str(), request.url, &date, body);
        let unsigned = request.streamed.then_some("the body");
        for (name, value) in [
            ("date", &*date),
            ("x-signature", &signature),
            ("x-unsigned", unsigned.unwrap_or("nothing")),
        ] {
            request
                .headers
                .insert(name, HeaderValue::from_str(value).unwrap());
        }
    };
    builder(server).before_request(sign).build().unwrap()
}

/// The signature of what arrived.
#[track_caller]
fn check(server: &Server, seen: &Seen) -> String {
    let method = seen.line.split(' ').next().unwrap();
    let url = format!("{}{}", server.url, seen.target());
    let date = seen.header("date").unwrap();
    let right = signature(method, &url, date, &seen.body);
    assert_eq!(seen.header("x-signature"), Some(&*right));
    right
}

#[tokio::test]
async fn a_hook_signs_what_is_sent_and_each_attempt_anew() {
    let server = Server::start(|_, before| match before {
        0 => Reply::new(503).header("retry-after", "0"),
        _ => Reply::new(200).body("ok"),
    })
    .await;
    let call = signed(&server);
    call.post_form(&PostFormBody::new("a b&c=ü"))
        .send()
        .await
        .unwrap();
    let seen = server.seen();
    assert_eq!(seen.len(), 2);
    assert!(!seen[0].body.is_empty());
    assert_eq!(seen[0].body, seen[1].body);
    assert_eq!(seen[0].header("date"), Some("day 0"));
    assert_eq!(seen[1].header("date"), Some("day 1"));
    assert_ne!(check(&server, &seen[0]), check(&server, &seen[1]));
}

#[tokio::test]
async fn the_url_is_that_of_the_request_line_with_its_query() {
    let server = Server::once(Reply::json(200, "{}")).await;
    signed(&server)
        .find_notes()
        .text("a b/ü&")
        .send()
        .await
        .unwrap();
    let seen = server.last();
    assert_eq!(seen.target(), "/notes?text=a%20b%2F%C3%BC%26");
    check(&server, &seen);
}

#[tokio::test]
async fn a_hook_is_told_of_a_body_that_it_does_not_see() {
    let server = Server::start(|_, _| Reply::new(200)).await;
    let piece = Ok::<_, std::io::Error>(bytes::Bytes::from_static(b"abc"));
    let body = Upload::stream(stream::iter([piece]));
    signed(&server).put_blob().body(body).send().await.unwrap();
    let seen = server.last();
    assert_eq!(seen.body, b"abc");
    assert_eq!(seen.header("x-unsigned"), Some("the body"));
    signed(&server)
        .put_blob()
        .body(b"abc".to_vec())
        .send()
        .await
        .unwrap();
    let seen = server.last();
    assert_eq!(seen.header("x-unsigned"), Some("nothing"));
    check(&server, &seen);
}
