//! Members that the server fills in.

use serde_json::{Value, json};

use crate::model::Change;
use crate::store::Resource;

/// Fills in what clients do not send.
pub(super) fn derive(change: &mut Change<'_>) {
    match change.resource.resource_type.as_str() {
        "patient" => patient(change),
        "action" => action(change),
        "calendar_event" => calendar_event(change),
        "reward_program" => reward_program(change),
        "reward_program_activation" => activation(change),
        "reward" => reward(change),
        "reward_earning" => earning(change),
        "reward_earning_fulfillment" => fulfillment(change),
        _ => {}
    }
}

fn default(resource: &mut Resource, attribute: &str, value: Value) {
    resource
        .attributes
        .entry(attribute.to_owned())
        .or_insert(value);
}

/// Copies a relationship from the resource that another relationship leads to.
fn inherit(change: &mut Change<'_>, from: &Resource, relationship: &str) {
    let targets = from.targets(relationship).to_vec();
    if !targets.is_empty() {
        *change.resource.targets_mut(relationship) = targets;
    }
}

fn linked(change: &Change<'_>, relationship: &str, resource_type: &str) -> Option<Resource> {
    change
        .store
        .get(resource_type, change.resource.target(relationship)?)
}

fn copy(change: &mut Change<'_>, attribute: &str, from: &Resource, other: &str) {
    if let Some(value) = from.attributes.get(other) {
        change.resource.set(attribute, value.clone());
    }
}

fn patient(change: &mut Change<'_>) {
    if change.before.is_none() {
        default(change.resource, "archived", json!(false));
        default(change.resource, "archive_history", json!([]));
        default(change.resource, "addresses", json!([]));
        default(change.resource, "identifiers", json!([]));
        default(change.resource, "phone_numbers", json!([]));
    }
}

fn action(change: &mut Change<'_>) {
    if change.before.is_none() {
        let thread = change.resource.text("type").unwrap_or("action").to_owned();
        default(change.resource, "_thread", json!(thread));
        default(
            change.resource,
            "adherence",
            json!({ "complete": 0, "due": 0, "streak": { "count": 0 } }),
        );
        change.resource.set("created_by", change.actor);
    }
    change.resource.set("updated_by", change.actor);
}

fn calendar_event(change: &mut Change<'_>) {
    if change.before.is_none() {
        default(change.resource, "all_day", json!(false));
        default(change.resource, "attendees", json!([]));
        change.resource.set("created_by", change.actor);
    }
    change.resource.set("updated_by", change.actor);
    let id = change.resource.id.clone();
    let known = change
        .before
        .and_then(|before| before.attributes.get("attendees"))
        .and_then(Value::as_array)
        .cloned()
        .unwrap_or_default();
    let attendees = change
        .resource
        .attributes
        .get_mut("attendees")
        .and_then(Value::as_array_mut);
    for (position, attendee) in attendees.into_iter().flatten().enumerate() {
        // Answers are given by a calendar event response alone; what was answered before stays.
        let before = known
            .iter()
            .find(|known| known.get("user") == attendee.get("user"));
        let status = before
            .and_then(|before| before.get("response_status"))
            .cloned()
            .unwrap_or_else(|| json!("needsAction"));
        let own = before.and_then(|before| before.get("_id")).cloned();
        if let Some(attendee) = attendee.as_object_mut() {
            attendee.insert("response_status".to_owned(), status);
            attendee.insert(
                "_id".to_owned(),
                own.unwrap_or_else(|| {
                    json!(format!("{}{position:04x}", id.get(..20).unwrap_or(&id)))
                }),
            );
        }
    }
}

fn reward_program(change: &mut Change<'_>) {
    for (attribute, value) in [
        ("budget_unit", json!("dollar")),
        ("duration_active", json!(540)),
        ("frozen", json!(false)),
        ("fulfill_as_earned", json!(false)),
    ] {
        default(change.resource, attribute, value);
    }
}

fn activation(change: &mut Change<'_>) {
    default(change.resource, "active", json!(true));
    for attribute in [
        "allocated_count",
        "earned_count",
        "total_allocated_value",
        "total_earned_value",
    ] {
        default(change.resource, attribute, json!(0));
    }
    let Some(program) = linked(change, "reward_program", "reward_program") else {
        return;
    };
    copy(change, "budget_unit", &program, "budget_unit");
    copy(change, "fulfill_as_earned", &program, "fulfill_as_earned");
    let days = program.number("duration_active").unwrap_or(540.0);
    let start = change
        .resource
        .text("activated_at")
        .and_then(|start| start.parse::<jiff::Timestamp>().ok());
    // Sixty years at most, so that the sum stays a date.
    #[allow(clippy::cast_possible_truncation)]
    let length = jiff::SignedDuration::from_hours(24 * days.clamp(0.0, 21_900.0) as i64);
    if let Some(end) = start.and_then(|start| start.checked_add(length).ok()) {
        change.resource.set("expires_at", format!("{end:.3}"));
    }
}

fn reward(change: &mut Change<'_>) {
    let Some(activation) = linked(
        change,
        "reward_program_activation",
        "reward_program_activation",
    ) else {
        return;
    };
    inherit(change, &activation, "patient");
    copy(change, "allocated_unit", &activation, "budget_unit");
}

fn earning(change: &mut Change<'_>) {
    let Some(reward) = linked(change, "reward", "reward") else {
        return;
    };
    inherit(change, &reward, "patient");
    inherit(change, &reward, "reward_program_activation");
    copy(change, "earned_unit", &reward, "allocated_unit");
    let Some(activation) = linked(
        change,
        "reward_program_activation",
        "reward_program_activation",
    ) else {
        return;
    };
    let ready = activation
        .attributes
        .get("fulfill_as_earned")
        .cloned()
        .unwrap_or(json!(false));
    default(change.resource, "ready_for_fulfillment", ready);
    if let Some(program) = activation
        .target("reward_program")
        .and_then(|id| change.store.get("reward_program", id))
    {
        inherit(change, &program, "group");
    }
}

fn fulfillment(change: &mut Change<'_>) {
    let Some(earning) = linked(change, "reward_earning", "reward_earning") else {
        return;
    };
    inherit(change, &earning, "patient");
    copy(change, "fulfilled_unit", &earning, "earned_unit");
}
