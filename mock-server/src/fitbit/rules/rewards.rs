//! Rules about reward programs and what is earned in them.

use std::sync::Arc;

use serde_json::json;

use super::instant;
use crate::error::Failure;
use crate::model::{Change, Prepared};

pub(super) fn reward_program(change: &Change<'_>) -> Result<Prepared, Failure> {
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

pub(super) fn reward(change: &Change<'_>) -> Result<Prepared, Failure> {
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

pub(super) fn earning(change: &Change<'_>) -> Result<Prepared, Failure> {
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

pub(super) fn fulfillment(change: &Change<'_>) -> Result<Prepared, Failure> {
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
pub(super) fn only_one(change: &Change<'_>, first: &str, second: &str, rule: &str) -> Prepared {
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
