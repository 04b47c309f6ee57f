//! Error bodies, typed by status.

use tests::answers::models::{CancelOrderError, PlaceOrderError, Problem};
use tests::pairs::models::FromAndUntil;
use tests::runtime::{ErrorKind, RetryPolicy};

use super::server::{Reply, Server};
use super::{builder, client};

async fn placed(reply: Reply) -> PlaceOrderError {
    let server = Server::once(reply).await;
    let client = builder(&server).retry(RetryPolicy::none()).build().unwrap();
    let error = client.place_order().send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Status);
    error.typed().expect("a body")
}

fn problem(title: &str) -> Problem {
    serde_json::from_value(serde_json::json!({ "title": title })).unwrap()
}

#[tokio::test]
async fn each_status_has_its_body() {
    let fields = r#"{"fields": {"size": "too big"}}"#;
    match placed(Reply::json(400, fields)).await {
        PlaceOrderError::Status400(body) => assert_eq!(body.fields["size"], "too big"),
        other => panic!("{other:?}"),
    }
    let body = placed(Reply::json(404, r#"{"title": "unknown"}"#)).await;
    assert_eq!(body, PlaceOrderError::Status404(problem("unknown")));
}

#[tokio::test]
async fn a_range_covers_the_statuses_that_are_not_listed() {
    let body = placed(Reply::new(418).body("I am a teapot")).await;
    assert_eq!(body, PlaceOrderError::Status4XX("I am a teapot".to_owned()));
}

#[tokio::test]
async fn default_covers_all_others() {
    let body = placed(Reply::json(500, r#"{"title": "broken"}"#)).await;
    assert_eq!(body, PlaceOrderError::Default(problem("broken")));
}

#[tokio::test]
async fn what_the_document_does_not_describe_is_kept() {
    let body = placed(Reply::json(400, r#"{"message": "new"}"#)).await;
    assert_eq!(body, PlaceOrderError::Other(r#"{"message": "new"}"#.into()));
    let body = placed(Reply::new(502).body("<html>")).await;
    assert_eq!(body, PlaceOrderError::Other("<html>".into()));
    let server = Server::once(Reply::json(418, "{}")).await;
    let error = client(&server).cancel_order(1).send().await.unwrap_err();
    assert_eq!(error.typed(), Some(CancelOrderError::Other("{}".into())));
}

#[tokio::test]
async fn without_a_response_there_is_no_body() {
    let server = Server::silent(204).await;
    let error = client(&server)
        .between(FromAndUntil {
            from: ".",
            until: "x",
        })
        .send()
        .await
        .unwrap_err();
    assert_eq!(error.typed::<PlaceOrderError>(), None);
    let server = Server::once(Reply::json(200, "[]")).await;
    let error = client(&server).fetch_order(1).send().await.unwrap_err();
    assert_eq!(error.typed::<PlaceOrderError>(), None);
}

#[tokio::test]
async fn one_type_for_all_statuses_is_read_as_that_type() {
    let server = Server::once(Reply::json(404, r#"{"title": "no such order"}"#)).await;
    let error = client(&server).fetch_order(1).send().await.unwrap_err();
    assert_eq!(error.body::<Problem>().unwrap(), problem("no such order"));
}
