//! Operations of any method.

use serde_json::json;
use tests::methods::models::{
    File, PathAndDestination, PropfindFilesByPathBody, PropfindFilesByPathDepth,
};
use tests::runtime::CallOptions;

use super::client;
use super::server::{Reply, Server};

#[tokio::test]
async fn the_method_is_sent_as_the_document_spells_it() {
    let server = Server::once(Reply::new(201)).await;
    let copied = PathAndDestination {
        path: "a b",
        destination: "/c",
    };
    client(&server).copy_file(copied).send().await.unwrap();
    assert_eq!(server.last().line, "COPY /files/a%20b HTTP/1.1");
    assert_eq!(server.last().header("destination"), Some("/c"));

    let server = Server::once(Reply::new(204)).await;
    client(&server).purge_file("a").send().await.unwrap();
    assert_eq!(server.last().line, "purge /files/a HTTP/1.1");
}

#[tokio::test]
async fn bodies_parameters_and_answers_are_those_of_any_operation() {
    let server = Server::once(Reply::json(207, r#"[{"path":"a","size":null}]"#)).await;
    let call = client(&server);
    let call = call.propfind_files_by_path("a", &PropfindFilesByPathBody::new(["size"]));
    let found = call
        .depth(PropfindFilesByPathDepth::Infinity)
        .send()
        .await
        .unwrap();
    assert_eq!(
        server.last().line,
        "PROPFIND /files/a?depth=infinity HTTP/1.1"
    );
    assert_eq!(server.last().text(), r#"{"names":["size"]}"#);
    assert_eq!(found[0].path, "a");

    let server = Server::once(Reply::json(200, r#"{"path":"b"}"#)).await;
    let linked = client(&server)
        .link()
        .body(&File::new("b"))
        .send()
        .await
        .unwrap();
    assert_eq!(server.last().line, "LINK /links HTTP/1.1");
    assert_eq!(server.last().text(), json!({ "path": "b" }).to_string());
    assert_eq!(linked.path, "b");
}

/// RFC 9110, section 9.2.2: nothing is known of a method that it does not define.
#[tokio::test]
async fn what_may_have_had_its_effect_is_repeated_only_where_the_caller_says_so() {
    let fails = |_: &_, before: usize| Reply::new(if before == 0 { 500 } else { 204 });
    let server = Server::start(fails).await;
    let error = client(&server).purge_file("a").send().await.unwrap_err();
    assert_eq!(server.seen().len(), 1);
    assert_eq!(error.method().unwrap(), "purge");

    let server = Server::start(fails).await;
    let call = client(&server).purge_file("a");
    let call = call.with(CallOptions::new().idempotent());
    call.send().await.unwrap();
    assert_eq!(server.seen().len(), 2);

    // Refused is not carried out, whatever the method.
    let refuses = |_: &_, before: usize| Reply::new(if before == 0 { 429 } else { 204 });
    let server = Server::start(refuses).await;
    client(&server).purge_file("a").send().await.unwrap();
    assert_eq!(server.seen().len(), 2);
}
