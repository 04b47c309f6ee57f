//! `--spec FILE` with documents of other dialects: the program, as a user starts it.

use std::process::Stdio;

use reqwest::Client;
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

use crate::api::{JSON_API, ids};

/// The program and the URL of its API.
async fn serve(file: &str) -> (Child, String) {
    let spec = format!("{}/tests/fixtures/{file}", env!("CARGO_MANIFEST_DIR"));
    let mut child = Command::new(env!("CARGO_BIN_EXE_fitbit-plus-mock"))
        .args([
            "--port",
            "0",
            "--patients",
            "30",
            "--check-answers",
            "--spec",
        ])
        .arg(spec)
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let line = lines.next_line().await.unwrap().unwrap();
    let url = line.strip_prefix("API").unwrap().trim().to_owned();
    (child, url)
}

async fn get(url: &str) -> (u16, Value) {
    let answer = Client::new().get(url).send().await.unwrap();
    let status = answer.status().as_u16();
    let body = answer.bytes().await.unwrap();
    (status, serde_json::from_slice(&body).unwrap_or(Value::Null))
}

async fn behaves_like_an_api(file: &str) {
    let (mut child, url) = serve(file).await;
    assert!(url.ends_with("/v2"), "{url}");
    let (status, page) = get(&format!("{url}/books?page[size]=20&page[number]=2")).await;
    assert_eq!(
        (status, ids(&page).len(), &page["meta"]["count"]),
        (200, 10, &json!(30))
    );
    assert_eq!(get(&format!("{url}/books?page[size]=21")).await.0, 400);

    let author = &page["data"][0]["relationships"]["author"]["data"]["id"];
    let author = author.as_str().unwrap();
    let (_, shown) = get(&format!("{url}/authors/{author}")).await;
    let house = &shown["data"]["relationships"]["house"]["data"]["id"];
    let theirs = format!("{url}/books?filter[author]={author}");
    let (_, found) = get(&format!("{theirs}&include=author.house")).await;
    assert!(!ids(&found).is_empty());
    let included: Vec<(&Value, &Value)> = found["included"]
        .as_array()
        .unwrap()
        .iter()
        .map(|resource| (&resource["type"], &resource["id"]))
        .collect();
    // What the path passes comes along, each once.
    assert_eq!(
        included,
        [
            (&json!("authors"), &json!(author)),
            (&json!("houses"), house)
        ]
    );
    let (status, refused) = get(&format!("{theirs}&include=author.agent")).await;
    assert_eq!(
        (status, &refused["errors"][0]["source"]["parameter"]),
        (400, &json!("include"))
    );

    let post = async |attributes: Value| {
        let body = json!({ "data": { "type": "books", "attributes": attributes } });
        let request = Client::new().post(format!("{url}/books"));
        let request = request.header("content-type", JSON_API);
        request.body(body.to_string()).send().await.unwrap()
    };
    assert_eq!(post(json!({ "subtitle": "No title" })).await.status(), 400);
    let made = post(json!({ "title": "Notes", "subtitle": null })).await;
    assert_eq!(made.status(), 201);
    let made: Value = made.json().await.unwrap();
    let id = made["data"]["id"].as_str().unwrap();
    assert_eq!(
        get(&format!("{url}/books/{id}")).await.1["data"],
        made["data"]
    );

    let origin = url.trim_end_matches("/v2");
    let (_, log) = get(&format!("{origin}/_mock/requests")).await;
    let broken = |entry: &&Value| entry["violations"] != json!([]);
    let broken: Vec<&Value> = log.as_array().unwrap().iter().filter(broken).collect();
    assert!(broken.is_empty(), "{broken:#?}");
    child.kill().await.unwrap();
}

#[tokio::test]
async fn a_swagger_2_document_is_served() {
    behaves_like_an_api("library.swagger2.yaml").await;
}

#[tokio::test]
async fn an_openapi_3_1_document_is_served() {
    behaves_like_an_api("library.openapi31.yaml").await;
}
