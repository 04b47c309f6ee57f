//! Bodies and files that are sent while they are read.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use bytes::Bytes;
use futures_util::stream;
use tests::forms::models::UploadBody;
use tests::runtime::{CallOptions, ErrorKind, FormFile, Multipart, Upload};
use tokio::io::AsyncWriteExt;

use super::server::{Reply, Server};
use super::{builder, client};

/// Pieces with a pause before each.
fn slow(pieces: &'static [&'static str], pause: Duration) -> Upload {
    Upload::stream(stream::unfold(0, move |index| async move {
        let piece = pieces.get(index)?;
        tokio::time::sleep(pause).await;
        Some((
            Ok::<_, std::io::Error>(Bytes::from_static(piece.as_bytes())),
            index + 1,
        ))
    }))
}

fn whole(pieces: &'static [&'static str]) -> Upload {
    slow(pieces, Duration::ZERO)
}

#[tokio::test]
async fn a_stream_of_unknown_length_is_sent_in_chunks() {
    let server = Server::silent(204).await;
    client(&server)
        .put_image(whole(&["one ", "two"]))
        .send()
        .await
        .unwrap();
    let seen = server.last();
    assert_eq!(seen.header("transfer-encoding"), Some("chunked"));
    assert_eq!(seen.header("content-length"), None);
    assert_eq!(seen.text(), "one two");
}

#[tokio::test]
async fn a_stream_of_known_length_announces_it_and_keeps_to_it() {
    let server = Server::silent(204).await;
    let client = client(&server);
    client
        .put_image(whole(&["one ", "two"]).length(7))
        .send()
        .await
        .unwrap();
    let seen = server.last();
    assert_eq!(seen.header("content-length"), Some("7"));
    assert_eq!(seen.header("transfer-encoding"), None);
    assert_eq!(seen.text(), "one two");
    for length in [6, 8] {
        let upload = whole(&["one ", "two"]).length(length);
        let error = client.put_image(upload).send().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Transport);
        assert_eq!(error.attempts(), 1);
    }
    assert_eq!(server.seen().len(), 1);
}

#[tokio::test]
async fn a_reader_is_sent_as_it_fills() {
    let server = Server::silent(204).await;
    let (mut writer, reader) = tokio::io::duplex(4);
    let write = async move {
        for _ in 0..1000 {
            writer.write_all(b"0123456789").await.unwrap();
        }
    };
    let client = client(&server);
    let (sent, ()) = tokio::join!(client.put_image(Upload::reader(reader)).send(), write);
    sent.unwrap();
    assert_eq!(server.last().body, b"0123456789".repeat(1000));
}

#[tokio::test]
async fn a_stream_that_is_read_once_is_not_retried() {
    let server = Server::silent(503).await;
    let client = client(&server);
    let request = client.put_image(whole(&["once"]));
    let again = request.clone();
    let error = request
        .with(CallOptions::new().idempotent())
        .send()
        .await
        .unwrap_err();
    assert_eq!(
        (error.status().unwrap().as_u16(), error.attempts()),
        (503, 1)
    );
    let error = again.send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert!(error.to_string().contains("sent already"), "{error}");
    assert_eq!(server.seen().len(), 1);
}

#[tokio::test]
async fn a_stream_that_can_be_opened_again_is_retried() {
    let server = Server::start(|_, before| Reply::new(if before < 2 { 503 } else { 204 })).await;
    let opened = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&opened);
    let upload = Upload::repeatable(move || {
        count.fetch_add(1, Ordering::Relaxed);
        stream::iter(["a", "b"].map(Ok::<_, std::io::Error>))
    });
    client(&server).put_image(upload).send().await.unwrap();
    assert_eq!(opened.load(Ordering::Relaxed), 3);
    assert!(server.seen().iter().all(|seen| seen.text() == "ab"));
}

#[tokio::test]
async fn bytes_are_retried_as_any_body_in_memory() {
    let server = Server::start(|_, before| Reply::new(if before < 2 { 503 } else { 204 })).await;
    client(&server)
        .put_image(&b"bytes"[..])
        .send()
        .await
        .unwrap();
    assert_eq!(server.seen().len(), 3);
}

#[tokio::test]
async fn the_read_timeout_does_not_run_while_pieces_go_out() {
    let server = Server::silent(204).await;
    let client = builder(&server)
        .read_timeout(Duration::from_millis(400))
        .build()
        .unwrap();
    let pieces = &["1", "2", "3", "4", "5", "6", "7", "8"];
    let upload = slow(pieces, Duration::from_millis(100));
    client.put_image(upload).send().await.unwrap();
    let stuck = slow(&["never"], Duration::from_secs(60));
    let error = client.put_image(stuck).send().await.unwrap_err();
    assert!(error.is_timeout(), "{error}");
}

#[tokio::test]
async fn what_breaks_a_stream_is_the_source_of_the_error() {
    let server = Server::silent(204).await;
    let broken = stream::iter([Ok("half"), Err(std::io::Error::other("the disk is gone"))]);
    let request = client(&server).put_image(Upload::stream(broken));
    let error = request.send().await.unwrap_err();
    let mut sources = Vec::new();
    let mut source = std::error::Error::source(&error);
    while let Some(cause) = source {
        sources.push(cause.to_string());
        source = cause.source();
    }
    assert!(
        sources.iter().any(|text| text == "the disk is gone"),
        "{sources:?}"
    );
}

fn parts(boundary: &str, parts: &[(&str, &str)]) -> String {
    let parts = parts.iter().map(|(head, content)| {
        format!("--{boundary}\r\nContent-Disposition: form-data; {head}\r\n\r\n{content}\r\n")
    });
    parts.collect::<String>() + &format!("--{boundary}--\r\n")
}

#[tokio::test]
async fn a_form_has_a_part_per_member_with_name_and_content_type() {
    let server = Server::silent(204).await;
    let form =
        UploadBody::new(FormFile::new("ü \"1\".png", &b"\x89PNG"[..]).media_type("image/png"))
            .attachments(vec![
                FormFile::new("a.txt", "A"),
                FormFile::new("b.txt", "B"),
            ])
            .title("A & B")
            .pin("1234")
            .labels(["x", "y, z"])
            .about(tests::forms::models::UploadBodyAbout::new().language("de"));
    // Members of objects are sorted, whatever their order in the document.
    client(&server).upload(&form).send().await.unwrap();
    let seen = server.last();
    let boundary = seen.header("content-type").unwrap();
    let boundary = boundary
        .strip_prefix("multipart/form-data; boundary=")
        .unwrap();
    let expected = parts(
        boundary,
        &[
            (
                "name=\"about\"\r\nContent-Type: application/json",
                r#"{"language":"de"}"#,
            ),
            (
                "name=\"attachments\"; filename=\"a.txt\"\r\nContent-Type: application/octet-stream",
                "A",
            ),
            (
                "name=\"attachments\"; filename=\"b.txt\"\r\nContent-Type: application/octet-stream",
                "B",
            ),
            (
                "name=\"file\"; filename=\"ü %221%22.png\"\r\nContent-Type: image/png",
                "\u{fffd}PNG",
            ),
            ("name=\"labels\"", "x"),
            ("name=\"labels\"", "y, z"),
            ("name=\"pin\"", "1234"),
            ("name=\"title\"", "A & B"),
        ],
    );
    assert_eq!(String::from_utf8_lossy(&seen.body), expected);
    assert_eq!(
        seen.header("content-length"),
        Some(&*seen.body.len().to_string())
    );
    assert!(!format!("{form:?}").contains("1234"));
}

#[tokio::test]
async fn a_file_in_a_form_can_be_a_stream() {
    let server = Server::silent(204).await;
    let client = client(&server);
    for (length, header) in [(None, "transfer-encoding"), (Some(7), "content-length")] {
        let mut content = whole(&["one ", "two"]);
        if let Some(length) = length {
            content = content.length(length);
        }
        let form = UploadBody::new(FormFile::new("s.txt", content).media_type("text/plain"));
        client.upload(&form.title("T")).send().await.unwrap();
        let seen = server.last();
        assert!(seen.header(header).is_some(), "{header}");
        let boundary = seen
            .header("content-type")
            .unwrap()
            .split('=')
            .next_back()
            .unwrap();
        let file = "name=\"file\"; filename=\"s.txt\"\r\nContent-Type: text/plain";
        assert_eq!(
            seen.text(),
            parts(boundary, &[(file, "one two"), ("name=\"title\"", "T")])
        );
    }
}

#[tokio::test]
async fn a_form_whose_parts_are_unknown_takes_any() {
    let server = Server::silent(204).await;
    let form = Multipart::new()
        .text("a", 1)
        .file("f", "f.bin", "x/y", vec![1, 2]);
    client(&server)
        .upload_anything()
        .body(&form)
        .send()
        .await
        .unwrap();
    let seen = server.last();
    let boundary = seen
        .header("content-type")
        .unwrap()
        .split('=')
        .next_back()
        .unwrap();
    let file = "name=\"f\"; filename=\"f.bin\"\r\nContent-Type: x/y";
    assert_eq!(
        seen.text(),
        parts(boundary, &[("name=\"a\"", "1"), (file, "\u{1}\u{2}")])
    );
}
