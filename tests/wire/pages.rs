//! Paging in the ways that are not JSON:API's.

use futures_util::TryStreamExt;
use reqwest::Url;
use tests::runtime::ErrorKind;

use super::client;
use super::server::{Reply, Seen, Server};

/// A query parameter that is a number.
fn number(seen: &Seen, name: &str) -> Option<usize> {
    let url = Url::parse(&format!("http://x{}", seen.target())).unwrap();
    let found = url.query_pairs().find(|(other, _)| other == name);
    found.map(|(_, value)| value.parse().unwrap())
}

/// A part of a collection of ten, as JSON.
fn part(from: usize, size: usize) -> Vec<serde_json::Value> {
    let ids = from.min(10)..(from + size).min(10);
    ids.map(|id| serde_json::json!({ "id": id })).collect()
}

fn targets(server: &Server) -> Vec<String> {
    server
        .seen()
        .iter()
        .map(|seen| seen.target().to_owned())
        .collect()
}

macro_rules! ids {
    ($pager:expr) => {
        $pager
            .items()
            .map_ok(|item| item.id)
            .try_collect::<Vec<i64>>()
            .await
    };
}

fn all() -> Vec<i64> {
    (0..10).collect()
}

#[tokio::test]
async fn page_numbers_go_on_until_the_total_is_reached() {
    let server = Server::start(|seen, _| {
        let page = number(seen, "page").unwrap_or(0);
        let size = number(seen, "per_page").unwrap_or(4);
        let body = serde_json::json!({ "results": part(page * size, size), "total_count": 10 });
        Reply::json(200, &body.to_string())
    })
    .await;
    let client = client(&server);
    assert_eq!(ids!(client.by_number().pager()).unwrap(), all());
    assert_eq!(
        targets(&server),
        ["/number?page=0", "/number?page=1", "/number?page=2"]
    );
    assert_eq!(ids!(client.by_number().by_page(5)).unwrap(), all());
    assert_eq!(
        targets(&server)[3..],
        ["/number?per_page=5&page=0", "/number?per_page=5&page=1"]
    );
    assert_eq!(
        ids!(client.by_number().by_page(3).concurrency(4)).unwrap(),
        all()
    );
    assert_eq!(client.by_number().count().await.unwrap(), 10);
    let error = ids!(client.by_number().by_page(101)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
}

#[tokio::test]
async fn offsets_move_by_what_came_and_end_with_an_empty_page() {
    let server = Server::start(|seen, _| {
        // A server may give fewer items than it is asked for.
        let size = number(seen, "take").unwrap_or(50).min(4);
        let items = part(number(seen, "skip").unwrap_or(0), size);
        Reply::json(200, &serde_json::Value::from(items).to_string())
    })
    .await;
    assert_eq!(ids!(client(&server).by_skip().by_page(50)).unwrap(), all());
    assert_eq!(
        targets(&server),
        ["0", "4", "8", "10"].map(|skip| format!("/skip?take=50&skip={skip}"))
    );
}

#[tokio::test]
async fn offsets_end_at_the_total() {
    let server = Server::start(|seen, _| {
        let (from, size) = (
            number(seen, "offset").unwrap(),
            number(seen, "limit").unwrap(),
        );
        let data: Vec<_> = (from..(from + size).min(10))
            .map(|id| serde_json::json!({ "id": id.to_string() }))
            .collect();
        Reply::json(
            200,
            &serde_json::json!({ "data": data, "meta": { "total": 10 } }).to_string(),
        )
    })
    .await;
    let items = client(&server).by_offset().by_page(5).items();
    let ids: Vec<String> = items.map_ok(|item| item.id).try_collect().await.unwrap();
    assert_eq!(ids.len(), 10);
    assert_eq!(
        targets(&server),
        ["/c?limit=5&offset=0", "/c?limit=5&offset=5"]
    );
}

#[tokio::test]
async fn a_token_in_the_body_leads_to_the_next_page() {
    let server = Server::start(|seen, before| match before {
        0 => Reply::json(200, r#"{"items": [{"id": "a"}], "nextPageToken": "t&1"}"#),
        1 => Reply::json(200, r#"{"items": [], "nextPageToken": "t2"}"#),
        _ => {
            assert!(seen.target().contains("t2"));
            Reply::json(200, r#"{"items": [{"id": "b"}], "nextPageToken": ""}"#)
        }
    })
    .await;
    let items = client(&server).by_token().by_cursor(1).items();
    let ids: Vec<String> = items.map_ok(|item| item.id).try_collect().await.unwrap();
    assert_eq!(ids, ["a", "b"]);
    assert_eq!(
        targets(&server),
        [
            "/b?pageSize=1",
            "/b?pageSize=1&pageToken=t%261",
            "/b?pageSize=1&pageToken=t2"
        ]
    );
}

#[tokio::test]
async fn a_cursor_may_stand_deeper_in_the_body() {
    let server = Server::start(|seen, _| {
        let from = number(seen, "cursor").unwrap_or(0);
        let next = (from + 4 < 10).then(|| (from + 4).to_string());
        let body = serde_json::json!({ "items": part(from, 4), "paging": { "next_cursor": next } });
        Reply::json(200, &body.to_string())
    })
    .await;
    assert_eq!(ids!(client(&server).by_cursor().pager()).unwrap(), all());
    assert_eq!(
        targets(&server),
        ["/cursor", "/cursor?cursor=4", "/cursor?cursor=8"]
    );
}

#[tokio::test]
async fn a_link_in_the_body_leads_to_the_next_page() {
    let server = Server::start(|seen, _| {
        let from = number(seen, "$skiptoken").unwrap_or(0);
        let mut body = serde_json::json!({ "value": part(from, 4) });
        if from + 4 < 10 {
            body["@odata.nextLink"] = format!("/next?$skiptoken={}", from + 4).into();
        }
        Reply::json(200, &body.to_string())
    })
    .await;
    assert_eq!(ids!(client(&server).by_next_link().q("x")).unwrap(), all());
    // The link is followed as it is.
    assert_eq!(
        targets(&server),
        ["/next?q=x", "/next?$skiptoken=4", "/next?$skiptoken=8"]
    );
}

#[tokio::test]
async fn a_link_may_stand_deeper_in_the_body_and_be_relative() {
    let server = Server::start(|seen, _| {
        let from = number(seen, "from").unwrap_or(0);
        let next = (from + 4 < 10).then(|| format!("?from={}", from + 4));
        let body = serde_json::json!({ "data": part(from, 4), "links": { "next": next } });
        Reply::json(200, &body.to_string())
    })
    .await;
    assert_eq!(ids!(client(&server).by_nested_link()).unwrap(), all());
    assert_eq!(
        targets(&server),
        ["/nested", "/nested?from=4", "/nested?from=8"]
    );
}

/// Reads `byLink` from a server that adds these `Link` headers to its first page; says how many pages were read.
async fn linked(headers: &'static [&'static str]) -> usize {
    let server = Server::start(|_, before| {
        let page = Reply::json(200, &format!("[{{\"id\": \"{before}\"}}]"));
        match before {
            0 => headers
                .iter()
                .fold(page, |page, header| page.header("Link", header)),
            _ => page,
        }
    })
    .await;
    let items = client(&server).by_link().items();
    let ids: Vec<String> = items.map_ok(|item| item.id).try_collect().await.unwrap();
    for target in targets(&server).iter().skip(1) {
        assert_eq!(target, "/a?page=2,5");
    }
    ids.len()
}

#[tokio::test]
async fn the_header_link_leads_to_the_next_page() {
    for headers in [
        &["</a?page=2,5>; rel=\"next\""] as &[_],
        &["</a?page=9>; rel=\"last\", </a?page=2,5>; rel=\"next\", </a?page=1>; rel=first"],
        &["</a?page=9>; rel=prev", "</a?page=2,5>; rel=next"],
        &["</a?page=2,5>;rel=\"last next\""],
        &["</a?page=2,5>; REL = \"NEXT\""],
        &[
            "</a?page=9>; title=\"a, b; rel=next\"; rel=\"prev\", </a?page=2,5>; title=\"<c>\"; rel=next",
        ],
        &["</a?page=2,5>; title=\"\\\"quoted\\\", \"; rel=next"],
    ] {
        assert_eq!(linked(headers).await, 2, "{headers:?}");
    }
}

#[tokio::test]
async fn links_of_other_relations_are_not_followed() {
    for headers in [
        &[] as &[_],
        &["</a?page=9>; rel=\"prev\""],
        &["</a?page=9>; rel=\"nextish\""],
        &["</a?page=9>; title=\"x; rel=next\""],
        &["</a?page=9>; rel=prev; rel=next"],
        &["</a?page=9>; rel=next; anchor=\"#other\""],
        &["nonsense"],
    ] {
        assert_eq!(linked(headers).await, 1, "{headers:?}");
    }
}

#[tokio::test]
async fn a_server_that_loops_ends_in_an_error() {
    let server = Server::start(|seen, _| match seen.target().split('?').next().unwrap() {
        "/next" => Reply::json(
            200,
            r#"{"value": [{"id": 1}], "@odata.nextLink": "/next?page=2"}"#,
        ),
        "/a" => Reply::json(200, r#"[{"id": "1"}]"#).header("link", "</a>; rel=next"),
        "/b" => Reply::json(200, r#"{"items": [{"id": "1"}], "nextPageToken": "same"}"#),
        "/skip" => Reply::json(200, r#"[{"id": 1}]"#),
        other => panic!("{other}"),
    })
    .await;
    let client = client(&server);
    let errors = [
        ids!(client.by_next_link()).unwrap_err(),
        client
            .by_link()
            .items()
            .try_collect::<Vec<_>>()
            .await
            .unwrap_err(),
        client
            .by_token()
            .items()
            .try_collect::<Vec<_>>()
            .await
            .unwrap_err(),
        ids!(client.by_skip()).unwrap_err(),
    ];
    for error in errors {
        assert_eq!(error.kind(), ErrorKind::Paging, "{error}");
    }
    assert!(server.seen().len() < 10);
}

#[tokio::test]
async fn a_link_to_another_host_is_not_followed() {
    let body = r#"{"value": [], "@odata.nextLink": "https://evil.example/steal"}"#;
    let server = Server::once(Reply::json(200, body)).await;
    let error = ids!(client(&server).by_next_link()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ForeignOrigin);
}
