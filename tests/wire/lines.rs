//! Streams of JSON values, one per line.

use tests::runtime::ErrorKind;

use super::client;
use super::server::{Reply, Server};

fn stream() -> Reply {
    Reply::new(200).header("content-type", "application/x-ndjson")
}

/// What the lines say; an error by its kind.
async fn read(reply: Reply) -> Vec<Result<String, ErrorKind>> {
    let server = Server::once(reply).await;
    let mut lines = client(&server).follow_log().send_lines().await.unwrap();
    let mut all = Vec::new();
    while let Some(line) = lines.try_next().await.transpose() {
        all.push(line.map(|line| line.what).map_err(|error| error.kind()));
    }
    assert_eq!(server.last().header("accept"), Some("application/x-ndjson"));
    all
}

fn ok(texts: &[&str]) -> Vec<Result<String, ErrorKind>> {
    texts.iter().map(|text| Ok((*text).to_owned())).collect()
}

#[tokio::test]
async fn each_line_is_a_value_whatever_ends_it() {
    let text = "{\"what\":\"a\"}\n\n  \r\n{\"what\":\"b\"}\r\n{\"what\":\"c\"}";
    assert_eq!(read(stream().body(text)).await, ok(&["a", "b", "c"]));
    let separated = "\u{1e}{\"what\":\"a\"}\n\u{1e}{\"what\":\"b\"}\n";
    assert_eq!(read(stream().body(separated)).await, ok(&["a", "b"]));
    assert_eq!(read(stream()).await, ok(&[]));
}

#[tokio::test]
async fn cuts_between_pieces_do_not_show() {
    let (reply, pieces) = stream().live();
    for byte in "{\"what\":\"ü\"}\n{\"what\":\"😀\"}\n".as_bytes() {
        pieces.send(vec![*byte]).unwrap();
    }
    drop(pieces);
    assert_eq!(read(reply).await, ok(&["ü", "😀"]));
}

#[tokio::test]
async fn a_line_that_is_wrong_does_not_hide_those_after_it() {
    let text = "{\"what\":\"a\"}\n{\"other\":1}\n{\"what\":\"c\"}\n";
    let found = read(stream().body(text)).await;
    assert_eq!(found[1], Err(ErrorKind::Decode));
    assert_eq!(
        (&found[0], &found[2]),
        (&Ok("a".to_owned()), &Ok("c".to_owned()))
    );
}

#[tokio::test]
async fn values_are_there_as_they_arrive() {
    let (reply, pieces) = stream().live();
    let server = Server::once(reply).await;
    let mut lines = client(&server).follow_log().send_lines().await.unwrap();
    pieces.send(b"{\"what\":\"a\"}\n{\"wh".to_vec()).unwrap();
    assert_eq!(lines.try_next().await.unwrap().unwrap().what, "a");
    pieces.send(b"at\":\"b\"}\n".to_vec()).unwrap();
    assert_eq!(lines.try_next().await.unwrap().unwrap().what, "b");
    drop(pieces);
    assert!(lines.try_next().await.unwrap().is_none());
}
