//! Collections of plain REST: what is added is listed, found, changed and gone again.

use serde_json::{Map, Value, json};

use super::finish::schema;
use super::{Answer, Call, Engine, Outcome};
use crate::error::Failure;
use crate::plan::{Collection, Rest, Verb};
use crate::schema::{Role, Sampler, merged};
use crate::store::Store;

/// Items of a collection that belongs to an item of another one.
const BELOW: usize = 10;

/// How often another id is looked for before a collection is taken to be full.
const TRIES: usize = 50;

impl Engine {
    pub(super) fn rest(&self, call: &Call<'_>, rest: &Rest) -> Outcome {
        let Some(collection) = self.plan.collections.get(rest.collection) else {
            return self.sample(call);
        };
        let path = self.local(call.path).unwrap_or(call.path);
        if matches!(rest.verb, Verb::List | Verb::Create) {
            let path = path.trim_end_matches('/');
            return match rest.verb {
                Verb::List => self.rest_list(call, rest, collection, path),
                _ => self.rest_create(call, rest, collection, path),
            };
        }
        let path = path.rsplit_once('/').map_or(path, |(front, _)| front);
        let missing = || vec![Failure::not_found("resource", call.id())];
        if rest.verb == Verb::Fetch {
            let mut store = self.store_mut();
            self.ensure(&mut store, collection, path)?;
            let item = store.items.get(path, call.id()).ok_or_else(missing)?;
            return Ok(self.item(call, rest, item));
        }
        let sent = if rest.verb == Verb::Delete {
            Value::Null
        } else {
            self.sent(call, None, Role::Update)?.json
        };
        let mut store = self.store_mut();
        self.ensure(&mut store, collection, path)?;
        let before = store.items.get(path, call.id()).cloned();
        store.version += 1;
        if rest.verb == Verb::Delete {
            let before = before.ok_or_else(missing)?;
            store.items.remove(path, call.id());
            return Ok(self.item(call, rest, &before));
        }
        let before = match before {
            Some(before) => before,
            // PUT to a path where nothing is makes it (RFC 9110 section 9.3.4), where the document foresees it.
            None if rest.verb == Verb::Replace && call.operation.answers(201) => json!({}),
            None => return Err(missing()),
        };
        let id = before.get(&collection.id).cloned();
        let mut item = if rest.verb == Verb::Replace {
            Value::Object(self.kept(collection, &before))
        } else {
            before
        };
        self.lay(rest, collection, &mut item, &sent);
        let id = id.unwrap_or_else(|| as_id(collection, call.id()));
        set(&mut item, &collection.id, id);
        self.stamp(collection, &mut item, &["updated_at", "updatedAt"]);
        let item = self.sampler(call.path).conform(&collection.schema, item);
        store.items.put(path, call.id(), item.clone());
        Ok(self.item(call, rest, &item))
    }

    fn rest_create(
        &self,
        call: &Call<'_>,
        rest: &Rest,
        collection: &Collection,
        path: &str,
    ) -> Outcome {
        let sent = if call.operation.body_required || !call.body.is_empty() {
            self.sent(call, None, Role::Create)?.json
        } else {
            Value::Null
        };
        let mut store = self.store_mut();
        self.ensure(&mut store, collection, path)?;
        let mut item = json!({});
        self.lay(rest, collection, &mut item, &sent);
        let chosen = item.get(&collection.id).and_then(text_of);
        if let Some(id) = &chosen
            && store.items.get(path, id).is_some()
        {
            return Err(vec![Failure {
                status: 409,
                ..Failure::body(
                    format!("/{}", collection.id),
                    format!("There is already something with the id {id}"),
                )
            }]);
        }
        let seed = format!("{path} {}", store.version);
        let mut sampler = self.sampler(&seed);
        if chosen.is_none() {
            let number = store.items.list(path).map_or(0, <[_]>::len);
            let id = free_id(collection, &store, path, number, &mut sampler, &[]);
            let full = || Failure::new(409, "Conflict", "All ids of this collection are taken");
            set(&mut item, &collection.id, id.ok_or_else(|| vec![full()])?);
        }
        self.stamp(
            collection,
            &mut item,
            &["created_at", "createdAt", "updated_at", "updatedAt"],
        );
        let item = sampler.conform(&collection.schema, item);
        let id = item
            .get(&collection.id)
            .and_then(text_of)
            .unwrap_or_default();
        store.items.put(path, &id, item.clone());
        store.version += 1;
        drop(store);
        let location = format!(
            "{}{path}/{}",
            self.plan.base_path,
            crate::query::encode(&id)
        );
        Ok(self.item(call, rest, &item).header("location", location))
    }

    /// An answer with the item in its place.
    fn item(&self, call: &Call<'_>, rest: &Rest, item: &Value) -> Answer {
        let sampled = self.sampled(call.operation);
        let Some(place) = &rest.place else {
            return sampled;
        };
        if sampled.body.is_empty() {
            return sampled;
        }
        let mut body = if place.is_empty() {
            json!({})
        } else {
            serde_json::from_slice(&sampled.body).unwrap_or_default()
        };
        put(&mut body, place, item.clone());
        Answer::new(
            call.operation.success(),
            call.operation.media(),
            body.to_string(),
        )
    }

    /// Fills a collection when it is first asked for. An item of another collection that it belongs to has to be there.
    pub(crate) fn ensure(
        &self,
        store: &mut Store,
        collection: &Collection,
        path: &str,
    ) -> Result<(), Vec<Failure>> {
        if store.items.list(path).is_some() {
            return Ok(());
        }
        let nested = self.parent(store, collection, path)?;
        if !store.items.has_room() {
            let why = "The mock keeps no more collections; reset it";
            return Err(vec![Failure::new(507, "InsufficientStorage", why)]);
        }
        let size = if nested {
            self.size.min(BELOW)
        } else {
            self.size
        };
        let mut items: Vec<(String, Value)> = Vec::new();
        for number in 0..size {
            let mut sampler = self.sampler(&format!("{path} {number}"));
            let mut item = sampler.value(&collection.schema, "value");
            let own = item.get(&collection.id).and_then(text_of);
            let taken = |id: &str| items.iter().any(|(known, _)| known == id);
            if collection.numeric || own.as_deref().is_none_or(taken) {
                let id = free_id(collection, store, path, number, &mut sampler, &items);
                let Some(id) = id else { break };
                set(&mut item, &collection.id, id);
            }
            let id = item
                .get(&collection.id)
                .and_then(text_of)
                .unwrap_or_default();
            items.push((id, item));
        }
        store.items.fill(path, items);
        Ok(())
    }

    /// Whether the collection belongs to an item of another one.
    fn parent(
        &self,
        store: &mut Store,
        collection: &Collection,
        path: &str,
    ) -> Result<bool, Vec<Failure>> {
        let nested = collection.path.contains('{');
        let (Some((template, _)), Some((above, _))) =
            (collection.path.rsplit_once('/'), path.rsplit_once('/'))
        else {
            return Ok(nested);
        };
        let (Some((template, last)), Some((above, id))) =
            (template.rsplit_once('/'), above.rsplit_once('/'))
        else {
            return Ok(nested);
        };
        let parent = self
            .plan
            .collections
            .iter()
            .find(|known| known.path == template)
            .filter(|_| last.starts_with('{'));
        if let Some(parent) = parent {
            self.ensure(store, parent, above)?;
            let id = percent_encoding::percent_decode_str(id).decode_utf8_lossy();
            if store.items.get(above, &id).is_none() {
                return Err(vec![Failure::not_found("resource", &id)]);
            }
        }
        Ok(nested)
    }

    /// Lays what was sent over an item; what is for the server to say stays as it is.
    fn lay(&self, rest: &Rest, collection: &Collection, item: &mut Value, sent: &Value) {
        // Bodies may wrap the item as answers do.
        let inner = rest
            .place
            .as_ref()
            .and_then(|place| place.last())
            .and_then(|name| sent.get(name))
            .filter(|inner| inner.is_object())
            .unwrap_or(sent);
        let schema = merged(&self.plan.tree, &collection.schema);
        let declared = schema
            .as_ref()
            .and_then(|schema| schema.get("properties")?.as_object());
        let (Some(item), Some(sent)) = (item.as_object_mut(), inner.as_object()) else {
            return;
        };
        for (name, value) in sent {
            let member = declared.and_then(|declared| declared.get(name));
            let closed = declared.is_some() && member.is_none();
            let hidden = member.is_some_and(|member| {
                crate::schema::is_read_only(&self.plan.tree, member)
                    || crate::schema::is_write_only(&self.plan.tree, member)
            });
            if !closed && !hidden {
                item.insert(name.clone(), value.clone());
            }
        }
    }

    /// What stays when an item is replaced: what is for the server to say.
    fn kept(&self, collection: &Collection, item: &Value) -> Map<String, Value> {
        let schema = merged(&self.plan.tree, &collection.schema);
        let declared = schema
            .as_ref()
            .and_then(|schema| schema.get("properties")?.as_object());
        let members = item.as_object().into_iter().flatten();
        members
            .filter(|(name, _)| {
                declared
                    .and_then(|declared| declared.get(*name))
                    .is_some_and(|member| crate::schema::is_read_only(&self.plan.tree, member))
            })
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect()
    }

    /// Notes the time in members of these names that are instants.
    fn stamp(&self, collection: &Collection, item: &mut Value, names: &[&str]) {
        let Some(schema) = merged(&self.plan.tree, &collection.schema) else {
            return;
        };
        for name in names {
            let member = schema
                .get("properties")
                .and_then(|members| merged(&self.plan.tree, members.get(*name)?));
            if member.is_some_and(|member| {
                member
                    .get("format")
                    .is_some_and(|format| format == "date-time")
            }) {
                set(item, name, json!(self.clock.text()));
            }
        }
    }

    /// The answer that a list is put in.
    pub(super) fn envelope(&self, call: &Call<'_>, place: &[String]) -> Value {
        if place.is_empty() {
            return json!([]);
        }
        let response = call.operation.response(call.operation.success());
        let made = response
            .and_then(schema)
            .map(|schema| self.sampler(&call.operation.id).value(&schema, "value"));
        made.unwrap_or_else(|| json!({}))
    }
}

/// An id that is not taken.
fn free_id(
    collection: &Collection,
    store: &Store,
    path: &str,
    number: usize,
    sampler: &mut Sampler<'_>,
    others: &[(String, Value)],
) -> Option<Value> {
    let taken = |id: &str| {
        others.iter().any(|(known, _)| known == id) || store.items.get(path, id).is_some()
    };
    if collection.numeric {
        return (number + 1..=number + 1 + TRIES * TRIES)
            .find(|id| !taken(&id.to_string()))
            .map(|id| json!(id));
    }
    let schema = json!({ "allOf": [collection.schema] });
    (0..TRIES).find_map(|_| {
        let id = sampler.fresh(&schema, &collection.id)?;
        let text = text_of(&id)?;
        (!taken(&text) && !text.is_empty()).then_some(id)
    })
}

fn as_id(collection: &Collection, text: &str) -> Value {
    match text.parse::<i64>() {
        Ok(number) if collection.numeric => json!(number),
        _ => json!(text),
    }
}

/// An id as it stands in a path.
pub(super) fn text_of(id: &Value) -> Option<String> {
    match id {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn set(item: &mut Value, name: &str, value: Value) {
    if let Some(item) = item.as_object_mut() {
        item.insert(name.to_owned(), value);
    }
}

/// Puts a value at the end of a way, making the objects on it.
pub(super) fn put(body: &mut Value, way: &[String], value: Value) {
    let mut here = body;
    for name in way {
        if !here.is_object() {
            *here = json!({});
        }
        let Some(object) = here.as_object_mut() else {
            return;
        };
        here = object.entry(name.clone()).or_insert(Value::Null);
    }
    *here = value;
}
