//! From what was sent to a resource in the store.

use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::{Call, Engine};
use crate::error::Failure;
use crate::model::{Change, Prepared};
use crate::plan::{Kind, KindId};
use crate::store::{Resource, Store};

/// What became of a resource that was to be written.
pub(super) enum Settled {
    /// It has this id.
    Written(Arc<str>),
    /// It is there already, under this id.
    Duplicate(Arc<str>, Failure),
}

impl Engine {
    /// A new resource from what was sent.
    pub(super) fn make(
        &self,
        call: &Call<'_>,
        store: &mut Store,
        kind: KindId,
        item: &Value,
    ) -> Result<Resource, Failure> {
        let name = self
            .plan
            .kind(kind)
            .map_or("", |kind| kind.resource_type.as_str());
        let mut made = Resource::new(name, store.new_id_of(kind), json!({}));
        made.tenant.clone_from(&call.principal.tenant);
        self.merge(call, store, kind, made, item)
    }

    /// A resource with what was sent laid over it; what is null goes, what is left out stays.
    pub(super) fn merge(
        &self,
        call: &Call<'_>,
        store: &mut Store,
        kind: KindId,
        mut resource: Resource,
        item: &Value,
    ) -> Result<Resource, Failure> {
        let described: &Kind = self
            .plan
            .kind(kind)
            .ok_or_else(|| Failure::not_found("resource", ""))?;
        for (name, value) in item
            .get("attributes")
            .and_then(Value::as_object)
            .into_iter()
            .flatten()
        {
            if value.is_null() {
                resource.attributes.remove(name);
            } else {
                resource.attributes.insert(name.clone(), value.clone());
            }
        }
        for (name, object) in item
            .get("relationships")
            .and_then(Value::as_object)
            .into_iter()
            .flatten()
        {
            let Some((_, relationship)) = described.relationship(name) else {
                continue;
            };
            let linkage = self.linkage(call, store, relationship, object);
            let at = format!("/relationships/{name}");
            if let Some(targets) = linkage.map_err(|failure| failure.under(&at))? {
                *resource.targets_mut(name) = targets;
            }
        }
        Ok(resource)
    }

    /// What an upsert asked for and did not find is what the new resource gets.
    pub(super) fn take_over(&self, kind: KindId, made: &mut Resource, query: &Map<String, Value>) {
        let Some(kind) = self.plan.kind(kind) else {
            return;
        };
        for (name, value) in query {
            let Value::Object(_) = value else { continue };
            let plural = format!("{name}s");
            let Some(attribute) = kind
                .attributes
                .iter()
                .flatten()
                .find(|attribute| attribute.name == *name || attribute.name == plural)
            else {
                continue;
            };
            if !attribute.list {
                made.attributes
                    .entry(attribute.name.clone())
                    .or_insert_with(|| value.clone());
                continue;
            }
            let items = made
                .attributes
                .entry(attribute.name.clone())
                .or_insert_with(|| json!([]));
            if let Some(items) = items.as_array_mut()
                && !items.iter().any(|item| {
                    value
                        .as_object()
                        .into_iter()
                        .flatten()
                        .all(|(name, value)| item.get(name) == Some(value))
                })
            {
                items.push(value.clone());
            }
        }
    }

    /// Has the model look at a resource, and writes it.
    pub(super) fn settle(
        &self,
        store: &mut Store,
        mut resource: Resource,
        before: Option<&Resource>,
        actor: &str,
    ) -> Result<Settled, Failure> {
        let now = self.clock.text();
        let declared = |name: &str| {
            let kind = self
                .plan
                .kind_id(&resource.resource_type)
                .and_then(|kind| self.plan.kind(kind));
            kind.is_some_and(|kind| {
                kind.attributes
                    .iter()
                    .flatten()
                    .any(|attribute| attribute.name == name)
            })
        };
        let times: Vec<&str> = ["created_at", "updated_at"]
            .into_iter()
            .filter(|name| declared(name) && (before.is_none() || *name == "updated_at"))
            .collect();
        for name in times {
            resource.set(name, now.clone());
        }
        let prepared = self.model.prepare(&mut Change {
            store,
            resource: &mut resource,
            before,
            now: &now,
            actor,
        })?;
        if let Prepared::Duplicate(id, failure) = prepared {
            return Ok(Settled::Duplicate(id, failure));
        }
        store.write(&resource);
        self.model.applied(store, &resource);
        Ok(Settled::Written(resource.id.as_str().into()))
    }
}
