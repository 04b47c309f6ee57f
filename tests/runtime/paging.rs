//! Paging when nothing goes wrong.

use std::time::{Duration, Instant};

use fitbit_plus::operations::patient::FetchPatients;
use fitbit_plus::{ErrorKind, ResumeToken};
use futures_util::TryStreamExt as _;
use serde_json::json;

use crate::mock::Mock;

async fn fifty() -> Mock {
    Mock::of_patients(50).await
}

async fn slow(milliseconds: u64) -> Mock {
    let mock = fifty().await;
    mock.fault(&format!("latency={milliseconds}")).unwrap();
    mock
}

fn list(mock: &Mock) -> FetchPatients {
    let patients = mock.client().fetch_patients();
    patients.filter_organization(&mock.organization)
}

fn ids(to: usize) -> Vec<String> {
    (0..to).map(|id| format!("p{id}")).collect()
}

#[tokio::test]
async fn items_are_all_items_however_they_are_paged() {
    let mock = fifty().await;
    let request = || list(&mock);
    for pager in [
        request().pager(),
        request().by_page(7),
        request().by_page(7).concurrency(4),
        request().by_page(50).concurrency(4),
        request().by_page(50),
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
    let filtered = |seen: &crate::mock::Seen| {
        seen.query("filter[organization]").as_deref() == Some(&mock.organization)
    };
    assert!(mock.seen().iter().all(filtered), "on every page");
    mock.assert_documented();
}

#[tokio::test]
async fn a_page_is_the_document_and_what_came_with_it() {
    let mock = fifty().await;
    let pages: Vec<_> = list(&mock).by_page(20).pages().try_collect().await.unwrap();
    assert_eq!(
        pages.iter().map(|page| page.data.len()).collect::<Vec<_>>(),
        [20, 20, 10]
    );
    assert_eq!(pages[0].meta.as_ref().unwrap().count, Some(50));
    assert_eq!(pages[0].response().status().as_u16(), 200);

    let third = list(&mock).page_at(3, 20).send().await.unwrap();
    assert_eq!(third.data.len(), 10);
}

#[tokio::test]
async fn counting_reads_no_items() {
    let mock = fifty().await;
    assert_eq!(list(&mock).count().await.unwrap(), 50);
    assert_eq!(mock.seen()[0].query("page[limit]").as_deref(), Some("0"));
}

#[tokio::test]
async fn a_token_resumes_after_the_last_item_in_a_client_of_its_own() {
    let mock = fifty().await;
    for cursor in [false, true] {
        for taken in 0..=50 {
            let pager = || {
                if cursor {
                    list(&mock).by_cursor(10)
                } else {
                    list(&mock).by_page(10)
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
    let mock = fifty().await;
    let token = list(&mock).items().resume_token().unwrap();
    let coaches = mock.client().fetch_coaches();
    let error = coaches
        .filter_organization(&mock.organization)
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
async fn page_sizes_out_of_bounds_are_refused() {
    let mock = fifty().await;
    for size in [0, 51] {
        let error = list(&mock)
            .by_page(size)
            .items()
            .try_next()
            .await
            .unwrap_err();
        assert!(error.to_string().contains("page[size]"), "{error}");
    }
    assert_eq!(mock.seen().len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn concurrency_hides_latency_and_keeps_order() {
    let mock = slow(200).await;
    let started = Instant::now();
    let read: Vec<_> = list(&mock)
        .by_page(2)
        .concurrency(8)
        .items()
        .try_collect()
        .await
        .unwrap();
    assert_eq!(read.len(), 50);
    // One page, then 24 in threes of eight; one at a time takes 5 s at least.
    assert!(
        started.elapsed() < Duration::from_secs(4),
        "{:?}",
        started.elapsed()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn reading_ahead_overlaps_the_next_page_with_the_work_on_this_one() {
    let mock = slow(200).await;
    let time = async |ahead: bool| {
        let request = list(&mock).by_cursor(10);
        let mut pages = if ahead {
            request.read_ahead().pages()
        } else {
            request.pages()
        };
        let started = Instant::now();
        while pages.try_next().await.unwrap().is_some() {
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
        started.elapsed()
    };
    let (without, with) = (time(false).await, time(true).await);
    assert!(
        with + Duration::from_millis(300) < without,
        "{with:?} and {without:?}"
    );
}

#[tokio::test]
async fn an_empty_collection_is_complete() {
    let mock = Mock::of_patients(0).await;
    for mut items in [
        list(&mock).items(),
        list(&mock).by_page(5).concurrency(4).items(),
        list(&mock).by_cursor(5).items(),
    ] {
        assert!(items.try_next().await.unwrap().is_none());
        assert_eq!((items.audit().pages, items.audit().missed()), (1, Some(0)));
    }
}

#[tokio::test]
async fn a_resume_token_from_anywhere_does_no_harm() {
    let mock = fifty().await;
    let other = Mock::of_patients(1).await;
    let audit = json!({
        "pages": u64::MAX, "items": u64::MAX, "duplicates": u64::MAX, "failed": u64::MAX,
        "total_at_start": null, "total_at_end": null, "complete": true, "exact": true,
    });
    for (position, kind) in [
        (json!({ "number": i64::MAX }), None),
        (json!({ "number": u64::MAX }), Some(ErrorKind::Status)),
        (json!({ "cursor": "p9" }), Some(ErrorKind::Paging)),
        (json!({ "url": "nonsense" }), Some(ErrorKind::Paging)),
        (
            json!({ "url": format!("{}/patient", other.url()) }),
            Some(ErrorKind::ForeignOrigin),
        ),
    ] {
        let token = json!({
            "operation": "fetchPatients", "position": position, "delivered": usize::MAX, "last": "p1", "audit": audit,
        });
        let token: ResumeToken = token.to_string().parse().unwrap();
        let mut items = list(&mock).by_page(10).concurrency(4).resume(token).items();
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
