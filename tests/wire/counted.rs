//! Paging by number, with what a response says of how far it goes.

use futures_util::TryStreamExt;
use reqwest::Url;
use serde_json::{Value, json};
use tests::runtime::ErrorKind;

use super::client;
use super::server::{Reply, Seen, Server};

fn number(seen: &Seen, name: &str) -> usize {
    let url = Url::parse(&format!("http://x{}", seen.target())).unwrap();
    let found = url.query_pairs().find(|(other, _)| other == name);
    found.unwrap().1.parse().unwrap()
}

/// Four items out of ten, from this page on, counted from 0.
fn rows(page: usize) -> Vec<Value> {
    let ids = (page * 4).min(10)..(page * 4 + 4).min(10);
    ids.map(|id| json!({ "id": id.to_string() })).collect()
}

fn all() -> Vec<String> {
    (0..10).map(|id| id.to_string()).collect()
}

fn targets(server: &Server) -> Vec<String> {
    let seen = server.seen();
    seen.iter().map(|seen| seen.target().to_owned()).collect()
}

macro_rules! ids {
    ($pager:expr) => {
        $pager
            .items()
            .map_ok(|item| item.id)
            .try_collect::<Vec<String>>()
            .await
    };
}

#[tokio::test]
async fn pages_are_read_up_to_the_number_of_pages() {
    let server = Server::start(|seen, _| {
        let page = number(seen, "page");
        let about = json!({ "page": page, "total_pages": 3 });
        Reply::json(
            200,
            &json!({ "rows": rows(page - 1), "pagination": about }).to_string(),
        )
    })
    .await;
    let client = client(&server);
    assert_eq!(ids!(client.by_total_pages()).unwrap(), all());
    assert_eq!(
        targets(&server),
        ["/pages?page=1", "/pages?page=2", "/pages?page=3"]
    );
    assert_eq!(
        ids!(client.by_total_pages().pager().concurrency(3)).unwrap(),
        all()
    );
    assert_eq!(server.seen().len(), 6);
}

#[tokio::test]
async fn no_page_is_read_of_a_collection_without_pages() {
    let body = json!({ "rows": [], "pagination": { "total_pages": 0 } }).to_string();
    let server = Server::once(Reply::json(200, &body)).await;
    assert!(ids!(client(&server).by_total_pages()).unwrap().is_empty());
}

#[tokio::test]
async fn pages_are_read_while_there_is_more() {
    let server = Server::start(|seen, _| {
        let page = number(seen, "page");
        Reply::json(
            200,
            &json!({ "rows": rows(page - 1), "has_more": page < 3 }).to_string(),
        )
    })
    .await;
    assert_eq!(ids!(client(&server).by_page_while_more()).unwrap(), all());
    assert_eq!(
        targets(&server),
        ["/more?page=1", "/more?page=2", "/more?page=3"]
    );
    // An empty page with more behind it is passed over.
    let server = Server::start(|seen, _| {
        let page = number(seen, "page");
        let rows = if page == 2 { rows(0) } else { Vec::new() };
        Reply::json(
            200,
            &json!({ "rows": rows, "has_more": page < 3 }).to_string(),
        )
    })
    .await;
    let client = client(&server);
    assert_eq!(ids!(client.by_page_while_more()).unwrap().len(), 4);
}

#[tokio::test]
async fn offsets_move_while_there_is_more() {
    let server = Server::start(|seen, _| {
        let from = number(seen, "offset");
        let page = json!({ "rows": rows(from / 4), "hasMore": from + 4 < 10 });
        Reply::json(200, &page.to_string())
    })
    .await;
    assert_eq!(
        ids!(client(&server).by_offset_while_more().by_page(4)).unwrap(),
        all()
    );
    assert_eq!(
        targets(&server),
        ["0", "4", "8"].map(|offset| format!("/offset-more?limit=4&offset={offset}"))
    );
    // An offset cannot move past a page without items.
    let body = json!({ "rows": [], "hasMore": true }).to_string();
    let server = Server::once(Reply::json(200, &body)).await;
    let error = ids!(client(&server).by_offset_while_more()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Paging);
}

#[tokio::test]
async fn pages_are_read_until_the_last_and_counted_as_the_document_says() {
    let server = Server::start(|seen, _| {
        let page = number(seen, "page");
        let page = json!({ "content": rows(page), "last": page == 2, "totalElements": 10.0 });
        Reply::json(200, &page.to_string())
    })
    .await;
    let client = client(&server);
    assert_eq!(ids!(client.by_page_until_last()).unwrap(), all());
    assert_eq!(
        targets(&server),
        ["/last?page=0", "/last?page=1", "/last?page=2"]
    );
    let mut items = client.by_page_until_last().items();
    while items.try_next().await.unwrap().is_some() {}
    let audit = items.audit();
    assert_eq!((audit.total_at_end, audit.missed()), (Some(10), Some(0)));
}
