//! Create, read, update and delete agree with each other.

use reqwest::Method;
use serde_json::json;

use crate::api::{error, ids, start};

#[tokio::test]
async fn what_is_created_can_be_read_changed_and_found() {
    let api = start().await;
    let (status, created) = api.post("/patient", &api.new_patient()).await;
    assert_eq!(status, 201, "{created}");
    let id = created["data"]["id"].as_str().unwrap();
    let path = format!("/patient/{id}");
    assert_eq!(api.get(&path).await.1["data"], created["data"]);
    let change = json!({ "data": { "type": "patient", "id": id, "attributes": { "first_name": "Augusta" } } });
    let (status, changed) = api.patch(&path, &change).await;
    assert_eq!(
        (status, &changed["data"]["attributes"]["first_name"]),
        (200, &json!("Augusta")),
        "{changed}"
    );
    let (_, found) = api
        .get(&format!(
            "/patient?filter[organization]={}&page[limit]=500",
            api.organization
        ))
        .await;
    assert!(ids(&found).contains(&id.to_owned()));
    api.assert_documented();
}

#[tokio::test]
async fn what_is_deleted_is_gone() {
    let api = start().await;
    let id = api.some("calendar_event");
    let (status, body) = api
        .send(
            Method::DELETE,
            &format!("/calendar_event/{id}"),
            &json!(null),
        )
        .await;
    assert_eq!(status, 200, "{body}");
    let (status, body) = api.get(&format!("/calendar_event/{id}")).await;
    assert_eq!((status, error(&body).0.as_str()), (404, "ResourceNotFound"));
    assert_eq!(
        api.send(
            Method::DELETE,
            &format!("/calendar_event/{id}"),
            &json!(null)
        )
        .await
        .0,
        404
    );
    api.assert_documented();
}

#[tokio::test]
async fn read_only_and_unknown_members_are_ignored_and_said_so() {
    let api = start().await;
    let mut body = api.new_patient();
    body["data"]["id"] = json!("chosen");
    body["data"]["attributes"]["archived"] = json!(true);
    body["data"]["attributes"]["shoe_size"] = json!(43);
    let (status, created) = api.post("/patient", &body).await;
    assert_eq!(status, 201, "{created}");
    assert_eq!(
        created["meta"]["ignored"],
        json!(["id", "attributes.archived", "attributes.shoe_size"])
    );
    assert_ne!(created["data"]["id"], "chosen");
    assert_eq!(created["data"]["attributes"]["archived"], false);
    api.assert_documented();
}

#[tokio::test]
async fn several_are_created_at_once_or_not_at_all() {
    let api = start().await;
    let one = api.new_patient()["data"].clone();
    let before = api.all("patient").len();
    let (status, created) = api
        .post("/patient", &json!({ "data": [one, one, one] }))
        .await;
    assert_eq!((status, ids(&created).len()), (201, 3));
    let mut bad = one.clone();
    bad["relationships"]["groups"]["data"][0]["id"] = json!("nowhere");
    let (status, failed) = api.post("/patient", &json!({ "data": [one, bad] })).await;
    assert_eq!(
        (status, error(&failed).1.as_str()),
        (404, "/data/1/relationships/groups/data/0/id"),
        "{failed}"
    );
    assert_eq!(api.all("patient").len(), before + 3);
    api.assert_documented();
}

#[tokio::test]
async fn duplicates_conflict_unless_they_are_to_be_ignored() {
    let api = start().await;
    let mut body = api.new_patient();
    body["data"]["attributes"]["identifiers"] = json!([{ "system": "MyEHR", "value": "1" }]);
    let (status, first) = api.post("/patient", &body).await;
    assert_eq!(status, 201, "{first}");
    let (status, again) = api.post("/patient", &body).await;
    assert_eq!(
        (status, error(&again).1.as_str()),
        (409, "/data/attributes/identifiers/0")
    );
    let mut several = json!({ "data": [body["data"], api.new_patient()["data"]], "meta": { "ignore_duplicates": true } });
    let (status, created) = api.post("/patient", &several).await;
    assert_eq!((status, ids(&created).len()), (201, 1), "{created}");
    several["meta"]["ignore_duplicates"] = json!(false);
    assert_eq!(api.post("/patient", &several).await.0, 409);
    let metric = json!({ "data": {
        "type": "patient_health_metric",
        "attributes": { "type": "weight", "occurred_at": "2025-01-01T00:00:00Z", "value": 70, "unit": "kg", "code": { "system": "LOINC", "value": "29463-7" } },
        "relationships": { "patient": { "data": { "type": "patient", "id": first["data"]["id"] } } },
    } });
    assert_eq!(api.post("/patient_health_metric", &metric).await.0, 200);
    assert_eq!(api.post("/patient_health_metric", &metric).await.0, 409);
    api.assert_documented();
}

#[tokio::test]
async fn an_upsert_changes_what_its_query_finds_and_makes_what_it_does_not() {
    let api = start().await;
    let group = api.some("group");
    let mut body = api.new_patient();
    body["meta"] = json!({ "query": { "groups": [group], "identifier": { "system": "MyEHR", "value": "7" } } });
    let (status, made) = api.send(Method::PUT, "/patient", &body).await;
    assert_eq!(status, 200, "{made}");
    assert_eq!(
        made["data"]["attributes"]["identifiers"],
        json!([{ "system": "MyEHR", "value": "7" }])
    );
    body["data"]["attributes"]["first_name"] = json!("Augusta");
    let (status, changed) = api.send(Method::PUT, "/patient", &body).await;
    assert_eq!(
        (status, &changed["data"]["id"]),
        (200, &made["data"]["id"]),
        "{changed}"
    );
    assert_eq!(changed["data"]["attributes"]["first_name"], "Augusta");
    api.assert_documented();
}

#[tokio::test]
async fn every_answer_has_a_request_id_of_its_own() {
    let api = start().await;
    let path = format!("/patient/{}", api.some("patient"));
    let mut seen = std::collections::HashSet::new();
    for path in [
        path.as_str(),
        path.as_str(),
        "/patient/none",
        "/nowhere",
        "/patient",
    ] {
        let (_, body) = api.get(path).await;
        assert!(
            seen.insert(body["meta"]["req_id"].as_str().unwrap().to_owned()),
            "{path}"
        );
    }
}

#[tokio::test]
async fn the_same_seed_gives_the_same_state() {
    let one = start().await.mock.read(fitbit_plus_mock::Store::dump);
    let two = start().await.mock.read(fitbit_plus_mock::Store::dump);
    assert_eq!(one["patient"], two["patient"]);
    assert_eq!(one["result"], two["result"]);
}
