//! What is decoded comes back as it was: nothing is lost, whatever the document failed to mention.

use fitbit_plus::models::{FetchActionResponse, FetchPatientResponse};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

fn check<T: Serialize + DeserializeOwned>(value: &Value) {
    let decoded: T = serde_json::from_value(value.clone()).unwrap();
    assert_eq!(serde_json::to_value(&decoded).unwrap(), *value);
}

fn patient(attributes: &Value) -> Value {
    json!({ "data": {
        "type": "patient",
        "id": "p1",
        "attributes": attributes,
        "relationships": { "groups": { "data": [] } },
    } })
}

#[test]
fn unknown_enum_values_survive() {
    check::<FetchPatientResponse>(&patient(
        &json!({ "gender": "unheard-of", "phone_numbers": [{ "type": "satellite", "value": "1", "primary": true }] }),
    ));
}

#[test]
fn absent_null_and_empty_stay_apart_in_documents() {
    for document in [
        json!({ "included": [], "links": { "next": null, "self": "/x" }, "meta": {}, "jsonapi": { "version": "1.0" } }),
        json!({ "links": { "self": { "href": "/x", "meta": { "a": 1 } } } }),
        json!({}),
    ] {
        let mut value = patient(&json!({}));
        value
            .as_object_mut()
            .unwrap()
            .extend(document.as_object().unwrap().clone());
        check::<FetchPatientResponse>(&value);
    }
}

#[test]
fn undeclared_members_of_documents_resources_and_relationships_survive() {
    let mut value = patient(&json!({}));
    value["extension"] = json!({ "a": [1] });
    value["data"]["extension"] = json!(true);
    value["data"]["relationships"]["groups"]["meta"] = json!({ "total": 3 });
    check::<FetchPatientResponse>(&value);
}

#[test]
fn relationships_without_data_with_null_and_with_data_stay_apart() {
    for plan in [
        json!({ "links": { "related": "/plan" } }),
        json!({ "data": null }),
        json!({ "data": { "type": "patient_plan_summary", "id": "s" } }),
    ] {
        check::<FetchActionResponse>(&json!({ "data": {
            "type": "action",
            "id": "a",
            "attributes": { "type": "weight", "title": "T", "effective_from": "2025-01-01T00:00:00.123Z" },
            "relationships": { "plan": plan },
        } }));
    }
}

#[test]
fn a_birth_date_may_be_a_day_or_an_instant() {
    check::<FetchPatientResponse>(&patient(&json!({ "birth_date": "1938-10-04" })));
    check::<FetchPatientResponse>(&patient(
        &json!({ "birth_date": "2025-10-15T13:51:10.886Z" }),
    ));
}

#[test]
fn types_with_further_traits_can_be_counted() {
    let trees = [r#"{"label":"a"}"#, r#"{"label":"b"}"#, r#"{"label":"a"}"#];
    let distinct: std::collections::HashSet<tests::derives::models::Tree> = trees
        .iter()
        .map(|tree| serde_json::from_str(tree).unwrap())
        .collect();
    assert_eq!(distinct.len(), 2);
}

#[test]
fn a_member_that_is_always_there_stays_required() {
    let broken = json!({ "data": { "type": "action", "id": "a", "attributes": { "type": "weight", "title": "T" } } });
    let error = serde_json::from_value::<FetchActionResponse>(broken).unwrap_err();
    assert!(error.to_string().contains("effective_from"), "{error}");
}
