//! Paging as the document or the configuration declares it.

use futures_util::TryStreamExt;
use reqwest::Url;
use serde_json::{Value, json};

use super::client;
use super::server::{Reply, Seen, Server};

fn parameter(seen: &Seen, name: &str) -> Option<String> {
    let url = Url::parse(&format!("http://x{}", seen.target())).unwrap();
    let found = url.query_pairs().find(|(other, _)| other == name);
    found.map(|(_, value)| value.into_owned())
}

/// The items 0 and 1, 2 and 3, 4.
fn things(page: usize) -> Vec<Value> {
    let ids = (page * 2).min(5)..(page * 2 + 2).min(5);
    ids.map(|id| json!({ "id": id.to_string() })).collect()
}

fn targets(server: &Server) -> Vec<String> {
    let seen = server.seen();
    seen.iter().map(|seen| seen.target().to_owned()).collect()
}

/// Answers with what `build` makes of each page's number.
async fn pages(build: impl Fn(usize, &Seen) -> Value + Send + Sync + 'static) -> Server {
    Server::start(move |seen, before| Reply::json(200, &build(before, seen).to_string())).await
}

macro_rules! reads_all {
    ($request:expr) => {
        let items = $request.items().map_ok(|item| item.id);
        let ids: Vec<String> = items.try_collect().await.unwrap();
        assert_eq!(ids, ["0", "1", "2", "3", "4"]);
    };
}

#[tokio::test]
async fn x_ms_pageable_names_the_link() {
    let server = pages(|page, _| {
        let next = (page < 2).then(|| format!("/microsoft?$skip={}", page + 1));
        json!({ "things": things(page), "more.link": next })
    })
    .await;
    reads_all!(client(&server).microsoft_list());
    assert_eq!(
        targets(&server),
        ["/microsoft", "/microsoft?$skip=1", "/microsoft?$skip=2"]
    );
}

#[tokio::test]
async fn x_speakeasy_pagination_names_inputs_and_outputs() {
    let server = pages(|page, seen| {
        let last = parameter(seen, "position");
        assert_eq!(last.is_some(), page > 0);
        json!({ "result": { "list": things(page) } })
    })
    .await;
    // The cursor is in the last item, so an empty page is the end.
    reads_all!(client(&server).speakeasy_cursor().by_cursor(2));
    assert_eq!(
        targets(&server),
        [
            "/speakeasy?most=2",
            "/speakeasy?most=2&position=1",
            "/speakeasy?most=2&position=3",
            "/speakeasy?most=2&position=4"
        ]
    );
    let server = pages(|page, _| json!({ "things": things(page), "parts": 3 })).await;
    reads_all!(client(&server).speakeasy_pages());
    assert_eq!(
        targets(&server),
        ["1", "2", "3"].map(|part| format!("/speakeasy-pages?part={part}"))
    );
}

#[tokio::test]
async fn x_fern_pagination_names_request_and_response() {
    let server = pages(|page, _| {
        let next = (page < 2).then(|| format!("c{page}"));
        json!({ "things": things(page), "upcoming": next })
    })
    .await;
    let body = tests::declared::models::FernCursorBody::default();
    reads_all!(client(&server).fern_cursor(&body));
    let bodies: Vec<String> = server.seen().iter().map(Seen::text).collect();
    assert_eq!(bodies, ["{}", r#"{"at":"c0"}"#, r#"{"at":"c1"}"#]);

    let server = pages(|page, _| json!({ "things": things(page), "again": page < 2 })).await;
    reads_all!(client(&server).fern_offset());
    assert_eq!(
        targets(&server),
        ["0", "2", "4"].map(|drop| format!("/fern-offset?drop={drop}"))
    );
}

#[tokio::test]
async fn x_paging_and_the_configuration_say_what_names_do_not() {
    let server = pages(|page, _| {
        let next = (page < 2).then(|| json!({ "at": format!("c{page}") }));
        json!({ "added": things(page), "removed": [{ "id": "x" }], "upcoming": next })
    })
    .await;
    reads_all!(client(&server).own_extension());
    assert_eq!(targets(&server), ["/own", "/own?at=c0", "/own?at=c1"]);

    let server = pages(|page, _| things(page).into()).await;
    reads_all!(client(&server).configured_list());
    assert_eq!(
        targets(&server),
        [
            "/config",
            "/config?seen=1",
            "/config?seen=3",
            "/config?seen=4"
        ]
    );
}
