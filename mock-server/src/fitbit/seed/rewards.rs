//! Reward programs and what patients earned by them.

use serde_json::json;

use super::times::{DAY, ago};
use super::{Person, World};
use crate::store::Resource;

impl World<'_> {
    /// One program for each group: id and group.
    pub(super) fn programs(
        &mut self,
        organization: &str,
        groups: &[String],
    ) -> Vec<(String, String)> {
        let mut programs = Vec::new();
        for group in groups {
            let id = self.id();
            let attributes = json!({
                "budget_unit": "dollar",
                "budget_value": 300,
                "description": "Earn up to 300 dollars a year for reaching the goals of your plan.",
                "duration_active": 540,
                "end_at": ago(-500 * DAY),
                "frozen": false,
                "fulfill_as_earned": true,
                "name": "Healthy year",
                "start_at": ago(400 * DAY),
                "tagline": "Small steps count",
            });
            self.add(
                Resource::new("reward_program", id.as_str(), attributes).with(
                    "group",
                    "group",
                    &[group],
                ),
                organization,
            );
            programs.push((id, group.clone()));
        }
        programs
    }

    pub(super) fn rewards(&mut self, person: &Person, programs: &[(String, String)]) {
        let Some((program, group)) = programs.iter().find(|(_, group)| *group == person.group)
        else {
            return;
        };
        if self.rng.bool() {
            return;
        }
        let activation = self.id();
        let start = self.rng.i64(60 * DAY..300 * DAY);
        let attributes = json!({
            "activated_at": ago(start),
            "active": true,
            "allocated_count": 2,
            "budget_unit": "dollar",
            "earned_count": 1,
            "expires_at": ago(start - 540 * DAY),
            "fulfill_as_earned": true,
            "total_allocated_value": 100,
            "total_earned_value": 50,
        });
        let resource = Resource::new("reward_program_activation", activation.as_str(), attributes)
            .with("patient", "patient", &[&person.id])
            .with("reward_program", "reward_program", &[program]);
        self.add(resource, &person.organization);
        for earned in [true, false] {
            self.reward(person, &activation, group, start - DAY, earned);
        }
    }

    fn reward(&mut self, person: &Person, activation: &str, group: &str, start: i64, earned: bool) {
        let (reward, earning, fulfillment) = (self.id(), self.id(), self.id());
        let fulfilled = earned && self.rng.bool();
        let mut attributes = json!({
            "_thread": "weight",
            "allocated_at": ago(start),
            "allocated_unit": "dollar",
            "allocated_value": 50,
            "description": "Weigh yourself three times a week for a month",
            "target_at": ago(start - 30 * DAY),
        });
        let mut earning_attributes = json!({ "earned_at": ago(start - 30 * DAY), "earned_unit": "dollar", "earned_value": 50, "ready_for_fulfillment": true });
        if earned {
            attributes["earned_at"] = json!(ago(start - 30 * DAY));
            attributes["earned_value"] = json!(50);
        }
        if fulfilled {
            for attributes in [&mut attributes, &mut earning_attributes] {
                attributes["fulfilled_at"] = json!(ago(start - 40 * DAY));
                attributes["fulfilled_value"] = json!(50);
            }
        }
        let resource = Resource::new("reward", reward.as_str(), attributes)
            .with("patient", "patient", &[&person.id])
            .with(
                "reward_program_activation",
                "reward_program_activation",
                &[activation],
            );
        self.add(resource, &person.organization);
        if earned {
            let resource = Resource::new("reward_earning", earning.as_str(), earning_attributes)
                .with("group", "group", &[group])
                .with("patient", "patient", &[&person.id])
                .with("reward", "reward", &[&reward])
                .with(
                    "reward_program_activation",
                    "reward_program_activation",
                    &[activation],
                );
            self.add(resource, &person.organization);
        }
        if fulfilled {
            let attributes = json!({ "fulfilled_at": ago(start - 40 * DAY), "fulfilled_unit": "dollar", "fulfilled_value": 50 });
            let resource = Resource::new("reward_earning_fulfillment", fulfillment, attributes)
                .with("patient", "patient", &[&person.id])
                .with("reward_earning", "reward_earning", &[&earning]);
            self.add(resource, &person.organization);
        }
    }
}
