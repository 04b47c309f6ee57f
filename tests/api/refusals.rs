//! What breaks the document is refused, and the error says where.

use fitbit_plus::jsonapi::{NewResource, NewToMany, NewToOne, ResourceUpdate};
use fitbit_plus::models::*;
use fitbit_plus::{CallOptions, Error, Patch};

use super::at;
use crate::mock::Mock;

/// Status, code and source of the first error.
fn told(error: &Error) -> (u16, String, String) {
    let first = &error.errors()[0];
    let source = first.parameter().or(first.pointer()).unwrap_or_default();
    (
        error.status().unwrap().as_u16(),
        first.code().unwrap_or_default().into_owned(),
        source.to_owned(),
    )
}

fn conflict(code: &str, source: &str) -> (u16, String, String) {
    (409, code.to_owned(), source.to_owned())
}

#[tokio::test]
async fn parameters_out_of_range_are_named() {
    let mock = Mock::start().await;
    let client = mock.client();
    let patients = || {
        client
            .fetch_patients()
            .filter_organization(&mock.organization)
    };
    // The client refuses these by itself where they are its own parameters; here they are set as anyone's.
    for (name, value) in [
        ("page[size]", "51"),
        ("page[size]", "-1"),
        ("page[number]", "0"),
        ("page[number]", "two"),
        ("page[limit]", "many"),
        ("page[after]", "nonsense"),
        ("page[offset]", "5"),
        ("filter[shoe_size]", "43"),
        ("filter[archived]", "perhaps"),
        ("filter[updated_at]", "yesterday..today"),
        (
            "filter[updated_at]",
            "2025-01-01T00:00:00Z..2024-01-01T00:00:00Z",
        ),
        ("include", "groups"),
    ] {
        let error = patients()
            .with(CallOptions::new().query(name, value))
            .send()
            .await
            .unwrap_err();
        assert_eq!(told(&error), conflict("InvalidParameter", name), "{value}");
    }
    let mixed = patients().with(
        CallOptions::new()
            .query("page[size]", "5")
            .query("page[limit]", "5"),
    );
    let error = mixed.send().await.unwrap_err();
    assert_eq!(told(&error), conflict("InvalidParameter", "page[limit]"));
    let unknown = FetchCalendarEventsSort::Unknown("title".to_owned());
    let events = client.fetch_calendar_events().sort(unknown);
    let events = events.filter_organization(&mock.organization);
    let error = events.send().await.unwrap_err();
    assert_eq!(told(&error), conflict("InvalidParameter", "sort"));
    mock.assert_documented();
}

#[tokio::test]
async fn members_out_of_range_are_pointed_at() {
    let mock = Mock::start().await;
    let client = mock.client();
    let create = async |attributes: NewPatientAttributes, groups: &[&str]| {
        let groups = NewPatientRelationships::new(NewToMany::ids(groups.iter().copied()));
        let patient = NewResource::with_relationships(attributes, groups);
        let request = client.create_patient(CreatePatientRequest::new(patient));
        told(&request.send().await.unwrap_err())
    };
    let group = mock.group.as_str();
    let gender = PatientGender::Unknown("unsaid".to_owned());
    assert_eq!(
        create(NewPatientAttributes::new().gender(gender), &[group]).await,
        conflict("InvalidBodyParameter", "/data/attributes/gender")
    );
    assert_eq!(
        create(NewPatientAttributes::new(), &[]).await,
        conflict("InvalidBodyParameter", "/data/relationships/groups")
    );
    let nowhere = create(NewPatientAttributes::new(), &[group, "nowhere"]).await;
    let place = "/data/relationships/groups/data/1/id".to_owned();
    assert_eq!(nowhere, (404, "ResourceNotFound".to_owned(), place));
    assert_eq!(mock.ids("patient").len(), 20, "nothing was added");

    let id = mock.some("patient");
    let other = ResourceUpdate::new("other");
    let error = client.update_patient(&id, other).send().await.unwrap_err();
    assert_eq!(told(&error), conflict("InvalidBodyParameter", "/data/id"));
    mock.assert_documented();
}

#[tokio::test]
async fn rules_between_members_hold() {
    let mock = Mock::start().await;
    let client = mock.client();
    let event = |title: &str| {
        CreateCalendarEventAttributes::new(
            Vec::new(),
            at("2025-06-01T10:00:00Z"),
            title,
            CalendarEventType::Reminder,
        )
    };
    let create = async |attributes| {
        let owner = NewToOne::id(mock.some("patient"));
        let owner = CreateCalendarEventRelationships::new().owner(owner);
        let event = NewResource::with_relationships(attributes, owner);
        client.create_calendar_event(event).send().await
    };
    for (attributes, pointer) in [
        (event(" "), "/data/attributes/title"),
        (
            event("Ends early").end_at(at("2025-06-01T09:00:00Z")),
            "/data/attributes/end_at",
        ),
    ] {
        let error = create(attributes).await.unwrap_err();
        assert_eq!(told(&error), conflict("InvalidBodyParameter", pointer));
    }
    let made = create(event("Call")).await.unwrap();
    let id = &made.data.id;
    let untitled = UpdateCalendarEventAttributes::new().title(Patch::Null);
    let untitled = ResourceUpdate::new(id).attributes(untitled);
    let error = client.update_calendar_event(id, untitled).send().await;
    assert_eq!(
        told(&error.unwrap_err()),
        conflict("InvalidBodyParameter", "/data/attributes/title")
    );
    mock.assert_documented();
}
