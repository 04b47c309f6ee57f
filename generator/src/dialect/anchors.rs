//! Names that schemas give themselves: `$anchor` and `$dynamicAnchor` (JSON Schema 2020-12, section 8.2.2).

use std::borrow::Cow;
use std::collections::HashMap;

use serde_json::{Map, Value};

use crate::diag::{Diagnostic, Diagnostics};
use crate::keywords::holds_data;
use crate::pointer;
use crate::trail::Trail;

/// Where each name stands; several places where schemas that are resources of their own use the same name.
#[derive(Default)]
pub(super) struct Anchors(HashMap<String, Vec<String>>);

impl Anchors {
    pub(super) fn of(tree: &Value) -> Self {
        let mut anchors = Self::default();
        anchors.collect(tree, &mut Vec::new());
        anchors
    }

    fn collect<'t>(&mut self, node: &'t Value, path: &mut Vec<Cow<'t, str>>) {
        /// Documents are not nested deeper than this, as far as anyone reads them.
        const DEEPEST: usize = 256;
        if path.len() > DEEPEST {
            return;
        }
        match node {
            Value::Object(members) => {
                for keyword in ["$anchor", "$dynamicAnchor"] {
                    if let Some(name) = members.get(keyword).and_then(Value::as_str) {
                        let places = self.0.entry(name.to_owned()).or_default();
                        let at = path
                            .iter()
                            .fold(String::new(), |at, step| pointer::join(&at, step));
                        if !places.contains(&at) {
                            places.push(at);
                        }
                    }
                }
                for (name, value) in members.iter().filter(|(name, _)| !holds_data(name)) {
                    path.push(Cow::Borrowed(name));
                    self.collect(value, path);
                    path.pop();
                }
            }
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    path.push(Cow::Owned(index.to_string()));
                    self.collect(item, path);
                    path.pop();
                }
            }
            _ => {}
        }
    }

    /// What `#name` refers to at a place: the schema of that name, in the same component if there are several.
    fn find(&self, name: &str, at: &str) -> Option<&str> {
        let places = self.0.get(name)?;
        if let [only] = places.as_slice() {
            return Some(only);
        }
        let component = |at: &str| at.split('/').take(4).collect::<Vec<_>>().join("/");
        let own = component(at);
        let mut near = places.iter().filter(|place| component(place) == own);
        near.next()
            .filter(|_| near.next().is_none())
            .map(String::as_str)
    }

    /// `$dynamicRef`, and `$ref` to a name, become a `$ref` to a place.
    ///
    /// What a dynamic reference leads to may depend on where one came from; without a schema that says otherwise, it is the
    /// schema of that name.
    pub(super) fn resolve(
        &self,
        schema: &mut Map<String, Value>,
        trail: &Trail<'_>,
        diagnostics: &mut Diagnostics,
    ) {
        for keyword in ["$ref", "$dynamicRef"] {
            let Some(Value::String(reference)) = schema.get(keyword) else {
                continue;
            };
            let target = match reference.strip_prefix('#') {
                Some(pointer) if keyword == "$dynamicRef" && pointer.starts_with('/') => {
                    Some(format!("#{pointer}"))
                }
                Some(name) if !name.is_empty() && !name.starts_with('/') => {
                    let name = pointer::percent_decoded(name);
                    self.find(&name, &trail.pointer()).map(pointer::fragment)
                }
                _ => None,
            };
            match target {
                Some(target) if keyword == "$ref" || !schema.contains_key("$ref") => {
                    schema.shift_remove(keyword);
                    schema.insert("$ref".to_owned(), Value::String(target));
                }
                _ if keyword == "$dynamicRef" => {
                    let message =
                        "this reference leads to no schema, or to several; any value is expected";
                    diagnostics.push(Diagnostic::warning(
                        "dynamic-ref",
                        trail.pointer_to(keyword),
                        message,
                    ));
                }
                _ => {}
            }
        }
    }
}
