//! Create, read, update and delete agree with each other.

use std::collections::HashSet;

use fitbit_plus::OneOrMany;
use fitbit_plus::jsonapi::{NewResource, NewToMany, NewToOne, Reference, ResourceUpdate};
use fitbit_plus::models::*;
use futures_util::TryStreamExt as _;
use serde_json::json;

use super::at;
use crate::mock::Mock;

fn patient(mock: &Mock, attributes: NewPatientAttributes) -> NewPatient {
    let groups = NewToMany::ids([mock.group.as_str()]);
    NewResource::with_relationships(attributes, NewPatientRelationships::new(groups))
}

fn named(mock: &Mock, name: &str) -> NewPatient {
    patient(mock, NewPatientAttributes::new().first_name(name))
}

fn identified(mock: &Mock, value: &str) -> NewPatient {
    let identifiers = vec![PatientIdentifier::new(SystemAndValue {
        system: "MyEHR",
        value,
    })];
    patient(mock, NewPatientAttributes::new().identifiers(identifiers))
}

#[tokio::test]
async fn what_is_created_can_be_read_changed_and_found() {
    let mock = Mock::start().await;
    let client = mock.client();
    let created = client.create_patient(CreatePatientRequest::new(named(&mock, "Ada")));
    let created = created.send().await.unwrap();
    let [created] = created.data.as_slice() else {
        panic!("one patient")
    };
    let read = client.fetch_patient(&created.id).send().await.unwrap();
    assert_eq!(read.data, *created);

    let change = PatientAttributesUpdate::new().first_name("Augusta");
    let change = ResourceUpdate::new(&created.id).attributes(change);
    let changed = client.update_patient(&created.id, change).send().await;
    let changed = changed.unwrap();
    assert_eq!(
        changed.data.attributes.first_name.as_deref(),
        Some("Augusta")
    );
    let patients = client.fetch_patients();
    let found: Vec<_> = patients
        .filter_groups([&mock.group])
        .by_cursor(50)
        .items()
        .try_collect()
        .await
        .unwrap();
    assert!(found.contains(&changed.data));
    mock.assert_documented();
}

#[tokio::test]
async fn relationships_and_related_routes_agree_from_both_sides() {
    let mock = Mock::start().await;
    let client = mock.client();
    let groups = mock.ids("group");
    let id = mock.some("patient");
    let change = PatientRelationshipsUpdate::new().groups(NewToMany::ids(groups.clone()));
    let change = ResourceUpdate::new(&id).relationships(change);
    let changed = client.update_patient(&id, change).send().await.unwrap();
    let linked = changed.data.relationships.as_ref().unwrap();
    let linked: Vec<&str> = linked.groups.ids().map(|id| id.as_str()).collect();
    assert_eq!(linked, groups);
    let related: Vec<_> = client
        .fetch_patient_groups(&id)
        .items()
        .try_collect()
        .await
        .unwrap();
    let related: Vec<&str> = related.iter().map(|group| group.id.as_str()).collect();
    assert_eq!(related, groups);
    for group in &groups {
        let patients = client.fetch_patients().filter_groups([group]);
        let members: Vec<_> = patients.by_cursor(50).items().try_collect().await.unwrap();
        assert!(members.iter().any(|patient| patient.id == id), "{group}");
    }
    mock.assert_documented();
}

#[tokio::test]
async fn a_group_can_be_named_by_a_query_and_is_made_where_there_is_none() {
    let mock = Mock::start().await;
    let client = mock.client();
    let before = mock.ids("group").len();
    let mut groups = Vec::new();
    for _ in 0..2 {
        let query = PatientCreateGroupsDataMetaQuery::new(NameAndOrganization {
            name: "Brand new",
            organization: &mock.organization,
        });
        let group = Reference::query(PatientCreateGroupsDataMeta::new(query));
        let patient = NewResource::with_relationships(
            NewPatientAttributes::new().first_name("Ada"),
            NewPatientRelationships::new(NewToMany::references([group])),
        );
        let created = client.create_patient(CreatePatientRequest::new(patient));
        let created = created.send().await.unwrap();
        let linked = created.data.as_slice()[0].relationships.as_ref().unwrap();
        groups.push(linked.groups.ids().next().unwrap().to_owned());
    }
    assert_eq!(groups[0], groups[1]);
    assert_eq!(mock.ids("group").len(), before + 1);
    let group = client.fetch_group(&groups[0]).send().await.unwrap();
    assert_eq!(group.data.attributes.name, "Brand new");
    mock.assert_documented();
}

#[tokio::test]
async fn what_is_deleted_is_gone() {
    let mock = Mock::start().await;
    let client = mock.client();
    let id = mock.some("calendar_event");
    client.delete_calendar_event(&id).send().await.unwrap();
    let error = client.fetch_calendar_event(&id).send().await.unwrap_err();
    assert!(error.is_not_found());
    assert_eq!(
        error.errors()[0].code().as_deref(),
        Some("ResourceNotFound")
    );
    let error = client.delete_calendar_event(&id).send().await.unwrap_err();
    assert!(error.is_not_found());
    mock.assert_documented();
}

#[tokio::test]
async fn what_clients_cannot_set_is_ignored_and_said_so() {
    let mock = Mock::start().await;
    let mut sent = named(&mock, "Ada").with_id("chosen");
    let links = json!({ "self": "/somewhere" });
    sent.other.insert("links".to_owned(), links);
    let request = mock
        .client()
        .create_patient(CreatePatientRequest::new(sent));
    let created = request.send().await.unwrap();
    let ignored = created.meta.as_ref().unwrap().ignored.clone();
    assert_eq!(ignored.unwrap(), ["id", "links"]);
    assert_ne!(created.data.as_slice()[0].id, "chosen");
    mock.assert_documented();
}

#[tokio::test]
async fn several_are_created_at_once_or_not_at_all() {
    let mock = Mock::start().await;
    let client = mock.client();
    let before = mock.ids("patient").len();
    let three = ["A", "B", "C"].map(|name| named(&mock, name));
    let request = CreatePatientRequest::new(OneOrMany::Many(three.into()));
    let created = client.create_patient(request).send().await.unwrap();
    assert_eq!(created.data.as_slice().len(), 3);

    let mut lost = named(&mock, "E");
    let nowhere = NewPatientRelationships::new(NewToMany::ids(["nowhere"]));
    lost.relationships = Some(nowhere);
    let request = CreatePatientRequest::new(OneOrMany::Many(vec![named(&mock, "D"), lost]));
    let error = client.create_patient(request).send().await.unwrap_err();
    assert!(error.is_not_found());
    assert_eq!(
        error.errors()[0].pointer(),
        Some("/data/1/relationships/groups/data/0/id")
    );
    assert_eq!(mock.ids("patient").len(), before + 3);
    mock.assert_documented();
}

#[tokio::test]
async fn duplicates_conflict_unless_they_are_to_be_ignored() {
    let mock = Mock::start().await;
    let client = mock.client();
    let one = || CreatePatientRequest::new(identified(&mock, "1"));
    client.create_patient(one()).send().await.unwrap();
    let error = client.create_patient(one()).send().await.unwrap_err();
    assert!(error.is_conflict());
    assert_eq!(
        error.errors()[0].pointer(),
        Some("/data/attributes/identifiers/0")
    );
    let both = |ignore| {
        let both = vec![identified(&mock, "1"), identified(&mock, "2")];
        let meta = CreatePatientRequestMeta::new().ignore_duplicates(ignore);
        CreatePatientRequest::new(OneOrMany::Many(both)).meta(meta)
    };
    let error = client.create_patient(both(false)).send().await.unwrap_err();
    assert!(error.is_conflict());
    let created = client.create_patient(both(true)).send().await.unwrap();
    assert_eq!(created.data.as_slice().len(), 1);

    let weight = || {
        let weight = PatientHealthMetricAttributes::new()
            .r#type(PatientHealthMetricType::Weight)
            .occurred_at(at("2025-01-01T00:00:00Z"))
            .unit("kg")
            .value(json!(70));
        let patient = NewToOne::id(&created.data.as_slice()[0].id);
        let patient = NewPatientHealthMetricRelationships::new().patient(patient);
        let weight = NewResource::with_relationships(weight, patient);
        CreatePatientHealthMetricRequest::new(weight)
    };
    let first = client.create_patient_health_metric(weight()).send().await;
    first.unwrap();
    let again = client.create_patient_health_metric(weight()).send().await;
    assert!(again.unwrap_err().is_conflict());
    mock.assert_documented();
}

#[tokio::test]
async fn an_upsert_changes_what_its_query_finds_and_makes_what_it_does_not() {
    let mock = Mock::start().await;
    let client = mock.client();
    let upsert = |name: &str| {
        let identifier = UpsertPatientRequestMetaQueryIdentifier::new()
            .system("MyEHR")
            .value("7");
        let query = UpsertPatientRequestMetaQuery::new(vec![mock.group.clone()], identifier);
        let patient = NewResource::with_relationships(
            NewPatientAttributes::new().first_name(name),
            NewPatientRelationships::new(NewToMany::ids([mock.group.as_str()])),
        );
        UpsertPatientRequest::new(patient).meta(UpsertPatientRequestMeta::new(query))
    };
    let made = client.upsert_patient(upsert("Ada")).send().await.unwrap();
    let identifiers = made.data.attributes.identifiers.as_ref().unwrap();
    assert_eq!(
        *identifiers,
        [PatientIdentifier::new(SystemAndValue {
            system: "MyEHR",
            value: "7"
        })]
    );
    let count = mock.ids("patient").len();
    let changed = client.upsert_patient(upsert("Augusta"));
    let changed = changed.send().await.unwrap();
    assert_eq!(changed.data.id, made.data.id);
    assert_eq!(
        changed.data.attributes.first_name.as_deref(),
        Some("Augusta")
    );
    assert_eq!(mock.ids("patient").len(), count);
    mock.assert_documented();
}

#[tokio::test]
async fn every_answer_has_a_request_id_of_its_own() {
    let mock = Mock::start().await;
    let client = mock.client();
    let id = mock.some("patient");
    let mut seen = HashSet::new();
    for _ in 0..3 {
        let read = client.fetch_patient(&id).send().await.unwrap();
        let id = read.meta.as_ref().unwrap().req_id.clone();
        assert!(seen.insert(id.unwrap()));
        let error = client.fetch_patient("none").send().await.unwrap_err();
        assert!(seen.insert(error.request_id().unwrap().to_owned()));
    }
    assert_eq!(seen.len(), 6);
}
