//! Parts of forms with media types and headers of their own.

use tests::parts::models::{CreateAlbumBody, Track};
use tests::runtime::{ErrorKind, FormFile};

use super::client;
use super::server::{Seen, Server};

/// Head and content of each part, after a check of the frame.
fn parts(seen: &Seen) -> Vec<(String, String)> {
    let boundary = seen.header("content-type").unwrap();
    let boundary = boundary
        .strip_prefix("multipart/form-data; boundary=")
        .unwrap();
    let text = String::from_utf8_lossy(&seen.body).into_owned();
    let text = text.strip_suffix(&format!("--{boundary}--\r\n")).unwrap();
    let first = format!("--{boundary}\r\n");
    text.split(&first)
        .skip(1)
        .map(|part| {
            let part = part.strip_suffix("\r\n").unwrap();
            let (head, content) = part.split_once("\r\n\r\n").unwrap();
            let head = head
                .strip_prefix("Content-Disposition: form-data; name=")
                .unwrap();
            (head.to_owned(), content.to_owned())
        })
        .collect()
}

fn cover() -> FormFile {
    FormFile::new("c.png", "PNG").header("X-Rights", "mine")
}

#[tokio::test]
async fn parts_are_sent_under_the_media_type_that_the_document_gives_them() {
    let server = Server::silent(204).await;
    let track = |title: &str| Track::new(title);
    let form = CreateAlbumBody::new(cover())
        .tracks(vec![track("a"), track("b")])
        .first(track("c"))
        .lyrics("# la")
        .stamp(FormFile::new("s", "S"))
        .history("<track/>")
        .thumbnail(FormFile::new("t.gif", "GIF"))
        .scores(vec![1, 2]);
    client(&server).create_album(&form).send().await.unwrap();
    let seen = server.last();
    assert_eq!(
        seen.header("content-length"),
        Some(&*seen.body.len().to_string())
    );
    let expected = [
        (
            "\"cover\"; filename=\"c.png\"\r\nContent-Type: image/png\r\nx-origin: studio\r\nx-rights: mine",
            "PNG",
        ),
        (
            "\"first\"\r\nContent-Type: application/json",
            r#"{"title":"c"}"#,
        ),
        (
            "\"history\"\r\nContent-Type: application/xml; charset=utf-8",
            "<track/>",
        ),
        ("\"lyrics\"\r\nContent-Type: text/markdown", "# la"),
        ("\"scores\"", "1"),
        ("\"scores\"", "2"),
        (
            "\"stamp\"; filename=\"s\"\r\nContent-Type: application/octet-stream",
            "S",
        ),
        (
            "\"thumbnail\"; filename=\"t.gif\"\r\nContent-Type: image/gif",
            "GIF",
        ),
        (
            "\"tracks\"\r\nContent-Type: application/vnd.track+json; version=2",
            r#"{"title":"a"}"#,
        ),
        (
            "\"tracks\"\r\nContent-Type: application/vnd.track+json; version=2",
            r#"{"title":"b"}"#,
        ),
    ];
    let expected = expected.map(|(head, content)| (head.to_owned(), content.to_owned()));
    assert_eq!(parts(&seen), expected);
}

#[tokio::test]
async fn the_caller_chooses_among_media_types_and_sets_headers() {
    let server = Server::silent(204).await;
    let client = client(&server);
    let file = FormFile::new("c.webp", "W").media_type("image/webp");
    let form = CreateAlbumBody::new(file).lyrics("la");
    let request = client
        .create_album(&form)
        .part_media_type("lyrics", "text/plain")
        .part_header("cover", "x-rights", "yours")
        .part_header("cover", "X-Note", "n")
        .part_header("cover", "X-Origin", "live")
        .part_header("lyrics", "Content-Language", "de");
    request.send().await.unwrap();
    let expected = [
        (
            "\"cover\"; filename=\"c.webp\"\r\nContent-Type: image/webp\r\nx-note: n\r\nx-origin: live\r\nx-rights: yours",
            "W",
        ),
        (
            "\"lyrics\"\r\nContent-Type: text/plain\r\ncontent-language: de",
            "la",
        ),
    ];
    let expected = expected.map(|(head, content)| (head.to_owned(), content.to_owned()));
    assert_eq!(parts(&server.last()), expected);
}

#[tokio::test]
async fn a_part_is_not_sent_without_what_the_document_requires_or_with_what_breaks_out() {
    let server = Server::silent(204).await;
    let client = client(&server);
    let bare = CreateAlbumBody::new(FormFile::new("c.png", "PNG"));
    let form = CreateAlbumBody::new(cover());
    for (request, said) in [
        (client.create_album(&bare), "`X-Rights`"),
        (
            client.create_album(&form).part_header("lyrics", "X", "y"),
            "`lyrics`",
        ),
        (
            client
                .create_album(&form)
                .part_header("cover", "X", "y\r\nZ: 1"),
            "`cover`",
        ),
    ] {
        let error = request.send().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
        assert!(error.to_string().contains(said), "{error}");
    }
    assert_eq!(server.seen().len(), 0);
}
