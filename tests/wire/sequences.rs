//! What is new in OpenAPI 3.2: another method, query strings as a whole, streams by their items.

use serde_json::json;
use tests::sequences::models::{ReadTracksAll, SearchTracksBody};

use super::client;
use super::server::{Reply, Server};

#[tokio::test]
async fn a_query_has_a_body() {
    let server = Server::once(Reply::json(200, r#"[{"title":"a"}]"#)).await;
    let found = client(&server).search_tracks(&SearchTracksBody::new("x"));
    let found = found.send().await.unwrap();
    assert_eq!(found[0].title, "a");
    assert_eq!(server.last().line, "QUERY /tracks/search HTTP/1.1");
    assert_eq!(server.last().text(), json!({ "text": "x" }).to_string());
}

#[tokio::test]
async fn a_query_string_is_a_form_and_a_stream_has_typed_items() {
    let lines = "{\"title\":\"a\"}\n{\"title\":\"b\"}\n";
    let reply = Reply::new(200).header("content-type", "application/jsonl");
    let server = Server::once(reply.body(lines)).await;
    let call = client(&server).read_tracks();
    let call = call.all(&ReadTracksAll::new().genre("dub & more").year(1975));
    let mut lines = call.send_lines().await.unwrap();
    let mut titles = Vec::new();
    while let Some(track) = lines.try_next().await.unwrap() {
        titles.push(track.title);
    }
    assert_eq!(titles, ["a", "b"]);
    assert_eq!(
        server.last().target(),
        "/tracks/lines?genre=dub%20%26%20more&year=1975"
    );
}

#[tokio::test]
async fn the_data_of_an_event_is_what_it_contains() {
    let events = "event: added\ndata: {\"title\":\"a\"}\n\n";
    let reply = Reply::new(200).header("content-type", "text/event-stream");
    let server = Server::once(reply.body(events)).await;
    let mut events = client(&server).watch_tracks().send_events().await.unwrap();
    let event = events.try_next().await.unwrap().unwrap();
    assert_eq!(event.json().unwrap().title, "a");
}
