//! Bodies that break the document.

use reqwest::Method;
use serde_json::{Value, json};

use crate::api::{error, start};

#[tokio::test]
async fn an_invalid_body_is_refused_with_a_pointer() {
    let api = start().await;
    let with = |pointer: &str, value: Value| {
        let mut body = api.new_patient();
        *body.pointer_mut(pointer).unwrap() = value;
        body
    };
    let cases = [
        (json!({}), ""),
        (json!([]), ""),
        (json!({ "data": null }), "/data"),
        (with("/data/type", json!("person")), "/data/type"),
        (with("/data/attributes", json!("none")), "/data/attributes"),
        (
            with("/data/attributes/first_name", json!(7)),
            "/data/attributes/first_name",
        ),
        (
            with("/data/attributes", json!({ "birth_date": "yesterday" })),
            "/data/attributes/birth_date",
        ),
        (
            with("/data/attributes", json!({ "gender": "unsaid" })),
            "/data/attributes/gender",
        ),
        (
            with(
                "/data/attributes",
                json!({ "phone_numbers": [{ "value": "1" }] }),
            ),
            "/data/attributes/phone_numbers/0",
        ),
        (
            with("/data/relationships", json!({})),
            "/data/relationships",
        ),
        (
            with("/data/relationships/groups/data", json!([])),
            "/data/relationships/groups",
        ),
        (
            json!({ "data": [api.new_patient()["data"], with("/data/type", json!("x"))["data"]] }),
            "/data/1/type",
        ),
    ];
    for (body, pointer) in cases {
        let (status, answer) = api.post("/patient", &body).await;
        assert_eq!(
            (status, error(&answer)),
            (409, ("InvalidBodyParameter".to_owned(), pointer.to_owned())),
            "{body}: {answer}"
        );
    }
    api.assert_documented();
}

#[tokio::test]
async fn text_that_is_no_json_is_refused() {
    let api = start().await;
    for body in ["", "{", "\u{0}", "{\"data\":"] {
        let response = api
            .request(Method::POST, "/patient")
            .header("content-type", "application/vnd.api+json")
            .body(body)
            .send()
            .await
            .unwrap();
        assert_eq!(response.status(), 409, "{body:?}");
    }
    let deep = "[".repeat(100_000);
    let response = api
        .request(Method::POST, "/patient")
        .header("content-type", "application/vnd.api+json")
        .body(deep)
        .send()
        .await
        .unwrap();
    assert_eq!(response.status(), 409);
    api.assert_documented();
}

#[tokio::test]
async fn an_update_takes_any_part_but_not_another_id() {
    let api = start().await;
    let patient = api.some("patient");
    let path = format!("/patient/{patient}");
    let (status, _) = api
        .patch(
            &path,
            &json!({ "data": { "type": "patient", "id": patient, "attributes": { "note": "n" } } }),
        )
        .await;
    assert_eq!(status, 200);
    let (status, body) = api
        .patch(
            &path,
            &json!({ "data": { "type": "patient", "id": "other", "attributes": {} } }),
        )
        .await;
    assert_eq!((status, error(&body).1.as_str()), (409, "/data/id"));
    let (status, body) = api
        .patch(
            "/patient/none",
            &json!({ "data": { "type": "patient", "id": "none", "attributes": {} } }),
        )
        .await;
    assert_eq!((status, error(&body).0.as_str()), (404, "ResourceNotFound"));
    api.assert_documented();
}

#[tokio::test]
async fn relationships_lead_to_what_exists_and_is_within_reach() {
    let mut api = start().await;
    let mut body = api.new_patient();
    body["data"]["relationships"]["groups"]["data"][0]["id"] = json!("none");
    let (status, answer) = api.post("/patient", &body).await;
    assert_eq!(
        (status, error(&answer)),
        (
            404,
            (
                "ResourceNotFound".to_owned(),
                "/data/relationships/groups/data/0/id".to_owned()
            )
        )
    );
    let body = api.new_patient();
    api.token = api.token_for(1).await;
    let (status, answer) = api.post("/patient", &body).await;
    assert_eq!((status, error(&answer).0.as_str()), (403, "Forbidden"));
    api.assert_documented();
}

#[tokio::test]
async fn null_clears_what_need_not_be_there() {
    let api = start().await;
    let patient = api.some("patient");
    let path = format!("/patient/{patient}");
    let change = |attributes: Value| json!({ "data": { "type": "patient", "id": patient, "attributes": attributes } });
    let (status, changed) = api.patch(&path, &change(json!({ "gender": null }))).await;
    assert_eq!(status, 200, "{changed}");
    assert!(changed["data"]["attributes"].get("gender").is_none());
    let (status, answer) = api.patch(&path, &change(json!({ "gender": 7 }))).await;
    assert_eq!(
        (status, error(&answer).1.as_str()),
        (409, "/data/attributes/gender")
    );
    let plan = api.some("patient_plan_summary");
    let (status, answer) = api
        .patch(
            &format!("/patient_plan_summary/{plan}"),
            &json!({ "data": { "type": "patient_plan_summary", "id": plan, "relationships": { "patient": null } } }),
        )
        .await;
    assert!(
        status == 409 || answer["meta"]["ignored"][0] == "relationships.patient",
        "{answer}"
    );
    api.assert_documented();
}
