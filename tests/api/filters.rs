//! Filters, order, linked resources.

use fitbit_plus::models::*;
use fitbit_plus::operations::calendar_event::FetchCalendarEvents;
use fitbit_plus::operations::patient::FetchPatients;
use fitbit_plus::{Paged, Request};
use futures_util::TryStreamExt as _;

use super::at;
use crate::mock::Mock;

/// All pages.
async fn all<O: Paged>(request: impl Into<Request<O>>) -> Vec<O::Item> {
    let mut pager = request.into().items();
    let mut items = Vec::new();
    while let Some(item) = pager.try_next().await.unwrap() {
        items.push(item);
    }
    items
}

fn events(mock: &Mock) -> FetchCalendarEvents {
    let events = mock.client().fetch_calendar_events();
    events.filter_organization(&mock.organization)
}

fn patients(mock: &Mock) -> FetchPatients {
    let patients = mock.client().fetch_patients();
    patients.filter_organization(&mock.organization)
}

#[tokio::test]
async fn filters_part_a_collection() {
    let mock = Mock::start().await;
    let everyone = all(patients(&mock)).await;
    assert_eq!(everyone.len(), 20);
    mock.set("patient", &everyone[4].id, "archived", true);
    let archived = all(patients(&mock).filter_archived(true)).await;
    let current = all(patients(&mock).filter_archived(false)).await;
    assert!(archived.iter().any(|patient| patient.id == everyone[4].id));
    assert!(
        archived
            .iter()
            .all(|patient| patient.attributes.archived == Some(true))
    );
    assert_eq!(archived.len() + current.len(), 20);

    let mut in_groups = 0;
    for group in mock.ids("group") {
        let request = mock.client().fetch_patients().filter_groups([&group]);
        let members = all(request).await;
        let member = |patient: &Patient| {
            let linked = patient.relationships.as_ref().unwrap();
            linked.groups.ids().any(|id| *id == group)
        };
        assert!(members.iter().all(member));
        in_groups += members.len();
    }
    assert_eq!(in_groups, 20, "each is in one group");
    let several = mock.client().fetch_patients();
    let several = several.filter_groups(mock.ids("group"));
    assert_eq!(all(several).await.len(), 20);
    mock.assert_documented();
}

#[tokio::test]
async fn an_identifier_is_found_by_system_and_value_together() {
    let mock = Mock::start().await;
    let everyone = all(patients(&mock)).await;
    let identifier = &everyone[7].attributes.identifiers.as_ref().unwrap()[0];
    let (system, value) = (identifier.system.as_str(), identifier.value.as_str());
    let find = |system: &str, value: &str| {
        patients(&mock)
            .filter_identifier_system(system)
            .filter_identifier_value(value)
    };
    let found = all(find(system, value)).await;
    assert_eq!(found, everyone[7..8]);
    assert_eq!(all(find(system, "nobody's")).await, []);
    assert_eq!(all(find("another system", value)).await, []);
    mock.assert_documented();
}

#[tokio::test]
async fn date_ranges_take_their_start_and_leave_their_end() {
    let mock = Mock::start().await;
    for (id, time) in mock.ids("patient").iter().zip([
        "2020-01-01T00:00:00.000Z",
        "2020-01-02T00:00:00.000Z",
        "2020-01-03T00:00:00.000Z",
    ]) {
        mock.set("patient", id, "updated_at", time);
    }
    let between = |start: &str, end: &str| patients(&mock).filter_updated_at(at(start)..at(end));
    let ids = mock.ids("patient");
    let found = all(between("2020-01-01T00:00:00Z", "2020-01-03T00:00:00Z")).await;
    let found: Vec<&str> = found.iter().map(|patient| patient.id.as_str()).collect();
    assert_eq!(found, [&ids[0], &ids[1]]);
    let found = all(between(
        "2020-01-01T00:00:00.001Z",
        "2020-01-03T00:00:00.001Z",
    ))
    .await;
    let found: Vec<&str> = found.iter().map(|patient| patient.id.as_str()).collect();
    assert_eq!(found, [&ids[1], &ids[2]]);
    assert_eq!(
        all(between("2019-01-01T00:00:00Z", "2019-02-01T00:00:00Z")).await,
        []
    );
    mock.assert_documented();
}

#[tokio::test]
async fn filters_of_other_collections_do_what_their_names_say() {
    let mock = Mock::start().await;
    let client = mock.client();
    let everything = all(events(&mock)).await;
    let kind = |event: &CalendarEvent| event.attributes.r#type.clone();
    let first = kind(&everything[0]).unwrap();
    let alike = all(events(&mock).filter_type(first.clone())).await;
    let expected = everything
        .iter()
        .filter(|event| kind(event).as_ref() == Some(&first));
    assert_eq!(alike, expected.cloned().collect::<Vec<_>>());
    assert!(alike.len() < everything.len());
    let done = all(events(&mock).filter_completed(true)).await;
    let open = all(events(&mock).filter_completed(false)).await;
    assert!(
        done.iter()
            .all(|event| event.attributes.completed_at.is_some())
    );
    assert_eq!(done.len() + open.len(), everything.len());

    let groups = client.fetch_groups(&mock.organization);
    let all_groups = all(groups.clone()).await;
    let named = groups.filter_name(&all_groups[1].attributes.name);
    assert_eq!(all(named).await, all_groups[1..2]);

    let patient = mock.some("patient");
    let results = all(client.fetch_patient_health_results(&patient)).await;
    let middle = results[results.len() / 2].attributes.occurred_at.clone();
    let middle = middle.unwrap();
    let later = client.fetch_patient_health_results(&patient);
    let later = all(later.filter_start_at(middle.clone())).await;
    let earlier = client.fetch_patient_health_results(&patient);
    let earlier = all(earlier.filter_end_at(middle.clone())).await;
    assert!(
        later
            .iter()
            .all(|result| result.attributes.occurred_at.as_ref() >= Some(&middle))
    );
    assert_eq!(later.len() + earlier.len(), results.len());
    assert!(!later.is_empty() && !earlier.is_empty());
    mock.assert_documented();
}

#[tokio::test]
async fn order_is_as_asked_in_both_ways_of_paging() {
    let mock = Mock::start().await;
    for (sort, ascending) in [
        (FetchCalendarEventsSort::StartAt, true),
        (FetchCalendarEventsSort::StartAtDescending, false),
    ] {
        let request = events(&mock).sort(sort);
        let by_page = request.clone().by_page(7).items();
        let by_page: Vec<_> = by_page.try_collect().await.unwrap();
        let by_cursor = request.by_cursor(7).items();
        let by_cursor: Vec<_> = by_cursor.try_collect().await.unwrap();
        assert_eq!(by_page, by_cursor);
        let times = by_page.iter().map(|event| &event.attributes.start_at);
        assert!(times.is_sorted_by(|a, b| if ascending { a <= b } else { a >= b }));
        assert_eq!(by_page.len(), mock.ids("calendar_event").len());
    }
    mock.assert_documented();
}

#[tokio::test]
async fn linked_resources_come_along_once_each() {
    let mock = Mock::start().await;
    let client = mock.client();
    let plans = client
        .fetch_patient_plan_summaries()
        .filter_organization(&mock.organization)
        .include([
            FetchPatientPlanSummariesInclude::Patient,
            FetchPatientPlanSummariesInclude::Actions,
        ])
        .send()
        .await
        .unwrap();
    for plan in &plans.data {
        let linked = plan.relationships.as_ref().unwrap();
        let patient = &linked.patient;
        let patient = plans.included().get(patient).unwrap().unwrap();
        assert_eq!(Some(&patient.id), linked.patient.id());
        let actions = &linked.actions;
        assert_eq!(
            plans.included().get_many(actions).unwrap().len(),
            actions.ids().count()
        );
    }
    let mut seen = std::collections::HashSet::new();
    for raw in plans.included().raw() {
        assert!(seen.insert((raw["type"].to_string(), raw["id"].to_string())));
    }
    let without = client.fetch_patient_plan_summary(mock.some("patient_plan_summary"));
    assert!(!without.send().await.unwrap().included().is_present());
    mock.assert_documented();
}
