//! The admin API.

use reqwest::Method;
use serde_json::{Value, json};

use crate::api::{Api, start};

async fn admin(api: &Api, method: Method, path: &str, body: &str) -> (u16, Value) {
    let response = api
        .http
        .request(method, format!("{}/_mock{path}", api.mock.origin()))
        .body(body.to_owned())
        .send()
        .await
        .unwrap();
    (
        response.status().as_u16(),
        serde_json::from_slice(&response.bytes().await.unwrap()).unwrap_or(Value::Null),
    )
}

#[tokio::test]
async fn the_state_is_dumped_loaded_and_reset() {
    let api = start().await;
    let (_, before) = admin(&api, Method::GET, "/state", "").await;
    let (_, made) = api.post("/patient", &api.new_patient()).await;
    let (_, after) = admin(&api, Method::GET, "/state", "").await;
    assert_eq!(
        after["patient"].as_array().unwrap().len(),
        before["patient"].as_array().unwrap().len() + 1
    );
    let (status, _) = admin(&api, Method::POST, "/reset", "").await;
    assert_eq!(
        (
            status,
            &admin(&api, Method::GET, "/state", "").await.1["patient"]
        ),
        (200, &before["patient"])
    );
    let (status, _) = admin(&api, Method::PUT, "/state", &after.to_string()).await;
    let path = format!("/patient/{}", made["data"]["id"].as_str().unwrap());
    assert_eq!(
        (status, &api.get(&path).await.1["data"]),
        (200, &made["data"])
    );
    assert_eq!(api.get(&format!("{path}/groups")).await.0, 200);
    for bad in [
        "",
        "[]",
        "{\"dragon\":[]}",
        "{\"patient\":[{}]}",
        "{\"patient\":7}",
    ] {
        assert_eq!(
            admin(&api, Method::PUT, "/state", bad).await.0,
            400,
            "{bad}"
        );
    }
    assert_eq!(api.get(&path).await.0, 200);
}

#[tokio::test]
async fn requests_are_logged_with_bodies_and_without_secrets() {
    let api = start().await;
    admin(&api, Method::DELETE, "/requests", "").await;
    api.post("/patient", &api.new_patient()).await;
    let (_, log) = admin(&api, Method::GET, "/requests", "").await;
    let entry = &log[0];
    assert_eq!(
        (
            entry["method"].as_str(),
            entry["target"].as_str(),
            entry["operation"].as_str()
        ),
        (Some("POST"), Some("/pub/patient"), Some("createPatient"))
    );
    assert_eq!(
        (&entry["status"], &entry["body"]["data"]["type"]),
        (&json!(201), &json!("patient"))
    );
    assert!(entry["answer"]["data"]["id"].is_string());
    assert!(!entry.to_string().contains(&api.token));
    let after = format!("/requests?after={}", entry["number"]);
    assert_eq!(admin(&api, Method::GET, &after, "").await.1, json!([]));
}

#[tokio::test]
async fn faults_are_listed_and_changed() {
    let api = start().await;
    let (status, listed) = admin(&api, Method::POST, "/faults", "[\"status=503 times=1\"]").await;
    assert_eq!(
        (status, &listed[0]["rule"]),
        (200, &json!("status=503 times=1"))
    );
    assert_eq!(api.get("/health_question_definition").await.0, 503);
    assert_eq!(api.get("/health_question_definition").await.0, 200);
    assert_eq!(
        admin(&api, Method::GET, "/faults", "").await.1[0]["struck"],
        1
    );
    assert_eq!(
        admin(&api, Method::POST, "/faults", "gremlins").await.0,
        400
    );
    assert_eq!(admin(&api, Method::DELETE, "/faults", "").await.0, 204);
    assert_eq!(admin(&api, Method::GET, "/faults", "").await.1, json!([]));
}

#[tokio::test]
async fn the_clock_is_moved_and_stopped() {
    let api = start().await;
    let (_, frozen) = admin(
        &api,
        Method::POST,
        "/clock",
        "{\"freeze\":\"2030-01-01T00:00:00Z\"}",
    )
    .await;
    assert_eq!(frozen["now"], "2030-01-01T00:00:00.000Z");
    assert_eq!(
        api.get("/health_question_definition").await.0,
        401,
        "the token is long expired"
    );
    let (_, moved) = admin(&api, Method::POST, "/clock", "{\"advance_seconds\":60}").await;
    assert_eq!(moved["now"], "2030-01-01T00:01:00.000Z");
    admin(&api, Method::POST, "/clock", "{\"reset\":true}").await;
    assert_eq!(api.get("/health_question_definition").await.0, 200);
    assert_eq!(admin(&api, Method::POST, "/tokens/expire", "").await.0, 200);
    assert_eq!(api.get("/health_question_definition").await.0, 401);
}

#[tokio::test]
async fn the_server_says_what_it_serves() {
    let api = start().await;
    let (_, info) = admin(&api, Method::GET, "/info", "").await;
    assert_eq!(
        (info["operations"].as_array().unwrap().len(), &info["base"]),
        (62, &json!("/pub"))
    );
    let (_, document) = admin(&api, Method::GET, "/openapi.json", "").await;
    assert_eq!(document["servers"][0]["url"], "/pub");
    let (_, table) = admin(&api, Method::GET, "/state/patient?limit=3&offset=1", "").await;
    assert_eq!(
        (
            table["data"].as_array().unwrap().len(),
            table["data"][0]["id"].as_str().unwrap()
        ),
        (3, api.all("patient")[1].as_str())
    );
}
