//! What a request looks like on the wire.

use super::sample::models::note::NewNote;
use super::sample::models::patient::{
    Group, PatientCreateAttributes, PatientCreateRelationships, PatientUpdateAttributes,
};
use super::sample::runtime::jsonapi::{NewResource, NewToMany, ResourceUpdate};
use super::sample::runtime::{ErrorKind, Patch};
use super::server::{Reply, Server};
use super::{builder, patients};

async fn echo() -> Server {
    Server::start(|seen, _| match seen.path() {
        "/pub/patient" if seen.method == "GET" => patients::page(seen, &[]),
        _ => Reply::json(
            200,
            serde_json::json!({ "data": patients::patient(1), "id": 1, "text": "", "notes": [] }),
        ),
    })
    .await
}

#[tokio::test]
async fn filters_are_encoded_as_servers_understand() {
    let server = echo().await;
    let client = builder(&server).build().unwrap();
    let request = client
        .fetch_patients()
        .filter_organization("a&b=c d")
        .filter_archived(true);
    let request = request.filter_updated_at("2024-01-01T00:00:00+02:00".."2025-01-01T00:00:00Z");
    request.filter_groups(["g1", "g,2"]).send().await.unwrap();
    assert_eq!(
        server.seen()[0].target,
        "/pub/patient?filter%5Borganization%5D=a%26b%3Dc%20d&filter%5Barchived%5D=true\
         &filter%5Bupdated_at%5D=2024-01-01T00%3A00%3A00%2B02%3A00..2025-01-01T00%3A00%3A00Z\
         &filter%5Bgroups%5D=g1,g%2C2"
    );
    let seen = &server.seen()[0];
    assert_eq!(seen.header("accept"), Some("application/vnd.api+json"));
    assert_eq!(seen.header("authorization"), Some("Bearer secret-token"));
    assert_eq!(seen.header("user-agent"), Some("sample/1.0"));
    assert_eq!(seen.header("content-type"), None);
}

#[tokio::test]
async fn a_create_is_a_document_without_an_id() {
    let server = echo().await;
    let client = builder(&server).build().unwrap();
    let groups = NewToMany::<Group>::ids(["g1"]);
    let patient = NewResource::new(PatientCreateAttributes::new("Jack")).relationships(
        PatientCreateRelationships {
            groups: Some(groups),
        },
    );
    client.create_patient(patient).send().await.unwrap();
    let seen = &server.seen()[0];
    assert_eq!(
        seen.header("content-type"),
        Some("application/vnd.api+json")
    );
    assert_eq!(
        serde_json::from_str::<serde_json::Value>(&seen.body).unwrap(),
        serde_json::json!({ "data": {
            "type": "patient",
            "attributes": { "first_name": "Jack" },
            "relationships": { "groups": { "data": [{ "type": "group", "id": "g1" }] } },
        }})
    );
}

#[tokio::test]
async fn an_update_tells_keep_null_and_value_apart() {
    let server = echo().await;
    let client = builder(&server).build().unwrap();
    for (last_name, expected) in [
        (Patch::Keep, serde_json::json!({ "first_name": "A" })),
        (
            Patch::Null,
            serde_json::json!({ "first_name": "A", "last_name": null }),
        ),
        (
            Patch::from("B"),
            serde_json::json!({ "first_name": "A", "last_name": "B" }),
        ),
    ] {
        let attributes = PatientUpdateAttributes {
            first_name: "A".into(),
            last_name,
        };
        client
            .update_patient("p1", ResourceUpdate::new("p1").attributes(attributes))
            .send()
            .await
            .unwrap();
        let seen = server.seen();
        let body: serde_json::Value = serde_json::from_str(&seen.last().unwrap().body).unwrap();
        assert_eq!(
            body,
            serde_json::json!({ "data": { "type": "patient", "id": "p1", "attributes": expected } })
        );
    }
}

#[tokio::test]
async fn parameters_that_belong_together_are_checked_before_sending() {
    let server = echo().await;
    let client = builder(&server).build().unwrap();
    let error = client.list_notes().from(1).send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert!(error.to_string().contains("from, until"), "{error}");
    client.list_notes().from(1).until(2).send().await.unwrap();
    assert_eq!(server.seen().len(), 1);
}

#[tokio::test]
async fn public_operations_carry_no_credential_and_an_empty_body_can_be_a_success() {
    let server = Server::start(|seen, _| match seen.method.as_str() {
        "DELETE" => Reply {
            status: 204,
            ..Reply::default()
        },
        _ => Reply::json(200, r#"{"id": 1, "text": "a", "priority": 7}"#),
    })
    .await;
    let client = builder(&server).build().unwrap();
    let note = client
        .create_note(&NewNote { text: "a".into() })
        .send()
        .await
        .unwrap();
    assert_eq!(
        serde_json::to_string(&*note).unwrap(),
        r#"{"id":1,"text":"a","priority":7}"#
    );
    client.delete_note(1).send().await.unwrap();
    assert!(
        server
            .seen()
            .iter()
            .all(|seen| seen.header("authorization").is_none())
    );
    assert!(
        server.seen()[1]
            .header("accept")
            .is_none_or(|accept| accept == "*/*")
    );
}
