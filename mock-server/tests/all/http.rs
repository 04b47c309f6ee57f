//! HTTP itself.

use reqwest::Method;
use serde_json::Value;

use crate::api::{JSON_API, start};

#[tokio::test]
async fn other_media_types_are_refused() {
    let api = start().await;
    let body = api.new_patient().to_string();
    for media in [
        "application/json",
        "text/plain",
        "application/vnd.api+json; charset=utf-8",
    ] {
        let response = api
            .request(Method::POST, "/patient")
            .header("content-type", media)
            .body(body.clone())
            .send()
            .await
            .unwrap();
        assert_eq!(response.status(), 415, "{media}");
    }
    let path = format!("/patient/{}", api.some("patient"));
    for (accept, status) in [
        ("text/html", 406),
        ("application/vnd.api+json; ext=x", 406),
        ("*/*", 200),
        (JSON_API, 200),
        ("application/*;q=0.5", 200),
        ("text/html, */*;q=0.1", 200),
    ] {
        let response = api
            .request(Method::GET, &path)
            .header("accept", accept)
            .send()
            .await
            .unwrap();
        assert_eq!(response.status(), status, "{accept}");
    }
    api.assert_documented();
}

#[tokio::test]
async fn a_method_that_is_not_there_is_answered_with_those_that_are() {
    let api = start().await;
    let path = format!("/patient/{}", api.some("patient"));
    let response = api.request(Method::DELETE, &path).send().await.unwrap();
    assert_eq!(
        (
            response.status().as_u16(),
            response.headers()["allow"].to_str().unwrap()
        ),
        (405, "GET, PATCH, HEAD, OPTIONS")
    );
    let body: Value = response.json().await.unwrap();
    assert_eq!(body["errors"][0]["status"], "405");
    let response = api.request(Method::OPTIONS, &path).send().await.unwrap();
    assert_eq!(
        (
            response.status().as_u16(),
            response.headers().contains_key("allow")
        ),
        (204, true)
    );
}

#[tokio::test]
async fn head_is_get_without_the_body() {
    let api = start().await;
    let path = format!("/patient/{}", api.some("patient"));
    let get = api.request(Method::GET, &path).send().await.unwrap();
    let head = api.request(Method::HEAD, &path).send().await.unwrap();
    assert_eq!(
        (head.status(), &head.headers()["content-length"]),
        (get.status(), &get.headers()["content-length"])
    );
    assert_eq!(head.bytes().await.unwrap().len(), 0);
}

#[tokio::test]
async fn browsers_may_call() {
    let api = start().await;
    let response = api
        .http
        .request(Method::OPTIONS, format!("{}/patient", api.mock.url()))
        .header("origin", "https://app.example.com")
        .header("access-control-request-method", "POST")
        .header(
            "access-control-request-headers",
            "authorization, content-type",
        )
        .send()
        .await
        .unwrap();
    assert_eq!(
        (
            response.status().as_u16(),
            &response.headers()["access-control-allow-origin"]
        ),
        (200, &"*".parse().unwrap())
    );
    assert!(
        response
            .headers()
            .contains_key("access-control-allow-methods")
    );
}

#[tokio::test]
async fn nothing_is_found_outside_the_prefix() {
    let api = start().await;
    for path in [
        "/patient",
        "/pubpatient",
        "/pub",
        "/pub/",
        "/pub/patient/",
        "/pub/patient//groups",
    ] {
        assert_eq!(api.follow(path).await.0, 404, "{path}");
    }
}
