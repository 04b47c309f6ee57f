//! State in files, and the end of a server.

use std::path::PathBuf;
use std::time::Duration;

use fitbit_plus_mock::MockServer;
use reqwest::Method;

use crate::api::{start, start_with};

fn file(name: &str) -> PathBuf {
    let file = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_file(&file);
    file
}

#[tokio::test]
async fn saved_state_is_there_after_a_restart() {
    let file = file("saved.json");
    let settings = || MockServer::builder().patients(5).save(&file);
    let api = start_with(settings()).await;
    let (_, made) = api.post("/patient", &api.new_patient()).await;
    let path = format!("/patient/{}", made["data"]["id"].as_str().unwrap());
    api.mock.stop().await;
    assert!(!file.with_extension("tmp").exists());
    let again = start_with(settings()).await;
    assert_eq!(again.get(&path).await.1["data"], made["data"]);
    let loaded = start_with(MockServer::builder().patients(1).data(&file)).await;
    assert_eq!(loaded.get(&path).await.0, 200);
}

#[tokio::test]
async fn a_file_that_is_no_state_is_said_to_be_none() {
    let file = file("broken.json");
    std::fs::write(&file, "{\"patient\": 1}").unwrap();
    let error = MockServer::builder()
        .data(&file)
        .start()
        .await
        .unwrap_err()
        .to_string();
    assert!(
        error.contains("broken.json") && error.contains("`patient`"),
        "{error}"
    );
}

#[tokio::test]
async fn requests_under_way_are_finished_at_the_end() {
    let api = start().await;
    let slow = api
        .request(Method::GET, "/health_question_definition")
        .header("x-mock-fault", "latency=400");
    let answer = tokio::spawn(async move { slow.send().await.unwrap().status().as_u16() });
    tokio::time::sleep(Duration::from_millis(150)).await;
    let url = format!("{}/health_question_definition", api.mock.url());
    api.mock.stop().await;
    assert_eq!(answer.await.unwrap(), 200);
    assert!(
        api.http.get(url).send().await.is_err(),
        "nobody listens any more"
    );
}
