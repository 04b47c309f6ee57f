//! The `type` of JSON:API resources: what the document says in one way or another is sent, and nothing else ever is.

use serde_json::{Value, json};
use tests::resource_types::models::{GadgetAttributes, LedgerAttributes, kind};
use tests::runtime::jsonapi::{Document, Kind, Map, NewResource};

use super::client;
use super::server::{Reply, Server};

fn sent(server: &Server) -> Value {
    serde_json::from_str(&server.last().text()).unwrap()
}

#[tokio::test]
async fn a_type_that_only_an_example_says_is_sent() {
    let created = r#"{"data":{"type":"ledgers","id":"1","attributes":{"name":"a"}}}"#;
    let server = Server::once(Reply::json(201, created)).await;
    let ledger = NewResource::new(LedgerAttributes::new("a"));
    let call = client(&server);
    let call = call.create_ledger(Document::new(ledger));
    call.send().await.unwrap();
    assert_eq!(
        sent(&server),
        json!({ "data": { "type": "ledgers", "attributes": { "name": "a" } } })
    );
}

#[tokio::test]
async fn included_resources_are_found_by_a_type_that_only_prose_says() {
    let body = r#"{"data":[{"type":"ledgers","id":"1","attributes":{"name":"a"},"relationships":{"labels":{"data":[{"type":"labels","id":"7"}]}}}],"included":[{"type":"labels","id":"7","attributes":{"text":"x"}}]}"#;
    let server = Server::once(Reply::json(200, body)).await;
    let ledgers = client(&server).list_ledgers().send().await.unwrap();
    let found: Vec<_> = ledgers.included.iter::<kind::Label>().flatten().collect();
    assert_eq!(found.len(), 1);
    let relationships = ledgers.data[0].relationships.as_ref().unwrap();
    let labels = relationships.labels.as_ref().unwrap();
    let labels = ledgers.included.get_many(labels).unwrap();
    let text = labels[0].attributes.as_ref().unwrap().text.as_deref();
    assert_eq!((labels[0].id.as_str(), text), ("7", Some("x")));
}

#[tokio::test]
async fn a_type_that_nothing_says_comes_from_the_caller_or_from_what_was_received() {
    assert_eq!(kind::Gadget::TYPE, "");
    let received = r#"{"data":{"type":"gizmos","id":"1","attributes":{"size":1}}}"#;
    let server = Server::start(move |_, _| Reply::json(200, received)).await;
    let client = client(&server);
    let attributes = GadgetAttributes::new().size(2);
    let gadget = NewResource::of_type("gizmos", attributes, Option::<Map>::None);
    let call = client.create_gadget(Document::new(gadget));
    call.send().await.unwrap();
    assert_eq!(
        sent(&server),
        json!({ "data": { "type": "gizmos", "attributes": { "size": 2 } } })
    );
    let gadget = client.fetch_gadget("1").send().await.unwrap();
    let change = gadget.data.update();
    let call = client.change_gadget("1", Document::new(change));
    call.send().await.unwrap();
    assert_eq!(
        sent(&server),
        json!({ "data": { "type": "gizmos", "id": "1" } })
    );
}

#[test]
fn a_discriminator_says_the_type() {
    assert_eq!(kind::Person::TYPE, "people");
}

#[tokio::test]
async fn an_object_whose_id_is_a_number_is_no_resource() {
    let body = r#"{"data":[{"type":"counter","id":7,"attributes":{"count":3},"relationships":{"owner":{"data":{"type":"user","id":9}}}},{"type":"counter"}]}"#;
    let server = Server::once(Reply::json(200, body)).await;
    let counters = client(&server).list_counters().send().await.unwrap();
    let written = serde_json::to_value(&*counters).unwrap();
    assert_eq!(written, serde_json::from_str::<Value>(body).unwrap());
    let counters = counters.data.as_ref().unwrap();
    let owner = counters[0].relationships.as_ref().unwrap().owner.as_ref();
    let owner = owner.unwrap().data.as_ref().unwrap();
    assert_eq!((counters[0].id, owner.id), (Some(7), Some(9)));
}
