//! The vendored client against the mock of its API.

use fitbit_plus::Patch;
use fitbit_plus::jsonapi::{NewResource, NewToMany, ResourceUpdate};
use fitbit_plus::models::{
    CreatePatientRequest, GroupAttributes, NewPatientAttributes, NewPatientRelationships,
    PatientAttributesUpdate,
};
use fitbit_plus::operations::patient::FetchPatients;
use futures_util::TryStreamExt;
use jiff::Timestamp;
use serde_json::json;

use crate::mock::{Mock, answer};

async fn seven() -> Mock {
    Mock::of_patients(7).await
}

fn patients(mock: &Mock) -> FetchPatients {
    let patients = mock.client().fetch_patients();
    patients.filter_organization(&mock.organization)
}

#[tokio::test]
async fn skip_based_paging_follows_links_over_three_pages() {
    let mock = seven().await;
    let mut items = patients(&mock).by_page(3).items();
    let mut ids = Vec::new();
    while let Some(patient) = items.try_next().await.unwrap() {
        ids.push(patient.id);
    }
    assert_eq!(ids, ["p0", "p1", "p2", "p3", "p4", "p5", "p6"]);
    let seen = mock.seen();
    assert_eq!(seen.len(), 3);
    assert_eq!(seen[0].query("page[size]").as_deref(), Some("3"));
    for request in &seen {
        assert!(request.header("authorization").is_some());
        assert_eq!(request.header("accept"), Some("application/vnd.api+json"));
    }
    mock.assert_documented();
}

#[tokio::test]
async fn cursor_based_paging_follows_links_over_three_pages() {
    let mock = seven().await;
    let pages: Vec<_> = patients(&mock)
        .by_cursor(3)
        .pages()
        .try_collect()
        .await
        .unwrap();
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
        [vec!["p0", "p1", "p2"], vec!["p3", "p4", "p5"], vec!["p6"]]
    );
    let seen = mock.seen();
    let cursors: Vec<_> = seen
        .iter()
        .map(|request| request.query("page[after]"))
        .collect();
    assert!(cursors[0].is_none() && cursors[1].is_some() && cursors[1] != cursors[2]);
    assert!(
        seen.iter()
            .all(|request| request.query("page[number]").is_none())
    );
    mock.assert_documented();
}

#[tokio::test]
async fn counting_asks_for_no_items() {
    let mock = seven().await;
    assert_eq!(patients(&mock).count().await.unwrap(), 7);
    assert_eq!(mock.seen()[0].query("page[limit]").as_deref(), Some("0"));
}

#[tokio::test]
async fn filters_are_sent_in_the_forms_that_the_document_describes() {
    let mock = seven().await;
    let start: Timestamp = "2017-11-01T00:00:00Z".parse().unwrap();
    let end: Timestamp = "2017-12-01T00:00:00Z".parse().unwrap();
    let groups = mock.ids("group");
    let request = mock.client().fetch_patients();
    request
        .filter_groups(&groups)
        .filter_archived(false)
        .filter_updated_at(start..end)
        .send()
        .await
        .unwrap();
    let sent = &mock.seen()[0];
    assert_eq!(sent.query("filter[groups]"), Some(groups.join(",")));
    assert_eq!(sent.query("filter[archived]").as_deref(), Some("false"));
    assert_eq!(
        sent.query("filter[updated_at]").as_deref(),
        Some("2017-11-01T00:00:00Z..2017-12-01T00:00:00Z")
    );
}

#[tokio::test]
async fn a_missing_required_filter_is_an_error_before_anything_is_sent() {
    let mock = seven().await;
    let error = mock.client().fetch_patients().send().await.unwrap_err();
    assert!(
        error.to_string().contains("filter[organization]"),
        "{error}"
    );
    assert!(mock.seen().is_empty());
}

#[tokio::test]
async fn a_conflict_carries_the_json_api_errors() {
    let mock = seven().await;
    let body = json!({
        "errors": [
            { "status": "409", "code": "InvalidParameter", "detail": "Too large.", "source": { "parameter": "page[size]" } },
            { "status": "409", "code": "Unheard", "title": "New code" },
        ],
        "meta": { "req_id": "req-9" },
    });
    mock.fault(&answer(409, body)).unwrap();
    let token = mock.token();
    let client = mock.anonymous().bearer_token(token.as_str());
    let request = client.build().unwrap().fetch_patients();
    let error = request.filter_organization("o1").send().await.unwrap_err();
    assert!(error.is_conflict());
    assert_eq!(error.errors().len(), 2);
    assert_eq!(error.errors()[0].detail().as_deref(), Some("Too large."));
    assert_eq!(error.errors()[1].code().as_deref(), Some("Unheard"));
    let text = error.to_string();
    assert!(
        text.contains("fetchPatients") && text.contains("409"),
        "{text}"
    );
    assert!(!format!("{error:?}").contains(&token));
}

#[tokio::test]
async fn a_refused_token_is_told_apart() {
    let mock = seven().await;
    let client = mock.anonymous().bearer_token("made-up").build().unwrap();
    let error = client.fetch_patient("p1").send().await.unwrap_err();
    assert!(error.is_unauthorized());
    assert!(error.request_id().is_some());
    mock.assert_documented();
}

#[tokio::test]
async fn a_body_that_does_not_fit_names_the_place() {
    let mock = seven().await;
    mock.set("patient", "p1", "first_name", 5);
    let error = mock.client().fetch_patient("p1").send().await.unwrap_err();
    assert!(error.is_decode());
    assert!(
        error.to_string().contains("data.attributes.first_name"),
        "{error}"
    );
}

#[tokio::test]
async fn creating_sends_no_id_and_no_read_only_members() {
    let mock = seven().await;
    let attributes = NewPatientAttributes::new()
        .first_name("Ada")
        .last_name("Lovelace");
    let relationships = NewPatientRelationships::new(NewToMany::ids([mock.group.as_str()]));
    let resource = NewResource::with_relationships(attributes, relationships);
    let created = mock
        .client()
        .create_patient(CreatePatientRequest::new(resource))
        .send()
        .await
        .unwrap();
    assert!(created.meta.as_ref().unwrap().ignored.is_none());
    let sent = &mock.seen()[0];
    assert_eq!(
        (sent.method.as_str(), sent.target.as_str()),
        ("POST", "/pub/patient")
    );
    assert_eq!(
        sent.header("content-type"),
        Some("application/vnd.api+json")
    );
    let expected = json!({ "data": {
        "type": "patient",
        "attributes": { "first_name": "Ada", "last_name": "Lovelace" },
        "relationships": { "groups": { "data": [{ "type": "group", "id": mock.group }] } },
    } });
    assert_eq!(sent.body, expected);
    mock.assert_documented();
}

#[tokio::test]
async fn an_update_tells_keep_null_and_value_apart() {
    let mock = seven().await;
    mock.set("patient", "p1", "note", "to be gone");
    mock.set("patient", "p1", "last_name", "to stay");
    let attributes = PatientAttributesUpdate::new()
        .first_name("Grace")
        .note(Patch::Null);
    let update = ResourceUpdate::new("p1").attributes(attributes);
    let request = mock.client().update_patient("p1", update);
    let updated = request.send().await.unwrap();
    let expected = json!({ "data": { "type": "patient", "id": "p1", "attributes": { "first_name": "Grace", "note": null } } });
    assert_eq!(mock.seen()[0].body, expected);
    let attributes = &updated.data.attributes;
    assert_eq!(attributes.first_name.as_deref(), Some("Grace"));
    assert_eq!(attributes.last_name.as_deref(), Some("to stay"));
    assert_eq!(attributes.note, None);
    mock.assert_documented();
}

#[tokio::test]
async fn a_path_parameter_is_one_segment() {
    let mock = seven().await;
    let client = mock.client();
    let error = client
        .fetch_group("../patient?x#y/é")
        .send()
        .await
        .unwrap_err();
    assert!(error.is_not_found());
    assert_eq!(
        mock.seen()[0].target,
        "/pub/group/..%2Fpatient%3Fx%23y%2F%C3%A9"
    );
    let error = client.fetch_group("..").send().await.unwrap_err();
    assert!(error.to_string().contains("id"), "{error}");
}

#[tokio::test]
async fn a_resource_without_relationships_is_created_from_its_attributes() {
    let mock = seven().await;
    let client = mock.client();
    let response = client
        .create_group(NewResource::new(GroupAttributes::new("North")))
        .send()
        .await
        .unwrap();
    assert_eq!(response.data.attributes.name, "North");
    let again = client.fetch_group(&response.data.id).send().await.unwrap();
    assert_eq!(again.data, response.data);
    mock.assert_documented();
}

#[cfg(feature = "blocking")]
#[tokio::test(flavor = "multi_thread")]
async fn the_same_operations_without_async() {
    let mock = seven().await;
    let (builder, organization) = (mock.builder(), mock.organization.clone());
    let reading = tokio::task::spawn_blocking(move || {
        std::thread::spawn(move || {
            let client = builder.build_blocking().unwrap();
            let patients = || client.fetch_patients().filter_organization(&organization);
            let count = patients().count().unwrap();
            let ids: Vec<String> = patients()
                .by_page(3)
                .items()
                .map(|patient| patient.unwrap().id.into())
                .collect();
            (count, ids)
        })
        .join()
    });
    let (count, ids) = reading.await.unwrap().unwrap();
    assert_eq!(count, 7);
    assert_eq!(ids, ["p0", "p1", "p2", "p3", "p4", "p5", "p6"]);
}
