//! Tokens of a provider: asked once for all who wait, again after 401, and its failures named.

use std::error::Error as _;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures_util::future::join_all;
use secrecy::ExposeSecret;
use tests::grants::client::{Client, ClientBuilder};
use tests::runtime::{Credential, Error, ErrorKind, Token, TokenRequest};

use super::server::{Reply, Server};

fn builder(server: &Server) -> ClientBuilder {
    Client::builder().base_url(&server.url)
}

/// Asked for a token: the scheme, and the token before.
type Asked = Arc<Mutex<Vec<(&'static str, Option<String>)>>>;

/// Gives `t1`, `t2` and so on, each after a moment.
fn numbered(
    asked: &Asked,
) -> impl Fn(TokenRequest) -> futures_util::future::BoxFuture<'static, Result<Token, Error>>
+ Send
+ Sync
+ 'static {
    let asked = Arc::clone(asked);
    move |request| {
        let previous = request.previous.map(|token| token.access_token);
        let previous = previous.map(|token| token.expose_secret().to_owned());
        let number = {
            let mut asked = asked.lock().unwrap();
            asked.push((request.scheme, previous));
            asked.len()
        };
        Box::pin(async move {
            tokio::time::sleep(Duration::from_millis(20)).await;
            Ok(Token::new(format!("t{number}")))
        })
    }
}

#[tokio::test]
async fn a_provider_is_asked_once_for_all_and_again_after_a_rejection() {
    let server = Server::start(|seen, before| match seen.header("authorization") {
        Some("Bearer t1") if before < 8 => Reply::new(204),
        Some("Bearer t2") => Reply::new(204),
        _ => Reply::new(401),
    })
    .await;
    let asked = Asked::default();
    let client = builder(&server).token_provider_browser(numbered(&asked));
    let client = client.build().unwrap();
    for _ in 0..2 {
        let calls = (0..8).map(|_| client.get_account().send());
        for outcome in join_all(calls).await {
            outcome.unwrap();
        }
    }
    let asked = asked.lock().unwrap().clone();
    assert_eq!(
        asked,
        [("browser", None), ("browser", Some("t1".to_owned()))]
    );
}

#[tokio::test]
async fn a_provider_serves_an_oauth2_scheme_in_the_place_of_its_grants() {
    let server = Server::silent(204).await;
    let asked = Asked::default();
    let client = builder(&server)
        .client_credentials("id", "secret")
        .token_provider(numbered(&asked));
    client.build().unwrap().list_reports().send().await.unwrap();
    assert_eq!(server.seen().len(), 1, "no token endpoint");
    assert_eq!(server.last().header("authorization"), Some("Bearer t1"));
    assert_eq!(*asked.lock().unwrap(), [("app", None)]);
}

#[tokio::test]
async fn a_provider_is_asked_anew_when_its_token_expires() {
    let server = Server::silent(204).await;
    let count = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&count);
    let client = builder(&server).token_provider_browser(move |_| {
        let number = counter.fetch_add(1, Ordering::SeqCst);
        let life = Duration::from_secs(if number == 0 { 0 } else { 3600 });
        async move { Ok::<_, Error>(Token::new(format!("t{number}")).expires_in(life)) }
    });
    let client = client.build().unwrap();
    client.get_account().send().await.unwrap();
    tokio::time::sleep(Duration::from_millis(1100)).await;
    for _ in 0..3 {
        client.get_account().send().await.unwrap();
    }
    assert_eq!(server.last().header("authorization"), Some("Bearer t1"));
    assert_eq!(count.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn the_failure_of_a_provider_is_named_and_the_next_call_asks_again() {
    let server = Server::silent(204).await;
    let count = AtomicUsize::new(0);
    let client = builder(&server).token_provider_browser(move |_| {
        let is_first = count.fetch_add(1, Ordering::SeqCst) == 0;
        async move {
            match is_first {
                true => Err("the vault is sealed"),
                false => Ok(Token::new("t")),
            }
        }
    });
    let client = client.build().unwrap();
    let error = client.get_account().send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Authentication);
    assert_eq!(error.operation(), Some("getAccount"));
    assert!(error.to_string().contains(
        "no token could be obtained for `browser`: the token provider failed: the vault is sealed"
    ));
    let cause = error.source().unwrap().source().unwrap();
    assert_eq!(cause.to_string(), "the vault is sealed");
    assert!(server.seen().is_empty());
    client.get_account().send().await.unwrap();
}

#[tokio::test]
async fn a_provider_that_never_answers_does_not_keep_the_next_call_waiting() {
    let server = Server::silent(204).await;
    let count = AtomicUsize::new(0);
    let client = builder(&server)
        .total_timeout(Duration::from_millis(200))
        .token_provider_browser(move |_| {
            let is_first = count.fetch_add(1, Ordering::SeqCst) == 0;
            async move {
                if is_first {
                    std::future::pending::<()>().await;
                }
                Ok::<_, Error>(Token::new("t"))
            }
        });
    let client = client.build().unwrap();
    let error = client.get_account().send().await.unwrap_err();
    assert!(error.is_timeout() || error.kind() == ErrorKind::Authentication);
    tokio::time::sleep(Duration::from_millis(50)).await;
    client.get_account().send().await.unwrap();
}

#[tokio::test]
async fn a_token_that_no_header_carries_fails_the_call_without_being_shown() {
    let server = Server::silent(204).await;
    let client = builder(&server)
        .token_provider_browser(|_| async { Ok::<_, Error>(Token::new("se\ncret")) });
    let error = client.build().unwrap().get_account().send().await;
    let error = format!("{:?}", error.unwrap_err());
    assert!(!error.contains("cret\"") && error.contains("a header cannot carry"));
}

#[test]
fn a_provider_fits_no_scheme_without_tokens() {
    let provider = |_| async { Ok::<_, Error>(Token::new("t")) };
    let client = tests::client::Client::builder()
        .base_url("https://example.com")
        .credential("key", Credential::token_provider(provider));
    let error = client.build().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
    assert!(
        error
            .to_string()
            .contains("the security scheme `key` takes no tokens")
    );
}
