//! Paging when nothing goes wrong.

use std::time::{Duration, Instant};

use futures_util::{StreamExt as _, TryStreamExt as _};
use serde_json::json;

use super::builder;
use super::patients::{self, patients};
use super::sample::runtime::{ErrorKind, ResumeToken};
use super::server::{Fault, Reply, Server};

async fn fifty() -> Server {
    slow(Duration::ZERO).await
}

async fn slow(latency: Duration) -> Server {
    Server::start(move |seen, _| {
        patients::page(seen, &patients(0..50)).fault(Fault::SlowHeaders(latency))
    })
    .await
}

fn ids(to: usize) -> Vec<String> {
    (0..to).map(|id| format!("p{id}")).collect()
}

#[tokio::test]
async fn items_are_all_items_however_they_are_paged() {
    let server = fifty().await;
    let client = builder(&server).build().unwrap();
    let request = || client.fetch_patients().filter_organization("o");
    for pager in [
        request().pager(),
        request().by_page(7),
        request().by_page(7).concurrency(4),
        request().by_page(50).concurrency(4),
        request().by_page(200),
        request().by_cursor(20),
        request().by_cursor(20).read_ahead(),
        request().by_cursor(25).drop_duplicates(),
    ] {
        let shown = format!("{pager:?}");
        let mut items = pager.items();
        let mut read = Vec::new();
        while let Some(item) = items.try_next().await.unwrap() {
            read.push(item.id);
        }
        assert_eq!(read, ids(50), "{shown}");
        let audit = items.audit();
        assert_eq!(
            (audit.items, audit.duplicates, audit.missed()),
            (50, 0, Some(0)),
            "{shown}"
        );
        assert!(audit.complete && audit.exact, "{shown}");
        assert_eq!(items.resume_token(), None, "{shown}");
    }
    let first = &server.seen()[0];
    assert_eq!(first.query("filter[organization]").as_deref(), Some("o"));
}

#[tokio::test]
async fn a_page_is_the_document_and_what_came_with_it() {
    let server = fifty().await;
    let client = builder(&server).build().unwrap();
    let pages: Vec<_> = client
        .fetch_patients()
        .by_page(20)
        .pages()
        .try_collect()
        .await
        .unwrap();
    assert_eq!(
        pages.iter().map(|page| page.data.len()).collect::<Vec<_>>(),
        [20, 20, 10]
    );
    assert_eq!(pages[0].meta.as_ref().unwrap().count, Some(50));
    assert_eq!(pages[0].response().status().as_u16(), 200);

    let third = client.fetch_patients().page_at(3, 20).send().await.unwrap();
    assert_eq!(third.data.len(), 10);
}

#[tokio::test]
async fn counting_reads_no_items() {
    let server = fifty().await;
    let client = builder(&server).build().unwrap();
    assert_eq!(client.fetch_patients().count().await.unwrap(), 50);
    assert_eq!(server.seen()[0].target, "/pub/patient?page%5Bsize%5D=0");
}

#[tokio::test]
async fn a_token_resumes_after_the_last_item_in_a_client_of_its_own() {
    let server = fifty().await;
    for cursor in [false, true] {
        for taken in 0..=50 {
            let client = builder(&server).build().unwrap();
            let pager = || {
                if cursor {
                    client.fetch_patients().by_cursor(10)
                } else {
                    client.fetch_patients().by_page(10)
                }
            };
            let mut items = pager().items();
            let mut read = Vec::new();
            for _ in 0..taken {
                read.push(items.try_next().await.unwrap().unwrap().id);
            }
            let Some(token) = items.resume_token() else {
                assert_eq!(taken, 50);
                continue;
            };
            let token: ResumeToken = token.to_string().parse().unwrap();
            let mut rest = pager().resume(token).items();
            while let Some(item) = rest.try_next().await.unwrap() {
                read.push(item.id);
            }
            assert_eq!(read, ids(50), "{taken} taken, cursor: {cursor}");
            assert_eq!(
                (rest.audit().items, rest.audit().missed()),
                (50, Some(0)),
                "{taken} taken, cursor: {cursor}"
            );
        }
    }
}

#[tokio::test]
async fn a_token_of_another_operation_is_refused() {
    let server = fifty().await;
    let client = builder(&server).build().unwrap();
    let token = client.fetch_patients().items().resume_token().unwrap();
    let error = client
        .list_notes()
        .by_page(5)
        .resume(token)
        .items()
        .try_next()
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert!("{}".parse::<ResumeToken>().is_err());
}

#[tokio::test]
async fn offsets_go_on_without_links_until_the_total_or_an_empty_page() {
    for (with_total, capped, requests) in
        [(true, 100, 3), (false, 100, 4), (true, 4, 7), (false, 4, 8)]
    {
        let server = Server::start(move |seen, _| {
            let (offset, limit) = (
                seen.number("offset").unwrap(),
                seen.number("limit").unwrap().min(capped),
            );
            let notes: Vec<_> = (offset..25.min(offset + limit))
                .map(|id| json!({ "id": id, "text": "x" }))
                .collect();
            let total = with_total.then_some(25);
            Reply::json(200, json!({ "notes": notes, "total": total }))
        })
        .await;
        let client = builder(&server).build().unwrap();
        for concurrency in [1, 3] {
            let items = client
                .list_notes()
                .by_page(10)
                .concurrency(concurrency)
                .items();
            let read: Vec<_> = items.try_collect().await.unwrap();
            assert_eq!(
                read.iter().map(|note| note.id).collect::<Vec<_>>(),
                (0..25).collect::<Vec<_>>()
            );
        }
        assert_eq!(
            server.seen().len(),
            requests * 2,
            "total: {with_total}, capped at {capped}"
        );
    }
}

#[tokio::test]
async fn the_first_page_is_not_taken_for_everything_where_responses_have_no_links() {
    let server = Server::start(|seen, _| {
        let offset = seen.number("offset").unwrap();
        let notes: Vec<_> = (offset..25.min(offset + 10))
            .map(|id| json!({ "id": id, "text": "x" }))
            .collect();
        Reply::json(200, json!({ "notes": notes }))
    })
    .await;
    let client = builder(&server).build().unwrap();
    assert_eq!(
        client
            .list_notes()
            .items()
            .try_collect::<Vec<_>>()
            .await
            .unwrap()
            .len(),
        25
    );
}

#[tokio::test]
async fn a_server_that_ignores_the_offset_is_noticed() {
    let server =
        Server::start(|_, _| Reply::json(200, r#"{"notes": [{"id": 1, "text": "x"}]}"#)).await;
    let client = builder(&server).build().unwrap();
    let read: Vec<_> = client.list_notes().by_page(1).items().collect().await;
    assert_eq!(read.len(), 2);
    assert_eq!(read[1].as_ref().unwrap_err().kind(), ErrorKind::Paging);
}

#[tokio::test]
async fn page_sizes_out_of_bounds_are_refused() {
    let server = fifty().await;
    let client = builder(&server).build().unwrap();
    for size in [0, 201] {
        let error = client
            .fetch_patients()
            .by_page(size)
            .items()
            .try_next()
            .await
            .unwrap_err();
        assert!(error.to_string().contains("page[size]"), "{error}");
    }
    assert_eq!(server.seen().len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn concurrency_hides_latency_and_keeps_order() {
    let server = slow(Duration::from_millis(50)).await;
    let client = builder(&server).build().unwrap();
    let started = Instant::now();
    let read: Vec<_> = client
        .fetch_patients()
        .by_page(2)
        .concurrency(8)
        .items()
        .try_collect()
        .await
        .unwrap();
    assert_eq!(read.len(), 50);
    // One page, then 24 in threes of eight; one at a time takes 1250 ms.
    assert!(
        started.elapsed() < Duration::from_millis(900),
        "{:?}",
        started.elapsed()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn reading_ahead_overlaps_the_next_page_with_the_work_on_this_one() {
    let server = slow(Duration::from_millis(50)).await;
    let client = builder(&server).build().unwrap();
    let time = async |ahead: bool| {
        let request = client.fetch_patients().by_cursor(10);
        let mut pages = if ahead {
            request.read_ahead().pages()
        } else {
            request.pages()
        };
        let started = Instant::now();
        while pages.try_next().await.unwrap().is_some() {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        started.elapsed()
    };
    let (without, with) = (time(false).await, time(true).await);
    assert!(
        with + Duration::from_millis(80) < without,
        "{with:?} and {without:?}"
    );
}

#[tokio::test]
async fn an_empty_collection_is_complete() {
    let server = Server::start(|seen, _| patients::page(seen, &[])).await;
    let client = builder(&server).build().unwrap();
    for mut items in [
        client.fetch_patients().items(),
        client.fetch_patients().by_page(5).concurrency(4).items(),
    ] {
        assert!(items.try_next().await.unwrap().is_none());
        assert_eq!((items.audit().pages, items.audit().missed()), (1, Some(0)));
    }
}

#[tokio::test]
async fn a_resume_token_from_anywhere_does_no_harm() {
    let server = fifty().await;
    let other = fifty().await;
    let client = builder(&server).build().unwrap();
    let audit = json!({
        "pages": u64::MAX, "items": u64::MAX, "duplicates": u64::MAX, "failed": u64::MAX,
        "total_at_start": null, "total_at_end": null, "complete": true, "exact": true,
    });
    for (position, kind) in [
        (json!({ "number": u64::MAX }), None),
        (json!({ "cursor": "p9" }), Some(ErrorKind::Paging)),
        (json!({ "url": "nonsense" }), Some(ErrorKind::Paging)),
        (
            json!({ "url": format!("{}/pub/patient", other.url) }),
            Some(ErrorKind::ForeignOrigin),
        ),
    ] {
        let token = json!({
            "operation": "fetchPatients", "position": position, "delivered": usize::MAX, "last": "p1", "audit": audit,
        });
        let token: ResumeToken = token.to_string().parse().unwrap();
        let mut items = client
            .fetch_patients()
            .by_page(10)
            .concurrency(4)
            .resume(token)
            .items();
        let error = loop {
            match items.try_next().await {
                Ok(Some(_)) => {}
                Ok(None) => break None,
                Err(error) => break Some(error.kind()),
            }
        };
        assert_eq!(error, kind, "{position}");
    }
    assert_eq!(other.seen().len(), 0);
}
