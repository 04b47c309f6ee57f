//! Servers that never come to an end: every pager does, and says why.

use std::time::{Duration, Instant};

use futures_util::TryStreamExt;
use serde_json::{Value, json};
use tests::runtime::{Error, ErrorKind};

use super::server::{Reply, Server};
use super::{builder, client};

/// Answers every request with this page; `build` is told how many came before.
async fn server(build: impl Fn(usize) -> Value + Send + Sync + 'static) -> Server {
    Server::start(move |_, before| Reply::json(200, &build(before).to_string())).await
}

fn assert_ended(error: &Error, why: &str) {
    assert_eq!(error.kind(), ErrorKind::Paging, "{error}");
    assert!(error.to_string().contains(why), "{error}");
}

#[tokio::test]
async fn empty_pages_below_a_huge_total_end() {
    let server = server(|before| {
        let results = if before == 0 {
            json!([{ "id": 1 }])
        } else {
            json!([])
        };
        json!({ "results": results, "total_count": 1_000_000_000_000_000_u64 })
    })
    .await;
    let items = client(&server)
        .by_number()
        .by_page(1)
        .concurrency(4)
        .items();
    let error = items.try_collect::<Vec<_>>().await.unwrap_err();
    assert_ended(&error, "200 pages without a new item");
    assert!(server.seen().len() < 220);
}

#[tokio::test]
async fn pages_of_known_items_end_though_a_member_changes_in_each() {
    let server = server(|before| {
        json!({ "items": [{ "id": 1, "at": before }], "paging": { "next_cursor": before.to_string() } })
    })
    .await;
    let items = client(&server).by_cursor().items();
    let error = items.try_collect::<Vec<_>>().await.unwrap_err();
    assert_ended(&error, "200 pages without a new item");
}

#[tokio::test]
async fn no_more_pages_are_read_than_allowed_and_reading_can_go_on() {
    let server = server(
        |before| json!({ "results": [{ "id": before }], "total_count": 1_000_000_000_000_000_u64 }),
    )
    .await;
    for concurrency in [1, 3] {
        let pager = client(&server).by_number().by_page(1);
        let mut pages = pager.max_pages(30).concurrency(concurrency).pages();
        let mut read = 0;
        let error = loop {
            match pages.try_next().await {
                Ok(Some(_)) => read += 1,
                Ok(None) => panic!("no error"),
                Err(error) => break error,
            }
        };
        assert_eq!(read, 30);
        assert_ended(&error, "more than 30 pages");
        let token = pages.resume_token().unwrap();
        assert!(!pages.audit().complete);
        assert!(pages.try_next().await.unwrap().is_none());
        let mut rest = client(&server).by_number().by_page(1).resume(token).pages();
        rest.try_next().await.unwrap().unwrap();
        assert!(
            server.last().target().ends_with("page=30"),
            "{:?}",
            server.last()
        );
    }
}

#[tokio::test]
async fn slow_pages_without_items_end_within_the_total_timeout() {
    let server = Server::start(|_, before| {
        std::thread::sleep(Duration::from_millis(20));
        let page = json!({ "items": [], "paging": { "next_cursor": before.to_string() } });
        Reply::json(200, &page.to_string())
    })
    .await;
    let limit = Duration::from_millis(200);
    let client = builder(&server).total_timeout(limit).build().unwrap();
    let started = Instant::now();
    let error = client
        .by_cursor()
        .items()
        .try_collect::<Vec<_>>()
        .await
        .unwrap_err();
    assert_ended(&error, "took longer than 200ms");
    assert!(started.elapsed() < Duration::from_secs(2));
}

/// A page of so many items, none of which is what the document says.
fn spoiled(count: usize) -> String {
    let items: Vec<_> = (0..count)
        .map(|id| json!({ "id": format!("x{id}") }))
        .collect();
    json!({ "results": items, "total_count": count }).to_string()
}

#[tokio::test]
async fn lenient_paging_takes_time_in_proportion_to_the_page() {
    let mut times = Vec::new();
    for count in [250, 1_000] {
        let server = Server::once(Reply::json(200, &spoiled(count))).await;
        let mut items = client(&server).by_number().pager().lenient().items();
        let started = Instant::now();
        for index in 0..count {
            let error = items.try_next().await.unwrap_err();
            assert_eq!(error.item_index(), Some(index));
            let path = &error.decode_error().unwrap().path;
            assert_eq!(*path, format!("results[{index}].id"));
        }
        times.push(started.elapsed());
        assert!(items.try_next().await.unwrap().is_none());
    }
    // Four times the items; sixteen times the time where it is quadratic.
    assert!(times[1] < times[0] * 10, "{times:?}");
}

#[tokio::test]
async fn a_page_of_nothing_but_what_cannot_be_decoded_is_an_error() {
    let server = Server::once(Reply::json(200, &spoiled(200_000))).await;
    let mut items = client(&server).by_number().pager().lenient().items();
    let error = items.try_next().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(
        error.to_string().contains("more than 1000 items"),
        "{error}"
    );
}
