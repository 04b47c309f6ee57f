//! The same operations without async.

use fitbit_plus::ErrorKind;

use super::new_patient;
use crate::mock::Mock;

pub(super) fn serving() -> (tokio::runtime::Runtime, Mock) {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .unwrap();
    let mock = runtime.block_on(Mock::of_patients(50));
    (runtime, mock)
}

#[test]
fn calls_block_and_pagers_are_iterators() {
    let (_runtime, mock) = serving();
    let client = mock.with_credentials().build_blocking().unwrap();
    let patients = || {
        client
            .fetch_patients()
            .filter_organization(&mock.organization)
    };
    assert_eq!(client.fetch_patient("p1").send().unwrap().data.id, "p1");
    assert_eq!(patients().count().unwrap(), 50);
    let mut items = patients().by_page(10).concurrency(3).items();
    let ids: Vec<String> = items.by_ref().map(|item| item.unwrap().id.into()).collect();
    assert_eq!(ids.len(), 50);
    assert_eq!(items.audit().missed(), Some(0));
    let pages = patients().by_cursor(20).read_ahead().pages();
    assert_eq!(pages.map(Result::unwrap).count(), 3);
    client
        .create_patient(new_patient(&mock, "A"))
        .send()
        .unwrap();
    assert_eq!(patients().count().unwrap(), 51);

    let threads: Vec<_> = (0..4)
        .map(|_| {
            let client = client.clone();
            std::thread::spawn(move || client.fetch_patient("p1").send().is_ok())
        })
        .collect();
    assert!(threads.into_iter().all(|thread| thread.join().unwrap()));
    mock.assert_documented();
}

#[tokio::test]
async fn a_blocking_call_within_async_code_is_an_error_and_not_a_panic() {
    let mock = Mock::of_patients(2).await;
    let client = mock.builder().build_blocking().unwrap();
    let error = client.fetch_patient("p1").send().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::BlockingInAsync);
    let patients = client.fetch_patients();
    let mut items = patients.filter_organization(&mock.organization).items();
    assert_eq!(
        items.next().unwrap().unwrap_err().kind(),
        ErrorKind::BlockingInAsync
    );
    drop((items, client));
}
