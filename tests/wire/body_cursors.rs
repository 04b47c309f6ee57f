//! Paging whose cursor, or offset, goes into the body of the request.

use futures_util::TryStreamExt;
use serde_json::{Value, json};
use tests::body_cursors::models::{PointId, ScrollPointsBody, SearchByPageBody, SyncChangesBody};
use tests::runtime::{ErrorKind, ResumeToken};

use super::client;
use super::server::{Reply, Seen, Server};

fn body(seen: &Seen) -> Value {
    serde_json::from_slice(&seen.body).unwrap_or(Value::Null)
}

fn bodies(server: &Server) -> Vec<Value> {
    server.seen().iter().map(body).collect()
}

fn items(from: usize, size: usize) -> Vec<Value> {
    let ids = from.min(10)..(from + size).min(10);
    ids.map(|id| json!({ "id": id.to_string() })).collect()
}

fn all() -> Vec<String> {
    (0..10).map(|id| id.to_string()).collect()
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

/// Cursors are `at N`; the last page has one as well.
async fn changes() -> Server {
    Server::start(|seen, _| {
        let cursor = body(seen)["cursor"].as_str().map(str::to_owned);
        let from = cursor.map_or(0, |at| at[3..].parse::<usize>().unwrap());
        let page = json!({ "added": items(from, 4), "next_cursor": format!("at {}", from + 4), "has_more": from + 4 < 10 });
        Reply::json(200, &page.to_string())
    })
    .await
}

fn secret() -> SyncChangesBody {
    SyncChangesBody::new().secret("s")
}

#[tokio::test]
async fn a_cursor_goes_into_the_body_beside_what_is_there() {
    let server = changes().await;
    let client = client(&server);
    assert_eq!(ids!(client.sync_changes(&secret())).unwrap(), all());
    assert_eq!(
        bodies(&server),
        [
            json!({ "secret": "s" }),
            json!({ "secret": "s", "cursor": "at 4" }),
            json!({ "secret": "s", "cursor": "at 8" })
        ]
    );
    for seen in server.seen() {
        assert_eq!(seen.line, "POST /sync HTTP/1.1");
        assert_eq!(seen.header("content-type"), Some("application/json"));
        let length = seen.body.len().to_string();
        assert_eq!(seen.header("content-length"), Some(length.as_str()));
    }
    assert_eq!(
        ids!(client.sync_changes(&secret()).by_cursor(4)).unwrap(),
        all()
    );
    assert_eq!(
        bodies(&server)[4],
        json!({ "secret": "s", "count": 4, "cursor": "at 4" })
    );
    let error = ids!(client.sync_changes(&secret()).by_cursor(501)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
}

#[tokio::test]
async fn pages_tokens_and_audits_work_with_cursors_in_bodies() {
    let server = changes().await;
    let client = client(&server);
    let mut pages = client.sync_changes(&secret()).pages();
    assert_eq!(pages.try_next().await.unwrap().unwrap().added.len(), 4);
    let token = pages.resume_token().unwrap().to_string();
    let token: ResumeToken = token.parse().unwrap();
    let mut rest = client.sync_changes(&secret()).pager().resume(token).items();
    let mut read = Vec::new();
    while let Some(item) = rest.try_next().await.unwrap() {
        read.push(item.id);
    }
    assert_eq!(read, all()[4..]);
    assert_eq!(bodies(&server)[1]["cursor"], "at 4");
    let audit = rest.audit();
    assert!(audit.complete);
    assert_eq!((audit.pages, audit.items), (3, 10));
}

#[tokio::test]
async fn a_cursor_of_several_types_comes_back_as_it_was() {
    for next in [
        json!(7),
        json!(u64::MAX),
        json!("5c56c793-69f3-4fbf-87e6-c4bf54c28c26"),
    ] {
        let given = next.clone();
        let server = Server::start(move |_, before| {
            let offset = if before == 0 { next.clone() } else { Value::Null };
            let points = items(before, 1);
            let page = json!({ "result": { "points": points, "next_page_offset": offset }, "status": "ok", "time": 0.1 });
            Reply::json(200, &page.to_string())
        })
        .await;
        let client = client(&server);
        // Without a body there is one from the second page on.
        assert_eq!(ids!(client.scroll_points()).unwrap(), ["0", "1"]);
        assert_eq!(bodies(&server), [Value::Null, json!({ "offset": given })]);
        let second = &server.seen()[1];
        assert_eq!(second.header("content-type"), Some("application/json"));
    }
}

#[tokio::test]
async fn a_request_that_begins_at_a_cursor_goes_on_from_there() {
    let server = Server::start(|seen, before| {
        assert_eq!(body(seen)["limit"], 2);
        let next = (before == 0).then_some(9);
        let page = json!({ "result": { "points": items(before, 1), "next_page_offset": next } });
        Reply::json(200, &page.to_string())
    })
    .await;
    let start = ScrollPointsBody::new().limit(2).offset(PointId::Integer(3));
    assert_eq!(
        ids!(client(&server).scroll_points().body(&start)).unwrap(),
        ["0", "1"]
    );
    assert_eq!(bodies(&server)[0]["offset"], 3);
    assert_eq!(bodies(&server)[1]["offset"], 9);
}

#[tokio::test]
async fn an_offset_deep_in_the_body_moves_until_the_total() {
    let server = Server::start(|seen, _| {
        let at = &body(seen)["pagination"];
        let from = usize::try_from(at["offset"].as_u64().unwrap_or(0)).unwrap();
        let page = json!({ "hits": items(from, 5), "total": 10 });
        Reply::json(200, &page.to_string())
    })
    .await;
    let client = client(&server);
    let query = SearchByPageBody::new().query("q");
    assert_eq!(
        ids!(client.search_by_page(&query).by_page(5)).unwrap(),
        all()
    );
    assert_eq!(
        bodies(&server),
        [
            json!({ "query": "q", "pagination": { "limit": 5, "offset": 0 } }),
            json!({ "query": "q", "pagination": { "limit": 5, "offset": 5 } })
        ]
    );
    assert_eq!(client.search_by_page(&query).count().await.unwrap(), 10);
}

#[tokio::test]
async fn a_cursor_that_repeats_itself_ends_in_an_error() {
    let server = Server::start(|_, _| {
        let page = json!({ "added": [{ "id": "1" }], "next_cursor": "same", "has_more": true });
        Reply::json(200, &page.to_string())
    })
    .await;
    let error = ids!(client(&server).sync_changes(&secret())).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Paging);
    assert!(server.seen().len() < 4);
}
