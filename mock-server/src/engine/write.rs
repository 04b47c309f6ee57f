//! Creating, changing and deleting.

use std::sync::Arc;

use bytes::Bytes;
use serde_json::{Value, json};

use super::settle::Settled;
use super::{Answer, Call, Engine, Outcome};
use crate::error::Failure;
use crate::plan::KindId;
use crate::query::included;
use crate::schema::Role;
use crate::store::Row;

impl Engine {
    pub(super) fn create(&self, call: &Call<'_>, kind: KindId) -> Outcome {
        let sent = self.sent(call, Some(kind), Role::Create)?;
        let ignore_duplicates =
            sent.json.pointer("/meta/ignore_duplicates") == Some(&Value::Bool(true));
        let (items, many) = match sent.json.get("data") {
            Some(Value::Array(items)) => (items.as_slice(), true),
            Some(one) => (std::slice::from_ref(one), false),
            None => return Err(vec![Failure::body("", "\"data\" is a required property")]),
        };
        let mut store = self.store_mut();
        let written = store.all_or_nothing(|store| {
            let mut written = Vec::new();
            for (position, item) in items.iter().enumerate() {
                let at = if many {
                    format!("/data/{position}")
                } else {
                    "/data".to_owned()
                };
                let made = self
                    .make(call, store, kind, item)
                    .and_then(|made| self.settle(store, made, None, &call.principal.client));
                match made.map_err(|failure| vec![failure.under(&at)])? {
                    Settled::Written(id) => written.push(id),
                    Settled::Duplicate(id, _) if ignore_duplicates && !many => written.push(id),
                    Settled::Duplicate(..) if ignore_duplicates => {}
                    Settled::Duplicate(_, failure) => return Err(vec![failure.under(&at)]),
                }
            }
            Ok(written)
        })?;
        let rows = written.iter().filter_map(|id| store.row(kind, id));
        let rows: Vec<&Row> = rows.collect();
        let included = included(&store, &self.plan, kind, &rows, &call.query)
            .map_err(|failure| vec![failure])?;
        let resources: Vec<Bytes> = rows.iter().map(|row| row.json.clone()).collect();
        drop(store);
        let data: Bytes = if many {
            list(&resources)
        } else {
            resources.into_iter().next().unwrap_or_default()
        };
        let answer = Answer::new(
            call.operation.success(),
            call.operation.media(),
            self.document(&data, included.as_deref(), None, &ignored(&sent.ignored)),
        );
        let location = written.first().filter(|_| !many).zip(self.plan.kind(kind));
        Ok(match location {
            Some((id, kind)) => answer.header(
                "location",
                format!("{}{}/{id}", self.plan.base_path, kind.collection),
            ),
            None => answer,
        })
    }

    pub(super) fn upsert(&self, call: &Call<'_>, kind: KindId) -> Outcome {
        let sent = self.sent(call, Some(kind), Role::Create)?;
        let item = sent.json.get("data").unwrap_or(&Value::Null);
        let query = sent.json.pointer("/meta/query").and_then(Value::as_object);
        let Some(query) = query else {
            return Err(vec![Failure::body("/meta/query", "A query is required")]);
        };
        let mut store = self.store_mut();
        let id = store.all_or_nothing(|store| -> Result<Arc<str>, Vec<Failure>> {
            let found = self
                .query(call, store, kind, query)
                .map_err(|failure| vec![failure.under("/meta/query")])?;
            let before = match found.as_slice() {
                [] => None,
                [one] => self
                    .plan
                    .kind(kind)
                    .and_then(|kind| store.get(&kind.resource_type, one)),
                several => {
                    return Err(vec![Failure::body(
                        "/meta/query",
                        format!("The query finds {} resources, not one", several.len()),
                    )]);
                }
            };
            let made = match &before {
                Some(before) => self.merge(call, store, kind, before.clone(), item),
                None => self.make(call, store, kind, item).map(|mut made| {
                    self.take_over(kind, &mut made, query);
                    made
                }),
            };
            let settled = made
                .and_then(|made| self.settle(store, made, before.as_ref(), &call.principal.client));
            match settled.map_err(|failure| vec![failure.under("/data")])? {
                Settled::Written(id) => Ok(id),
                Settled::Duplicate(_, failure) => Err(vec![failure.under("/data")]),
            }
        })?;
        let data = store
            .row(kind, &id)
            .map(|row| row.json.clone())
            .unwrap_or_default();
        drop(store);
        Ok(Answer::new(
            call.operation.success(),
            call.operation.media(),
            self.document(&data, None, None, &ignored(&sent.ignored)),
        ))
    }

    pub(super) fn update(&self, call: &Call<'_>, kind: KindId) -> Outcome {
        {
            let store = self.store();
            self.visible(call, &store, kind, call.id())?;
        }
        let sent = self.sent(call, Some(kind), Role::Update)?;
        let item = sent.json.get("data").unwrap_or(&Value::Null);
        if item.get("id").is_some_and(|id| id != call.id()) {
            return Err(vec![Failure {
                status: 409,
                ..Failure::body(
                    "/data/id",
                    "The id is not that of the resource at this path",
                )
            }]);
        }
        let mut store = self.store_mut();
        store.all_or_nothing(|store| -> Result<(), Vec<Failure>> {
            self.visible(call, store, kind, call.id())?;
            let before = self
                .plan
                .kind(kind)
                .and_then(|kind| store.get(&kind.resource_type, call.id()));
            let before = before.ok_or_else(|| vec![Failure::not_found("resource", call.id())])?;
            let merged = self.merge(call, store, kind, before.clone(), item);
            let settled = merged.and_then(|merged| {
                self.settle(store, merged, Some(&before), &call.principal.client)
            });
            match settled.map_err(|failure| vec![failure.under("/data")])? {
                Settled::Written(_) => Ok(()),
                Settled::Duplicate(_, failure) => Err(vec![failure.under("/data")]),
            }
        })?;
        let rows: Vec<&Row> = store.row(kind, call.id()).into_iter().collect();
        let included = included(&store, &self.plan, kind, &rows, &call.query)
            .map_err(|failure| vec![failure])?;
        let data = rows.first().map(|row| row.json.clone()).unwrap_or_default();
        drop(store);
        if call.operation.success() == 204 {
            return Ok(Answer::empty(204));
        }
        Ok(Answer::new(
            call.operation.success(),
            call.operation.media(),
            self.document(&data, included.as_deref(), None, &ignored(&sent.ignored)),
        ))
    }

    pub(super) fn delete(&self, call: &Call<'_>, kind: KindId) -> Outcome {
        let mut store = self.store_mut();
        self.visible(call, &store, kind, call.id())?;
        if let Some(kind) = self.plan.kind(kind) {
            store.remove(&kind.resource_type, call.id());
        }
        drop(store);
        let success = call.operation.success();
        let described = call
            .operation
            .response(success)
            .is_some_and(|response| response.media.is_some());
        if !described {
            return Ok(Answer::empty(success));
        }
        let body = json!({ "meta": { "req_id": self.request_id() } });
        Ok(Answer::new(
            success,
            call.operation.media(),
            body.to_string(),
        ))
    }
}

fn ignored(names: &[String]) -> Vec<(&'static str, Value)> {
    if names.is_empty() {
        Vec::new()
    } else {
        vec![("ignored", json!(names))]
    }
}

fn list(items: &[Bytes]) -> Bytes {
    let mut data = vec![b'['];
    for (position, item) in items.iter().enumerate() {
        if position > 0 {
            data.push(b',');
        }
        data.extend_from_slice(item);
    }
    data.push(b']');
    data.into()
}
