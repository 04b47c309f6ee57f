//! JSON:API documents: nothing lost on the way in and out, related resources found.

use fitbit_plus::OneOrMany;
use fitbit_plus::jsonapi::{
    Any, Document, Identifier, IncludedError, Links, NewToMany, NewToOne, Reference, Resource,
    ToMany, ToOne,
};
use fitbit_plus::models::{CreateGroupRequest, FetchPatientResponse, Patient, kind};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

#[allow(
    clippy::needless_pass_by_value,
    reason = "texts and JSON values are given as they are"
)]
fn round_trip<T: Serialize + DeserializeOwned>(value: Value) -> T {
    let text = value.to_string();
    let decoded: T = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{text}: {error}"));
    assert_eq!(serde_json::to_value(&decoded).unwrap(), value);
    decoded
}

#[test]
fn what_was_read_is_written_back() {
    let identifier = json!({ "type": "group", "id": "1" });
    let with_meta =
        json!({ "type": "group", "id": "1", "meta": { "primary": true }, "extra": [1] });
    for value in [
        json!({}),
        json!({ "data": null }),
        json!({ "data": identifier, "x": 1 }),
        json!({ "links": { "self": null } }),
    ] {
        round_trip::<ToOne>(value);
    }
    for value in [
        json!({}),
        json!({ "data": [] }),
        json!({ "data": [identifier, with_meta], "meta": {}, "links": null }),
    ] {
        round_trip::<ToMany<kind::Group>>(value);
    }
    for value in [
        json!({ "data": null }),
        json!({ "data": { "type": "group", "meta": { "query": {} } } }),
    ] {
        round_trip::<NewToOne<kind::Group>>(value);
    }
    round_trip::<NewToMany<kind::Group>>(json!({ "data": [{ "type": "group", "id": "1" }] }));
    for value in [
        json!({}),
        json!({ "self": "/a", "next": null, "last": { "href": "/b", "meta": { "count": 1 }, "x": null } }),
        json!({ "first": "/a", "web_app": "https://x", "odd": { "href": "/c" } }),
    ] {
        round_trip::<Links>(value);
    }
    let patient = json!({ "type": "patient", "id": "1", "attributes": { "first_name": "A", "gender": "unheard of" } });
    let full = json!({
        "type": "patient/v2", "id": "1", "attributes": { "first_name": "A" },
        "relationships": { "groups": { "data": [], "links": { "related": "/g" } } },
        "links": { "self": "/p/1", "twine_web_app": "http://x" }, "meta": { "a": [null] }, "unheard": { "of": 1 },
    });
    for data in [patient.clone(), full.clone()] {
        round_trip::<Patient>(data.clone());
        round_trip::<FetchPatientResponse>(json!({ "data": data.clone() }));
        round_trip::<FetchPatientResponse>(
            json!({ "data": data, "included": [], "meta": {}, "jsonapi": { "version": "1.0" } }),
        );
    }
    for data in [json!(null), patient.clone()] {
        round_trip::<Document<Option<Patient>>>(
            json!({ "data": data, "meta": null, "links": null }),
        );
    }
    round_trip::<Document<Option<Patient>>>(json!({ "meta": { "a": 1 } }));
    round_trip::<Resource<Any>>(json!({ "type": "x", "id": "1" }));
    round_trip::<CreateGroupRequest>(
        json!({ "data": { "type": "group", "attributes": { "name": "A" } } }),
    );
    round_trip::<Document<OneOrMany<Patient>>>(json!({ "data": patient }));
    round_trip::<Document<OneOrMany<Patient>>>(json!({ "data": [patient, full] }));
}

#[test]
fn a_missing_member_is_named() {
    for (value, member) in [
        (
            json!({ "type": "patient", "attributes": { "first_name": "A" } }),
            "id",
        ),
        (json!({ "type": "patient", "id": "1" }), "attributes"),
        (
            json!({ "type": "patient", "id": "1", "attributes": null }),
            "attributes",
        ),
    ] {
        let error = serde_json::from_value::<Patient>(value)
            .unwrap_err()
            .to_string();
        assert_eq!(error, format!("missing field `{member}`"));
    }
}

#[test]
fn related_resources_are_found_decoded_once_and_told_apart() {
    let document: FetchPatientResponse = round_trip(json!({
        "data": { "type": "patient", "id": "1", "attributes": { "first_name": "A" } },
        "included": [
            { "type": "group", "id": "1", "attributes": { "name": "one" } },
            { "type": "group", "id": "2", "attributes": { "name": 2 } },
            { "type": "unheard-of", "id": "1", "x": {} },
        ],
    }));
    let included = document.included();
    let to = |id: &str| ToOne::<kind::Group>::from(Identifier::new(id));
    let first = included.get(&to("1")).unwrap().unwrap();
    assert_eq!(first.attributes.name, "one");
    assert!(
        std::ptr::eq(first, included.get(&to("1")).unwrap().unwrap()),
        "decoded once"
    );
    let raw: &Resource<Any> = included
        .resource(&Identifier::<Any>::of_type("group", "1"))
        .unwrap();
    assert_eq!(raw.attributes.as_ref().unwrap()["name"], "one");

    let null: ToOne<kind::Group> = serde_json::from_value(json!({ "data": null })).unwrap();
    assert!(included.get(&null).unwrap().is_none());
    assert_eq!(
        included.get(&ToOne::<kind::Group>::default()).unwrap_err(),
        IncludedError::NoLinkage
    );
    assert!(
        matches!(included.get(&to("9")).unwrap_err(), IncludedError::NotIncluded { id, .. } if id == "9")
    );
    let IncludedError::Decode { message, .. } = included.get(&to("2")).unwrap_err() else {
        panic!()
    };
    assert!(
        message.starts_with("attributes.name: invalid type"),
        "{message}"
    );

    let many: ToMany<kind::Group> = [Identifier::new("1")].into_iter().collect();
    assert_eq!(included.get_many(&many).unwrap().len(), 1);
    assert_eq!(included.iter::<kind::Group>().flatten().count(), 1);
    assert_eq!(included.all().flatten().count(), 3);
    assert_eq!(included.raw().count(), 3);
}

#[test]
fn references_carry_what_the_server_searches_by() {
    let by_query: NewToOne<kind::Group, Value> = Reference::query(json!({ "name": "x" })).into();
    let expected = json!({ "data": { "type": "group", "meta": { "name": "x" } } });
    assert_eq!(serde_json::to_value(by_query).unwrap(), expected);
}
