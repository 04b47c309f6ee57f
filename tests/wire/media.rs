//! Several media types of one request and of one answer.

use bytes::Bytes;
use tests::media::models::{
    ExportRecordsResponse, NewRecord, Record, RemoveRecordsBody, SendRecordBody,
};
use tests::runtime::{Answer, CallOptions, ErrorKind};

use super::client;
use super::server::{Reply, Server};

#[tokio::test]
async fn each_media_type_that_the_document_lists_can_be_sent() {
    let server = Server::silent(204).await;
    let client = client(&server);
    let body = SendRecordBody::new().a("ü b");
    for (request, media_type, sent) in [
        (
            client.send_record(&body),
            "application/json; charset=utf-8",
            r#"{"a":"ü b"}"#,
        ),
        (
            client
                .send_record(&body)
                .with(CallOptions::new().body_media_type("text/json")),
            "text/json",
            r#"{"a":"ü b"}"#,
        ),
        (
            client.send_record_as_form(&body),
            "application/x-www-form-urlencoded",
            "a=%C3%BC%20b",
        ),
        (client.send_record_as_text("ü"), "text/plain", "ü"),
        (client.send_record_as_csv("a\r\nü"), "text/csv", "a\r\nü"),
        (client.send_record_as_xml("<a/>"), "text/xml", "<a/>"),
    ] {
        request.send().await.unwrap();
        let seen = server.last();
        assert_eq!(seen.line, "POST /records HTTP/1.1");
        assert_eq!(seen.header("content-type"), Some(media_type));
        assert_eq!(seen.text(), sent);
    }
}

#[tokio::test]
async fn bytes_are_sent_as_bytes_where_the_document_lists_that() {
    let server = Server::silent(204).await;
    let client = client(&server);
    client.send_bytes("a").send().await.unwrap();
    assert_eq!(
        server.last().header("content-type"),
        Some("application/octet-stream")
    );
    let json = CallOptions::new().body_media_type("application/json");
    client.send_bytes("{}").with(json).send().await.unwrap();
    assert_eq!(
        server.last().header("content-type"),
        Some("application/json")
    );
}

#[tokio::test]
async fn optional_bodies_are_setters_whatever_their_media_type() {
    let server = Server::silent(204).await;
    let client = client(&server);
    let record = Record::new(1);
    let request = client.replace_record();
    request.body(&record).send().await.unwrap();
    let seen = server.last();
    assert_eq!(seen.header("content-type"), Some("application/json"));
    assert_eq!(seen.text(), r#"{"id":1}"#);

    let request = client.replace_record();
    let request = request.body_as_json(&vec![record.clone(), Record::new(2)]);
    request.send().await.unwrap();
    let seen = server.last();
    assert_eq!(
        seen.header("content-type"),
        Some("application/json; ext=bulk")
    );
    assert_eq!(seen.text(), r#"[{"id":1},{"id":2}]"#);

    let form = NewRecord::new(7);
    let request = client.replace_record().body_as_multipart(&form);
    request.send().await.unwrap();
    assert!(server.last().text().contains("name=\"id\"\r\n\r\n7\r\n"));

    let request = client.replace_record().body_as_bytes(vec![137]);
    let request = request.with(CallOptions::new().body_media_type("image/png"));
    request.send().await.unwrap();
    let seen = server.last();
    assert_eq!(seen.header("content-type"), Some("image/png"));
    assert_eq!(seen.body, [137]);

    client.replace_record().send().await.unwrap();
    assert_eq!(server.last().header("content-type"), None);
    // The last body counts.
    let request = client.replace_record().body_as_multipart(&form);
    request.body(&record).send().await.unwrap();
    assert_eq!(server.last().text(), r#"{"id":1}"#);
}

#[tokio::test]
async fn a_body_goes_with_any_method_that_the_document_gives_one() {
    let server = Server::silent(204).await;
    let client = client(&server);
    let ids = RemoveRecordsBody::new(vec!["a".to_owned()]);
    client.remove_records().body(&ids).send().await.unwrap();
    let seen = server.last();
    assert_eq!(seen.line, "DELETE /records HTTP/1.1");
    assert_eq!(seen.header("content-type"), Some("application/json"));
    assert_eq!(seen.header("content-length"), Some("13"));
    assert_eq!(seen.text(), r#"{"ids":["a"]}"#);
    client.remove_records().send().await.unwrap();
    assert_eq!(server.last().body, b"");

    client.search_records(&Record::new(3)).send().await.unwrap();
    let seen = server.last();
    assert_eq!(seen.line, "GET /records HTTP/1.1");
    assert_eq!(seen.header("content-type"), Some("application/json"));
    assert_eq!(seen.text(), r#"{"id":3}"#);
}

#[tokio::test]
async fn parameters_of_a_media_type_are_sent() {
    let server = Server::silent(204).await;
    let client = client(&server);
    client.send_fields(&Record::new(1)).send().await.unwrap();
    let seen = server.last();
    assert_eq!(
        seen.header("content-type"),
        Some("application/x-www-form-urlencoded; charset=UTF-8")
    );
    assert_eq!(seen.text(), "id=1");
    // Other characters than UTF-8 are for the caller to write.
    client.send_latin(vec![0xfc]).send().await.unwrap();
    let seen = server.last();
    assert_eq!(
        seen.header("content-type"),
        Some("text/plain; charset=iso-8859-1")
    );
    assert_eq!(seen.body, [0xfc]);
}

#[tokio::test]
async fn an_answer_is_asked_for_and_read_in_each_media_type() {
    let server = Server::start(|seen, _| {
        let accept = seen.header("accept").unwrap().to_owned();
        let reply = Reply::new(200).header("content-type", &accept);
        match accept.as_str() {
            "application/json" | "text/json" => reply.body(r#"{"id": 1}"#),
            "application/vnd.summary+json" => reply.body(r#"{"count": 2}"#),
            "application/xml" => reply.body("<Record><id>3</id></Record>"),
            "text/csv" => reply.body("id\n1,5\n"),
            _ => reply.body(vec![37, 80, 0xff]),
        }
    })
    .await;
    let client = client(&server);
    assert_eq!(client.export_records().send().await.unwrap().id, 1);
    let request = client
        .export_records()
        .with(CallOptions::new().accept("text/json"));
    assert_eq!(request.send().await.unwrap().id, 1);
    let request = client.export_records().accept_csv();
    let csv: String = request.send().await.unwrap().into_inner();
    assert_eq!(csv, "id\n1,5\n");
    let request = client.export_records().accept_xml();
    assert_eq!(request.send().await.unwrap().id, 3);
    let request = client.export_records().accept_pdf();
    let pdf: Bytes = request.send().await.unwrap().into_inner();
    assert_eq!(pdf, Bytes::from_static(&[37, 80, 0xff]));
    let mut pieces = client
        .export_records()
        .accept_pdf()
        .send_stream()
        .await
        .unwrap();
    assert_eq!(pieces.try_next().await.unwrap().unwrap(), pdf);
    let request = client.export_records().accept_vnd_summary_json();
    let summary: ExportRecordsResponse = request.send().await.unwrap().into_inner();
    assert_eq!(summary.count, Some(2));
    assert_eq!(
        server.last().header("accept"),
        Some("application/vnd.summary+json")
    );
}

#[tokio::test]
async fn nothing_is_lost_of_an_answer_in_another_media_type() {
    let server = Server::start(|_, before| {
        let reply = Reply::new(200);
        match before {
            0..=1 => reply
                .header("content-type", "text/csv; charset=utf-8")
                .body("id\n1,5\n"),
            2 => reply
                .header("content-type", "application/pdf")
                .body(vec![37, 0xff]),
            _ => Reply::json(200, r#"{"id": 4}"#),
        }
    })
    .await;
    let client = client(&server);
    let error = client.export_records().send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert_eq!(error.bytes(), &Bytes::from_static(b"id\n1,5\n"));
    let decode = error.decode_error().unwrap();
    assert_eq!(
        decode.content_type.as_deref(),
        Some("text/csv; charset=utf-8")
    );
    let mut answers = Vec::new();
    for _ in 0..3 {
        let answer = client.export_records().send_any().await.unwrap();
        assert_eq!(server.last().header("accept"), Some("application/json"));
        answers.push(answer.into_inner());
    }
    assert_eq!(
        answers,
        [
            Answer::Text("id\n1,5\n".to_owned()),
            Answer::Bytes(Bytes::from_static(&[37, 0xff])),
            Answer::Usual(Record::new(4)),
        ]
    );
    let answer = client
        .fetch_named()
        .with(CallOptions::new().accept("text/plain"))
        .send_any()
        .await;
    assert_eq!(answer.unwrap().into_inner(), Answer::Usual(Record::new(4)));
}

#[tokio::test]
async fn what_is_text_or_a_json_string_is_read_by_its_content_type() {
    for (content_type, body, word) in [
        ("application/json", r#""a\"b""#, "a\"b"),
        ("text/plain; charset=utf-8", r#""a""#, r#""a""#),
        ("text/csv", "a,b", "a,b"),
        ("", r#""a""#, "a"),
        ("", "a", "a"),
    ] {
        let server = Server::start(move |_, _| match content_type {
            "" => Reply::new(200).body(body),
            _ => Reply::new(200)
                .header("content-type", content_type)
                .body(body),
        })
        .await;
        let client = client(&server);
        assert_eq!(*client.fetch_word().send().await.unwrap(), word);
        assert_eq!(*client.fetch_open().send().await.unwrap(), word);
        assert_eq!(server.last().header("accept"), Some("application/json"));
    }
    let server = Server::once(Reply::json(200, "not a string")).await;
    let error = client(&server).fetch_word().send().await.unwrap_err();
    assert_eq!(error.bytes(), &Bytes::from_static(b"not a string"));
}
