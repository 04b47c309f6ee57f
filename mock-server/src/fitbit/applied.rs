//! What one resource's change means for others.

use serde_json::Value;

use crate::store::{Resource, Store};

/// What else changes.
pub(super) fn applied(store: &mut Store, resource: &Resource) {
    match resource.resource_type.as_str() {
        "reward" => {
            if let Some(activation) = resource.target("reward_program_activation") {
                total(store, activation);
            }
        }
        "reward_earning" => {
            copy_to(
                store,
                resource,
                ("reward", "reward"),
                &["earned_at", "earned_value"],
            );
            if let Some(activation) = resource.target("reward_program_activation") {
                total(store, activation);
            }
        }
        "reward_earning_fulfillment" => {
            copy_to(
                store,
                resource,
                ("reward_earning", "reward_earning"),
                &["fulfilled_at", "fulfilled_value"],
            );
            let reward = resource
                .target("reward_earning")
                .and_then(|id| store.get("reward_earning", id));
            if let Some(reward) = reward {
                copy_to(
                    store,
                    &reward,
                    ("reward", "reward"),
                    &["fulfilled_at", "fulfilled_value"],
                );
            }
        }
        "calendar_event_response" => answer(store, resource),
        _ => {}
    }
}

fn copy_to(
    store: &mut Store,
    from: &Resource,
    (relationship, resource_type): (&str, &str),
    attributes: &[&str],
) {
    let Some(id) = from.target(relationship) else {
        return;
    };
    store.update(resource_type, id, |target| {
        for attribute in attributes {
            if let Some(value) = from.attributes.get(*attribute) {
                target.set(attribute, value.clone());
            }
        }
    });
}

/// Counts and sums of an activation's rewards.
fn total(store: &mut Store, activation: &str) {
    let rewards: Vec<Resource> = store
        .linked("reward", "reward_program_activation", activation)
        .iter()
        .filter_map(|id| store.get("reward", id))
        .collect();
    let earned: Vec<f64> = rewards
        .iter()
        .filter_map(|reward| reward.number("earned_value"))
        .collect();
    let allocated: f64 = rewards
        .iter()
        .filter_map(|reward| reward.number("allocated_value"))
        .sum();
    store.update("reward_program_activation", activation, |activation| {
        activation.set("allocated_count", rewards.len());
        activation.set("total_allocated_value", allocated);
        activation.set("earned_count", earned.len());
        activation.set("total_earned_value", earned.iter().sum::<f64>());
    });
}

/// An answer to an invitation shows in the event's attendees.
fn answer(store: &mut Store, response: &Resource) {
    let Some(event) = response.target("calendar_event") else {
        return;
    };
    let user = response.target("user").unwrap_or_default();
    let attendee_id = response.text("attendee").unwrap_or_default();
    let Some(status) = response.attributes.get("response_status").cloned() else {
        return;
    };
    store.update("calendar_event", event, |event| {
        let attendees = event
            .attributes
            .get_mut("attendees")
            .and_then(Value::as_array_mut);
        for attendee in attendees
            .into_iter()
            .flatten()
            .filter_map(Value::as_object_mut)
        {
            let is = |member: &str, wanted: &str| {
                attendee.get(member).is_some_and(|value| value == wanted)
            };
            if is("_id", attendee_id) || is("user", user) {
                attendee.insert("response_status".to_owned(), status.clone());
            }
        }
    });
}
