//! The extension "Atomic Operations" of JSON:API (<https://jsonapi.org/ext/atomic/>): a list of operations, carried out in
//! their order, all or none.

use std::collections::HashMap;

use serde_json::{Map, Value, json};

use super::settle::Settled;
use super::{Answer, Call, Engine, Outcome};
use crate::error::Failure;
use crate::plan::{Change, KindId, Relationship};
use crate::schema::Role;
use crate::store::Store;

/// Deeper bodies have no local ids.
const DEEPEST: usize = 32;

/// The ids of what earlier operations added, by type and local id.
type LocalIds = HashMap<(String, String), String>;

impl Engine {
    pub(super) fn atomic(&self, call: &Call<'_>) -> Outcome {
        let mut sent = self.sent(call, None, Role::Create)?;
        let operations = sent.json.get_mut("atomic:operations").map(Value::take);
        let Some(Value::Array(operations)) = operations else {
            let why = "\"atomic:operations\" is a required property";
            return Err(vec![Failure::body("", why)]);
        };
        let mut store = self.store_mut();
        let results = store.all_or_nothing(|store| {
            let mut local = LocalIds::new();
            let mut results = Vec::with_capacity(operations.len());
            for (position, mut operation) in operations.into_iter().enumerate() {
                let at = format!("/atomic:operations/{position}");
                if is_taken(&operation, &local) {
                    let why = "This local id is taken by an operation before";
                    return Err(vec![Failure::body("/data/lid", why).under(&at)]);
                }
                fill(&mut operation, &local, 0);
                let result = self.one(call, store, &operation, &mut local);
                results.push(result.map_err(|failures| under(failures, &at))?);
            }
            Ok(results)
        })?;
        drop(store);
        let silent = results.iter().all(Value::is_null);
        if silent && call.operation.answers(204) {
            return Ok(Answer::empty(204));
        }
        let results: Vec<Value> = results.iter().map(result).collect();
        let body = json!({ "atomic:results": results });
        let (status, media) = (call.operation.success(), call.operation.media());
        Ok(Answer::new(status, media, body.to_string()))
    }

    /// Carries one operation out: the resource that it gives, null without one.
    fn one(
        &self,
        call: &Call<'_>,
        store: &mut Store,
        operation: &Value,
        local: &mut LocalIds,
    ) -> Result<Value, Vec<Failure>> {
        let target = operation.get("ref").filter(|target| !target.is_null());
        let data = operation.get("data").unwrap_or(&Value::Null);
        let op = operation.get("op").and_then(Value::as_str);
        let relationship = target.and_then(|target| target.get("relationship")?.as_str());
        if let (Some(target), Some(name)) = (target, relationship) {
            let change = match op {
                Some("add") => Change::Add,
                Some("update") => Change::Replace,
                Some("remove") => Change::Remove,
                _ => return Err(unknown()),
            };
            let kind = self.kind_of(target, "/ref")?;
            let id = id(target, "/ref")?;
            let relationship = self.named(kind, name)?;
            self.change_linkage(call, store, (kind, id), relationship, change, operation)?;
            return Ok(Value::Null);
        }
        match op {
            Some("add") => self.added(call, store, data, local),
            Some("update") => {
                let (owner, at) = target.map_or((data, "/data"), |target| (target, "/ref"));
                let kind = self.kind_of(owner, at)?;
                self.updated(call, store, kind, id(owner, at)?, data)
            }
            Some("remove") => {
                let target = target.unwrap_or(&Value::Null);
                let kind = self.kind_of(target, "/ref")?;
                let id = id(target, "/ref")?;
                self.visible(call, store, kind, id)?;
                store.remove(self.type_of(kind), id);
                Ok(Value::Null)
            }
            _ => Err(unknown()),
        }
    }

    fn added(
        &self,
        call: &Call<'_>,
        store: &mut Store,
        data: &Value,
        local: &mut LocalIds,
    ) -> Result<Value, Vec<Failure>> {
        let kind = self.kind_of(data, "/data")?;
        let made = self.make(call, store, kind, data);
        let settled = made.and_then(|made| self.settle(store, made, None, &call.principal.client));
        match settled.map_err(|failure| vec![failure.under("/data")])? {
            Settled::Duplicate(_, failure) => Err(vec![failure.under("/data")]),
            Settled::Written(id) => {
                if let Some(lid) = data.get("lid").and_then(Value::as_str) {
                    let key = (self.type_of(kind).to_owned(), lid.to_owned());
                    local.insert(key, id.to_string());
                }
                Ok(written(store, kind, &id))
            }
        }
    }

    fn updated(
        &self,
        call: &Call<'_>,
        store: &mut Store,
        kind: KindId,
        id: &str,
        data: &Value,
    ) -> Result<Value, Vec<Failure>> {
        self.visible(call, store, kind, id)?;
        let before = store.get(self.type_of(kind), id);
        let before = before.ok_or_else(|| vec![Failure::not_found("resource", id)])?;
        let merged = self.merge(call, store, kind, before.clone(), data);
        let settled = merged
            .and_then(|merged| self.settle(store, merged, Some(&before), &call.principal.client));
        match settled.map_err(|failure| vec![failure.under("/data")])? {
            Settled::Written(id) => Ok(written(store, kind, &id)),
            Settled::Duplicate(_, failure) => Err(vec![failure.under("/data")]),
        }
    }

    /// The kind that an object with a `type` is of.
    fn kind_of(&self, object: &Value, at: &str) -> Result<KindId, Vec<Failure>> {
        let name = object.get("type").and_then(Value::as_str);
        name.and_then(|name| self.plan.kind_id(name))
            .ok_or_else(|| {
                let why = match name {
                    Some(name) => format!("There are no resources of the type {name}"),
                    None => "\"type\" is a required property".to_owned(),
                };
                vec![Failure::body(format!("{at}/type"), why)]
            })
    }

    fn type_of(&self, kind: KindId) -> &str {
        self.plan
            .kind(kind)
            .map_or("", |kind| kind.resource_type.as_str())
    }

    fn named(&self, kind: KindId, name: &str) -> Result<&Relationship, Vec<Failure>> {
        let kind = self.plan.kind(kind);
        let found = kind.and_then(|kind| kind.relationship(name));
        found.map(|(_, relationship)| relationship).ok_or_else(|| {
            let why = format!("There is no relationship {name}");
            vec![Failure::body("/ref/relationship", why)]
        })
    }
}

/// Whether an operation adds a resource with the local id of another.
fn is_taken(operation: &Value, local: &LocalIds) -> bool {
    let adds = operation.get("op").is_some_and(|op| op == "add") && operation.get("ref").is_none();
    let data = operation.get("data").and_then(Value::as_object);
    adds && data
        .and_then(local_key)
        .is_some_and(|key| local.contains_key(&key))
}

/// Puts the ids in the place of local ids that are known by now.
fn fill(value: &mut Value, local: &LocalIds, depth: usize) {
    if depth > DEEPEST {
        return;
    }
    match value {
        Value::Object(members) => {
            let known = local_key(members).and_then(|key| local.get(&key));
            if let Some(id) = known.filter(|_| !members.contains_key("id")) {
                let id = id.as_str().into();
                members.remove("lid");
                members.insert("id".to_owned(), id);
            }
            for member in members.values_mut() {
                fill(member, local, depth + 1);
            }
        }
        Value::Array(items) => {
            for item in items {
                fill(item, local, depth + 1);
            }
        }
        _ => {}
    }
}

fn local_key(members: &Map<String, Value>) -> Option<(String, String)> {
    let text = |name: &str| Some(members.get(name)?.as_str()?.to_owned());
    Some((text("type")?, text("lid")?))
}

fn id<'v>(object: &'v Value, at: &str) -> Result<&'v str, Vec<Failure>> {
    object.get("id").and_then(Value::as_str).ok_or_else(|| {
        let (place, why) = match object.get("lid").and_then(Value::as_str) {
            Some(lid) => (
                "lid",
                format!("No operation before adds the local id {lid}"),
            ),
            None => ("id", "\"id\" is a required property".to_owned()),
        };
        vec![Failure::body(format!("{at}/{place}"), why)]
    })
}

fn unknown() -> Vec<Failure> {
    let why = "The operation is to be one of add, update, remove";
    vec![Failure::body("/op", why)]
}

fn under(failures: Vec<Failure>, at: &str) -> Vec<Failure> {
    failures
        .into_iter()
        .map(|failure| failure.under(at))
        .collect()
}

fn written(store: &Store, kind: KindId, id: &str) -> Value {
    let row = store.row(kind, id);
    row.and_then(|row| serde_json::from_slice(&row.json).ok())
        .unwrap_or_default()
}

fn result(data: &Value) -> Value {
    if data.is_null() {
        json!({})
    } else {
        json!({ "data": data })
    }
}
