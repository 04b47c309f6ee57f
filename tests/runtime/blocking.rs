//! The same operations without async.

use super::builder;
use super::patients::{self, patients};
use super::sample::models::patient::PatientCreateAttributes;
use super::sample::runtime::jsonapi::NewResource;
use super::sample::runtime::{Credential, ErrorKind};
use super::server::{Reply, Server};
use serde_json::json;

fn serving() -> (tokio::runtime::Runtime, Server) {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .unwrap();
    let server = runtime.block_on(Server::start(|seen, _| {
        match (seen.method.as_str(), seen.path()) {
            (_, "/pub/oauth/token") => Reply::json(200, json!({ "access_token": "t" })),
            ("GET", "/pub/patient") => patients::page(seen, &patients(0..50)),
            _ => Reply::json(200, json!({ "data": patients::patient(1) })),
        }
    }));
    (runtime, server)
}

#[test]
fn calls_block_and_pagers_are_iterators() {
    let (_runtime, server) = serving();
    let client = builder(&server).credential("OAuth2", Credential::client_credentials("i", "s"));
    let client = client.build_blocking().unwrap();
    assert_eq!(client.fetch_patient("p1").send().unwrap().data.id, "p1");
    client
        .create_patient(NewResource::new(PatientCreateAttributes::new("A")))
        .send()
        .unwrap();
    assert_eq!(client.fetch_patients().count().unwrap(), 50);
    let mut items = client.fetch_patients().by_page(10).concurrency(3).items();
    assert_eq!(
        items
            .by_ref()
            .map(|item| item.unwrap().id)
            .collect::<Vec<_>>()
            .len(),
        50
    );
    assert_eq!(items.audit().missed(), Some(0));
    assert_eq!(
        client
            .fetch_patients()
            .by_cursor(20)
            .read_ahead()
            .pages()
            .map(Result::unwrap)
            .count(),
        3
    );

    let threads: Vec<_> = (0..4)
        .map(|_| {
            let client = client.clone();
            std::thread::spawn(move || client.fetch_patient("p1").send().is_ok())
        })
        .collect();
    assert!(threads.into_iter().all(|thread| thread.join().unwrap()));
}

#[tokio::test]
async fn a_blocking_call_within_async_code_is_an_error_and_not_a_panic() {
    let server = Server::start(|_, _| Reply::json(200, "{}")).await;
    let client = builder(&server).build_blocking().unwrap();
    let error = client.fetch_patient("p1").send().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::BlockingInAsync);
    let first = client.fetch_patients().items().next().unwrap();
    assert_eq!(first.unwrap_err().kind(), ErrorKind::BlockingInAsync);
    drop(client);
}
