//! Setting a value right where it breaks its schema, changing as little of it as possible.

use std::borrow::Cow;

use serde_json::{Map, Value, json};

use super::merge::lay;
use super::validate::{Broken, Fault};
use super::{Sampler, merged};

/// More rounds than this do not help.
const ROUNDS: usize = 12;

/// Deeper unions than this are not gone into.
const DEEPEST: usize = 8;

impl Sampler<'_> {
    /// The value, or the closest one found that keeps to `schema`; one made up if none is.
    pub(crate) fn conform(&mut self, schema: &Value, value: Value) -> Value {
        if self.fits(schema, &value) {
            return value;
        }
        let repaired = self.repaired(schema, value);
        if self.fits(schema, &repaired) {
            return repaired;
        }
        let made = self.value(schema, "value");
        if self.fits(schema, &made) {
            made
        } else {
            repaired
        }
    }

    pub(super) fn repaired(&mut self, schema: &Value, value: Value) -> Value {
        self.repair(schema, value, 0)
    }

    fn repair(&mut self, schema: &Value, mut value: Value, depth: usize) -> Value {
        for round in 0..ROUNDS {
            let broken = self.validators.broken(self.tree, schema, self.role, &value);
            if broken.is_empty() {
                break;
            }
            for fault in &broken {
                // Members of a part that is broken elsewhere count as unexpected until that is mended.
                let below = |other: &Broken| {
                    !matches!(other.fault, Fault::Unexpected(_))
                        && other.pointer.starts_with(&fault.pointer)
                };
                let premature = round < ROUNDS / 2 && broken.iter().any(below);
                if premature && matches!(fault.fault, Fault::Unexpected(_)) {
                    continue;
                }
                self.mend(schema, &mut value, fault, round, depth);
            }
        }
        value
    }

    fn mend(
        &mut self,
        schema: &Value,
        value: &mut Value,
        broken: &Broken,
        round: usize,
        depth: usize,
    ) {
        let Some(place) = self.schema_at(schema, value, &broken.pointer) else {
            return self.drop_or_remake(schema, value, &broken.pointer);
        };
        let name = broken.pointer.rsplit('/').find(|part| !is_index(part));
        let name = name.unwrap_or("value").to_owned();
        match &broken.fault {
            Fault::Lacks(member) => {
                let declared = self.child(&place, member);
                let made = match declared {
                    Some(declared) => self.at(&declared, member, 0),
                    None => Some(json!(member)),
                };
                if let (Some(object), Some(made)) = (
                    value
                        .pointer_mut(&broken.pointer)
                        .and_then(Value::as_object_mut),
                    made,
                ) {
                    object.insert(member.clone(), made);
                }
            }
            Fault::Unexpected(names) => {
                if let Some(object) = value
                    .pointer_mut(&broken.pointer)
                    .and_then(Value::as_object_mut)
                {
                    object.retain(|name, _| !names.contains(name));
                }
            }
            Fault::Alternatives(key, order) if depth < DEEPEST => {
                let Some(found) = value.pointer(&broken.pointer).cloned() else {
                    return;
                };
                let mended = self.mend_union(&place, key, order, &found, depth);
                let mended = mended.or_else(|| self.at(&place, &name, 0));
                if let (Some(spot), Some(mended)) = (value.pointer_mut(&broken.pointer), mended) {
                    *spot = mended;
                }
            }
            _ if round > ROUNDS / 2 => self.drop_or_remake(schema, value, &broken.pointer),
            _ => {
                let made = self.at(&place, &name, 0);
                if let (Some(spot), Some(made)) = (value.pointer_mut(&broken.pointer), made) {
                    *spot = made;
                }
            }
        }
    }

    /// The closest alternative that the value can be set right for.
    fn mend_union(
        &mut self,
        place: &Value,
        key: &str,
        order: &[usize],
        found: &Value,
        depth: usize,
    ) -> Option<Value> {
        let schema = merged(self.tree, place)?.into_owned();
        let parts = schema.get(key)?.as_array()?;
        for position in order.iter().take(6) {
            let part = parts.get(*position)?;
            let mended = self.repair(part, found.clone(), depth + 1);
            if self.fits(place, &mended) {
                return Some(mended);
            }
        }
        None
    }

    /// Takes a member out that nothing can be made for, or makes its parent anew.
    fn drop_or_remake(&mut self, schema: &Value, value: &mut Value, pointer: &str) {
        let Some((parent, name)) = pointer.rsplit_once('/') else {
            if let Some(made) = self.at(schema, "value", 0) {
                *value = made;
            }
            return;
        };
        match value.pointer_mut(parent) {
            Some(Value::Object(object)) => {
                object.remove(&unescaped(name));
            }
            Some(Value::Array(items)) => {
                if let Ok(position) = name.parse::<usize>()
                    && position < items.len()
                {
                    items.remove(position);
                }
            }
            _ => {}
        }
    }

    /// The schema of what stands at `pointer` of `value`.
    fn schema_at(&self, schema: &Value, value: &Value, pointer: &str) -> Option<Value> {
        let mut place = Cow::Borrowed(schema);
        let mut here = Some(value);
        for token in pointer.split('/').skip(1) {
            let name = unescaped(token);
            let list = here.is_some_and(Value::is_array);
            place = Cow::Owned(if list {
                self.items(&place)?
            } else {
                self.child(&place, &name)?
            });
            here = here.and_then(|here| match here {
                Value::Array(items) => items.get(name.parse::<usize>().ok()?),
                other => other.get(&name),
            });
        }
        Some(place.into_owned())
    }

    fn items(&self, place: &Value) -> Option<Value> {
        let schema = merged(self.tree, place)?;
        if let Some(items) = schema.get("items") {
            return Some(items.clone());
        }
        alternatives(&schema).find_map(|part| self.items_of_part(part))
    }

    fn items_of_part(&self, part: &Value) -> Option<Value> {
        merged(self.tree, part)?.get("items").cloned()
    }

    /// The schema of a member, looked for in alternatives as well.
    fn child(&self, place: &Value, name: &str) -> Option<Value> {
        let schema = merged(self.tree, place)?;
        let own = |schema: &Map<String, Value>| {
            schema
                .get("properties")
                .and_then(|members| members.get(name))
                .cloned()
        };
        if let Some(member) = own(&schema) {
            return Some(member);
        }
        let in_part = alternatives(&schema).find_map(|part| {
            let part = merged(self.tree, part)?;
            own(&part).or_else(|| {
                let mut whole = Map::new();
                for inner in alternatives(&part) {
                    lay(&mut whole, &*merged(self.tree, inner)?, true);
                }
                own(&whole)
            })
        });
        in_part.or_else(|| {
            schema
                .get("additionalProperties")
                .filter(|further| further.is_object())
                .cloned()
        })
    }
}

fn alternatives(schema: &Map<String, Value>) -> impl Iterator<Item = &Value> {
    ["oneOf", "anyOf"]
        .into_iter()
        .filter_map(|key| schema.get(key)?.as_array())
        .flatten()
}

fn is_index(token: &str) -> bool {
    token.is_empty() || token.bytes().all(|byte| byte.is_ascii_digit())
}

/// RFC 6901 section 4.
fn unescaped(token: &str) -> String {
    token.replace("~1", "/").replace("~0", "~")
}
