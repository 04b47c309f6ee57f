//! All 62 operations, called by the client. The table is printed with `--nocapture`.

use std::collections::BTreeSet;

use fitbit_plus::jsonapi::{NewResource, NewToMany, NewToOne, ResourceUpdate};
use fitbit_plus::models::*;
use fitbit_plus::{Client, Error, Response};
use serde_json::{Value, json};

use super::at;
use crate::mock::Mock;

fn ok<T>(answer: Result<Response<T>, Error>) -> Response<T> {
    answer.unwrap_or_else(|error| panic!("{error}"))
}

async fn fetch(client: &Client, mock: &Mock) {
    let id = |resource_type: &str| mock.some(resource_type);
    ok(client.fetch_action(id("action")).send().await);
    ok(client.fetch_bundle(id("bundle")).send().await);
    ok(client
        .fetch_calendar_event(id("calendar_event"))
        .send()
        .await);
    ok(client.fetch_coach(id("coach")).send().await);
    ok(client.fetch_email_history(id("email_history")).send().await);
    ok(client.fetch_group(id("group")).send().await);
    ok(client
        .fetch_health_profile(id("health_profile"))
        .send()
        .await);
    ok(client
        .fetch_health_profile_answer(id("health_profile_answer"))
        .send()
        .await);
    ok(client
        .fetch_health_profile_question(id("health_profile_question"))
        .send()
        .await);
    ok(client
        .fetch_health_question_definition(id("health_question_definition"))
        .send()
        .await);
    ok(client.fetch_organization(&mock.organization).send().await);
    ok(client.fetch_patient(id("patient")).send().await);
    ok(client
        .fetch_patient_health_metric(id("patient_health_metric"))
        .send()
        .await);
    ok(client
        .fetch_patient_health_result(id("result"))
        .send()
        .await);
    ok(client
        .fetch_patient_plan_summary(id("patient_plan_summary"))
        .send()
        .await);
    ok(client.fetch_reward(id("reward")).send().await);
    ok(client
        .fetch_reward_earning(id("reward_earning"))
        .send()
        .await);
    ok(client
        .fetch_reward_earning_fulfillment(id("reward_earning_fulfillment"))
        .send()
        .await);
    ok(client
        .fetch_reward_program(id("reward_program"))
        .send()
        .await);
    ok(client
        .fetch_reward_program_activation(id("reward_program_activation"))
        .send()
        .await);
    ok(client.fetch_patient_coaches(id("patient")).send().await);
    ok(client.fetch_patient_groups(id("patient")).send().await);
    ok(client
        .fetch_reward_program_group(id("reward_program"))
        .send()
        .await);
}

async fn find(client: &Client, mock: &Mock) {
    let (organization, patient) = (&mock.organization, mock.some("patient"));
    ok(client
        .fetch_calendar_events()
        .filter_organization(organization)
        .send()
        .await);
    ok(client
        .fetch_coaches()
        .filter_organization(organization)
        .send()
        .await);
    ok(client
        .fetch_email_histories()
        .filter_receiver(&patient)
        .send()
        .await);
    ok(client.fetch_groups(organization).send().await);
    ok(client
        .fetch_health_profiles()
        .filter_organization(organization)
        .send()
        .await);
    ok(client
        .fetch_health_profile_answers()
        .filter_organization(organization)
        .send()
        .await);
    ok(client
        .fetch_health_profile_questions()
        .filter_organization(organization)
        .send()
        .await);
    ok(client.fetch_health_question_definitions().send().await);
    ok(client
        .fetch_patients()
        .filter_organization(organization)
        .send()
        .await);
    ok(client
        .fetch_patient_health_metrics()
        .filter_organization(organization)
        .send()
        .await);
    ok(client.fetch_patient_health_results(&patient).send().await);
    ok(client
        .fetch_patient_plan_summaries()
        .filter_organization(organization)
        .send()
        .await);
    ok(client
        .fetch_rewards()
        .filter_organization(organization)
        .send()
        .await);
    ok(client
        .fetch_reward_earnings([&mock.group], &patient)
        .send()
        .await);
    ok(client
        .fetch_reward_earning_fulfillments(&patient)
        .send()
        .await);
    ok(client
        .fetch_reward_programs()
        .filter_organization(organization)
        .send()
        .await);
    ok(client
        .fetch_reward_program_activations()
        .filter_organization(organization)
        .send()
        .await);
}

async fn care(client: &Client, mock: &Mock) {
    let plan = mock.some("patient_plan_summary");
    let from = at("2025-06-01T00:00:00Z");
    let action = NewResource::with_relationships(
        NewActionAttributes::new(from, "Walk", ActionType::OtherLifestyle),
        NewActionRelationships::new().plan(NewToOne::id(&plan)),
    );
    let action = ok(client.create_action(action).send().await);
    let id = &action.data.id;
    let change = ActionAttributesUpdate::new().title("Run");
    let changed = ResourceUpdate::new(id).attributes(change);
    ok(client.update_action(id, changed).send().await);

    let bundle = NewResource::with_relationships(
        NewBundleAttributes::new(
            from,
            TitleAndType {
                title: "Daily",
                r#type: "daily",
            },
        ),
        NewBundleRelationships::new()
            .plan(NewToOne::id(&plan))
            .actions(NewToMany::ids([id])),
    );
    let bundle = ok(client.create_bundle(bundle).send().await);
    let id = &bundle.data.id;
    let change = BundleAttributesUpdate::new().title("Nightly");
    let changed = ResourceUpdate::new(id).attributes(change);
    ok(client.update_bundle(id, changed).send().await);

    let change = PatientPlanSummaryAttributesUpdate::new().time_zone("Europe/Berlin");
    let changed = ResourceUpdate::new(&plan).attributes(change);
    ok(client
        .update_patient_plan_summary(&plan, changed)
        .send()
        .await);
}

async fn calendar(client: &Client, mock: &Mock) {
    let patient = mock.some("patient");
    let start = at("2025-06-01T10:00:00Z");
    let attributes =
        CreateCalendarEventAttributes::new(Vec::new(), start, "Call", CalendarEventType::Reminder);
    let owner = CreateCalendarEventRelationships::new().owner(NewToOne::id(&patient));
    let event = NewResource::with_relationships(attributes, owner);
    let event = ok(client.create_calendar_event(event).send().await);
    let id = &event.data.id;
    let change = UpdateCalendarEventAttributes::new().title("Later");
    let changed = ResourceUpdate::new(id).attributes(change);
    ok(client.update_calendar_event(id, changed).send().await);
    let response = NewResource::with_relationships(
        CreateCalendarEventResponseAttributes::new(
            "x",
            CalendarEventResponseResponseStatus::Accepted,
        ),
        CreateCalendarEventResponseRelationships::new().calendar_event(NewToOne::id(id)),
    );
    ok(client.create_calendar_event_response(response).send().await);
    ok(client.delete_calendar_event(id).send().await);
}

async fn people(client: &Client, mock: &Mock) -> String {
    let group = NewResource::new(GroupAttributes::new("North"));
    ok(client.create_group(group).send().await);
    let patient = NewResource::with_relationships(
        NewPatientAttributes::new().first_name("Ada"),
        NewPatientRelationships::new(NewToMany::ids([mock.group.as_str()])),
    );
    let created = client.create_patient(CreatePatientRequest::new(patient));
    let created = ok(created.send().await);
    let id = created.data.as_slice()[0].id.clone();
    let change = PatientAttributesUpdate::new().note("n");
    let changed = ResourceUpdate::new(&id).attributes(change);
    ok(client.update_patient(&id, changed).send().await);
    let identifier = UpsertPatientRequestMetaQueryIdentifier::new()
        .system("s")
        .value("v");
    let query = UpsertPatientRequestMetaQuery::new(vec![mock.group.clone()], identifier);
    let patient = NewResource::with_relationships(
        NewPatientAttributes::new().first_name("Grace"),
        NewPatientRelationships::new(NewToMany::ids([mock.group.as_str()])),
    );
    let upsert = UpsertPatientRequest::new(patient).meta(UpsertPatientRequestMeta::new(query));
    ok(client.upsert_patient(upsert).send().await);

    let weight = PatientHealthMetricAttributes::new()
        .r#type(PatientHealthMetricType::Weight)
        .occurred_at(at("2025-01-01T00:00:00Z"))
        .unit("kg")
        .value(json!(70));
    let of_patient = NewPatientHealthMetricRelationships::new().patient(NewToOne::id(&id));
    let metric = NewResource::with_relationships(weight, of_patient);
    let metric = CreatePatientHealthMetricRequest::new(metric);
    ok(client.create_patient_health_metric(metric).send().await);
    id.into()
}

/// Rewards need one another.
async fn rewards(client: &Client, mock: &Mock, patient: &str) {
    let then = at("2025-06-01T00:00:00Z");
    let program = NewResource::with_relationships(
        RewardProgramAttributes::new(50.0, at("2027-01-01T00:00:00Z"), "P", then),
        NewRewardProgramRelationships::new(NewToOne::id(&mock.group)),
    );
    let program = ok(client.create_reward_program(program).send().await);
    let activation = NewResource::with_relationships(
        NewRewardProgramActivationAttributes::new(then),
        NewRewardProgramActivationRelationships::new(
            NewToOne::id(patient),
            NewToOne::id(&program.data.id),
        ),
    );
    let activation = client.create_reward_program_activation(activation);
    let activation = ok(activation.send().await);
    let reward = NewResource::with_relationships(
        NewRewardAttributes::new(then, 5.0, "d"),
        NewRewardRelationships::new(NewToOne::id(&activation.data.id)),
    );
    let reward = ok(client.create_reward(reward).send().await);
    let earning = NewResource::with_relationships(
        NewRewardEarningAttributes::new(then, 5.0),
        NewRewardEarningRelationships::new(NewToOne::id(&reward.data.id)),
    );
    let earning = client.create_reward_earning(CreateRewardEarningRequest::new(earning));
    let earning = ok(earning.send().await);
    let fulfillment = NewResource::with_relationships(
        NewRewardEarningFulfillmentAttributes::new(then, 5.0),
        NewRewardEarningFulfillmentRelationships::new(NewToOne::id(&earning.data.as_slice()[0].id)),
    );
    let fulfillment = client.create_reward_earning_fulfillment(fulfillment);
    ok(fulfillment.send().await);
}

async fn token(client: &Client, mock: &Mock) {
    let grant =
        CreateTokenAttributes::new(mock.client_id(), CreateTokenGrantType::ClientCredentials)
            .client_secret(mock.client_secret());
    let token = ok(client.create_token(NewResource::new(grant)).send().await);
    ok(client.fetch_token_groups(&token.data.id).send().await);
    ok(client.fetch_token_organization(&token.data.id).send().await);
}

/// Method, path and id of all operations.
async fn operations(mock: &Mock) -> Vec<(String, String, String)> {
    let info = reqwest::get(format!("{}/_mock/info", mock.origin())).await;
    let info = info.unwrap().bytes().await.unwrap();
    let info: Value = serde_json::from_slice(&info).unwrap();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let operations = info["operations"].as_array().unwrap().iter();
    operations
        .map(|operation| {
            (
                text(&operation["method"]),
                text(&operation["path"]),
                text(&operation["id"]),
            )
        })
        .collect()
}

/// Without a token, and for what is not there.
async fn refused(mock: &Mock, method: &str, path: &str) {
    let http = reqwest::Client::new();
    let url = format!("{}{}", mock.url(), path.replace("{id}", "none"));
    let method = reqwest::Method::from_bytes(method.as_bytes()).unwrap();
    http.request(method.clone(), &url).send().await.unwrap();
    let asked = http.request(method, url).bearer_auth(mock.token());
    asked.send().await.unwrap();
}

#[tokio::test]
async fn all_62_operations_succeed_and_answer_within_the_document() {
    let mock = Mock::start().await;
    let client = mock.client();
    fetch(&client, &mock).await;
    find(&client, &mock).await;
    care(&client, &mock).await;
    calendar(&client, &mock).await;
    let patient = people(&client, &mock).await;
    rewards(&client, &mock, &patient).await;
    token(&client, &mock).await;

    let operations = operations(&mock).await;
    for (method, path, _) in &operations {
        refused(&mock, method, path).await;
    }
    println!(
        "{:6} {:34} {:36} {:22} valid",
        "", "path", "operation", "statuses"
    );
    let log = mock.requests();
    let mut succeeded = 0;
    for (method, path, id) in &operations {
        let answers = log.as_array().unwrap().iter();
        let answers: Vec<&Value> = answers.filter(|entry| entry["operation"] == *id).collect();
        let status = |entry: &&Value| entry["status"].as_u64().unwrap();
        let statuses: BTreeSet<u64> = answers.iter().map(status).collect();
        let valid = answers
            .iter()
            .filter(|entry| entry["violations"] == json!([]))
            .count();
        let shown: Vec<String> = statuses.iter().map(ToString::to_string).collect();
        println!(
            "{method:6} {path:34} {id:36} {:22} {valid} of {}",
            shown.join(" "),
            answers.len()
        );
        succeeded += usize::from(statuses.iter().any(|status| (200..300).contains(status)));
    }
    assert_eq!((operations.len(), succeeded), (62, 62));
    mock.assert_documented();
}
