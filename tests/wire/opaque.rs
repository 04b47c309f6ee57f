//! Contents of which the document does not say what they are.

use serde_json::json;
use tests::opaque::models::{AddScanBody, WatchProgressResponse};
use tests::runtime::{CallOptions, FormFile, Request};

use super::client;
use super::server::{Reply, Server};

#[tokio::test]
async fn parts_without_a_type_are_files() {
    let server = Server::silent(204).await;
    let page = |name: &str| FormFile::new(name, vec![0, 255]);
    let image = FormFile::new("a.png", vec![1, 254]).media_type("image/png");
    let form = AddScanBody::new(image, vec![page("1"), page("2")]).remark("b");
    client(&server).add_scan(&form).send().await.unwrap();
    let text = String::from_utf8_lossy(&server.last().body).into_owned();
    for head in [
        "name=\"image\"; filename=\"a.png\"\r\nContent-Type: image/png\r\n",
        "name=\"pages\"; filename=\"1\"\r\nContent-Type: application/octet-stream\r\n",
        "name=\"pages\"; filename=\"2\"\r\nContent-Type: application/octet-stream\r\n",
    ] {
        assert!(text.contains(head), "{text}");
    }
}

#[tokio::test]
async fn bytes_of_any_media_type_are_bytes() {
    const PNG: [u8; 6] = [137, 80, 78, 71, 0, 255];
    let server = Server::start(|_, _| {
        let reply = Reply::new(200).header("content-type", "image/png");
        reply.body(PNG)
    })
    .await;
    let client = client(&server);
    let scan = client.fetch_scan().send().await.unwrap().into_inner();
    assert_eq!(scan.as_ref(), PNG);
    let options = CallOptions::new().body_media_type("image/png");
    let request = Request::from(client.replace_scan(scan)).with(options);
    request.send().await.unwrap();
    let seen = server.last();
    assert_eq!(seen.header("content-type"), Some("image/png"));
    assert_eq!(seen.body, PNG);
}

#[tokio::test]
async fn lines_of_which_nothing_is_said_are_any_json() {
    let reply = Reply::new(200).header("content-type", "application/jsonl");
    let server = Server::once(reply.body("{\"a\":1}\n\"b\"\n")).await;
    let mut lines = client(&server).read_lines().send_lines().await.unwrap();
    let mut found = Vec::new();
    while let Some(line) = lines.try_next().await.unwrap() {
        found.push(line);
    }
    assert_eq!(found, [json!({ "a": 1 }), json!("b")]);
}

#[tokio::test]
async fn events_of_several_kinds_have_the_data_of_each() {
    let text = "event: begun\ndata: {\"scanner\":\"a\"}\n\nevent: read\ndata: {\"page\":2}\n\ndata: [DONE]\n\n";
    let reply = Reply::new(200).header("content-type", "text/event-stream");
    let server = Server::once(reply.body(text)).await;
    let mut events = client(&server)
        .watch_progress()
        .send_events()
        .await
        .unwrap();
    let begun = events.try_next().await.unwrap().unwrap();
    assert!(
        matches!(begun.json().unwrap(), WatchProgressResponse::Begun(begun) if begun.scanner == "a")
    );
    let read = events.try_next().await.unwrap().unwrap();
    assert!(matches!(read.json().unwrap(), WatchProgressResponse::Read(read) if read.page == 2));
    let end = events.try_next().await.unwrap().unwrap();
    assert_eq!(end.data, "[DONE]");
    assert!(end.json().is_err());
}
