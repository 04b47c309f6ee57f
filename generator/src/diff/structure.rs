//! The walk over two documents at once.

use std::collections::HashSet;

use serde_json::{Map, Value, json};

use super::lookup::{Parameter, parameters};
use super::{Difference, Subject};
use crate::http_method::{ADDITIONAL, METHODS, split};
use crate::resolve::followed;
use crate::trail::Trail;

/// Extensions that say something about the API rather than about its documentation.
const MEANINGFUL: [&str; 3] = [
    "x-required-one-of",
    "x-required-together",
    "x-token-operation",
];

/// All differences of structure: operations, parameters, bodies, responses, schemas, security.
///
/// Documentation (descriptions, summaries, titles, examples, extensions) does not count, nor does
/// the order of members, of enumerated values and of required members, nor whether something is
/// written in place or referred to, except for schemas that become a type called by their name.
/// Named schemas are compared by name.
pub fn structure(old: &Value, new: &Value) -> Vec<Difference> {
    let mut walk = Walk {
        old,
        new,
        found: Vec::new(),
        compared: HashSet::new(),
        depth: 0,
    };
    walk.document();
    walk.found
}

pub(super) struct Walk<'t> {
    pub(super) old: &'t Value,
    pub(super) new: &'t Value,
    found: Vec<Difference>,
    /// Addresses of pairs of nodes that references led to: each is compared once, which also ends
    /// circles.
    compared: HashSet<(usize, usize)>,
    /// How many schemas the walk is in at the moment.
    pub(super) depth: usize,
}

/// Members of both objects in the order of the old, then what only the new one has.
pub(super) fn both<'t>(
    old: Option<&'t Value>,
    new: Option<&'t Value>,
) -> Vec<(&'t str, Option<&'t Value>, Option<&'t Value>)> {
    let empty = || None::<&Map<String, Value>>;
    let (old, new) = (
        old.map_or_else(empty, Value::as_object),
        new.map_or_else(empty, Value::as_object),
    );
    let mut members = Vec::new();
    for (name, value) in old.into_iter().flatten() {
        members.push((
            name.as_str(),
            Some(value),
            new.and_then(|new| new.get(name)),
        ));
    }
    for (name, value) in new.into_iter().flatten() {
        if !old.is_some_and(|old| old.contains_key(name)) {
            members.push((name.as_str(), None, Some(value)));
        }
    }
    members
}

pub(super) fn is_documentation(keyword: &str) -> bool {
    matches!(
        keyword,
        "description" | "summary" | "title" | "example" | "examples" | "externalDocs"
    ) || keyword.starts_with("x-") && !MEANINGFUL.contains(&keyword)
}

fn without_scope_descriptions(scheme: &Value) -> Value {
    let mut scheme = scheme.clone();
    let flows = scheme.get_mut("flows").and_then(Value::as_object_mut);
    for (_, flow) in flows.into_iter().flatten() {
        let scopes = flow.get_mut("scopes").and_then(Value::as_object_mut);
        for (_, description) in scopes.into_iter().flatten() {
            *description = Value::Null;
        }
    }
    scheme
}

impl<'t> Walk<'t> {
    pub(super) fn add(
        &mut self,
        trail: &Trail<'_>,
        subject: Subject,
        old: Option<&Value>,
        new: Option<&Value>,
    ) {
        let pointer = trail.pointer();
        self.found.push(Difference {
            pointer,
            subject,
            old: old.cloned(),
            new: new.cloned(),
        });
    }

    fn document(&mut self) {
        let (old, new) = (self.old, self.new);
        let trail = Trail::ROOT;
        let root = json!([{ "url": "/" }]);
        let servers = [old, new].map(|tree| tree.get("servers").filter(|list| **list != json!([])));
        let [was, is] = servers.map(|list| list.unwrap_or(&root));
        self.plain(was, is, Subject::Document, &trail.member("servers"));
        self.value(
            old.get("security"),
            new.get("security"),
            Subject::Document,
            &trail.member("security"),
        );
        for (name, was, is) in both(Some(old), Some(new)) {
            if MEANINGFUL.contains(&name) {
                self.value(was, is, Subject::Document, &trail.member(name));
            }
        }
        let paths = trail.member("paths");
        for (path, was, is) in both(old.get("paths"), new.get("paths")) {
            if !path.starts_with("x-") {
                self.path(was, is, &paths.member(path));
            }
        }
        self.webhooks();
        let components = trail.member("components");
        let section = |tree: &'t Value, name| tree.get("components").and_then(|all| all.get(name));
        let schemas = components.member("schemas");
        for (name, was, is) in both(section(old, "schemas"), section(new, "schemas")) {
            self.schema(was, is, Subject::Schema, &schemas.member(name));
        }
        let security = components.member("securitySchemes");
        for (name, was, is) in both(
            section(old, "securitySchemes"),
            section(new, "securitySchemes"),
        ) {
            // The value of a scope is its description (OpenAPI "OAuth Flow Object").
            let [was, is] = [was, is].map(|scheme| scheme.map(without_scope_descriptions));
            self.value(
                was.as_ref(),
                is.as_ref(),
                Subject::SecurityScheme,
                &security.member(name),
            );
        }
    }

    pub(super) fn path(
        &mut self,
        old: Option<&'t Value>,
        new: Option<&'t Value>,
        trail: &Trail<'_>,
    ) {
        let (Some(old), Some(new)) = (old, new) else {
            return self.add(trail, Subject::Path, old, new);
        };
        let (old, new) = (followed(self.old, old), followed(self.new, new));
        for method in METHODS {
            let operation = (old.get(method), new.get(method));
            self.either(old, new, operation, &trail.member(method));
        }
        let trail = trail.member(ADDITIONAL);
        for (method, was, is) in both(old.get(ADDITIONAL), new.get(ADDITIONAL)) {
            self.either(old, new, (was, is), &trail.member(method));
        }
    }

    /// An operation that one of the path items has, or both.
    fn either(
        &mut self,
        old_item: &'t Value,
        new_item: &'t Value,
        operation: (Option<&'t Value>, Option<&'t Value>),
        trail: &Trail<'_>,
    ) {
        match operation {
            (None, None) => {}
            (Some(was), Some(is)) => self.operation((old_item, was), (new_item, is), trail),
            (was, is) => self.add(trail, Subject::Operation, was, is),
        }
    }

    fn operation(
        &mut self,
        (old_item, old): (&'t Value, &'t Value),
        (new_item, new): (&'t Value, &'t Value),
        trail: &Trail<'_>,
    ) {
        let pointer = trail.pointer();
        let (item, place) = split(&pointer);
        let was = parameters(self.old, old_item, old, item, place);
        let is = parameters(self.new, new_item, new, item, place);
        let counterpart = |parameter| counterpart(parameter, &was, &is);
        for parameter in &was {
            let counterpart = counterpart(parameter);
            let at = Trail::at(&counterpart.unwrap_or(parameter).pointer);
            self.parameter(
                Some(parameter.value),
                counterpart.map(|other| other.value),
                &at,
            );
        }
        let found: Vec<&str> = was
            .iter()
            .filter_map(counterpart)
            .map(|new| &*new.pointer)
            .collect();
        for parameter in is.iter().filter(|new| !found.contains(&&*new.pointer)) {
            self.parameter(None, Some(parameter.value), &Trail::at(&parameter.pointer));
        }
        for (name, was, is) in both(Some(old), Some(new)) {
            let trail = trail.member(name);
            match name {
                "parameters" => {}
                "requestBody" => self.request_body(was, is, &trail),
                "responses" => {
                    for (status, was, is) in both(was, is) {
                        if !status.starts_with("x-") {
                            self.response(was, is, &trail.member(status));
                        }
                    }
                }
                "callbacks" => self.callbacks(was, is, &trail),
                "deprecated" => self.flag(was, is, Subject::OperationMember, &trail),
                "tags" | "servers" => {
                    let empty = json!([]);
                    let [was, is] = [was, is].map(|list| list.unwrap_or(&empty));
                    self.plain(was, is, Subject::OperationMember, &trail);
                }
                name if is_documentation(name) => {}
                _ => self.value(was, is, Subject::OperationMember, &trail),
            }
        }
    }

    fn parameter(&mut self, old: Option<&'t Value>, new: Option<&'t Value>, trail: &Trail<'_>) {
        let (Some(old), Some(new)) = (old, new) else {
            return self.add(trail, Subject::Parameter, old, new);
        };
        if !self.is_first(old, new) {
            return;
        }
        self.input(old, new, Subject::ParameterMember, trail);
    }

    /// The members that a parameter has in common with a header.
    fn input(&mut self, old: &'t Value, new: &'t Value, subject: Subject, trail: &Trail<'_>) {
        let [was, is] = [old, new].map(form);
        if was != is {
            self.add(&trail.member("style"), subject, Some(&was), Some(&is));
        }
        for (name, was, is) in both(Some(old), Some(new)) {
            let trail = trail.member(name);
            match name {
                "name" | "style" | "explode" => {}
                "required" | "deprecated" | "allowEmptyValue" | "allowReserved" => {
                    self.flag(was, is, subject, &trail);
                }
                "schema" => self.schema(was, is, Subject::Schema, &trail),
                "content" => self.content(was, is, &trail),
                name if is_documentation(name) => {}
                _ => self.value(was, is, subject, &trail),
            }
        }
    }

    fn request_body(&mut self, old: Option<&'t Value>, new: Option<&'t Value>, trail: &Trail<'_>) {
        let (Some(old), Some(new)) = (old, new) else {
            return self.add(trail, Subject::RequestBody, old, new);
        };
        let (old, new) = (followed(self.old, old), followed(self.new, new));
        if self.is_first(old, new) {
            self.flag(
                old.get("required"),
                new.get("required"),
                Subject::RequestBody,
                &trail.member("required"),
            );
            self.content(
                old.get("content"),
                new.get("content"),
                &trail.member("content"),
            );
        }
    }

    fn response(&mut self, old: Option<&'t Value>, new: Option<&'t Value>, trail: &Trail<'_>) {
        let (Some(old), Some(new)) = (old, new) else {
            return self.add(trail, Subject::Response, old, new);
        };
        let (old, new) = (followed(self.old, old), followed(self.new, new));
        if !self.is_first(old, new) {
            return;
        }
        self.content(
            old.get("content"),
            new.get("content"),
            &trail.member("content"),
        );
        let headers = trail.member("headers");
        for (name, was, is) in both(old.get("headers"), new.get("headers")) {
            let trail = headers.member(name);
            match (was, is) {
                (Some(was), Some(is)) => {
                    let (was, is) = (followed(self.old, was), followed(self.new, is));
                    if self.is_first(was, is) {
                        self.input(was, is, Subject::Header, &trail);
                    }
                }
                (was, is) => self.add(&trail, Subject::Header, was, is),
            }
        }
    }

    fn content(&mut self, old: Option<&'t Value>, new: Option<&'t Value>, trail: &Trail<'_>) {
        let has_any = |content: Option<&Value>| {
            let types = content.and_then(Value::as_object);
            types.is_some_and(|types| !types.is_empty())
        };
        if has_any(old) != has_any(new) {
            // A body where there was none, or none any more.
            return self.add(trail, Subject::MediaType, old, new);
        }
        for (name, was, is) in both(old, new) {
            let trail = trail.member(name);
            let (Some(was), Some(is)) = (was, is) else {
                self.add(&trail, Subject::MediaType, was, is);
                continue;
            };
            self.schema(
                was.get("schema"),
                is.get("schema"),
                Subject::Schema,
                &trail.member("schema"),
            );
            self.value(
                was.get("encoding"),
                is.get("encoding"),
                Subject::Encoding,
                &trail.member("encoding"),
            );
        }
    }

    pub(super) fn is_first(&mut self, old: &Value, new: &Value) -> bool {
        let address = |node: &Value| std::ptr::from_ref(node) as usize;
        self.compared.insert((address(old), address(new)))
    }
}

/// The parameter of the new operation that takes the place of one of the old: of the same name in the same place, else of the
/// same name in another place, if neither is part of the path.
fn counterpart<'p, 't>(
    old: &Parameter<'t>,
    was: &[Parameter<'t>],
    is: &'p [Parameter<'t>],
) -> Option<&'p Parameter<'t>> {
    let same = is.iter().find(|new| new.is_same(old));
    same.or_else(|| {
        let mut moved = is.iter().filter(|new| {
            new.name == old.name
                && old.place != "path"
                && new.place != "path"
                && !was.iter().any(|other| other.is_same(new))
        });
        moved.next().filter(|_| moved.next().is_none())
    })
}

/// How a parameter is written: `style` and `explode` with their defaults (OpenAPI 3.0, "Parameter
/// Object"). `explode` means nothing for plain values but is part of what the document says.
fn form(parameter: &Value) -> Value {
    if parameter.get("content").is_some() {
        return Value::Null;
    }
    let place = parameter
        .get("in")
        .and_then(Value::as_str)
        .unwrap_or("header");
    let usual = if matches!(place, "query" | "cookie") {
        "form"
    } else {
        "simple"
    };
    let style = parameter
        .get("style")
        .and_then(Value::as_str)
        .unwrap_or(usual);
    let explode = parameter
        .get("explode")
        .and_then(Value::as_bool)
        .unwrap_or(style == "form");
    json!({ "style": style, "explode": explode })
}
