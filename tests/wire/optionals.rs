//! Setters that take what may be missing: they leave out what is not there, and never take the name of anything declared.

use tests::optionals::models::{Part, Thing};

use super::client;
use super::server::Server;

#[tokio::test]
async fn what_is_there_is_sent() {
    let server = Server::silent(204).await;
    let body = Thing::new(["a", "b"])
        .numbers([1, 2])
        .maybe_x_(Some("x"))
        .maybe_x("declared")
        .maybe_maybe_x(None::<&str>)
        .maybe_note(Some(None))
        .maybe_part(Some(Part::new().maybe_size(Some(0.5))));
    let request = client(&server).post_thing();
    request
        .maybe_x_(Some("x"))
        .maybe_x(1)
        .maybe_maybe_x(None)
        .maybe_type(Some(true))
        .maybe_ids(Some(["a", "b"]))
        .maybe_body(Some(&body))
        .await
        .unwrap();
    let seen = server.last();
    let line = "POST /things?x=x&maybe_x=1&type=true&ids=a,b HTTP/1.1";
    assert_eq!(seen.line, line);
    let sent = r#"{"maybe_x":"declared","names":["a","b"],"note":null,"numbers":[1,2],"part":{"size":0.5},"x":"x"}"#;
    assert_eq!(seen.text(), sent);
}

#[tokio::test]
async fn what_is_missing_is_left_as_it_was() {
    let server = Server::silent(204).await;
    let body = Thing::new(["a"])
        .x("kept")
        .maybe_x_(None::<String>)
        .maybe_numbers(None::<Vec<i64>>)
        .maybe_note(None::<&str>)
        .maybe_part(None::<Part>);
    let request = client(&server).post_thing().body(&body);
    request
        .maybe_x_(None::<&str>)
        .maybe_type(None)
        .maybe_ids(None::<Vec<String>>)
        .maybe_body(None)
        .await
        .unwrap();
    let seen = server.last();
    assert_eq!(seen.line, "POST /things HTTP/1.1");
    assert_eq!(seen.text(), r#"{"names":["a"],"x":"kept"}"#);
}
