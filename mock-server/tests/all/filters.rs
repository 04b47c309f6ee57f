//! Filters, sort and include.

use serde_json::{Value, json};

use crate::api::{error, ids, start};

/// Whether a resource belongs into the answer.
type Test = Box<dyn Fn(&Value) -> bool>;

#[tokio::test]
async fn every_filter_finds_what_it_says() {
    let api = start().await;
    let patient = api.some("patient");
    let group = api.get(&format!("/patient/{patient}/groups")).await.1["data"][0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let organization = &api.organization;
    let of_patient = |patient: &str| -> Test {
        let patient = patient.to_owned();
        Box::new(move |resource| resource["relationships"]["patient"]["data"]["id"] == patient)
    };
    let owned = patient.clone();
    let cases: Vec<(String, &str, Test)> = vec![
        (
            format!("/result?filter[patient]={patient}"),
            "result",
            of_patient(&patient),
        ),
        (
            format!("/result?filter[patient]={patient}&filter[threads]=weight,medication"),
            "result",
            {
                let own = of_patient(&patient);
                Box::new(move |result| {
                    own(result) && result["attributes"]["_thread"] != "blood_pressure"
                })
            },
        ),
        (
            format!(
                "/result?filter[patient]={patient}&filter[start_at]=2025-05-30T00:00:00Z&filter[end_at]=2025-06-01T00:00:00Z"
            ),
            "result",
            {
                let own = of_patient(&patient);
                Box::new(move |result| {
                    let time = result["attributes"]["occurred_at"].as_str().unwrap();
                    own(result)
                        && ("2025-05-30T00:00:00.000Z".."2025-06-01T00:00:00.000Z").contains(&time)
                })
            },
        ),
        (
            format!("/patient_health_metric?filter[patient]={patient}"),
            "patient_health_metric",
            of_patient(&patient),
        ),
        (
            format!("/patient_plan_summary?filter[patient]={patient}"),
            "patient_plan_summary",
            of_patient(&patient),
        ),
        (
            format!("/health_profile_answer?filter[patient]={patient}"),
            "health_profile_answer",
            of_patient(&patient),
        ),
        (
            format!("/calendar_event?filter[patient]={patient}"),
            "calendar_event",
            {
                let patient = patient.clone();
                Box::new(move |event| event["relationships"]["owner"]["data"]["id"] == patient)
            },
        ),
        (
            format!("/calendar_event?filter[attendees]={patient},nobody"),
            "calendar_event",
            {
                Box::new(move |event| {
                    event["attributes"]["attendees"]
                        .as_array()
                        .unwrap()
                        .iter()
                        .any(|attendee| attendee["user"] == owned)
                })
            },
        ),
        (
            format!("/calendar_event?filter[organization]={organization}&filter[completed]=true"),
            "calendar_event",
            { Box::new(|event| event["attributes"].get("completed_at").is_some()) },
        ),
        (
            format!(
                "/calendar_event?filter[organization]={organization}&filter[completed]=false&filter[type]=plan-check-in"
            ),
            "calendar_event",
            {
                Box::new(|event| {
                    event["attributes"].get("completed_at").is_none()
                        && event["attributes"]["type"] == "plan-check-in"
                })
            },
        ),
        (format!("/patient?filter[groups]={group}"), "patient", {
            let group = group.clone();
            Box::new(move |patient| patient["relationships"]["groups"]["data"][0]["id"] == group)
        }),
        (
            format!("/patient?filter[organization]={organization}&filter[archived]=true"),
            "patient",
            Box::new(|patient| patient["attributes"]["archived"] == true),
        ),
        (
            format!(
                "/patient?filter[organization]={organization}&filter[updated_at]=2024-06-01T00:00:00Z..2025-01-01T00:00:00Z"
            ),
            "patient",
            {
                Box::new(|patient| {
                    ("2024-06-01T00:00:00.000Z".."2025-01-01T00:00:00.000Z")
                        .contains(&patient["attributes"]["updated_at"].as_str().unwrap())
                })
            },
        ),
        (
            format!("/email_history?filter[receiver]={patient}&filter[emailType]=invite"),
            "email_history",
            {
                let patient = patient.clone();
                Box::new(move |email| {
                    email["relationships"]["receiver"]["data"]["id"] == patient
                        && email["attributes"]["email_type"] == "invite"
                })
            },
        ),
        (
            format!("/reward?filter[organization]={organization}&filter[thread]=weight"),
            "reward",
            Box::new(|_| true),
        ),
    ];
    let state = api.mock.read(fitbit_plus_mock::Store::dump);
    for (path, resource_type, belongs) in cases {
        let (status, found) = api.get(&format!("{path}&page[limit]=1000")).await;
        assert_eq!(status, 200, "{path}: {found}");
        let rows = state[resource_type].as_array().unwrap().iter();
        let expected: Vec<&str> = rows
            .filter(|row| row["mock"]["tenant"] == api.organization && belongs(row))
            .map(|row| row["id"].as_str().unwrap())
            .collect();
        assert!(!expected.is_empty(), "{path} is to find something");
        assert_eq!(ids(&found), expected, "{path}");
    }
    api.assert_documented();
}

#[tokio::test]
async fn groups_are_found_through_the_patient() {
    let api = start().await;
    let group = api.some("group");
    let patients = ids(&api
        .get(&format!("/patient?filter[groups]={group}&page[size]=50"))
        .await
        .1);
    for path in [
        "/patient_health_metric",
        "/health_profile",
        "/health_profile_question",
        "/reward",
        "/reward_program_activation",
        "/calendar_event",
    ] {
        let (status, found) = api
            .get(&format!("{path}?filter[groups]={group}&page[limit]=1000"))
            .await;
        assert_eq!(status, 200, "{path}");
        for resource in found["data"].as_array().unwrap() {
            let owner = ["patient", "owner"]
                .iter()
                .find_map(|name| resource["relationships"][*name]["data"]["id"].as_str());
            assert!(
                owner.is_none_or(|owner| patients.contains(&owner.to_owned())),
                "{path}"
            );
        }
        assert!(!ids(&found).is_empty(), "{path}");
    }
    let earnings = api
        .get(&format!(
            "/reward_earning?filter[groups]={group}&filter[patient]={}&page[limit]=1000",
            patients.join(",")
        ))
        .await;
    assert_eq!(earnings.0, 200);
}

#[tokio::test]
async fn both_members_of_an_identifier_belong_to_the_same_one() {
    let api = start().await;
    let mut body = api.new_patient();
    body["data"]["attributes"]["identifiers"] =
        json!([{ "system": "a", "value": "1" }, { "system": "b", "value": "2" }]);
    let id = api.post("/patient", &body).await.1["data"]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let find = async |system: &str, value: &str| {
        let path = format!(
            "/patient?filter[organization]={}&filter[identifier][system]={system}&filter[identifier][value]={value}",
            api.organization
        );
        ids(&api.get(&path).await.1)
    };
    assert_eq!(find("b", "2").await, [id]);
    assert_eq!(find("a", "2").await, [""; 0]);
}

#[tokio::test]
async fn rules_between_parameters_hold() {
    let api = start().await;
    let organization = &api.organization;
    let cases = [
        ("/patient".to_owned(), "filter[groups]"),
        ("/calendar_event".to_owned(), "filter[patient]"),
        ("/email_history".to_owned(), "filter[receiver]"),
        ("/result".to_owned(), "filter[patient]"),
        (
            format!("/patient?filter[organization]={organization}&filter[identifier][system]=x"),
            "filter[identifier][value]",
        ),
        (
            format!("/patient?filter[organization]={organization}&filter[name]=x"),
            "filter[name]",
        ),
        (
            format!("/patient?filter[organization]={organization}&filter[archived]=perhaps"),
            "filter[archived]",
        ),
        (
            format!(
                "/patient?filter[organization]={organization}&filter[updated_at]=2025-01-01T00:00:00Z"
            ),
            "filter[updated_at]",
        ),
        (
            format!(
                "/patient?filter[organization]={organization}&filter[updated_at]=yesterday..today"
            ),
            "filter[updated_at]",
        ),
        (
            format!("/calendar_event?filter[organization]={organization}&filter[type]=party"),
            "filter[type]",
        ),
        (
            format!("/calendar_event?filter[organization]={organization}&sort=title"),
            "sort",
        ),
        (
            format!("/calendar_event?filter[organization]={organization}&include=attendees"),
            "include",
        ),
        (
            format!(
                "/patient?filter[organization]={organization}&filter[organization]={organization}"
            ),
            "filter[organization]",
        ),
    ];
    for (path, parameter) in cases {
        let (status, body) = api.get(&path).await;
        assert_eq!(
            (status, error(&body)),
            (409, ("InvalidParameter".to_owned(), parameter.to_owned())),
            "{path}"
        );
    }
    api.assert_documented();
}
