//! JSON merge patches (RFC 7396): what is left out stays, null removes, wherever it stands.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use tests::merge_patches::models::{NoteUpdate, PlaceUpdate, Shelf, ShelfUpdate};
use tests::runtime::Patch;

use super::client;
use super::server::{Reply, Server};

async fn sent(patch: &ShelfUpdate) -> Value {
    let server = Server::start(|_, _| Reply::json(200, r#"{"label":"a"}"#)).await;
    let shelf: Shelf = client(&server)
        .change_shelf("1", patch)
        .send()
        .await
        .unwrap()
        .into_inner();
    assert_eq!(shelf.label.as_deref(), Some("a"));
    let seen = server.last();
    assert_eq!(
        seen.header("content-type"),
        Some("application/merge-patch+json")
    );
    serde_json::from_str(&seen.text()).unwrap()
}

#[tokio::test]
async fn null_removes_a_member_whose_schema_does_not_allow_it() {
    let mut patch = ShelfUpdate::new();
    assert_eq!(sent(&patch).await, json!({}));
    patch.label = Patch::Null;
    patch.width = Patch::Value(3);
    assert_eq!(sent(&patch).await, json!({ "label": null, "width": 3 }));
}

#[tokio::test]
async fn null_removes_members_of_members_and_values_of_maps() {
    let mut place = PlaceUpdate::new();
    place.row = Patch::Null;
    let mut note = NoteUpdate::new();
    note.text = Patch::Null;
    let notes = BTreeMap::from([("a".to_owned(), Some(note)), ("b".to_owned(), None)]);
    let mut patch = ShelfUpdate::new();
    patch.place = Patch::Value(place);
    patch.notes = Patch::Value(notes);
    let expected =
        json!({ "place": { "row": null }, "notes": { "a": { "text": null }, "b": null } });
    assert_eq!(sent(&patch).await, expected);
}
