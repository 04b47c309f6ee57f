//! Order and linked resources.

use crate::api::start;

#[tokio::test]
async fn emails_are_sorted_by_the_time_they_were_sent() {
    let api = start().await;
    let coach = api.some("coach");
    let times = async |sort: &str| {
        let (_, emails) = api
            .get(&format!(
                "/email_history?filter[sender]={coach}&sort={sort}&page[size]=100"
            ))
            .await;
        emails["data"]
            .as_array()
            .unwrap()
            .iter()
            .map(|email| {
                email["attributes"]["send_time"]
                    .as_str()
                    .unwrap()
                    .to_owned()
            })
            .collect::<Vec<_>>()
    };
    let mut ascending = times("send_time").await;
    assert!(ascending.len() > 1 && ascending.is_sorted());
    ascending.reverse();
    assert_eq!(ascending, times("-send_time").await);
}

#[tokio::test]
async fn linked_resources_are_included_once() {
    let api = start().await;
    let (status, plans) = api.get(&format!("/patient_plan_summary?filter[organization]={}&include=actions,bundles,patient,current_results", api.organization)).await;
    assert_eq!(status, 200);
    let included: Vec<(String, String)> = plans["included"]
        .as_array()
        .unwrap()
        .iter()
        .map(|resource| {
            (
                resource["type"].as_str().unwrap().to_owned(),
                resource["id"].as_str().unwrap().to_owned(),
            )
        })
        .collect();
    let unique: std::collections::HashSet<_> = included.iter().collect();
    assert_eq!(
        (included.len(), unique.len()),
        (10 * (3 + 1 + 1 + 3), included.len())
    );
    let (_, question) = api
        .get(&format!(
            "/health_profile_question/{}?include=answer,question_definition",
            api.some("health_profile_question")
        ))
        .await;
    assert_eq!(question["included"].as_array().unwrap().len(), 2);
    let (_, plain) = api
        .get(&format!(
            "/health_profile_question/{}",
            api.some("health_profile_question")
        ))
        .await;
    assert!(plain.get("included").is_none());
    api.assert_documented();
}
