//! Bodies that are read while they arrive.

use std::time::Duration;

use tests::runtime::{CallOptions, Error, ErrorKind};

use super::server::{Reply, Server};
use super::{builder, client};

/// More than anything here takes.
const LONG: Duration = Duration::from_secs(10);

#[tokio::test]
async fn pieces_are_there_before_the_body_ends() {
    let (reply, pieces) = Reply::new(200).header("x-request-id", "r1").live();
    let server = Server::once(reply).await;
    let mut body = client(&server).export().send_stream().await.unwrap();
    assert_eq!(body.request_id(), Some("r1"));
    for text in ["first", "second"] {
        pieces.send(text.into()).unwrap();
        // The server has sent no more than this by now.
        let piece = tokio::time::timeout(LONG, body.try_next())
            .await
            .expect("in time");
        assert_eq!(piece.unwrap().unwrap(), text);
    }
    drop(pieces);
    assert_eq!(body.try_next().await.unwrap(), None);
}

async fn read(length: usize, limit: Option<usize>) -> Result<usize, Error> {
    let server = Server::once(Reply::new(200).body(vec![0; length])).await;
    // The limit of the client is for bodies that are kept in memory.
    let client = builder(&server).body_limit(10).build().unwrap();
    let mut request = client.export();
    if let Some(limit) = limit {
        request = request.with(CallOptions::new().body_limit(limit));
    }
    let mut body = request.send_stream().await?;
    let mut read = 0;
    while let Some(piece) = body.try_next().await? {
        read += piece.len();
    }
    Ok(read)
}

#[tokio::test]
async fn a_stream_has_the_limit_that_its_request_sets() {
    assert_eq!(read(100_000, None).await.unwrap(), 100_000);
    assert_eq!(read(100_000, Some(100_000)).await.unwrap(), 100_000);
    let error = read(100_000, Some(99_999)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::BodyTooLarge);
    assert_eq!(error.operation(), Some("export"));
}

#[tokio::test]
async fn a_body_in_memory_has_the_limit_of_the_client() {
    for (length, fits) in [(10, true), (11, false)] {
        let server = Server::once(Reply::new(200).body(vec![0; length])).await;
        let client = builder(&server).body_limit(10).build().unwrap();
        match client.export().send().await {
            Ok(body) => assert!(fits && body.len() == length),
            Err(error) => assert!(!fits && error.kind() == ErrorKind::BodyTooLarge, "{error}"),
        }
    }
}

#[tokio::test]
async fn a_length_is_checked_while_it_arrives_too() {
    let (reply, pieces) = Reply::new(200).live();
    let server = Server::once(reply).await;
    for _ in 0..3 {
        pieces.send(vec![0; 6]).unwrap();
    }
    let client = builder(&server).body_limit(10).build().unwrap();
    let error = client.export().send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::BodyTooLarge);
}

#[tokio::test]
async fn an_error_is_an_error_at_once() {
    let server = Server::once(Reply::new(404).body("no")).await;
    let error = client(&server).export().send_stream().await.unwrap_err();
    assert!(error.is_not_found());
    assert_eq!(error.bytes(), "no");
}

#[tokio::test]
async fn a_server_that_falls_silent_is_given_up() {
    let (reply, pieces) = Reply::new(200).live();
    let server = Server::once(reply).await;
    let client = builder(&server)
        .read_timeout(Duration::from_millis(100))
        .build()
        .unwrap();
    let mut body = client.export().send_stream().await.unwrap();
    pieces.send(b"then nothing".to_vec()).unwrap();
    assert!(body.try_next().await.unwrap().is_some());
    let error = body.try_next().await.unwrap_err();
    assert!(error.is_timeout(), "{error}");
}
