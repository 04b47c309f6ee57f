//! Rules that the prose of the document states.

mod rewards;

use std::sync::Arc;

use serde_json::{Value, json};

use crate::error::Failure;
use crate::model::{Change, Prepared};

/// Whether a change keeps to the rules, and whether what it adds is there already.
pub(super) fn check(change: &Change<'_>) -> Result<Prepared, Failure> {
    match change.resource.resource_type.as_str() {
        "patient" => patient(change),
        "group" => group(change),
        "calendar_event" => calendar_event(change),
        "patient_health_metric" => Ok(metric(change)),
        "reward_program" => rewards::reward_program(change),
        "reward_program_activation" => Ok(rewards::only_one(
            change,
            "patient",
            "reward_program",
            "a patient has one activation of a reward program",
        )),
        "reward" => rewards::reward(change),
        "reward_earning" => rewards::earning(change),
        "reward_earning_fulfillment" => rewards::fulfillment(change),
        _ => Ok(Prepared::Write),
    }
}

/// The combination of system and value of an identifier belongs to one patient, unless it says that it need not.
fn patient(change: &Change<'_>) -> Result<Prepared, Failure> {
    if change.resource.targets("groups").is_empty() {
        return Err(Failure::body(
            "/relationships/groups",
            "A patient belongs to one group at least",
        ));
    }
    let identifiers = change
        .resource
        .attributes
        .get("identifiers")
        .and_then(Value::as_array);
    let known = change
        .before
        .and_then(|before| before.attributes.get("identifiers"))
        .and_then(Value::as_array);
    for (position, identifier) in identifiers.into_iter().flatten().enumerate() {
        let pair = |identifier: &Value| {
            Some((
                identifier.get("system")?.as_str()?.to_owned(),
                identifier.get("value")?.as_str()?.to_owned(),
            ))
        };
        if identifier.get("unique") == Some(&json!(false))
            || known.is_some_and(|known| known.iter().any(|known| pair(known) == pair(identifier)))
        {
            continue;
        }
        let Some((system, value)) = pair(identifier) else {
            continue;
        };
        if let Some(other) = change
            .store
            .find_by(
                "patient",
                "filter[identifier]",
                &[("system", &system), ("value", &value)],
            )
            .into_iter()
            .find(|id| **id != *change.resource.id)
        {
            let failure = Failure::duplicate(
                format!("/attributes/identifiers/{position}"),
                format!("There is a patient with the identifier {value} of {system} already"),
            );
            return Ok(Prepared::Duplicate(other, failure));
        }
    }
    Ok(Prepared::Write)
}

fn group(change: &Change<'_>) -> Result<Prepared, Failure> {
    if change
        .resource
        .text("name")
        .is_some_and(|name| name.trim().is_empty())
    {
        return Err(Failure::body("/attributes/name", "A group has a name"));
    }
    Ok(Prepared::Write)
}

fn calendar_event(change: &Change<'_>) -> Result<Prepared, Failure> {
    let event = &change.resource;
    let fail =
        |member: &str, detail: &str| Err(Failure::body(format!("/attributes/{member}"), detail));
    if event
        .text("title")
        .is_none_or(|title| title.trim().is_empty())
    {
        return fail("title", "A calendar event has a title, which is not empty");
    }
    if change
        .before
        .is_some_and(|before| before.text("type") != event.text("type"))
    {
        return fail("type", "The type of a calendar event cannot be changed");
    }
    let check_in = event.text("type") == Some("plan-check-in");
    if check_in && event.attributes.get("all_day") != Some(&json!(true)) {
        return fail("all_day", "all_day is to be true for a plan-check-in");
    }
    if check_in && event.attributes.contains_key("end_at") {
        return fail("end_at", "A plan-check-in has no end_at");
    }
    // `completed_at` is only valid for check-ins, says the prose; the document's own example completes a telephone call.
    if let (Some(start), Some(end)) = (
        instant(event.text("start_at")),
        instant(event.text("end_at")),
    ) && end < start
    {
        return fail("end_at", "end_at is before start_at");
    }
    Ok(Prepared::Write)
}

fn metric(change: &Change<'_>) -> Prepared {
    let Some(patient) = change
        .resource
        .target("patient")
        .filter(|_| change.before.is_none())
    else {
        return Prepared::Write;
    };
    let same = |other: &Arc<str>| {
        change
            .store
            .get("patient_health_metric", other)
            .is_some_and(|other| {
                other.text("type") == change.resource.text("type")
                    && instant(other.text("occurred_at"))
                        == instant(change.resource.text("occurred_at"))
            })
    };
    match change
        .store
        .linked("patient_health_metric", "patient", patient)
        .into_iter()
        .find(same)
    {
        Some(other) => {
            let failure = Failure::duplicate(
                "/attributes/occurred_at",
                "The patient has a metric of this type at this time already",
            );
            Prepared::Duplicate(other, failure)
        }
        None => Prepared::Write,
    }
}

fn instant(text: Option<&str>) -> Option<jiff::Timestamp> {
    text?.parse().ok()
}
