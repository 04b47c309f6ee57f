//! Work on the server that takes a while: asked after until it is done.

use std::time::{Duration, Instant};

use tests::client::{Client, ClientBuilder};
use tests::exports::operations::default::GetExport;
use tests::runtime::{ErrorKind, Wait};

use super::keys::API;
use super::server::{Reply, Seen, Server};

fn client(server: &Server) -> Client {
    let builder = ClientBuilder::new(&API).base_url(&server.url);
    builder.build().unwrap()
}

fn quick() -> Wait {
    let pause = Duration::from_millis(20);
    Wait::new()
        .pauses(pause, pause * 2)
        .limit(Duration::from_secs(5))
}

/// Takes work, and is done when it has been asked so many times.
async fn server(asked: usize, location: &'static str) -> Server {
    Server::start(move |seen, before| match seen.line.starts_with("POST") {
        true => Reply::new(202).header("location", location),
        false if before < asked => Reply::json(200, r#"{"state": "running"}"#),
        false => Reply::json(200, r#"{"state": "done"}"#),
    })
    .await
}

#[tokio::test]
async fn work_is_asked_after_where_the_answer_says_until_it_is_done() {
    for location in ["/exports/7?token=a%2Fb", "exports/7?token=a%2Fb"] {
        let server = server(3, location).await;
        let client = client(&server);
        let begun = client.start_export().send().await.unwrap();
        assert_eq!(begun.status(), 202);
        let request = client.get_export("any").at(&begun);
        let export = request.wait_until(quick(), |export| export.state == "done");
        assert_eq!(export.await.unwrap().state, "done");
        let seen = server.seen();
        let lines: Vec<&str> = seen.iter().map(Seen::target).collect();
        let expected = ["/exports", "/exports/7?token=a%2Fb"];
        assert_eq!(lines[..2], expected);
        assert_eq!(lines.len(), 4);
    }
}

#[tokio::test]
async fn an_operation_with_its_parameters_is_asked_again_too() {
    let server = server(2, "").await;
    let request = client(&server).get_export("7");
    let done = request.wait_until(quick(), |export| export.state == "done");
    done.await.unwrap();
    assert_eq!(server.seen().len(), 3);
}

#[tokio::test]
async fn pauses_grow_and_the_server_may_ask_for_others() {
    let server = Server::start(|_, before| match before {
        0 | 1 => Reply::json(200, r#"{"state": "running"}"#),
        2 => Reply::json(200, r#"{"state": "running"}"#).header("retry-after", "1"),
        _ => Reply::json(200, r#"{"state": "done"}"#),
    })
    .await;
    let begun = Instant::now();
    let pause = Duration::from_millis(100);
    let wait = Wait::new().pauses(pause, pause * 8);
    let request = client(&server).get_export("7");
    request
        .wait_until(wait, |export| export.state == "done")
        .await
        .unwrap();
    assert!(begun.elapsed() >= Duration::from_millis(100 + 200 + 1000));
}

#[tokio::test]
async fn waiting_ends_at_its_limit_and_at_the_first_failure() {
    let endless = server(usize::MAX, "").await;
    let request = client(&endless).get_export("7");
    let wait = quick().limit(Duration::from_millis(100));
    let error = request
        .wait_until(wait, |export| export.state == "done")
        .await;
    let error = error.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert_eq!(error.operation(), Some("getExport"));
    assert!(error.to_string().contains("within 100ms"), "{error}");

    let gone = Server::silent(404).await;
    let request = client(&gone).get_export("7");
    let error = request.wait_until(quick(), |_| true).await.unwrap_err();
    assert!(error.is_not_found());
    assert_eq!(gone.seen().len(), 1);
}

#[tokio::test]
async fn a_location_is_not_followed_to_another_server() {
    for (location, kind) in [
        (
            "https://elsewhere.example.com/exports/7",
            ErrorKind::ForeignOrigin,
        ),
        ("http://[", ErrorKind::InvalidRequest),
    ] {
        let server = server(0, location).await;
        let client = client(&server);
        let begun = client.start_export().send().await.unwrap();
        let error = client.request::<GetExport>().at(&begun).send().await;
        assert_eq!(error.unwrap_err().kind(), kind, "{location}");
        assert_eq!(server.seen().len(), 1);
    }
    let server = Server::silent(204).await;
    let client = client(&server);
    let begun = client.start_export().send().await.unwrap();
    let error = client.request::<GetExport>().at(&begun).send().await;
    assert_eq!(error.unwrap_err().kind(), ErrorKind::InvalidRequest);
}
