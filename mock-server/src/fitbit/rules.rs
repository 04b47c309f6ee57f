//! Rules that the prose of the document states.

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
        "reward_program" => reward_program(change),
        "reward_program_activation" => Ok(only_one(
            change,
            "patient",
            "reward_program",
            "a patient has one activation of a reward program",
        )),
        "reward" => reward(change),
        "reward_earning" => earning(change),
        "reward_earning_fulfillment" => fulfillment(change),
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

fn reward_program(change: &Change<'_>) -> Result<Prepared, Failure> {
    if change
        .resource
        .number("budget_value")
        .is_some_and(|value| value <= 0.0)
    {
        return Err(Failure::body(
            "/attributes/budget_value",
            "The budget is to be greater than 0",
        ));
    }
    if change
        .resource
        .number("duration_active")
        .is_some_and(|days| days <= 0.0)
    {
        return Err(Failure::body(
            "/attributes/duration_active",
            "The duration is to be greater than 0",
        ));
    }
    if instant(change.resource.text("end_at")) <= instant(change.resource.text("start_at")) {
        return Err(Failure::body(
            "/attributes/end_at",
            "end_at is to be after start_at",
        ));
    }
    Ok(Prepared::Write)
}

fn reward(change: &Change<'_>) -> Result<Prepared, Failure> {
    if change
        .resource
        .number("allocated_value")
        .is_some_and(|value| value < 0.0)
    {
        return Err(Failure::body(
            "/attributes/allocated_value",
            "The value is to be 0 at least",
        ));
    }
    let activation = change
        .resource
        .target("reward_program_activation")
        .and_then(|id| change.store.get("reward_program_activation", id));
    let Some(activation) = activation else {
        return Ok(Prepared::Write);
    };
    let program = activation
        .target("reward_program")
        .and_then(|id| change.store.get("reward_program", id));
    let budget = program
        .as_ref()
        .and_then(|program| program.number("budget_value"));
    let left =
        budget.map(|budget| budget - activation.number("total_allocated_value").unwrap_or(0.0));
    if change.before.is_none()
        && left
            .zip(change.resource.number("allocated_value"))
            .is_some_and(|(left, value)| value > left)
    {
        return Err(Failure::body(
            "/attributes/allocated_value",
            "The value exceeds what is left of the budget",
        ));
    }
    if program.is_some_and(|program| program.attributes.get("frozen") == Some(&json!(true))) {
        return Err(Failure::body(
            "/relationships/reward_program_activation",
            "The reward program is frozen",
        ));
    }
    Ok(Prepared::Write)
}

fn earning(change: &Change<'_>) -> Result<Prepared, Failure> {
    let reward = change
        .resource
        .target("reward")
        .and_then(|id| change.store.get("reward", id));
    let allocated = reward.and_then(|reward| reward.number("allocated_value"));
    let earned = change.resource.number("earned_value");
    if earned.is_some_and(|earned| earned < 0.0)
        || allocated
            .zip(earned)
            .is_some_and(|(allocated, earned)| earned > allocated)
    {
        return Err(Failure::body(
            "/attributes/earned_value",
            "The value is to be between 0 and the value allocated for the reward",
        ));
    }
    Ok(only_one(
        change,
        "reward",
        "",
        "there is one earning for a reward",
    ))
}

fn fulfillment(change: &Change<'_>) -> Result<Prepared, Failure> {
    if change
        .resource
        .number("fulfilled_value")
        .is_some_and(|value| value < 0.0)
    {
        return Err(Failure::body(
            "/attributes/fulfilled_value",
            "The value is to be 0 at least",
        ));
    }
    Ok(only_one(
        change,
        "reward_earning",
        "",
        "there is one fulfillment for an earning",
    ))
}

/// A new resource is a duplicate if another leads to the same targets.
fn only_one(change: &Change<'_>, first: &str, second: &str, rule: &str) -> Prepared {
    let Some(target) = change
        .resource
        .target(first)
        .filter(|_| change.before.is_none())
    else {
        return Prepared::Write;
    };
    let name = &change.resource.resource_type;
    let same = |other: &Arc<str>| {
        second.is_empty()
            || change
                .store
                .get(name, other)
                .is_some_and(|other| other.target(second) == change.resource.target(second))
    };
    match change
        .store
        .linked(name, first, target)
        .into_iter()
        .find(same)
    {
        Some(other) => Prepared::Duplicate(
            other,
            Failure::duplicate(
                format!("/relationships/{first}"),
                format!("There is one already: {rule}"),
            ),
        ),
        None => Prepared::Write,
    }
}

fn instant(text: Option<&str>) -> Option<jiff::Timestamp> {
    text?.parse().ok()
}
