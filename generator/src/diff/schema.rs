//! Schemas, and what is compared value by value.

use std::collections::HashSet;

use serde_json::{Value, json};

use super::Subject;
use super::structure::{Walk, both, is_documentation};
use crate::resolve::{followed, target};
use crate::trail::Trail;

/// Schemas in each other, references followed, that are compared part by part.
const DEEPEST: usize = 300;

impl<'t> Walk<'t> {
    pub(super) fn schema(
        &mut self,
        old: Option<&'t Value>,
        new: Option<&'t Value>,
        subject: Subject,
        trail: &Trail<'_>,
    ) {
        let (Some(mut was), Some(mut is)) = (old, new) else {
            if old.is_some() || new.is_some() {
                self.add(trail, subject, old, new);
            }
            return;
        };
        match (target(was), target(is)) {
            (None, None) => {}
            // Compared where they stand.
            (Some(one), Some(other)) if one == other && is_named_schema(&one) => return,
            (Some(one), Some(other)) if is_named_schema(&one) && is_named_schema(&other) => {
                // Two names are two types, however alike.
                return self.add(trail, subject, old, new);
            }
            (one, other) => {
                let named = match (&one, &other) {
                    (Some(named), None) | (None, Some(named)) => Some(named),
                    _ => None,
                };
                (was, is) = (followed(self.old, was), followed(self.new, is));
                if named.is_some_and(|named| is_named_schema(named))
                    && [was, is].into_iter().any(has_type)
                    && !trail.pointer().contains("/allOf/")
                {
                    // A type of that name, and one that is called after the place where it is used.
                    return self.add(trail, subject, old, new);
                }
                if !self.is_first(was, is) {
                    return;
                }
            }
        }
        let (Value::Object(_), Value::Object(_)) = (was, is) else {
            return self.plain(was, is, subject, trail);
        };
        if self.depth >= DEEPEST {
            // References that lead on and on: as far down as this, a difference is told as a whole.
            if was != is {
                self.add(trail, subject, Some(was), Some(is));
            }
            return;
        }
        self.depth += 1;
        for (keyword, was, is) in both(Some(was), Some(is)) {
            self.keyword(keyword, was, is, &trail.member(keyword));
        }
        self.depth -= 1;
    }

    fn keyword(
        &mut self,
        keyword: &str,
        old: Option<&'t Value>,
        new: Option<&'t Value>,
        trail: &Trail<'_>,
    ) {
        match keyword {
            "properties" => {
                for (name, was, is) in both(old, new) {
                    self.schema(was, is, Subject::Property, &trail.member(name));
                }
            }
            "required" => self.set(old, new, Subject::Required, trail),
            "enum" if old.is_some() && new.is_some() => {
                self.set(old, new, Subject::EnumValue, trail);
            }
            "items" | "not" => self.schema(old, new, Subject::Keyword, trail),
            "additionalProperties" => match (old, new) {
                (Some(Value::Object(_)), Some(Value::Object(_))) => {
                    self.schema(old, new, Subject::Keyword, trail);
                }
                _ => self.value(old, new, Subject::Keyword, trail),
            },
            "allOf" | "oneOf" | "anyOf" => match (old, new) {
                (Some(Value::Array(was)), Some(Value::Array(is))) => self.variants(was, is, trail),
                _ => self.value(old, new, Subject::Keyword, trail),
            },
            "nullable" | "readOnly" | "writeOnly" | "deprecated" | "uniqueItems"
            | "exclusiveMinimum" | "exclusiveMaximum" => {
                self.flag(old, new, Subject::Keyword, trail);
            }
            "minLength" | "minItems" | "minProperties" => {
                let zero = json!(0);
                let [was, is] = [old, new].map(|count| count.unwrap_or(&zero));
                self.plain(was, is, Subject::Keyword, trail);
            }
            "xml" if old != new => self.add(trail, Subject::Keyword, old, new),
            "xml" => {}
            keyword if is_documentation(keyword) => {}
            _ => self.value(old, new, Subject::Keyword, trail),
        }
    }

    /// Schemas in a list: by the name they refer to, else by their place among the nameless.
    fn variants(&mut self, old: &'t [Value], new: &'t [Value], trail: &Trail<'_>) {
        let named = |list: &'t [Value]| -> Vec<(usize, &'t Value)> {
            list.iter()
                .enumerate()
                .filter(|(_, schema)| target(schema).is_some())
                .collect()
        };
        let nameless = |list: &'t [Value]| -> Vec<(usize, &'t Value)> {
            list.iter()
                .enumerate()
                .filter(|(_, schema)| target(schema).is_none())
                .collect()
        };
        let (was, is) = (named(old), named(new));
        let only = |one: &[(usize, &'t Value)], other: &[(usize, &'t Value)]| {
            let mut rest: Vec<_> = other.iter().map(|(_, schema)| target(schema)).collect();
            let lonely = one.iter().filter(|(_, schema)| {
                let found = rest.iter().position(|known| *known == target(schema));
                found.map(|at| rest.swap_remove(at)).is_none()
            });
            lonely.copied().collect::<Vec<_>>()
        };
        // The nameless among themselves first, then what is left of either kind.
        let (mut gone, mut come) = (nameless(old), nameless(new));
        let alike = gone.len().min(come.len());
        gone.splice(alike..alike, only(&was, &is));
        come.splice(alike..alike, only(&is, &was));
        let pairs = gone.len().min(come.len());
        for ((_, was), (index, is)) in gone.iter().zip(&come) {
            self.schema(Some(*was), Some(*is), Subject::Variant, &trail.item(*index));
        }
        for (index, was) in gone.iter().skip(pairs) {
            self.add(&trail.item(*index), Subject::Variant, Some(*was), None);
        }
        for (index, is) in come.iter().skip(pairs) {
            self.add(&trail.item(*index), Subject::Variant, None, Some(*is));
        }
    }

    /// Lists whose order means nothing.
    pub(super) fn set(
        &mut self,
        old: Option<&Value>,
        new: Option<&Value>,
        subject: Subject,
        trail: &Trail<'_>,
    ) {
        let items = |list: Option<&'_ Value>| -> Vec<Value> {
            list.and_then(Value::as_array).cloned().unwrap_or_default()
        };
        let (was, is) = (items(old), items(new));
        let [old, new] = [&was, &is].map(|list| {
            let texts = list.iter().map(Value::to_string);
            texts.collect::<HashSet<String>>()
        });
        for value in was.iter().filter(|value| !new.contains(&value.to_string())) {
            self.add(trail, subject, Some(value), None);
        }
        for value in is.iter().filter(|value| !old.contains(&value.to_string())) {
            self.add(trail, subject, None, Some(value));
        }
    }

    /// A member that is false where it is absent.
    pub(super) fn flag(
        &mut self,
        old: Option<&Value>,
        new: Option<&Value>,
        subject: Subject,
        trail: &Trail<'_>,
    ) {
        let no = Value::Bool(false);
        let [was, is] = [old, new].map(|flag| flag.unwrap_or(&no));
        self.plain(was, is, subject, trail);
    }

    /// A member that has no default.
    pub(super) fn value(
        &mut self,
        old: Option<&Value>,
        new: Option<&Value>,
        subject: Subject,
        trail: &Trail<'_>,
    ) {
        match (old, new) {
            (Some(was), Some(is)) => self.plain(was, is, subject, trail),
            (None, None) => {}
            _ => self.add(trail, subject, old, new),
        }
    }

    /// Values compared as they are, documentation in them aside.
    pub(super) fn plain(&mut self, old: &Value, new: &Value, subject: Subject, trail: &Trail<'_>) {
        match (old, new) {
            (Value::Object(_), Value::Object(_)) => {
                for (name, was, is) in both(Some(old), Some(new)) {
                    if !is_documentation(name) {
                        self.value(was, is, subject, &trail.member(name));
                    }
                }
            }
            (Value::Array(was), Value::Array(is)) if was.len() == is.len() => {
                for (index, (was, is)) in was.iter().zip(is).enumerate() {
                    self.plain(was, is, subject, &trail.item(index));
                }
            }
            (Value::Number(was), Value::Number(is)) if was.as_f64() == is.as_f64() => {}
            (was, is) if was == is => {}
            _ => self.add(trail, subject, Some(old), Some(new)),
        }
    }
}

fn is_named_schema(pointer: &str) -> bool {
    pointer
        .strip_prefix("/components/schemas/")
        .is_some_and(|name| !name.contains('/'))
}

/// Whether a schema becomes a type of its own.
fn has_type(schema: &Value) -> bool {
    ["properties", "enum", "oneOf", "anyOf", "allOf"]
        .iter()
        .any(|keyword| schema.get(keyword).is_some())
}
