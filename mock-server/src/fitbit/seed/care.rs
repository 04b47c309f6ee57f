//! Plans with actions and bundles, results, metrics, calendar events and emails.

use serde_json::{Value, json};

use super::times::{DAY, HOUR, ago};
use super::{Person, World, words};
use crate::store::Resource;

impl World<'_> {
    pub(super) fn plan(&mut self, person: &Person) {
        let plan = self.id();
        let bundle = self.id();
        let since = self.rng.i64(20 * DAY..300 * DAY);
        let mut actions = Vec::new();
        let mut results = Vec::new();
        for (ty, title, metric, unit, low, high) in words::ACTIONS {
            let action = self.id();
            self.action(
                person,
                (&action, &plan, &bundle),
                (ty, title, metric, unit),
                since,
            );
            for day in 0..4 {
                let value = self.rng.u32(*low..*high);
                results.push(self.result(
                    person,
                    &action,
                    (ty, metric, unit),
                    value,
                    day * 2 * DAY,
                ));
            }
            actions.push(action);
        }
        for metric in 0..2 {
            self.lab(person, metric);
        }
        let ids: Vec<&str> = actions.iter().map(String::as_str).collect();
        let latest: Vec<&str> = results.iter().step_by(4).map(String::as_str).collect();
        let attributes = json!({ "_actions": ids, "_thread": "daily", "effective_from": ago(since), "title": "Daily routine", "type": "daily" });
        let resource = Resource::new("bundle", bundle.as_str(), attributes)
            .with("actions", "action", &ids)
            .with("plan", "patient_plan_summary", &[&plan]);
        self.add(resource, &person.organization);
        let attributes = json!({
            "adherence": self.adherence(),
            "critical": { "effective_from": ago(since) },
            "effective_from": ago(since),
            "time_zone": "America/New_York",
            "window_notification_times": { "afternoon": 43200, "evening": 64800, "morning": 25200, "night": 75600 },
            "window_order": [{ "_actions": ids, "type": "morning" }],
        });
        let resource = Resource::new("patient_plan_summary", plan, attributes)
            .with("actions", "action", &ids)
            .with("bundles", "bundle", &[&bundle])
            .with("current_results", "result", &latest)
            .with("patient", "patient", &[&person.id]);
        self.add(resource, &person.organization);
    }

    fn adherence(&mut self) -> Value {
        let due = self.rng.u32(5..60);
        let complete = self.rng.u32(0..=due);
        json!({ "complete": complete, "due": due, "streak": { "count": self.rng.u32(0..=complete), "updated_at": ago(self.rng.i64(0..DAY)) } })
    }

    fn action(
        &mut self,
        person: &Person,
        (id, plan, bundle): (&str, &str, &str),
        (ty, title, metric, unit): (&str, &str, &str, &str),
        since: i64,
    ) {
        let attributes = json!({
            "_thread": ty,
            "adherence": self.adherence(),
            "created_at": ago(since),
            "created_by": person.coach,
            "effective_from": ago(since),
            "frequency_goal": { "weeks": { "days": [1, 3, 5] } },
            "frequency_goal_prorated": 3,
            "identifiers": [],
            "metric_required": true,
            "metrics": [{ "_id": self.id(), "accepted_values": [], "metric_type": metric, "unit": unit }],
            "options": [],
            "static_title": title,
            "title": title,
            "tracking": true,
            "type": ty,
            "updated_at": ago(since - HOUR),
            "updated_by": person.coach,
            "windows": [{ "_id": self.id(), "title": "Morning", "type": "morning" }],
        });
        let resource = Resource::new("action", id, attributes)
            .with("plan", "patient_plan_summary", &[plan])
            .with("bundles", "bundle", &[bundle]);
        self.add(resource, &person.organization);
    }

    fn result(
        &mut self,
        person: &Person,
        action: &str,
        (ty, metric, unit): (&str, &str, &str),
        value: u32,
        before: i64,
    ) -> String {
        let occurred = before + self.rng.i64(HOUR..12 * HOUR);
        let measured = self.metric(person, metric, None, unit, value, occurred);
        let id = self.id();
        let attributes = json!({
            "_thread": ty,
            "annotations": [],
            "channel": "app",
            "created_at": ago(occurred),
            "created_by": person.id,
            "data": { "value": value },
            "metric_type": metric,
            "occurred_at": ago(occurred),
            "occurred_at_time_zone": "America/New_York",
            "skipped": false,
            "source": { "name": "Fitbit Plus" },
            "type": ty,
            "updated_at": ago(occurred),
            "updated_by": person.id,
            "window": "morning",
        });
        let resource = Resource::new("result", id.as_str(), attributes)
            .with("action", "action", &[action])
            .with("metric", "patient_health_metric", &[&measured])
            .with("patient", "patient", &[&person.id]);
        self.add(resource, &person.organization);
        id
    }

    fn lab(&mut self, person: &Person, number: i64) {
        let (ty, code, unit, low, high) =
            self.rng.choice(words::METRICS).copied().unwrap_or_default();
        let value = self.rng.u32(low..high.max(low + 1));
        let when = self.rng.i64(HOUR..90 * DAY) + number * 100 * DAY;
        self.metric(person, ty, Some(code), unit, value, when);
    }

    fn metric(
        &mut self,
        person: &Person,
        ty: &str,
        code: Option<&str>,
        unit: &str,
        value: u32,
        when: i64,
    ) -> String {
        let id = self.id();
        let mut attributes =
            json!({ "occurred_at": ago(when), "type": ty, "unit": unit, "value": value });
        if let Some(code) = code {
            attributes["code"] = json!({ "system": "LOINC", "value": code });
        }
        self.add(
            Resource::new("patient_health_metric", id.as_str(), attributes).with(
                "patient",
                "patient",
                &[&person.id],
            ),
            &person.organization,
        );
        id
    }

    pub(super) fn events(&mut self, person: &Person) {
        for (number, (ty, title)) in [
            ("plan-check-in", "Plan check-in"),
            ("office-visit", "Visit"),
            ("telephone-call", "Call with your coach"),
        ]
        .into_iter()
        .enumerate()
        {
            let id = self.id();
            let start = self.rng.i64(-30 * DAY..30 * DAY);
            let check_in = ty == "plan-check-in";
            let mut attributes = json!({
                "all_day": check_in,
                "attendees": [
                    { "_id": self.id(), "response_status": self.pick(&["needsAction", "accepted", "tentative"]), "user": person.id },
                    { "_id": self.id(), "response_status": "accepted", "user": person.coach },
                ],
                "created_at": ago(start + 40 * DAY + i64::try_from(number).unwrap_or_default()),
                "created_by": person.coach,
                "start_at": ago(start),
                "time_zone": "America/New_York",
                "title": title,
                "type": ty,
                "updated_at": ago(start + 39 * DAY),
                "updated_by": person.coach,
            });
            if !check_in {
                attributes["end_at"] = json!(ago(start - HOUR));
                attributes["location"] = json!("Room 2");
            } else if start > 0 {
                attributes["completed_at"] = json!(ago(start - HOUR));
                attributes["completed_by"] = json!(person.coach);
            }
            self.add(
                Resource::new("calendar_event", id, attributes).with(
                    "owner",
                    "patient",
                    &[&person.id],
                ),
                &person.organization,
            );
        }
    }

    pub(super) fn emails(&mut self, person: &Person) {
        for ty in ["invite", "weekly_summary"] {
            let id = self.id();
            let sent = self.rng.i64(DAY..200 * DAY);
            let attributes = json!({
                "created_at": ago(sent),
                "created_by": person.coach,
                "email_address": person.email,
                "email_type": ty,
                "send_time": ago(sent),
                "status_times": { "processed": ago(sent), "delivered": ago(sent - 1), "open": ago(sent - 90) },
                "twine_email_id": crate::uuid::uuid(&mut self.rng),
                "updated_at": ago(sent - 90),
                "updated_by": person.coach,
            });
            let resource = Resource::new("email_history", id, attributes)
                .with("receiver", "patient", &[&person.id])
                .with("sender", "coach", &[&person.coach]);
            self.add(resource, &person.organization);
        }
    }
}
