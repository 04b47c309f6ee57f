//! The admin API, and what its orders mean for a client.

use fitbit_plus::{CallOptions, RetryPolicy};
use reqwest::Method;
use serde_json::{Value, json};

use crate::mock::Mock;
use crate::runtime::new_patient;

async fn admin(mock: &Mock, method: Method, path: &str, body: &Value) -> (u16, Value) {
    let url = format!("{}/_mock{path}", mock.origin());
    let request = reqwest::Client::new().request(method, url);
    let answer = request.body(body.to_string()).send().await.unwrap();
    let status = answer.status().as_u16();
    let body = answer.bytes().await.unwrap();
    (status, serde_json::from_slice(&body).unwrap_or(Value::Null))
}

async fn get(mock: &Mock, path: &str) -> Value {
    let (status, body) = admin(mock, Method::GET, path, &Value::Null).await;
    assert_eq!(status, 200, "{body}");
    body
}

#[tokio::test]
async fn a_dumped_state_comes_back_when_it_is_loaded() {
    let mock = Mock::start().await;
    let client = mock.client();
    let created = client.create_patient(new_patient(&mock, "Ada"));
    let created = created.send().await.unwrap();
    let id = created.data.as_slice()[0].id.as_str();
    let dump = get(&mock, "/state").await;
    let (status, _) = admin(&mock, Method::POST, "/reset", &Value::Null).await;
    assert_eq!(status, 200);
    let error = client.fetch_patient(id).send().await.unwrap_err();
    assert!(error.is_not_found());
    let (status, _) = admin(&mock, Method::PUT, "/state", &dump).await;
    assert_eq!(status, 200);
    let read = client.fetch_patient(id).send().await.unwrap();
    assert_eq!(&read.data, &created.data.as_slice()[0]);
    let groups = client.fetch_patient_groups(id).send().await.unwrap();
    assert_eq!(groups.data[0].id, mock.group);
}

#[tokio::test]
async fn faults_are_ordered_counted_and_ended() {
    let mock = Mock::start().await;
    let (client, patient) = (mock.client(), mock.some("patient"));
    let rules = json!(["status=503 times=2 operation=fetchPatient"]);
    let (status, _) = admin(&mock, Method::PUT, "/faults", &rules).await;
    assert_eq!(status, 200);
    let read = client.fetch_patient(&patient).send().await.unwrap();
    assert_eq!(read.head().attempts(), 3);
    assert_eq!(get(&mock, "/faults").await[0]["struck"], 2);
    let (status, _) = admin(&mock, Method::POST, "/faults", &json!(["gremlins"])).await;
    assert_eq!(status, 400);
    admin(&mock, Method::PUT, "/faults", &json!(["status=500"])).await;
    let request = || {
        client
            .fetch_patient(&patient)
            .with(CallOptions::new().retry(RetryPolicy::none()))
    };
    request().send().await.unwrap_err();
    admin(&mock, Method::DELETE, "/faults", &Value::Null).await;
    request().send().await.unwrap();
    assert_eq!(get(&mock, "/faults").await, json!([]));
}

#[tokio::test]
async fn the_clock_and_the_tokens_are_under_control() {
    let mock = Mock::start().await;
    let (client, patient) = (mock.client(), mock.some("patient"));
    let year = json!({ "freeze": "2090-01-01T00:00:00Z" });
    admin(&mock, Method::POST, "/clock", &year).await;
    let error = client.fetch_patient(&patient).send().await.unwrap_err();
    assert!(error.is_unauthorized(), "the token expired long ago");
    admin(&mock, Method::POST, "/clock", &json!({ "reset": true })).await;
    client.fetch_patient(&patient).send().await.unwrap();
    admin(&mock, Method::POST, "/clock", &year).await;
    let renewed = mock.client();
    let created = renewed.create_patient(new_patient(&mock, "Ada"));
    let created = created.send().await.unwrap();
    let changed = created.data.as_slice()[0].attributes.updated_at.clone();
    assert_eq!(changed, Some("2090-01-01T00:00:00Z".parse().unwrap()));
    admin(&mock, Method::POST, "/tokens/expire", &Value::Null).await;
    let error = renewed.fetch_patient(&patient).send().await.unwrap_err();
    assert!(error.is_unauthorized());
    mock.assert_documented();
}

#[tokio::test]
async fn requests_are_logged_with_bodies_and_without_tokens() {
    let mock = Mock::start().await;
    let token = mock.token();
    let client = mock.anonymous().bearer_token(token.as_str());
    let request = client
        .build()
        .unwrap()
        .create_patient(new_patient(&mock, "Ada"));
    request.send().await.unwrap();
    let log = get(&mock, "/requests").await;
    let entry = &log[0];
    assert_eq!(
        (&entry["operation"], &entry["status"], &entry["target"]),
        (&json!("createPatient"), &json!(201), &json!("/pub/patient"))
    );
    assert_eq!(entry["body"]["data"]["attributes"]["first_name"], "Ada");
    assert!(entry["answer"]["data"]["id"].is_string());
    assert!(!entry.to_string().contains(&token));
    let after = format!("/requests?after={}", entry["number"]);
    assert_eq!(get(&mock, &after).await, json!([]));
    admin(&mock, Method::DELETE, "/requests", &Value::Null).await;
    assert_eq!(get(&mock, "/requests").await, json!([]));
}
