//! Request bodies of every media type that has a form of its own.

use tests::bodies::models::PostFormBody;
use tests::payloads::models::{Note, PostFieldsBody};
use tests::runtime::CallOptions;

use super::client;
use super::server::{Reply, Server};

#[tokio::test]
async fn an_optional_body_is_there_or_not_there_at_all() {
    let server = Server::silent(204).await;
    let client = client(&server);
    client.post_json().send().await.unwrap();
    let seen = server.last();
    assert_eq!(seen.header("content-type"), None);
    assert!(
        seen.header("content-length")
            .is_none_or(|length| length == "0")
    );
    assert_eq!(seen.header("transfer-encoding"), None);
    assert_eq!(seen.body, b"");

    client
        .post_json()
        .body(&Note::new(1).title("ü\""))
        .send()
        .await
        .unwrap();
    let seen = server.last();
    assert_eq!(seen.header("content-type"), Some("application/json"));
    assert_eq!(seen.text(), r#"{"id":1,"title":"ü\""}"#);
    assert_eq!(seen.header("content-length"), Some("23"));
}

#[tokio::test]
async fn form_fields_are_encoded_and_absent_ones_left_out() {
    let server = Server::start(|_, _| Reply::new(200).body("thanks")).await;
    let answer = client(&server)
        .post_form(&PostFormBody::new("a b&c=ü+\n"))
        .send()
        .await
        .unwrap();
    assert_eq!(*answer, "thanks");
    let seen = server.last();
    assert_eq!(
        seen.header("content-type"),
        Some("application/x-www-form-urlencoded")
    );
    assert_eq!(seen.text(), "a=a%20b%26c%3D%C3%BC%2B%0A");
}

#[tokio::test]
async fn lists_and_objects_in_forms_follow_their_encoding() {
    let server = Server::silent(204).await;
    let client = client(&server);
    let note = || Note::new(1).title("x y");
    let list = || vec!["a,b".to_owned(), "c".to_owned()];
    for (form, expected) in [
        (PostFieldsBody::new(), ""),
        (PostFieldsBody::new().text("t"), "text=t"),
        (
            PostFieldsBody::new().repeated(list()),
            "repeated=a%2Cb&repeated=c",
        ),
        (PostFieldsBody::new().comma(list()), "comma=a%2Cb,c"),
        (PostFieldsBody::new().pipe(vec![1, 2]), "pipe=1%7C2"),
        (
            PostFieldsBody::new().brackets(list()),
            "brackets%5B%5D=a%2Cb&brackets%5B%5D=c",
        ),
        (
            PostFieldsBody::new().bound(note()),
            "bound%5Bid%5D=1&bound%5Btitle%5D=x%20y",
        ),
        (PostFieldsBody::new().free(note()), "id=1&title=x%20y"),
        (
            PostFieldsBody::new().json(note()),
            "json=%7B%22id%22%3A1%2C%22title%22%3A%22x%20y%22%7D",
        ),
    ] {
        client.post_fields(&form).send().await.unwrap();
        assert_eq!(server.last().text(), expected);
    }
}

#[tokio::test]
async fn text_goes_as_it_is_and_xml_as_values() {
    let server = Server::start(|seen, _| match seen.target() {
        "/xml" => Reply::new(200)
            .header("content-type", "application/xml")
            .body("<Note><id>2</id><title>ü</title></Note>"),
        _ => Reply::new(204),
    })
    .await;
    let client = client(&server);
    client.post_text("Grüße\n").send().await.unwrap();
    let seen = server.last();
    assert_eq!(seen.header("content-type"), Some("text/plain"));
    assert_eq!(seen.text(), "Grüße\n");

    let answer = client.post_xml(&Note::new(1)).send().await.unwrap();
    let seen = server.last();
    assert_eq!(seen.header("content-type"), Some("application/xml"));
    assert_eq!(seen.header("accept"), Some("application/xml"));
    assert!(
        seen.text().ends_with("<Note><id>1</id></Note>"),
        "{}",
        seen.text()
    );
    assert_eq!((answer.id, answer.title.as_deref()), (2, Some("ü")));
}

#[tokio::test]
async fn bytes_go_under_a_media_type_that_the_caller_can_name() {
    let server = Server::silent(204).await;
    let client = client(&server);
    let bytes = vec![0, 159, 146, 150, 255];
    client.put_image(bytes.clone()).send().await.unwrap();
    let seen = server.last();
    assert_eq!(
        seen.header("content-type"),
        Some("application/octet-stream")
    );
    assert_eq!(seen.header("content-length"), Some("5"));
    assert_eq!(seen.body, bytes);

    let request = client
        .put_image(bytes)
        .with(CallOptions::new().header("content-type", "image/png"));
    request.send().await.unwrap();
    assert_eq!(server.last().header("content-type"), Some("image/png"));

    client.post_any().body("raw").send().await.unwrap();
    let seen = server.last();
    assert_eq!(
        seen.header("content-type"),
        Some("application/octet-stream")
    );
    assert_eq!(seen.text(), "raw");
    client.post_any().send().await.unwrap();
    assert_eq!(server.last().header("content-type"), None);
}
