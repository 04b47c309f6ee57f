//! Data to start with: organizations with groups, coaches and patients, and everything around each patient. The same seed
//! gives the same data on every machine, whenever it is made.

mod care;
mod people;
mod profile;
mod rewards;
mod times;
mod words;

use serde_json::json;

use crate::model::SeedOptions;
use crate::store::{Resource, Store};

/// Fills the store.
pub(super) fn seed(store: &mut Store, options: SeedOptions) {
    let mut world = World {
        store,
        rng: fastrand::Rng::with_seed(options.seed),
    };
    let definitions = world.definitions();
    // A second organization, out of reach of the first one's tokens.
    let other = (options.size / 10).clamp(1, 20);
    for (name, patients) in [
        ("Lakeside Health Partners", options.size),
        ("Northgate Clinic", other),
    ] {
        let organization = world.id();
        world.add(
            Resource::new(
                "organization",
                organization.as_str(),
                json!({ "name": name }),
            ),
            &organization,
        );
        world.organization(&organization, patients, &definitions);
    }
}

struct World<'s> {
    store: &'s mut Store,
    rng: fastrand::Rng,
}

/// A patient and whom the rest of the data leads to.
struct Person {
    id: String,
    organization: String,
    coach: String,
    group: String,
    email: String,
}

impl World<'_> {
    fn id(&mut self) -> String {
        format!(
            "{:024x}",
            0x5a00_0000_0000_0000_0000_0000_u128 | (self.rng.u128(..) >> 40)
        )
    }

    fn add(&mut self, resource: Resource, organization: &str) {
        self.store.insert(&resource.of_tenant(organization));
    }

    fn pick<'a>(&mut self, from: &'a [&'a str]) -> &'a str {
        self.rng.choice(from).copied().unwrap_or_default()
    }

    fn pick_id(&mut self, from: &[String]) -> String {
        self.rng.choice(from).cloned().unwrap_or_default()
    }

    fn organization(
        &mut self,
        organization: &str,
        patients: usize,
        definitions: &[(String, usize)],
    ) {
        let groups = self.groups(organization, (patients / 40).clamp(2, words::GROUPS.len()));
        let coaches = self.coaches(organization, &groups, (patients / 25).clamp(2, 200));
        let programs = self.programs(organization, &groups);
        for number in 0..patients {
            let person = self.patient(organization, &groups, &coaches, number);
            self.plan(&person);
            self.events(&person);
            self.emails(&person);
            self.profile(&person, definitions);
            self.rewards(&person, &programs);
        }
    }
}
