//! Relationship endpoints: what a resource is linked to, shown, replaced, added to and taken from (JSON:API 1.0, "Fetching
//! Relationships" and "Updating Relationships").

use serde_json::{Value, json};

use super::settle::Settled;
use super::{Answer, Call, Engine, Outcome};
use crate::error::Failure;
use crate::plan::{Change, Kind, KindId, Relationship};
use crate::schema::Role;
use crate::store::{Identifier, Resource, Store};

impl Engine {
    /// Answers the linkage of a resource.
    pub(super) fn linkage_of(&self, call: &Call<'_>, parent: KindId, position: usize) -> Outcome {
        let store = self.store();
        self.visible(call, &store, parent, call.id())?;
        let (kind, relationship) = self.described(parent, position)?;
        let resource = store
            .get(&kind.resource_type, call.id())
            .ok_or_else(|| vec![Failure::not_found(&kind.resource_type, call.id())])?;
        drop(store);
        Ok(self.shown(call, relationship, &resource))
    }

    /// Changes the linkage of the resource that a path names.
    pub(super) fn relink(
        &self,
        call: &Call<'_>,
        parent: KindId,
        position: usize,
        change: Change,
    ) -> Outcome {
        {
            let store = self.store();
            self.visible(call, &store, parent, call.id())?;
        }
        let (_, relationship) = self.described(parent, position)?;
        let sent = self.sent(call, None, Role::Update)?;
        let mut store = self.store_mut();
        let resource = store.all_or_nothing(|store| {
            self.change_linkage(
                call,
                store,
                (parent, call.id()),
                relationship,
                change,
                &sent.json,
            )
        })?;
        drop(store);
        if call.operation.success() == 204 {
            return Ok(Answer::empty(204));
        }
        Ok(self.shown(call, relationship, &resource))
    }

    /// The resource with what `object`, which has the member `data`, makes of one of its relationships.
    pub(super) fn change_linkage(
        &self,
        call: &Call<'_>,
        store: &mut Store,
        (parent, id): (KindId, &str),
        relationship: &Relationship,
        change: Change,
        object: &Value,
    ) -> Result<Resource, Vec<Failure>> {
        self.visible(call, store, parent, id)?;
        let name = self
            .plan
            .kind(parent)
            .map_or("", |kind| kind.resource_type.as_str());
        let before = store
            .get(name, id)
            .ok_or_else(|| vec![Failure::not_found(name, id)])?;
        if let Some(why) = misfit(relationship, change, object.get("data")) {
            return Err(vec![Failure::body("/data", why)]);
        }
        let targets = self
            .linkage(call, store, relationship, object)
            .map_err(|failure| vec![failure])?
            .unwrap_or_default();
        let mut after = before.clone();
        apply(after.targets_mut(&relationship.name), change, targets);
        let settled = self.settle(store, after, Some(&before), &call.principal.client);
        match settled.map_err(|failure| vec![failure])? {
            Settled::Written(_) => {}
            Settled::Duplicate(_, failure) => return Err(vec![failure]),
        }
        store
            .get(name, id)
            .ok_or_else(|| vec![Failure::not_found(name, id)])
    }

    fn described(
        &self,
        parent: KindId,
        position: usize,
    ) -> Result<(&Kind, &Relationship), Vec<Failure>> {
        let kind = self.plan.kind(parent);
        kind.and_then(|kind| Some((kind, kind.relationships.get(position)?)))
            .ok_or_else(|| vec![Failure::not_found("relationship", "")])
    }

    fn shown(&self, call: &Call<'_>, relationship: &Relationship, resource: &Resource) -> Answer {
        let targets = resource.targets(&relationship.name);
        let mut items = targets.iter().map(identifier);
        let data = if relationship.many {
            items.collect()
        } else {
            items.next().unwrap_or(Value::Null)
        };
        let mut links = json!({ "self": call.path });
        if let Some((owner, name)) = call.path.rsplit_once("/relationships/") {
            links["related"] = json!(format!("{owner}/{name}"));
        }
        let count = [("count", json!(targets.len()))];
        let meta = if relationship.many { &count[..] } else { &[] };
        let body = self.document(data.to_string().as_bytes(), None, Some(&links), meta);
        Answer::new(call.operation.success(), call.operation.media(), body)
    }
}

/// Why `data` cannot be what a relationship is changed by, if it cannot.
fn misfit(relationship: &Relationship, change: Change, data: Option<&Value>) -> Option<String> {
    let name = &relationship.name;
    match data {
        None => Some("\"data\" is a required property".to_owned()),
        Some(Value::Array(_)) if relationship.many => None,
        _ if relationship.many => Some(format!("{name} leads to many, which takes a list")),
        Some(Value::Array(_)) => Some(format!("{name} leads to one, which takes no list")),
        _ if change != Change::Replace => Some(format!("{name} leads to one, which is replaced")),
        _ => None,
    }
}

fn apply(known: &mut Vec<Identifier>, change: Change, targets: Vec<Identifier>) {
    let same = |one: &Identifier, other: &Identifier| {
        one.id == other.id && one.resource_type == other.resource_type
    };
    match change {
        Change::Replace => *known = targets,
        Change::Remove => known.retain(|known| !targets.iter().any(|target| same(known, target))),
        Change::Add => {
            for target in targets {
                if !known.iter().any(|known| same(known, &target)) {
                    known.push(target);
                }
            }
        }
    }
}

fn identifier(target: &Identifier) -> Value {
    let mut object = json!({ "type": &*target.resource_type, "id": &*target.id });
    if let Some(meta) = &target.meta {
        object["meta"] = meta.clone();
    }
    object
}
