//! Relationships, related routes, and what the API fills in.

use serde_json::{Value, json};

use crate::api::{error, ids, start};

fn linked(document: &Value, relationship: &str) -> Vec<String> {
    let data = &document["data"]["relationships"][relationship]["data"];
    data.as_array()
        .unwrap()
        .iter()
        .map(|target| target["id"].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn related_routes_agree_with_relationships() {
    let api = start().await;
    let patient = api
        .get(&format!("/patient/{}", api.some("patient")))
        .await
        .1;
    for relationship in ["groups", "coaches"] {
        let link = patient["data"]["relationships"][relationship]["links"]["related"]
            .as_str()
            .unwrap();
        let (status, related) = api.follow(link).await;
        assert_eq!(
            (status, ids(&related)),
            (200, linked(&patient, relationship))
        );
        assert_eq!(related["meta"]["count"], 1);
    }
    let program = api
        .get(&format!("/reward_program/{}", api.some("reward_program")))
        .await
        .1;
    let group = api
        .get(&format!(
            "/reward_program/{}/group",
            program["data"]["id"].as_str().unwrap()
        ))
        .await
        .1;
    assert_eq!(
        group["data"]["id"],
        program["data"]["relationships"]["group"]["data"]["id"]
    );
    api.assert_documented();
}

#[tokio::test]
async fn a_patient_that_changes_groups_is_found_in_the_new_one() {
    let api = start().await;
    let groups = api.all("group");
    let patient = api.some("patient");
    let change = json!({ "data": { "type": "patient", "id": patient, "relationships": { "groups": { "data": [{ "type": "group", "id": groups[1] }] } } } });
    assert_eq!(
        api.patch(&format!("/patient/{patient}"), &change).await.0,
        200
    );
    assert_eq!(
        ids(&api.get(&format!("/patient/{patient}/groups")).await.1),
        [groups[1].clone()]
    );
    assert!(
        ids(&api
            .get(&format!(
                "/patient?filter[groups]={}&page[size]=50",
                groups[1]
            ))
            .await
            .1)
        .contains(&patient)
    );
    assert!(
        !ids(&api
            .get(&format!(
                "/patient?filter[groups]={}&page[size]=50",
                groups[0]
            ))
            .await
            .1)
        .contains(&patient)
    );
}

#[tokio::test]
async fn both_sides_of_a_relationship_change_together() {
    let api = start().await;
    let (plan, bundle) = (api.some("patient_plan_summary"), api.some("bundle"));
    let action = json!({ "data": {
        "type": "action",
        "attributes": { "title": "Walk", "type": "other_lifestyle", "effective_from": "2025-06-01T00:00:00Z" },
        "relationships": {
            "plan": { "data": { "type": "patient_plan_summary", "id": plan } },
            "bundles": { "data": [{ "type": "bundle", "id": bundle }] },
        },
    } });
    let (status, made) = api.post("/action", &action).await;
    assert_eq!(status, 201, "{made}");
    let id = made["data"]["id"].as_str().unwrap().to_owned();
    assert!(
        linked(
            &api.get(&format!("/patient_plan_summary/{plan}")).await.1,
            "actions"
        )
        .contains(&id)
    );
    assert!(linked(&api.get(&format!("/bundle/{bundle}")).await.1, "actions").contains(&id));
    let change = json!({ "data": { "type": "action", "id": id, "relationships": { "bundles": { "data": [] } } } });
    assert_eq!(api.patch(&format!("/action/{id}"), &change).await.0, 200);
    assert!(!linked(&api.get(&format!("/bundle/{bundle}")).await.1, "actions").contains(&id));
    api.assert_documented();
}

#[tokio::test]
async fn a_query_stands_for_an_id_if_it_finds_one() {
    let api = start().await;
    let mut body = api.new_patient();
    let query = json!({ "organization": api.organization, "name": "Newcomers" });
    body["data"]["relationships"]["groups"]["data"] =
        json!([{ "type": "group", "meta": { "query": query } }]);
    let (status, made) = api.post("/patient", &body).await;
    assert_eq!(status, 201, "{made}");
    let (_, groups) = api
        .get(&format!(
            "/group?filter[organization]={}&filter[name]=Newcomers",
            api.organization
        ))
        .await;
    assert_eq!(
        ids(&groups),
        linked(&made, "groups"),
        "a group that is not there is made"
    );
    let (_, again) = api.post("/patient", &body).await;
    assert_eq!(linked(&again, "groups"), linked(&made, "groups"));
    let mut metric = json!({ "data": {
        "type": "patient_health_metric",
        "attributes": { "type": "weight", "occurred_at": "2025-01-01T00:00:00Z", "value": 70, "unit": "kg" },
        "relationships": { "patient": { "data": { "type": "patient", "meta": { "query": {
            "organization": api.organization, "identifier": { "system": "medical-record-number", "value": "nobody" } } } } } },
    } });
    let (status, none) = api.post("/patient_health_metric", &metric).await;
    assert_eq!(
        (status, error(&none).1.as_str()),
        (409, "/data/relationships/patient/data/meta/query")
    );
    let patient = api
        .get(&format!("/patient/{}", api.some("patient")))
        .await
        .1;
    let identifier = &patient["data"]["attributes"]["identifiers"][0];
    metric["data"]["relationships"]["patient"]["data"]["meta"]["query"]["identifier"] =
        json!({ "system": identifier["system"], "value": identifier["value"] });
    let (status, made) = api.post("/patient_health_metric", &metric).await;
    assert_eq!(
        (
            status,
            &made["data"]["relationships"]["patient"]["data"]["id"]
        ),
        (200, &patient["data"]["id"]),
        "{made}"
    );
    api.assert_documented();
}
