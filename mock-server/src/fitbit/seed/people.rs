//! Groups, coaches and patients.

use serde_json::{Value, json};

use super::times::{DAY, HOUR, ago};
use super::{Person, World, words};
use crate::store::Resource;

impl World<'_> {
    pub(super) fn groups(&mut self, organization: &str, count: usize) -> Vec<String> {
        let names = words::GROUPS.iter().take(count);
        let mut ids = Vec::new();
        for name in names {
            let id = self.id();
            let attributes = json!({ "name": name, "bio": format!("Patients of {name}") });
            self.add(
                Resource::new("group", id.as_str(), attributes),
                organization,
            );
            ids.push(id);
        }
        ids
    }

    pub(super) fn coaches(
        &mut self,
        organization: &str,
        groups: &[String],
        count: usize,
    ) -> Vec<String> {
        (0..count)
            .map(|_| {
                let id = self.id();
                let attributes = json!({ "first_name": self.pick(words::FIRST_NAMES), "last_name": self.pick(words::LAST_NAMES) });
                let (one, two) = (self.pick_id(groups), self.pick_id(groups));
                let mine: &[&str] = if one == two { &[&one] } else { &[&one, &two] };
                self.add(Resource::new("coach", id.as_str(), attributes).with("groups", "group", mine), organization);
                id
            })
            .collect()
    }

    pub(super) fn patient(
        &mut self,
        organization: &str,
        groups: &[String],
        coaches: &[String],
        number: usize,
    ) -> Person {
        let id = self.id();
        let (first, last) = (self.pick(words::FIRST_NAMES), self.pick(words::LAST_NAMES));
        let email = format!("{}.{}{number}@example.com", ascii(first), ascii(last));
        let (coach, group) = (self.pick_id(coaches), self.pick_id(groups));
        let joined = self.rng.i64(30 * DAY..700 * DAY);
        let archived = self.rng.u8(0..20) == 0;
        let attributes = json!({
            "addresses": [self.address()],
            "archive_history": self.archive_history(archived),
            "archived": archived,
            "birth_date": format!("{}-{:02}-{:02}", self.rng.u16(1938..2004), self.rng.u8(1..13), self.rng.u8(1..29)),
            "created_at": ago(joined),
            "email_address": email,
            "enrolled_at": ago(joined),
            "first_access_at": ago(joined - DAY),
            "first_name": first,
            "gender": self.pick(&["female", "male", "other"]),
            "identifiers": [{ "label": "Medical record number", "system": "medical-record-number", "value": format!("MRN-{}-{number:06}", organization.get(20..).unwrap_or_default()) }],
            "invited_at": ago(joined + 2 * DAY),
            "last_access_at": ago(self.rng.i64(HOUR..20 * DAY)),
            "last_name": last,
            "phone_numbers": [{ "primary": true, "type": "mobile", "value": format!("617-555-{:04}", self.rng.u16(0..10_000)) }],
            "statement": { "updated_at": ago(joined - 2 * DAY), "updated_by": id, "value": self.pick(words::MOTIVES) },
            "updated_at": ago(self.rng.i64(0..joined)),
        });
        let mut patient = Resource::new("patient", id.as_str(), attributes)
            .with("coaches", "coach", &[&coach])
            .with("groups", "group", &[&group]);
        if let Some(primary) = patient.targets_mut("coaches").first_mut() {
            primary.meta = Some(json!({ "primary": true }));
        }
        if !self.store.declares("patient", "created_at") {
            patient.attributes.remove("created_at");
        }
        self.add(patient, organization);
        Person {
            id,
            organization: organization.to_owned(),
            coach,
            group,
            email,
        }
    }

    fn address(&mut self) -> Value {
        let (city, state, code) = self.rng.choice(words::CITIES).copied().unwrap_or_default();
        let street = format!("{} {}", self.rng.u16(1..400), self.pick(words::STREETS));
        json!({ "city": city, "country": "USA", "lines": [street], "postal_code": code, "state": state, "type": "physical", "use": "home" })
    }

    fn archive_history(&mut self, archived: bool) -> Value {
        if archived {
            json!([{ "archived": true, "modified_at": ago(self.rng.i64(0..60 * DAY)), "reason": "moved", "notes": "Moved out of the area" }])
        } else {
            json!([])
        }
    }
}

fn ascii(name: &str) -> String {
    name.chars()
        .filter(char::is_ascii_alphabetic)
        .map(|letter| letter.to_ascii_lowercase())
        .collect()
}
