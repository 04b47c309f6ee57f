//! All 62 operations, each answered within the document.

use reqwest::Method;
use serde_json::{Value, json};

use crate::api::{Api, start};

/// A request that succeeds, for each operation: method, path, body.
fn requests(api: &Api) -> Vec<(&'static str, String, Option<Value>)> {
    let id = |ty: &str| api.some(ty);
    let one = |ty: &str, id: &str| json!({ "data": { "type": ty, "id": id } });
    let (patient, plan, group, organization) = (
        id("patient"),
        id("patient_plan_summary"),
        id("group"),
        &api.organization,
    );
    let action = json!({ "title": "Walk", "type": "other_lifestyle", "effective_from": "2025-06-01T00:00:00Z" });
    let bundle =
        json!({ "title": "Daily", "type": "daily", "effective_from": "2025-06-01T00:00:00Z" });
    let event = json!({ "type": "reminder", "title": "Call", "attendees": [], "all_day": false, "time_zone": "UTC", "start_at": "2025-06-01T10:00:00Z", "end_at": "2025-06-01T11:00:00Z" });
    let resource = |ty: &str, attributes: &Value, relationships: Value| json!({ "data": { "type": ty, "attributes": attributes, "relationships": relationships } });
    let change = |ty: &str, id: &str, attributes: Value| {
        Some(json!({ "data": { "type": ty, "id": id, "attributes": attributes } }))
    };
    let mut list: Vec<(&str, String, Option<Value>)> = Vec::new();
    let mut get = |path: String| list.push(("GET", path, None));
    for ty in [
        "action",
        "bundle",
        "calendar_event",
        "coach",
        "email_history",
        "group",
        "health_profile",
        "health_profile_answer",
        "health_profile_question",
        "health_question_definition",
        "patient",
        "patient_health_metric",
        "patient_plan_summary",
        "result",
        "reward",
        "reward_earning",
        "reward_earning_fulfillment",
        "reward_program",
        "reward_program_activation",
    ] {
        get(format!("/{ty}/{}", id(ty)));
    }
    for ty in [
        "calendar_event",
        "coach",
        "group",
        "health_profile",
        "health_profile_answer",
        "health_profile_question",
        "patient",
        "patient_health_metric",
        "patient_plan_summary",
        "reward",
        "reward_program",
        "reward_program_activation",
    ] {
        get(format!("/{ty}?filter[organization]={organization}"));
    }
    get(format!("/organization/{organization}"));
    get("/health_question_definition".to_owned());
    get(format!("/email_history?filter[receiver]={patient}"));
    get(format!("/result?filter[patient]={patient}"));
    get(format!(
        "/reward_earning?filter[groups]={group}&filter[patient]={patient}"
    ));
    get(format!(
        "/reward_earning_fulfillment?filter[patient]={patient}"
    ));
    get(format!("/patient/{patient}/coaches"));
    get(format!("/patient/{patient}/groups"));
    get(format!("/reward_program/{}/group", id("reward_program")));
    get(format!("/oauth/token/{}/groups", id("oauth/token")));
    get(format!("/oauth/token/{}/organization", id("oauth/token")));
    let event_id = id("calendar_event");
    let attributes = json!({ "attendee": "x", "response_status": "accepted" });
    let response = resource(
        "calendar_event_response",
        &attributes,
        json!({ "calendar_event": one("calendar_event", &event_id), "user": one("patient", &patient) }),
    );
    list.extend([
        (
            "POST",
            "/action".to_owned(),
            Some(resource(
                "action",
                &action,
                json!({ "plan": one("patient_plan_summary", &plan) }),
            )),
        ),
        (
            "PATCH",
            format!("/action/{}", id("action")),
            change("action", &id("action"), json!({ "title": "Run" })),
        ),
        (
            "POST",
            "/bundle".to_owned(),
            Some(resource(
                "bundle",
                &bundle,
                json!({ "plan": one("patient_plan_summary", &plan) }),
            )),
        ),
        (
            "PATCH",
            format!("/bundle/{}", id("bundle")),
            change("bundle", &id("bundle"), json!({ "title": "Nightly" })),
        ),
        (
            "POST",
            "/calendar_event".to_owned(),
            Some(resource(
                "calendar_event",
                &event,
                json!({ "owner": one("patient", &patient) }),
            )),
        ),
        (
            "PATCH",
            format!("/calendar_event/{event_id}"),
            change("calendar_event", &event_id, json!({ "title": "Later" })),
        ),
        (
            "POST",
            "/calendar_event_response".to_owned(),
            Some(response),
        ),
        ("DELETE", format!("/calendar_event/{event_id}"), None),
        (
            "POST",
            "/group".to_owned(),
            Some(json!({ "data": { "type": "group", "attributes": { "name": "New" } } })),
        ),
        (
            "PATCH",
            format!("/patient_plan_summary/{plan}"),
            change(
                "patient_plan_summary",
                &plan,
                json!({ "time_zone": "Europe/Berlin" }),
            ),
        ),
        ("POST", "/patient".to_owned(), Some(api.new_patient())),
        (
            "PATCH",
            format!("/patient/{patient}"),
            change("patient", &patient, json!({ "note": "n" })),
        ),
    ]);
    let mut upsert = api.new_patient();
    upsert["meta"] =
        json!({ "query": { "groups": [group], "identifier": { "system": "s", "value": "v" } } });
    list.push(("PUT", "/patient".to_owned(), Some(upsert)));
    let metric = json!({ "type": "weight", "occurred_at": "2025-01-01T00:00:00Z", "value": 70, "unit": "kg" });
    list.push((
        "POST",
        "/patient_health_metric".to_owned(),
        Some(resource(
            "patient_health_metric",
            &metric,
            json!({ "patient": one("patient", &patient) }),
        )),
    ));
    let program = json!({ "budget_value": 5, "name": "P", "start_at": "2025-01-01T00:00:00Z", "end_at": "2026-01-01T00:00:00Z" });
    list.push((
        "POST",
        "/reward_program".to_owned(),
        Some(resource(
            "reward_program",
            &program,
            json!({ "group": one("group", &group) }),
        )),
    ));
    let client = &api.mock.clients()[0];
    let grant = json!({ "grant_type": "client_credentials", "client_id": client.id, "client_secret": client.secret });
    list.push((
        "POST",
        "/oauth/token".to_owned(),
        Some(json!({ "data": { "type": "oauth/token", "attributes": grant } })),
    ));
    list
}

/// Rewards need one another.
async fn rewards(api: &Api) {
    let one = |ty: &str, id: &Value| json!({ "data": { "type": ty, "id": id } });
    let post = async |ty: &str, attributes: Value, relationships: Value| {
        let body = json!({ "data": { "type": ty, "attributes": attributes, "relationships": relationships } });
        let (status, made) = api.post(&format!("/{ty}"), &body).await;
        assert_eq!(status, 200, "{made}");
        made["data"]["id"].clone()
    };
    let patient = api.post("/patient", &api.new_patient()).await.1["data"]["id"].clone();
    let program = json!(api.some("reward_program"));
    let at = "2025-06-01T00:00:00Z";
    let activation = post("reward_program_activation", json!({ "activated_at": at }), json!({ "patient": one("patient", &patient), "reward_program": one("reward_program", &program) })).await;
    let reward = json!({ "allocated_at": at, "allocated_value": 5, "description": "d" });
    let reward = post(
        "reward",
        reward,
        json!({ "reward_program_activation": one("reward_program_activation", &activation) }),
    )
    .await;
    let earning = post(
        "reward_earning",
        json!({ "earned_at": at, "earned_value": 5 }),
        json!({ "reward": one("reward", &reward) }),
    )
    .await;
    post(
        "reward_earning_fulfillment",
        json!({ "fulfilled_at": at, "fulfilled_value": 5 }),
        json!({ "reward_earning": one("reward_earning", &earning) }),
    )
    .await;
}

#[tokio::test]
async fn all_62_operations_answer_within_the_document() {
    let api = start().await;
    for (method, path, body) in requests(&api) {
        let method = Method::from_bytes(method.as_bytes()).unwrap();
        let (status, answer) = match body {
            Some(body) => api.send(method.clone(), &path, &body).await,
            None => api.send(method.clone(), &path, &Value::Null).await,
        };
        assert!(
            (200..300).contains(&status),
            "{method} {path}: {status} {answer}"
        );
    }
    rewards(&api).await;
    let log = api.mock.requests();
    let log = log.as_array().unwrap();
    let mut table = String::new();
    let mut missing = Vec::new();
    let plan = MockPlan::read(&api).await;
    for (method, path, id) in &plan.0 {
        let entry = log
            .iter()
            .find(|entry| entry["operation"] == *id && entry["status"].as_u64().unwrap() < 300);
        match entry {
            Some(entry) => {
                table += &[
                    format!("{method:6} {path:50} {id:36} "),
                    entry["status"].to_string(),
                    "\n".to_owned(),
                ]
                .concat();
            }
            None => missing.push(id.clone()),
        }
    }
    println!("{table}");
    assert_eq!((plan.0.len(), missing), (62, Vec::<String>::new()));
    api.assert_documented();
}

struct MockPlan(Vec<(String, String, String)>);

impl MockPlan {
    async fn read(api: &Api) -> Self {
        let info: Value = api
            .http
            .get(format!("{}/_mock/info", api.mock.origin()))
            .send()
            .await
            .unwrap()
            .json()
            .await
            .unwrap();
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let operations = info["operations"].as_array().unwrap().iter();
        Self(
            operations
                .map(|operation| {
                    (
                        text(&operation["method"]),
                        text(&operation["path"]),
                        text(&operation["id"]),
                    )
                })
                .collect(),
        )
    }
}

#[test]
fn every_exported_example_keeps_to_the_document() {
    let builder = fitbit_plus_mock::MockServer::builder().patients(10);
    assert_eq!(builder.broken_examples().unwrap(), []);
    let environment = builder.mockoon().unwrap();
    let routes = environment["routes"].as_array().unwrap();
    assert_eq!(routes.len(), 62);
    let deleted = routes
        .iter()
        .filter(|route| route["responses"][0]["body"] == "")
        .count();
    assert_eq!(deleted, 1, "only a deletion is answered without a body");
}
