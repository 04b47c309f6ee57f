//! What one change means for other resources.

use reqwest::Method;
use serde_json::{Value, json};

use crate::api::{error, start};

#[tokio::test]
async fn rewards_are_earned_and_fulfilled_once() {
    let api = start().await;
    let (program, patient) = (
        api.some("reward_program"),
        api.post("/patient", &api.new_patient()).await.1["data"]["id"].clone(),
    );
    let link = |ty: &str, id: &Value| json!({ "data": { "type": ty, "id": id } });
    let activation = json!({ "data": { "type": "reward_program_activation", "attributes": { "activated_at": "2025-06-01T00:00:00Z" },
        "relationships": { "patient": link("patient", &patient), "reward_program": link("reward_program", &json!(program)) } } });
    let (status, activation_made) = api.post("/reward_program_activation", &activation).await;
    assert_eq!(status, 200, "{activation_made}");
    assert_eq!(
        api.post("/reward_program_activation", &activation).await.0,
        409
    );
    let activation = &activation_made["data"]["id"];
    let reward = |value: u32| {
        json!({ "data": { "type": "reward", "attributes": { "allocated_at": "2025-06-02T00:00:00Z", "allocated_value": value, "description": "Walk" },
        "relationships": { "reward_program_activation": link("reward_program_activation", activation) } } })
    };
    assert_eq!(
        api.post("/reward", &reward(100_000)).await.0,
        409,
        "more than the budget"
    );
    let (status, reward_made) = api.post("/reward", &reward(20)).await;
    assert_eq!(
        (
            status,
            &reward_made["data"]["relationships"]["patient"]["data"]["id"]
        ),
        (200, &patient),
        "{reward_made}"
    );
    let reward = &reward_made["data"]["id"];
    let earning = json!({ "data": { "type": "reward_earning", "attributes": { "earned_at": "2025-06-03T00:00:00Z", "earned_value": 15 },
        "relationships": { "reward": link("reward", reward) } } });
    let (status, earned) = api.post("/reward_earning", &earning).await;
    assert_eq!(status, 200, "{earned}");
    assert_eq!(api.post("/reward_earning", &earning).await.0, 409);
    let shown = api
        .get(&format!("/reward/{}", reward.as_str().unwrap()))
        .await
        .1;
    assert_eq!(shown["data"]["attributes"]["earned_value"], 15);
    let total = api
        .get(&format!(
            "/reward_program_activation/{}",
            activation.as_str().unwrap()
        ))
        .await
        .1;
    assert_eq!(
        (
            &total["data"]["attributes"]["earned_count"],
            &total["data"]["attributes"]["total_earned_value"]
        ),
        (&json!(1), &json!(15.0))
    );
    let fulfillment = json!({ "data": { "type": "reward_earning_fulfillment", "attributes": { "fulfilled_at": "2025-06-04T00:00:00Z", "fulfilled_value": 15 },
        "relationships": { "reward_earning": link("reward_earning", &earned["data"]["id"]) } } });
    assert_eq!(
        api.post("/reward_earning_fulfillment", &fulfillment)
            .await
            .0,
        200
    );
    assert_eq!(
        api.post("/reward_earning_fulfillment", &fulfillment)
            .await
            .0,
        409
    );
    api.assert_documented();
}

#[tokio::test]
async fn an_answer_to_an_invitation_shows_in_the_event() {
    let api = start().await;
    let event = api
        .get(&format!("/calendar_event/{}", api.some("calendar_event")))
        .await
        .1;
    let attendee = &event["data"]["attributes"]["attendees"][0];
    let body = json!({ "data": { "type": "calendar_event_response",
        "attributes": { "attendee": attendee["_id"], "response_status": "declined" },
        "relationships": {
            "calendar_event": { "data": { "type": "calendar_event", "id": event["data"]["id"] } },
            "user": { "data": { "type": "user", "id": attendee["user"] } },
        } } });
    let (status, made) = api.post("/calendar_event_response", &body).await;
    assert_eq!(status, 201, "{made}");
    let (_, after) = api
        .get(&format!(
            "/calendar_event/{}",
            event["data"]["id"].as_str().unwrap()
        ))
        .await;
    assert_eq!(
        after["data"]["attributes"]["attendees"][0]["response_status"],
        "declined"
    );
    api.assert_documented();
}

#[tokio::test]
async fn an_event_is_completed_and_reopened() {
    let api = start().await;
    let owner = api.some("patient");
    let mut body = json!({ "data": { "type": "calendar_event",
        "attributes": { "type": "plan-check-in", "title": "Check-in", "attendees": [], "time_zone": "UTC", "all_day": true, "start_at": "2025-06-01T00:00:00Z" },
        "relationships": { "owner": { "data": { "type": "patient", "id": owner } } } } });
    let (status, made) = api.post("/calendar_event", &body).await;
    assert_eq!(status, 201, "{made}");
    let path = format!("/calendar_event/{}", made["data"]["id"].as_str().unwrap());
    let change = |attributes: Value| json!({ "data": { "type": "calendar_event", "id": made["data"]["id"], "attributes": attributes } });
    let (_, done) = api.patch(&path, &change(json!({ "completed_at": "2025-06-01T12:00:00Z", "completed_by": api.some("coach") }))).await;
    assert_eq!(
        done["data"]["attributes"]["completed_at"],
        "2025-06-01T12:00:00Z"
    );
    let (_, open) = api
        .patch(
            &path,
            &change(json!({ "completed_at": null, "completed_by": null })),
        )
        .await;
    assert_eq!(open["data"]["attributes"].get("completed_at"), None);
    let (status, refused) = api
        .patch(&path, &change(json!({ "type": "reminder" })))
        .await;
    assert_eq!(
        (status, error(&refused).1.as_str()),
        (409, "/data/attributes/type")
    );
    body["data"]["attributes"]["all_day"] = json!(false);
    assert_eq!(
        error(&api.post("/calendar_event", &body).await.1).1,
        "/data/attributes/all_day"
    );
    assert_eq!(api.send(Method::DELETE, &path, &json!(null)).await.0, 200);
    api.assert_documented();
}
