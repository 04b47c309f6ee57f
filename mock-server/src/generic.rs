//! Any JSON:API document: resources of each type, made up from its schema and linked to one another.

use serde_json::{Value, json};

use crate::model::{Model, SeedOptions};
use crate::plan::{IdForm, KindId};
use crate::schema::{Sampler, Validators, properties};
use crate::store::{Resource, Store};

/// Nothing but what the document says.
#[derive(Clone, Copy, Debug, Default)]
pub struct Generic;

/// More targets than this are not linked to one resource.
const MOST_LINKED: usize = 3;

impl Model for Generic {
    fn seed(&self, store: &mut Store, options: &SeedOptions) {
        let plan = store.plan.clone();
        let validators = Validators::default();
        let mut sampler = Sampler::new(&plan.tree, &validators, options.seed);
        let mut rng = fastrand::Rng::with_seed(options.seed);
        let mut number = 0;
        let mut id = |form: IdForm| {
            number += 1;
            match form {
                IdForm::Hexadecimal => format!("{:024x}", rng.u128(..) >> 32),
                form => form.id(number, rng.u64(..)),
            }
        };
        let ids = plan
            .kinds
            .iter()
            .map(|kind| (0..options.size).map(|_| id(kind.id_form)).collect());
        let ids: Vec<Vec<String>> = ids.collect();
        let pick = |rng: &mut fastrand::Rng, kind: KindId| {
            ids.get(kind).and_then(|ids| rng.choice(ids)).cloned()
        };
        for (position, kind) in plan.kinds.iter().enumerate() {
            let schema = crate::tree::lookup(&plan.tree, &kind.pointer);
            let attributes = schema.and_then(|schema| {
                properties(&plan.tree, schema)
                    .into_iter()
                    .find(|(name, _)| *name == "attributes")
            });
            for id in ids.get(position).into_iter().flatten() {
                let made: Value =
                    attributes.map_or(json!({}), |(name, schema)| sampler.value(schema, name));
                let mut resource = Resource::new(&kind.resource_type, id.as_str(), made);
                for relationship in &kind.relationships {
                    let Some(target) = &relationship.target else {
                        continue;
                    };
                    let Some(target_kind) = plan.kind_id(target) else {
                        continue;
                    };
                    let wanted = if relationship.many {
                        rng.usize(1..=MOST_LINKED)
                    } else {
                        1
                    };
                    for _ in 0..wanted {
                        if let Some(id) = pick(&mut rng, target_kind)
                            && !resource
                                .targets(&relationship.name)
                                .iter()
                                .any(|known| *known.id == *id)
                        {
                            resource
                                .targets_mut(&relationship.name)
                                .push(crate::store::Identifier::new(target, &id));
                        }
                    }
                }
                // Both sides of a relationship agree, whichever is made first.
                store.write(&resource);
            }
        }
    }
}
