//! A walk over a document in OpenAPI 3.0 form that changes nothing.

use serde_json::{Map, Value};

use crate::http_method::{ADDITIONAL, is_method};
use crate::trail::Trail;

/// What a node of the document is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Schema,
    Parameter,
    Header,
    /// With its name.
    MediaType,
    RequestBody,
    Response,
    PathItem,
    Operation,
}

/// Calls `look` with every node of these kinds where it stands; references are not followed.
pub(super) fn visit<'t>(tree: &'t Value, look: &mut dyn FnMut(Kind, &'t Value, &Trail<'_>)) {
    let mut visit = Visit { look };
    if let Some(paths) = tree.get("paths") {
        visit.each(paths, Kind::PathItem, &Trail::ROOT.member("paths"));
    }
    let Some(components) = tree.get("components") else {
        return;
    };
    let trail = Trail::ROOT.member("components");
    for (section, kind) in [
        ("schemas", Kind::Schema),
        ("parameters", Kind::Parameter),
        ("requestBodies", Kind::RequestBody),
        ("responses", Kind::Response),
        ("headers", Kind::Header),
    ] {
        if let Some(members) = components.get(section) {
            visit.each(members, kind, &trail.member(section));
        }
    }
}

struct Visit<'v, 't> {
    look: &'v mut dyn FnMut(Kind, &'t Value, &Trail<'_>),
}

impl<'t> Visit<'_, 't> {
    fn each(&mut self, members: &'t Value, kind: Kind, trail: &Trail<'_>) {
        for (name, node) in members.as_object().into_iter().flatten() {
            if kind == Kind::Schema || !name.starts_with("x-") {
                self.node(node, kind, &trail.member(name));
            }
        }
    }

    fn node(&mut self, node: &'t Value, kind: Kind, trail: &Trail<'_>) {
        (self.look)(kind, node, trail);
        let Value::Object(members) = node else { return };
        if kind != Kind::PathItem && members.contains_key("$ref") {
            return;
        }
        for (key, value) in members {
            let trail = trail.member(key);
            match kind {
                Kind::Schema => self.keyword(key, value, &trail),
                _ => self.member(kind, key, value, &trail),
            }
        }
    }

    fn member(&mut self, kind: Kind, key: &str, value: &'t Value, trail: &Trail<'_>) {
        match (kind, key) {
            (Kind::PathItem | Kind::Operation, "parameters") => {
                for (index, parameter) in value.as_array().into_iter().flatten().enumerate() {
                    self.node(parameter, Kind::Parameter, &trail.item(index));
                }
            }
            (Kind::PathItem, ADDITIONAL) => self.each(value, Kind::Operation, trail),
            (Kind::PathItem, method) if is_method(method) => {
                self.node(value, Kind::Operation, trail);
            }
            (Kind::Operation, "requestBody") => self.node(value, Kind::RequestBody, trail),
            (Kind::Operation, "responses") => self.each(value, Kind::Response, trail),
            (Kind::Response, "headers") => self.each(value, Kind::Header, trail),
            (_, "content") => self.each(value, Kind::MediaType, trail),
            (Kind::Parameter | Kind::Header | Kind::MediaType, "schema") => {
                self.node(value, Kind::Schema, trail);
            }
            _ => {}
        }
    }

    fn keyword(&mut self, keyword: &str, value: &'t Value, trail: &Trail<'_>) {
        match (keyword, value) {
            ("properties" | "patternProperties" | "$defs" | "definitions", members) => {
                self.each(members, Kind::Schema, trail);
            }
            ("items" | "additionalProperties" | "not", schema @ Value::Object(_)) => {
                self.node(schema, Kind::Schema, trail);
            }
            ("allOf" | "oneOf" | "anyOf", Value::Array(schemas)) => {
                for (index, schema) in schemas.iter().enumerate() {
                    self.node(schema, Kind::Schema, &trail.item(index));
                }
            }
            _ => {}
        }
    }
}

/// The members of an object, none of anything else.
pub(super) fn members(node: &Value) -> impl Iterator<Item = (&String, &Value)> {
    node.as_object().into_iter().flat_map(Map::iter)
}
