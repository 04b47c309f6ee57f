//! Server-sent events (WHATWG HTML, "Server-sent events").

use std::sync::Arc;
use std::time::Duration;

use tests::runtime::{ErrorKind, ServerEvent};
use tests::streams::models::Happening;

use super::client;
use super::server::{Reply, Server};

type Event = ServerEvent<Happening>;

fn stream() -> Reply {
    Reply::new(200).header("content-type", "text/event-stream; charset=utf-8")
}

/// What a stream says, sent at once.
async fn events(text: &str) -> Vec<Event> {
    read(stream().body(text)).await
}

async fn read(reply: Reply) -> Vec<Event> {
    let server = Server::once(reply).await;
    let mut events = client(&server).watch().send_events().await.unwrap();
    let mut all = Vec::new();
    while let Some(event) = events.try_next().await.unwrap() {
        all.push(event);
    }
    all
}

fn data(events: &[Event]) -> Vec<&str> {
    events.iter().map(|event| event.data.as_str()).collect()
}

#[tokio::test]
async fn the_examples_of_the_standard() {
    let found = events("data: YHOO\ndata: +2\ndata: 10\n\n").await;
    assert_eq!(data(&found), ["YHOO\n+2\n10"]);

    let found = events(": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n\n").await;
    assert_eq!(
        data(&found),
        ["first event", "second event", " third event"]
    );
    let ids: Vec<_> = found.iter().map(|event| event.id.as_deref()).collect();
    assert_eq!(ids, [Some("1"), Some(""), Some("")]);

    // Two of them with empty data; the last block is not ended by an empty line.
    let found = events("data\n\ndata\ndata\n\ndata:").await;
    assert_eq!(data(&found), ["", "\n"]);

    let found = events("data:test\n\ndata: test\n\n").await;
    assert_eq!(data(&found), ["test", "test"]);
}

#[tokio::test]
async fn lines_end_in_any_of_three_ways() {
    for end in ["\n", "\r", "\r\n"] {
        let text = ["event: add", "data: 1", "data: 2", "", "data: 3", "", ""].join(end);
        let found = events(&text).await;
        assert_eq!(data(&found), ["1\n2", "3"], "{end:?}");
        assert_eq!((&*found[0].event, &*found[1].event), ("add", "message"));
    }
    assert_eq!(
        data(&events("data: 1\r\ndata: 2\n\r\ndata: 3\r\r").await),
        ["1\n2", "3"]
    );
}

#[tokio::test]
async fn cuts_between_pieces_do_not_show() {
    let text = "\u{feff}data: grüße 😀\r\ndata: €\r\n\r\nid: 7\r\ndata: {\"what\":\"ü\"}\r\n\r\n";
    let (reply, pieces) = stream().live();
    for byte in text.as_bytes() {
        pieces.send(vec![*byte]).unwrap();
    }
    drop(pieces);
    let found = read(reply).await;
    assert_eq!(data(&found), ["grüße 😀\n€", "{\"what\":\"ü\"}"]);
    assert_eq!(found[1].json().unwrap().what, "ü");
    assert_eq!(found[1].id.as_deref(), Some("7"));
}

#[tokio::test]
async fn a_byte_order_mark_counts_only_at_the_beginning() {
    let found = events("\u{feff}data: 1\n\n\u{feff}data: 2\n\n").await;
    assert_eq!(data(&found), ["1"]);
    assert_eq!(
        data(&events("\u{feff}\u{feff}data: 1\n\ndata: 2\n\n").await),
        ["2"]
    );
}

#[tokio::test]
async fn ids_last_and_those_with_nul_are_ignored() {
    let found =
        events("id: 1\ndata: a\n\ndata: b\n\nid: 2\0\ndata: c\n\nid: 3\n\ndata: d\n\n").await;
    let ids: Vec<_> = found
        .iter()
        .map(|event| event.id.as_deref().unwrap())
        .collect();
    assert_eq!(ids, ["1", "1", "1", "3"]);
}

#[tokio::test]
async fn retry_takes_digits_and_nothing_else() {
    let millis =
        |text: &'static str| async move { events(&format!("{text}\ndata: x\n\n")).await[0].retry };
    assert_eq!(
        millis("retry: 1500").await,
        Some(Duration::from_millis(1500))
    );
    for other in [
        "retry: +1500",
        "retry: -1",
        "retry: 1.5",
        "retry: 1s",
        "retry:",
        "retry",
    ] {
        assert_eq!(millis(other).await, None, "{other}");
    }
    assert_eq!(
        millis("retry: 5\nretry: x").await,
        Some(Duration::from_millis(5))
    );
}

#[tokio::test]
async fn unknown_fields_comments_and_events_without_data_are_passed_over() {
    let found =
        events(":\n\n: ping\n\nevent: nothing\n\ncolour: red\ndata: x\nDATA: y\n data: z\n\n")
            .await;
    assert_eq!(data(&found), ["x"]);
    assert_eq!(found[0].event, "message");
}

#[tokio::test]
async fn events_are_there_as_they_arrive_and_an_end_sign_is_one_of_them() {
    let (reply, pieces) = stream().live();
    let server = Server::once(reply).await;
    let mut events = client(&server).watch().send_events().await.unwrap();
    assert_eq!(server.last().header("accept"), Some("text/event-stream"));
    pieces
        .send(b"data: {\"what\": \"a\"}\n\n".to_vec())
        .unwrap();
    let event = events.try_next().await.unwrap().unwrap();
    assert_eq!(event.json().unwrap().what, "a");
    pieces.send(b"data: [DONE]\n\n".to_vec()).unwrap();
    let end = events.try_next().await.unwrap().unwrap();
    assert_eq!(end.data, "[DONE]");
    assert!(end.json().is_err());
}

#[tokio::test]
async fn a_connection_can_be_taken_up_after_the_last_event() {
    let server = Server::start(|seen, _| match seen.header("last-event-id") {
        None => stream().body("id: 41\ndata: a\n\nid: 42\n\ndata: lost"),
        Some(id) => stream().body(format!("data: after {id}\n\n")),
    })
    .await;
    let client = client(&server);
    let mut events = client.watch().send_events().await.unwrap();
    assert_eq!(events.last_event_id(), None);
    while events.try_next().await.unwrap().is_some() {}
    let id = events.last_event_id().unwrap();
    let mut events = client.watch().after_event(id).send_events().await.unwrap();
    assert_eq!(events.try_next().await.unwrap().unwrap().data, "after 42");
}

#[tokio::test]
async fn an_answer_that_is_no_stream_of_events_is_an_error() {
    let server = Server::once(Reply::json(200, r#"{"what": "a"}"#)).await;
    let error = client(&server).watch().send_events().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(error.to_string().contains("application/json"), "{error}");
    let server = Server::silent(204).await;
    let mut events = client(&server).watch().send_events().await.unwrap();
    assert_eq!(events.try_next().await.unwrap(), None);
}

#[tokio::test]
async fn an_event_that_never_ends_is_given_up() {
    let (reply, pieces) = stream().live();
    let server = Server::once(reply).await;
    for _ in 0..17 {
        pieces.send(vec![b'x'; 1 << 20]).unwrap();
    }
    let mut events = client(&server).watch().send_events().await.unwrap();
    let error = events.try_next().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::BodyTooLarge);
}

#[tokio::test]
async fn events_share_their_id_and_an_endless_one_is_an_error() {
    let id = "i".repeat(8 << 10);
    let found = events(&format!("id: {id}\n{}", "data\n\n".repeat(1_000))).await;
    assert_eq!(found.len(), 1_000);
    let ids: Vec<_> = found.iter().filter_map(|event| event.id.as_ref()).collect();
    assert_eq!(**ids[999], *id);
    assert!(ids.iter().all(|other| Arc::ptr_eq(other, ids[0])));

    let text = format!("id: {}\ndata: 1\n\n", "i".repeat(1 << 20));
    let server = Server::once(stream().body(text)).await;
    let mut events = client(&server).watch().send_events().await.unwrap();
    let error = events.try_next().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::BodyTooLarge);
    assert!(error.to_string().contains("id of an event"), "{error}");
}
