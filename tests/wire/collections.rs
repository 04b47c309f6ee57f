//! Swagger 2.0: lists in every `collectionFormat`, and media types of the document and of operations.

use tests::client::ClientBuilder;
use tests::collections::models::{Order, PostListsBody, UploadFileBody, UploadListsBody};
use tests::runtime::{Api, FormFile};

use super::server::{Reply, Server};
use super::{API, client};

const LIST: [&str; 2] = ["a,b|c", "d e"];

#[tokio::test]
async fn lists_in_the_query_the_path_and_headers() {
    let server = Server::silent(204).await;
    let client = client(&server);
    for (request, query) in [
        (client.query_lists().none(LIST), "none=a%2Cb%7Cc,d%20e"),
        (client.query_lists().csv(LIST), "csv=a%2Cb%7Cc,d%20e"),
        (client.query_lists().ssv(LIST), "ssv=a%2Cb%7Cc%20d%20e"),
        (client.query_lists().tsv(LIST), "tsv=a%2Cb%7Cc%09d%20e"),
        (client.query_lists().pipes(LIST), "pipes=a%2Cb%7Cc%7Cd%20e"),
        (
            client.query_lists().multi(LIST),
            "multi=a%2Cb%7Cc&multi=d%20e",
        ),
    ] {
        request.send().await.unwrap();
        assert_eq!(server.last().line, format!("GET /query?{query} HTTP/1.1"));
    }
    let request = client.query_lists().x_ssv(LIST).x_tsv(LIST).x_pipes([1, 2]);
    request.send().await.unwrap();
    let seen = server.last();
    assert_eq!(seen.header("x-ssv"), Some("a,b|c d e"));
    assert_eq!(seen.header("x-tsv"), Some("a,b|c\td e"));
    assert_eq!(seen.header("x-pipes"), Some("1|2"));
    let request = client.path_lists(LIST, LIST, LIST, LIST);
    request.send().await.unwrap();
    assert_eq!(
        server.last().target(),
        "/path/a%2Cb%7Cc,d%20e/a%2Cb%7Cc%20d%20e/a%2Cb%7Cc%09d%20e/a%2Cb%7Cc%7Cd%20e"
    );
}

fn list() -> Vec<String> {
    LIST.map(str::to_owned).into()
}

#[tokio::test]
async fn lists_in_forms_with_and_without_parts() {
    let server = Server::silent(204).await;
    let client = client(&server);
    let form = PostListsBody::new()
        .csv(list())
        .ssv(list())
        .tsv(list())
        .pipes(list())
        .multi(list());
    client.post_lists().body(&form).send().await.unwrap();
    let seen = server.last();
    assert_eq!(
        seen.header("content-type"),
        Some("application/x-www-form-urlencoded")
    );
    assert_eq!(
        seen.text(),
        "csv=a%2Cb%7Cc,d%20e&ssv=a%2Cb%7Cc%20d%20e&tsv=a%2Cb%7Cc%09d%20e\
         &pipes=a%2Cb%7Cc%7Cd%20e&multi=a%2Cb%7Cc&multi=d%20e"
    );
    let form = UploadListsBody::new()
        .csv(list())
        .ssv(list())
        .tsv(list())
        .pipes(list())
        .multi(list());
    client.upload_lists().body(&form).send().await.unwrap();
    let seen = server.last();
    let boundary = seen.header("content-type").unwrap();
    let boundary = boundary
        .strip_prefix("multipart/form-data; boundary=")
        .unwrap();
    let part = |(name, content): (&str, &str)| {
        format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{content}\r\n"
        )
    };
    let expected = [
        ("csv", "a,b|c,d e"),
        ("ssv", "a,b|c d e"),
        ("tsv", "a,b|c\td e"),
        ("pipes", "a,b|c|d e"),
        ("multi", "a,b|c"),
        ("multi", "d e"),
    ];
    let expected = expected.map(part).concat();
    assert_eq!(seen.text(), format!("{expected}--{boundary}--\r\n"));
}

#[tokio::test]
async fn a_file_makes_a_form_one_of_parts() {
    let server = Server::silent(204).await;
    let form = UploadFileBody::new(FormFile::new("f.bin", "F")).note("n");
    client(&server).upload_file(&form).send().await.unwrap();
    let seen = server.last();
    let media_type = seen.header("content-type").unwrap();
    assert!(
        media_type.starts_with("multipart/form-data; boundary="),
        "{media_type}"
    );
    assert!(seen.text().contains(
        "name=\"file\"; filename=\"f.bin\"\r\nContent-Type: application/octet-stream\r\n\r\nF\r\n"
    ));
    assert!(seen.text().contains("name=\"note\"\r\n\r\nn\r\n"));
}

/// An operation has a server of its own.
static ELSEWHERE: Api = Api {
    operation_servers: &["http://api.example.com/v1"],
    ..API
};

#[tokio::test]
async fn media_types_of_an_operation_replace_those_of_the_document() {
    let server = Server::start(|seen, _| match seen.header("accept") {
        Some("text/csv") => Reply::new(200)
            .header("content-type", "text/csv")
            .body("number\n1"),
        Some("application/json") => Reply::json(200, r#"{"number": 2}"#),
        _ => Reply::new(200).body(vec![0xff]),
    })
    .await;
    let builder = ClientBuilder::new(&ELSEWHERE).base_url(&server.url);
    let client = builder.build().unwrap();
    let order = Order::new(1);
    let answer = client.send_order(&order).send().await.unwrap();
    assert_eq!(answer.number, 2);
    let seen = server.last();
    assert_eq!(
        seen.header("content-type"),
        Some("application/json; charset=utf-8")
    );
    assert_eq!(seen.text(), r#"{"number":1}"#);

    let answer = client.send_order_xml(&order).send().await.unwrap();
    assert_eq!(*answer, "number\n1");
    assert_eq!(
        server.last().header("content-type"),
        Some("application/xml")
    );

    // Empty lists replace as well; what is left is the default.
    let answer = client.send_order_plain(&order).send().await.unwrap();
    assert_eq!(answer.to_vec(), [0xff]);
    let seen = server.last();
    assert_eq!(seen.header("content-type"), Some("application/json"));
    assert_eq!(seen.header("accept"), Some("application/octet-stream"));
}
