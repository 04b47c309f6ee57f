//! What a request looks like on the wire.

use fitbit_plus::Patch;
use fitbit_plus::jsonapi::ResourceUpdate;
use fitbit_plus::models::PatientAttributesUpdate;
use serde_json::json;

use super::new_patient;
use crate::mock::Mock;

#[tokio::test]
async fn filters_are_encoded_as_servers_understand() {
    let mock = Mock::of_patients(1).await;
    let request = mock
        .client()
        .fetch_patients()
        .filter_organization("a&b=c d")
        .filter_archived(true)
        .filter_updated_at("2024-01-01T00:00:00+02:00".."2025-01-01T00:00:00Z")
        .filter_groups(["g1", "g,2"]);
    // An organization out of reach: what counts here is what was asked.
    assert!(request.send().await.unwrap_err().is_forbidden());
    let seen = &mock.seen()[0];
    assert_eq!(
        seen.target,
        "/pub/patient?filter%5Borganization%5D=a%26b%3Dc%20d&filter%5Barchived%5D=true\
         &filter%5Bupdated_at%5D=2024-01-01T00%3A00%3A00%2B02%3A00..2025-01-01T00%3A00%3A00Z\
         &filter%5Bgroups%5D=g1,g%2C2"
    );
    assert_eq!(seen.header("accept"), Some("application/vnd.api+json"));
    assert!(seen.header("authorization").is_some());
    assert_eq!(seen.header("user-agent"), Some("fitbit-plus/0.1.0"));
    assert_eq!(seen.header("content-type"), None);
}

#[tokio::test]
async fn a_create_is_a_document_without_an_id() {
    let mock = Mock::of_patients(1).await;
    let request = mock.client().create_patient(new_patient(&mock, "Jack"));
    request.send().await.unwrap();
    let seen = &mock.seen()[0];
    assert_eq!(
        seen.header("content-type"),
        Some("application/vnd.api+json")
    );
    assert_eq!(
        seen.body,
        json!({ "data": {
            "type": "patient",
            "attributes": { "first_name": "Jack" },
            "relationships": { "groups": { "data": [{ "type": "group", "id": mock.group }] } },
        }})
    );
}

#[tokio::test]
async fn an_update_tells_keep_null_and_value_apart() {
    let mock = Mock::of_patients(1).await;
    let client = mock.client();
    for (note, sent, kept) in [
        (
            Patch::from("B"),
            json!({ "first_name": "A", "note": "B" }),
            Some("B"),
        ),
        (Patch::Keep, json!({ "first_name": "A" }), Some("B")),
        (
            Patch::Null,
            json!({ "first_name": "A", "note": null }),
            None,
        ),
    ] {
        let mut attributes = PatientAttributesUpdate::new().first_name("A");
        attributes.note = note;
        let update = ResourceUpdate::new("p0").attributes(attributes);
        let answer = client.update_patient("p0", update).send().await.unwrap();
        assert_eq!(
            mock.seen().pop().unwrap().body,
            json!({ "data": { "type": "patient", "id": "p0", "attributes": sent } })
        );
        assert_eq!(answer.data.attributes.note.as_deref(), kept);
    }
    mock.assert_documented();
}
