//! One type for what is sent to create a resource, whichever operation sends it; ids that say what they name.

use std::collections::HashMap;

use serde_json::{Value, json};
use tests::runtime::jsonapi::{NewToOne, Reference};
use tests::upserts::models::{
    DataInCreateMemoRequestRelationships, FolderOrNewMeta, MemoAttributes, MemoId, NewMemo,
};

use super::client;
use super::server::{Reply, Server};

const MEMO: &str = r#"{"data":{"type":"memos","id":"m/1","attributes":{"text":"a"}}}"#;

fn sent(server: &Server) -> Value {
    serde_json::from_str(&server.last().text()).unwrap()
}

fn memo(folder: Reference<tests::runtime::jsonapi::Any, FolderOrNewMeta>) -> NewMemo {
    let relationships = DataInCreateMemoRequestRelationships::new(NewToOne::reference(folder));
    NewMemo::with_relationships(MemoAttributes::new("a"), relationships)
}

#[tokio::test]
async fn two_operations_that_create_a_resource_take_one_type() {
    let server = Server::start(|_, _| Reply::json(200, MEMO)).await;
    let client = client(&server);
    let folder = Reference::of_type("folders");
    let new = memo(folder.clone().meta(FolderOrNewMeta::new().name("b")));
    client.create_memo(new.clone()).send().await.unwrap();
    let expected = json!({ "data": {
        "type": "memos", "attributes": { "text": "a" },
        "relationships": { "folder": { "data": { "type": "folders", "meta": { "name": "b" } } } },
    } });
    assert_eq!(sent(&server), expected);
    let known = memo(folder.with_id("7"));
    client.upsert_memo(known).send().await.unwrap();
    let linkage = &sent(&server)["data"]["relationships"]["folder"]["data"];
    assert_eq!(*linkage, json!({ "type": "folders", "id": "7" }));
}

#[tokio::test]
async fn an_id_is_used_as_it_was_received_wherever_it_names_the_same() {
    let server = Server::start(|_, _| Reply::json(200, MEMO)).await;
    let client = client(&server);
    let memo = client.fetch_memo("m/1").send().await.unwrap();
    let id: &MemoId = &memo.data.id;
    assert_eq!(server.last().target(), "/memos/m%2F1");
    client.fetch_memo(id).send().await.unwrap();
    assert_eq!(server.last().target(), "/memos/m%2F1");
    client.move_memo(id, "f").send().await.unwrap();
    assert_eq!(server.last().target(), "/memos/m%2F1/folders/f");
}

#[test]
fn ids_are_read_and_written_as_texts_and_found_by_them() {
    let id: MemoId = serde_json::from_str(r#""m1""#).unwrap();
    assert_eq!(serde_json::to_string(&id).unwrap(), r#""m1""#);
    assert_eq!(format!("{id} {id:?}"), r#"m1 "m1""#);
    let by_id = HashMap::from([(id.clone(), 1)]);
    assert_eq!(by_id.get("m1"), Some(&1));
    let later: MemoId = "b".parse().unwrap();
    let earlier: MemoId = "a".into();
    assert!(earlier < later);
    assert!(serde_json::from_str::<MemoId>("1").is_err());
    assert_eq!(String::from(id), "m1");
}
