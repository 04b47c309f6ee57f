//! Bodies and headers of successful responses.

use bytes::Bytes;
use tests::answers::models::PlaceOrderResponse;
use tests::answers::operations::default::PlaceOrder;
use tests::runtime::ErrorKind;

use super::client;
use super::server::{Reply, Server};

#[tokio::test]
async fn several_success_bodies_are_told_apart_by_status() {
    let server = Server::start(|_, before| match before {
        0 => Reply::json(200, r#"{"id": 7}"#),
        1 => Reply::new(202)
            .header("content-type", "text/plain")
            .body("ticket ü"),
        2 => Reply::new(204),
        _ => Reply::json(201, r#"{"id": 7}"#),
    })
    .await;
    let client = client(&server);
    let answer = client.place_order().send().await.unwrap().into_inner();
    assert_eq!(
        answer,
        PlaceOrderResponse::Status200(
            serde_json::from_value(serde_json::json!({ "id": 7 })).unwrap()
        )
    );
    let answer = client.place_order().send().await.unwrap().into_inner();
    assert_eq!(answer, PlaceOrderResponse::Status202("ticket ü".to_owned()));
    let answer = client.place_order().send().await.unwrap().into_inner();
    assert_eq!(answer, PlaceOrderResponse::Status204);
    let error = client.place_order().send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(error.to_string().contains("status 201"), "{error}");
    assert_eq!(
        server.last().header("accept"),
        Some("application/json, text/plain")
    );
}

#[tokio::test]
async fn documented_headers_are_typed_constants_of_the_operation() {
    let server = Server::start(|_, before| match before {
        0 => Reply::json(200, r#"{"id": 7}"#)
            .header("X-Left", "41")
            .header("ETag", "\"x\""),
        1 => Reply::new(204).header("X-Left", "many"),
        _ => Reply::new(503)
            .header("Retry-After", "90")
            .header("X-Final", "true"),
    })
    .await;
    let client = client(&server);
    let answer = client.place_order().send().await.unwrap();
    assert_eq!(answer.header(PlaceOrder::X_LEFT), Some(41));
    assert_eq!(answer.header(PlaceOrder::ETAG).as_deref(), Some("\"x\""));
    assert_eq!(answer.header(PlaceOrder::RETRY_AFTER), None);
    assert_eq!(answer.head().header("x-left"), Some("41"));
    let answer = client.place_order().send().await.unwrap();
    assert_eq!(answer.header(PlaceOrder::X_LEFT), None);
    assert_eq!(
        answer.headers().get(PlaceOrder::X_LEFT.name()).unwrap(),
        "many"
    );
    let error = client.place_order().send().await.unwrap_err();
    assert_eq!(error.header(PlaceOrder::RETRY_AFTER), Some(90));
    assert_eq!(error.header(PlaceOrder::X_FINAL), Some(true));
}

#[tokio::test]
async fn a_body_may_be_missing_where_the_document_says_so() {
    let server = Server::start(|seen, before| match (seen.target(), before) {
        ("/users/1", 0) => Reply::json(200, r#"{"id": 1, "name": "A"}"#),
        _ => Reply::new(204),
    })
    .await;
    let client = client(&server);
    let changed = client.update_user(1).send().await.unwrap();
    assert_eq!(changed.as_ref().map(|user| user.name.as_str()), Some("A"));
    let unchanged = client.update_user(1).send().await.unwrap();
    assert_eq!(unchanged.into_inner(), None);
    let gone = client.cancel_order(1).send().await.unwrap();
    assert_eq!(gone.status().as_u16(), 204);
}

#[tokio::test]
async fn a_body_that_may_be_null_may_be_missing() {
    let server = Server::start(|_, before| match before {
        0 => Reply::json(200, r#"{"id": 7}"#),
        1 => Reply::json(200, "null"),
        _ => Reply::new(200),
    })
    .await;
    let client = client(&server);
    let order = client.last_order().send().await.unwrap().into_inner();
    assert_eq!(order.map(|order| order.id), Some(7));
    assert_eq!(client.last_order().send().await.unwrap().into_inner(), None);
    assert_eq!(client.last_order().send().await.unwrap().into_inner(), None);
}

#[tokio::test]
async fn the_answer_to_head_has_no_body() {
    let server = Server::silent(200).await;
    let client = client(&server);
    let answer = client.has_order(1).send().await.unwrap();
    assert_eq!(answer.status().as_u16(), 200);
    assert_eq!(server.last().line, "HEAD /orders/1 HTTP/1.1");
}

#[tokio::test]
async fn an_empty_body_where_one_is_promised_is_an_error() {
    let server = Server::silent(200).await;
    let error = client(&server).fetch_order(1).send().await.unwrap_err();
    let decode = error.decode_error().unwrap();
    assert_eq!(decode.message, "expected JSON, found an empty body");
}

#[tokio::test]
async fn another_content_type_is_named_where_decoding_fails() {
    let page = "<html><title>Please log in</title></html>";
    let reply = Reply::new(200)
        .header("content-type", "text/html; charset=utf-8")
        .body(page);
    let error = client(&Server::once(reply).await)
        .fetch_order(1)
        .send()
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    let text = error.to_string();
    assert!(
        text.contains("text/html") && text.contains("Please log in"),
        "{text}"
    );
}

#[tokio::test]
async fn json_is_read_whatever_it_is_called() {
    let reply = Reply::new(200)
        .header("content-type", "text/plain")
        .body(r#"{"id": 3}"#);
    let order = client(&Server::once(reply).await)
        .fetch_order(1)
        .send()
        .await
        .unwrap();
    assert_eq!(order.id, 3);
}

#[tokio::test]
async fn a_default_response_alone_is_the_success() {
    let reply = Reply::json(200, r#"{"title": "fine"}"#);
    let status = client(&Server::once(reply).await)
        .status()
        .send()
        .await
        .unwrap();
    assert_eq!(status.title, "fine");
}

#[tokio::test]
async fn binary_bodies_come_as_they_are() {
    let reply = Reply::new(200)
        .header("content-type", "image/png")
        .body(vec![0, 255, 128]);
    let image = client(&Server::once(reply).await)
        .put_blob()
        .send()
        .await
        .unwrap();
    assert_eq!(*image, Bytes::from_static(&[0, 255, 128]));
}

#[tokio::test]
async fn text_that_is_no_utf_8_is_an_error_that_says_where() {
    let reply = Reply::new(200)
        .header("content-type", "text/plain")
        .body(&b"ab\xffcd"[..]);
    let form = tests::bodies::models::PostFormBody::new("");
    let error = client(&Server::once(reply).await)
        .post_form(&form)
        .send()
        .await
        .unwrap_err();
    assert_eq!(error.decode_error().unwrap().offset, 2);
}
