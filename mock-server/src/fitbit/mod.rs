//! What the document of the Fitbit Plus API does not say: what belongs to what, filters whose names do not tell what they
//! compare, rules between resources, and data to start with.

mod applied;
mod derive;
mod rules;
mod seed;

use serde_json::{Map, Value, json};

use crate::error::Failure;
use crate::model::{
    Change, Comparison, ExtraRelationship, FilterAlias, Model, Prepared, SeedOptions,
};
use crate::store::{Resource, Store};

/// The Fitbit Plus API.
#[derive(Clone, Copy, Debug, Default)]
pub struct FitbitPlus;

const RELATIONSHIPS: &[ExtraRelationship] = &[
    // A coach looks after the patients of groups.
    ExtraRelationship {
        kind: "coach",
        name: "groups",
        many: true,
        target: "group",
    },
    // The document leaves the type of these open; emails go to patients, answers to invitations come from them.
    ExtraRelationship {
        kind: "email_history",
        name: "receiver",
        many: false,
        target: "patient",
    },
    ExtraRelationship {
        kind: "health_profile_question",
        name: "patient",
        many: false,
        target: "patient",
    },
];

const fn alias(
    kind: &'static str,
    filter: &'static str,
    path: &'static [&'static str],
    comparison: Comparison,
) -> FilterAlias {
    FilterAlias {
        kind,
        filter,
        path,
        comparison,
    }
}

const FILTERS: &[FilterAlias] = &[
    alias(
        "calendar_event",
        "attendees",
        &["attendees", "user"],
        Comparison::Same,
    ),
    alias(
        "calendar_event",
        "completed",
        &["completed_at"],
        Comparison::Present,
    ),
    alias("result", "start_at", &["occurred_at"], Comparison::Since),
    alias("result", "end_at", &["occurred_at"], Comparison::Before),
    alias("result", "threads", &["_thread"], Comparison::Same),
    alias(
        "reward_earning",
        "ready_for_fulfillment",
        &["ready_for_fulfillment"],
        Comparison::Without("fulfilled_at"),
    ),
];

impl Model for FitbitPlus {
    fn tenant(&self) -> Option<&str> {
        Some("organization")
    }

    fn scope(&self) -> Option<&str> {
        Some("group")
    }

    fn relationships(&self) -> &[ExtraRelationship] {
        RELATIONSHIPS
    }

    fn filters(&self) -> &[FilterAlias] {
        FILTERS
    }

    fn links(&self) -> &[(&'static str, &'static str, &'static str)] {
        &[(
            "patient",
            "twine_web_app",
            "https://app.example.com/#/coach/patients/{id}/profile",
        )]
    }

    fn seed(&self, store: &mut Store, options: &SeedOptions) {
        seed::seed(store, *options);
    }

    fn prepare(&self, change: &mut Change<'_>) -> Result<Prepared, Failure> {
        derive::derive(change);
        rules::check(change)
    }

    fn applied(&self, store: &mut Store, resource: &Resource) {
        applied::applied(store, resource);
    }

    fn made_on_demand(
        &self,
        resource_type: &str,
        query: &Map<String, Value>,
    ) -> Option<Map<String, Value>> {
        let name = query.get("name").filter(|_| resource_type == "group")?;
        json!({ "name": name }).as_object().cloned()
    }
}
