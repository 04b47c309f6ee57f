//! Paging by cursors that a response names in many ways, and that a query parameter takes.

use futures_util::TryStreamExt;
use reqwest::Url;
use serde_json::{Value, json};
use tests::runtime::{ErrorKind, ResumeToken};

use super::client;
use super::server::{Reply, Seen, Server};

/// A query parameter.
fn parameter(seen: &Seen, name: &str) -> Option<String> {
    let url = Url::parse(&format!("http://x{}", seen.target())).unwrap();
    let found = url.query_pairs().find(|(other, _)| other == name);
    found.map(|(_, value)| value.into_owned())
}

/// Pages of four items out of ten. `build` makes a page of its items and the cursor of the next one; a cursor is the id of
/// the item before.
async fn server(
    taker: &'static str,
    build: impl Fn(Vec<Value>, Option<String>) -> Value + Send + Sync + 'static,
) -> Server {
    Server::start(move |seen, _| {
        let from = parameter(seen, taker).map_or(0, |last| last.parse::<usize>().unwrap() + 1);
        let items: Vec<Value> = (from..(from + 4).min(10))
            .map(|id| json!({ "id": id.to_string() }))
            .collect();
        let next = (from + 4 < 10).then(|| (from + 3).to_string());
        Reply::json(200, &build(items, next).to_string())
    })
    .await
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

fn all() -> Vec<String> {
    (0..10).map(|id| id.to_string()).collect()
}

/// Reads all items, and holds what was asked for against what it should be: cursors `3` and `7`.
macro_rules! reads_all {
    ($method:ident, $path:literal, $taker:literal, $build:expr) => {
        let server = server($taker, $build).await;
        assert_eq!(ids!(client(&server).$method()).unwrap(), all());
        let encoded = $taker.replace('[', "%5B").replace(']', "%5D");
        assert_eq!(
            targets(&server),
            [
                $path.to_owned(),
                format!("{}?{encoded}=3", $path),
                format!("{}?{encoded}=7", $path)
            ]
        );
    };
}

#[tokio::test]
async fn the_id_of_the_last_item_leads_on_while_there_is_more() {
    // The last page has an id as well.
    reads_all!(after_last_id, "/last-id", "after", |data, next| {
        let last = data.last().unwrap()["id"].clone();
        json!({ "data": data, "last_id": last, "has_more": next.is_some() })
    });
    reads_all!(
        starting_after_item,
        "/starting-after",
        "starting_after",
        |data, next| json!({ "data": data, "has_more": next.is_some() })
    );
}

#[tokio::test]
async fn cursors_of_many_names_are_followed() {
    reads_all!(
        next_page_to_page_token,
        "/page-token",
        "page_token",
        |items, next| json!({ "items": items, "next_page": next })
    );
    reads_all!(
        continue_from_metadata,
        "/continue",
        "continue",
        // Empty on the last page.
        |items, next| json!({ "items": items, "metadata": { "continue": next.unwrap_or_default() } })
    );
    reads_all!(
        after_in_paging_next,
        "/next-after",
        "after",
        |items, next| match next {
            Some(next) => json!({ "results": items, "paging": { "next": { "after": next } } }),
            None => json!({ "results": items }),
        }
    );
    reads_all!(
        page_cursor_from_meta,
        "/page-cursor",
        "page[cursor]",
        |items, next| json!({ "data": items, "meta": { "page": { "after": next } } })
    );
    reads_all!(
        cursor_from_meta,
        "/meta",
        "cursor",
        |items, next| json!({ "data": items, "meta": { "next_cursor": next } })
    );
    reads_all!(
        cursor_from_response_metadata,
        "/response-metadata",
        "cursor",
        |items, next| json!({ "channels": items, "response_metadata": { "next_cursor": next.unwrap_or_default() } })
    );
    reads_all!(
        token_of_the_same_name,
        "/same-name",
        "NextToken",
        |items, next| json!({ "Things": items, "NextToken": next })
    );
    reads_all!(
        next_is_a_token,
        "/next-is-token",
        "start",
        |items, next| json!({ "items": items, "next": next })
    );
}

#[tokio::test]
async fn a_number_leads_on_until_it_is_null_or_nothing() {
    for end in [json!(null), json!(0), json!(-1)] {
        let server = Server::start(move |seen, _| {
            let from = parameter(seen, "offset").map_or(0, |from| from.parse().unwrap());
            let things: Vec<Value> = (from..(from + 4_usize).min(10))
                .map(|id| json!({ "id": id.to_string() }))
                .collect();
            let next = if from + 4 < 10 {
                json!(from + 4)
            } else {
                end.clone()
            };
            Reply::json(
                200,
                &json!({ "things": things, "next_offset": next }).to_string(),
            )
        })
        .await;
        let client = client(&server);
        assert_eq!(ids!(client.next_offset_to_offset()).unwrap(), all());
        assert_eq!(
            targets(&server),
            [
                "/next-offset",
                "/next-offset?offset=4",
                "/next-offset?offset=8"
            ]
        );
    }
}

#[tokio::test]
async fn a_next_of_which_nothing_is_said_is_a_link_or_a_cursor_by_its_value() {
    reads_all!(
        next_is_either,
        "/next-is-either",
        "cursor",
        |items, next| json!({ "items": items, "next": next })
    );
    for prefix in ["http://HOST/next-is-either", "/next-is-either", ""] {
        let server = Server::start(move |seen, before| {
            let host = seen.header("host").unwrap();
            let link = format!("{prefix}?cursor=a%2Fb&page_size=1").replace("HOST", host);
            let next = (before == 0).then_some(link);
            let items = [json!({ "id": before.to_string() })];
            Reply::json(200, &json!({ "items": items, "next": next }).to_string())
        })
        .await;
        assert_eq!(ids!(client(&server).next_is_either()).unwrap(), ["0", "1"]);
        let link = "/next-is-either?cursor=a%2Fb&page_size=1";
        assert_eq!(targets(&server), ["/next-is-either", link]);
    }
}

#[tokio::test]
async fn a_next_that_is_a_url_is_followed_whatever_parameters_there_are() {
    let server = Server::start(|_, before| {
        let next = (before == 0).then_some("/next-is-url?cursor=x");
        let items = [json!({ "id": before.to_string() })];
        Reply::json(200, &json!({ "items": items, "next": next }).to_string())
    })
    .await;
    assert_eq!(ids!(client(&server).next_is_a_url()).unwrap(), ["0", "1"]);
    assert_eq!(targets(&server), ["/next-is-url", "/next-is-url?cursor=x"]);
    for url in [
        "https://evil.example/x?cursor=1",
        "//evil.example/x?cursor=1",
    ] {
        let body = json!({ "items": [], "next": url }).to_string();
        for either in [false, true] {
            let server = Server::once(Reply::json(200, &body)).await;
            let client = client(&server);
            let error = match either {
                true => ids!(client.next_is_either()).unwrap_err(),
                false => ids!(client.next_is_a_url()).unwrap_err(),
            };
            assert_eq!(error.kind(), ErrorKind::ForeignOrigin, "{url}");
        }
    }
}

#[tokio::test]
async fn the_header_link_is_followed_without_parameters_for_it() {
    let server = Server::start(|_, before| {
        let page = Reply::json(200, &json!([{ "id": before.to_string() }]).to_string());
        match before {
            0 => page.header("link", "</link-header?max_id=7>; rel=\"next\""),
            _ => page,
        }
    })
    .await;
    assert_eq!(ids!(client(&server).link_only()).unwrap(), ["0", "1"]);
    assert_eq!(targets(&server), ["/link-header", "/link-header?max_id=7"]);
}

#[tokio::test]
async fn sizes_and_other_parameters_stay_with_a_cursor() {
    let server = server(
        "starting_after",
        |data, next| json!({ "data": data, "has_more": next.is_some() }),
    )
    .await;
    let client = client(&server);
    assert_eq!(
        ids!(client.starting_after_item().by_cursor(4)).unwrap(),
        all()
    );
    assert_eq!(
        targets(&server)[..2],
        [
            "/starting-after?limit=4",
            "/starting-after?limit=4&starting_after=3"
        ]
    );
    // A request that begins somewhere goes on from there.
    assert_eq!(
        ids!(client.starting_after_item().starting_after("7")).unwrap(),
        ["8", "9"]
    );
}

#[tokio::test]
async fn no_more_is_the_end_even_with_a_cursor() {
    let body = json!({ "data": [{ "id": "1" }], "last_id": "1", "has_more": false }).to_string();
    let server = Server::once(Reply::json(200, &body)).await;
    assert_eq!(ids!(client(&server).after_last_id()).unwrap(), ["1"]);
}

#[tokio::test]
async fn a_cursor_that_is_missing_null_or_empty_is_the_end() {
    for end in [
        json!({}),
        json!({ "next_cursor": null }),
        json!({ "next_cursor": "" }),
    ] {
        let body = json!({ "data": [{ "id": "1" }], "meta": end }).to_string();
        let server = Server::once(Reply::json(200, &body)).await;
        assert_eq!(ids!(client(&server).cursor_from_meta()).unwrap(), ["1"]);
    }
}

#[tokio::test]
async fn pages_that_lead_nowhere_end_in_an_error() {
    // More is promised, but there is no item to go on after.
    let body = json!({ "data": [], "has_more": true }).to_string();
    let server = Server::once(Reply::json(200, &body)).await;
    let error = ids!(client(&server).starting_after_item()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Paging, "{error}");

    // The same page again and again.
    let server = Server::start(|_, _| {
        let body = json!({ "data": [{ "id": "1" }], "last_id": "1", "has_more": true });
        Reply::json(200, &body.to_string())
    })
    .await;
    for error in [
        ids!(client(&server).starting_after_item()).unwrap_err(),
        ids!(client(&server).after_last_id()).unwrap_err(),
    ] {
        assert_eq!(error.kind(), ErrorKind::Paging, "{error}");
    }
    assert!(server.seen().len() < 8);
}

#[tokio::test]
async fn pages_without_items_come_to_an_end() {
    // A few are passed over, as servers that filter after paging send them.
    let server = Server::start(|_, before| {
        let (items, next) = match before {
            20 => (json!([{ "id": "1" }]), String::new()),
            _ => (json!([]), before.to_string()),
        };
        Reply::json(
            200,
            &json!({ "data": items, "meta": { "next_cursor": next } }).to_string(),
        )
    })
    .await;
    assert_eq!(ids!(client(&server).cursor_from_meta()).unwrap(), ["1"]);
    let endless = Server::start(|_, before| {
        let meta = json!({ "next_cursor": before.to_string() });
        Reply::json(200, &json!({ "data": [], "meta": meta }).to_string())
    })
    .await;
    let error = ids!(client(&endless).cursor_from_meta()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Paging, "{error}");
    assert_eq!(endless.seen().len(), 200);
}

#[tokio::test]
async fn a_cursor_is_kept_in_a_resume_token_and_items_are_audited() {
    let server = server("after", |data, next| {
        let last = data.last().unwrap()["id"].clone();
        json!({ "data": data, "last_id": last, "has_more": next.is_some() })
    })
    .await;
    let client = client(&server);
    let mut items = client.after_last_id().items();
    let mut read = Vec::new();
    for _ in 0..6 {
        read.push(items.try_next().await.unwrap().unwrap().id);
    }
    let token: ResumeToken = items.resume_token().unwrap().to_string().parse().unwrap();
    let mut rest = client.after_last_id().pager().resume(token).items();
    while let Some(item) = rest.try_next().await.unwrap() {
        read.push(item.id);
    }
    assert_eq!(read, all());
    let audit = rest.audit();
    assert!(audit.complete);
    assert_eq!((audit.pages, audit.items, audit.duplicates), (3, 10, 0));
}
