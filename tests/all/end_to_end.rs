//! The vendored client against a server that answers like the API.

use fitbit_plus::jsonapi::{NewResource, NewToMany, ResourceUpdate};
use fitbit_plus::models::{
    CreatePatientRequest, GroupAttributes, NewPatientAttributes, PatientAttributesUpdate,
    PatientCreateRelationships,
};
use fitbit_plus::{Client, Patch};
use futures_util::TryStreamExt;
use jiff::Timestamp;
use serde_json::{Value, json};

use crate::server::{Answer, Received, Server};

fn client(server: &Server) -> Client {
    Client::builder()
        .base_url(format!("{}/pub", server.url))
        .bearer_token("secret-token")
        .build()
        .unwrap()
}

fn patient(id: &str) -> Value {
    json!({
        "type": "patient",
        "id": id,
        "attributes": { "first_name": format!("Patient {id}") },
        "relationships": { "groups": { "data": [{ "type": "group", "id": "g1" }] } },
        "links": { "self": format!("/pub/patient/{id}") },
    })
}

/// Seven patients in pages of three, by number or by cursor.
fn patients(request: &Received, url: &str) -> Answer {
    let ids: Vec<String> = (1..=7).map(|number| format!("p{number}")).collect();
    let count = |name: &str| {
        request
            .query(name)
            .and_then(|value| value.parse::<usize>().ok())
    };
    let (start, next) = if let Some(limit) = count("page[limit]") {
        let start = request.query("page[after]").map_or(0, |after| {
            ids.iter().position(|id| *id == after).unwrap() + 1
        });
        let more = limit > 0 && start + limit < ids.len();
        let last = more.then(|| &ids[start + limit - 1]);
        (start, last.map(|last| format!("{url}/pub/patient?filter[organization]=o1&page[limit]={limit}&page[after]={last}")))
    } else {
        let number = count("page[number]").unwrap_or(1);
        let start = (number - 1) * 3;
        let next = (start + 3 < ids.len()).then(|| {
            format!(
                "/pub/patient?filter[organization]=o1&page[size]=3&page[number]={}",
                number + 1
            )
        });
        (start, next)
    };
    let size = count("page[limit]").or(count("page[size]")).unwrap_or(3);
    let data: Vec<Value> = ids
        .iter()
        .skip(start)
        .take(size)
        .map(|id| patient(id))
        .collect();
    Answer::json(200, json!({ "data": data, "links": { "next": next }, "meta": { "count": ids.len(), "req_id": "r1" } }).to_string())
}

#[tokio::test]
async fn skip_based_paging_follows_links_over_three_pages() {
    let server = Server::start(patients).await;
    let mut items = client(&server)
        .fetch_patients()
        .filter_organization("o1")
        .by_page(3)
        .items();
    let mut ids = Vec::new();
    while let Some(patient) = items.try_next().await.unwrap() {
        ids.push(patient.id);
    }
    assert_eq!(ids, ["p1", "p2", "p3", "p4", "p5", "p6", "p7"]);
    let received = server.received();
    assert_eq!(received.len(), 3);
    assert_eq!(received[0].query("page[size]").as_deref(), Some("3"));
    assert!(
        received
            .iter()
            .all(|request| request.header("authorization") == Some("Bearer secret-token"))
    );
    assert!(
        received
            .iter()
            .all(|request| request.header("accept") == Some("application/vnd.api+json"))
    );
}

#[tokio::test]
async fn cursor_based_paging_follows_links_over_three_pages() {
    let server = Server::start(patients).await;
    let pages = client(&server)
        .fetch_patients()
        .filter_organization("o1")
        .by_cursor(3)
        .pages();
    let pages: Vec<_> = pages.try_collect().await.unwrap();
    let ids: Vec<Vec<&str>> = pages
        .iter()
        .map(|page| {
            page.data
                .iter()
                .map(|patient| patient.id.as_str())
                .collect()
        })
        .collect();
    assert_eq!(
        ids,
        [vec!["p1", "p2", "p3"], vec!["p4", "p5", "p6"], vec!["p7"]]
    );
    let received = server.received();
    assert_eq!(received[2].query("page[after]").as_deref(), Some("p6"));
    assert!(
        received
            .iter()
            .all(|request| request.query("page[number]").is_none())
    );
}

#[tokio::test]
async fn counting_asks_for_no_items() {
    let server = Server::start(patients).await;
    let count = client(&server)
        .fetch_patients()
        .filter_organization("o1")
        .count()
        .await
        .unwrap();
    assert_eq!(count, 7);
    assert_eq!(
        server.received()[0].query("page[limit]").as_deref(),
        Some("0")
    );
}

#[tokio::test]
async fn filters_are_sent_in_the_forms_that_the_document_describes() {
    let server = Server::start(patients).await;
    let start: Timestamp = "2017-11-01T00:00:00Z".parse().unwrap();
    let end: Timestamp = "2017-12-01T00:00:00Z".parse().unwrap();
    let request = client(&server).fetch_patients();
    request
        .filter_groups(["g1", "g2"])
        .filter_archived(false)
        .filter_updated_at(start..end)
        .send()
        .await
        .unwrap();
    let received = &server.received()[0];
    assert_eq!(received.query("filter[groups]").as_deref(), Some("g1,g2"));
    assert_eq!(received.query("filter[archived]").as_deref(), Some("false"));
    assert_eq!(
        received.query("filter[updated_at]").as_deref(),
        Some("2017-11-01T00:00:00Z..2017-12-01T00:00:00Z")
    );
}

#[tokio::test]
async fn a_missing_required_filter_is_an_error_before_anything_is_sent() {
    let server = Server::start(patients).await;
    let error = client(&server).fetch_patients().send().await.unwrap_err();
    assert!(
        error.to_string().contains("filter[organization]"),
        "{error}"
    );
    assert!(server.received().is_empty());
}

#[tokio::test]
async fn a_conflict_carries_the_json_api_errors() {
    let body = json!({
        "errors": [
            { "status": "409", "code": "InvalidParameter", "detail": "Too large.", "source": { "parameter": "page[size]" } },
            { "status": "409", "code": "Unheard", "title": "New code" },
        ],
        "meta": { "req_id": "req-9" },
    });
    let server = Server::start(move |_, _| Answer::json(409, body.to_string())).await;
    let error = client(&server)
        .fetch_patients()
        .filter_organization("o1")
        .send()
        .await
        .unwrap_err();
    assert!(error.is_conflict());
    assert_eq!(error.errors().len(), 2);
    assert_eq!(error.errors()[0].detail().as_deref(), Some("Too large."));
    assert_eq!(error.errors()[1].code().as_deref(), Some("Unheard"));
    let text = error.to_string();
    assert!(
        text.contains("fetchPatients") && text.contains("409"),
        "{text}"
    );
    assert!(!format!("{error:?}").contains("secret-token"));
}

#[tokio::test]
async fn a_refused_token_is_told_apart() {
    let body = r#"{"errors":[{"status":"401","code":"Unauthorized","detail":"A valid bearer token is required"}],"meta":{"req_id":"r"}}"#;
    let server = Server::start(move |_, _| Answer::json(401, body)).await;
    let error = client(&server)
        .fetch_patient("p1")
        .send()
        .await
        .unwrap_err();
    assert!(error.is_unauthorized());
    assert_eq!(error.request_id(), Some("r"));
}

#[tokio::test]
async fn a_body_that_does_not_fit_names_the_place() {
    let mut broken = patient("p1");
    broken["attributes"]["first_name"] = json!(5);
    let body = json!({ "data": broken });
    let server = Server::start(move |_, _| Answer::json(200, body.to_string())).await;
    let error = client(&server)
        .fetch_patient("p1")
        .send()
        .await
        .unwrap_err();
    assert!(error.is_decode());
    assert!(
        error.to_string().contains("data.attributes.first_name"),
        "{error}"
    );
}

#[tokio::test]
async fn creating_sends_no_id_and_no_read_only_members() {
    let created = json!({ "data": patient("new"), "meta": { "req_id": "r" } }).to_string();
    let server = Server::start(move |_, _| Answer::json(201, created.clone())).await;
    let attributes = NewPatientAttributes::new()
        .first_name("Ada")
        .last_name("Lovelace");
    let relationships = PatientCreateRelationships::new(NewToMany::ids(["g1"]));
    let resource = NewResource::with_relationships(attributes, relationships);
    client(&server)
        .create_patient(CreatePatientRequest::new(resource))
        .send()
        .await
        .unwrap();
    let received = &server.received()[0];
    assert_eq!(
        (received.method.as_str(), received.target.as_str()),
        ("POST", "/pub/patient")
    );
    assert_eq!(
        received.header("content-type"),
        Some("application/vnd.api+json")
    );
    let expected = json!({ "data": {
        "type": "patient",
        "attributes": { "first_name": "Ada", "last_name": "Lovelace" },
        "relationships": { "groups": { "data": [{ "type": "group", "id": "g1" }] } },
    } });
    assert_eq!(
        serde_json::from_str::<Value>(&received.body).unwrap(),
        expected
    );
}

#[tokio::test]
async fn an_update_tells_keep_null_and_value_apart() {
    let updated = json!({ "data": patient("p1"), "meta": {} }).to_string();
    let server = Server::start(move |_, _| Answer::json(200, updated.clone())).await;
    let attributes = PatientAttributesUpdate::new()
        .first_name("Grace")
        .note(Patch::Null);
    client(&server)
        .update_patient("p1", ResourceUpdate::new("p1").attributes(attributes))
        .send()
        .await
        .unwrap();
    let received = &server.received()[0];
    let expected = json!({ "data": { "type": "patient", "id": "p1", "attributes": { "first_name": "Grace", "note": null } } });
    assert_eq!(
        serde_json::from_str::<Value>(&received.body).unwrap(),
        expected
    );
}

#[tokio::test]
async fn a_path_parameter_is_one_segment() {
    let server = Server::start(|_, _| Answer::json(404, r#"{"errors":[{"status":"404"}]}"#)).await;
    let error = client(&server)
        .fetch_group("../patient?x#y/é")
        .send()
        .await
        .unwrap_err();
    assert!(error.is_not_found());
    assert_eq!(
        server.received()[0].target,
        "/pub/group/..%2Fpatient%3Fx%23y%2F%C3%A9"
    );
    let error = client(&server).fetch_group("..").send().await.unwrap_err();
    assert!(error.to_string().contains("id"), "{error}");
}

#[tokio::test]
async fn a_resource_without_relationships_is_created_from_its_attributes() {
    let created = json!({ "data": { "type": "group", "id": "g9", "attributes": { "name": "North" } }, "meta": {} }).to_string();
    let server = Server::start(move |_, _| Answer::json(201, created.clone())).await;
    let response = client(&server)
        .create_group(NewResource::new(GroupAttributes::new("North")))
        .send()
        .await
        .unwrap();
    assert_eq!(response.data.id, "g9");
    assert_eq!(response.data.attributes.name, "North");
}

#[cfg(feature = "blocking")]
#[tokio::test(flavor = "multi_thread")]
async fn the_same_operations_without_async() {
    let server = Server::start(patients).await;
    let url = format!("{}/pub", server.url);
    let reading = std::thread::spawn(move || {
        let client = Client::builder()
            .base_url(url)
            .bearer_token("secret-token")
            .build_blocking()
            .unwrap();
        let count = client
            .fetch_patients()
            .filter_organization("o1")
            .count()
            .unwrap();
        let patients = client
            .fetch_patients()
            .filter_organization("o1")
            .by_page(3)
            .items();
        let ids: Vec<String> = patients.map(|patient| patient.unwrap().id).collect();
        (count, ids)
    });
    while !reading.is_finished() {
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
    let (count, ids) = reading.join().unwrap();
    assert_eq!(count, 7);
    assert_eq!(ids, ["p1", "p2", "p3", "p4", "p5", "p6", "p7"]);
}
