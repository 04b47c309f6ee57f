//! The one walk over a document of OpenAPI 3.0 structure: every object is visited as what it is
//! (operation, parameter, schema and so on), brought into shape, and then looked into.

use std::collections::HashSet;

use serde_json::{Map, Value};

use super::anchors::Anchors;
use super::reference::{Outcome, References, Renamed};
use super::{Dialect, openapi31, repair, swagger2};
use crate::diag::{Diagnostic, Diagnostics};
use crate::http_method::{ADDITIONAL, is_method};
use crate::pointer;
use crate::source::Sources;
use crate::trail::Trail;

/// Visits everything in `tree`, and what its references lead to elsewhere.
pub(super) fn document(
    tree: &mut Value,
    dialect: Dialect,
    renamed: Renamed,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) {
    let references = References::new(tree, renamed);
    let mut walk = Walk {
        dialect,
        references,
        anchors: match dialect {
            Dialect::OpenApi31 => Anchors::of(tree),
            _ => Anchors::default(),
        },
        diagnostics,
        scopes: Vec::new(),
        pending: Vec::new(),
    };
    if let Value::Object(members) = tree {
        repair::document(members, sources, walk.diagnostics);
        walk.members(members);
    }
    let mut visited = HashSet::new();
    while let Some((pointer, kind)) = walk.pending.pop() {
        if visited.insert(pointer.clone())
            && let Some(node) = tree.pointer_mut(&pointer)
        {
            walk.node(node, kind, &Trail::at(&pointer));
        }
    }
}

/// What an object of the document is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    PathItem,
    Parameter,
    RequestBody,
    Response,
    Header,
    Callback,
    Schema,
    /// Referred to, but of no interest here (examples, links, security schemes).
    Other,
}

pub(super) struct Walk<'a> {
    pub(super) dialect: Dialect,
    pub(super) references: References,
    anchors: Anchors,
    pub(super) diagnostics: &'a mut Diagnostics,
    /// Schemas around the current one that hold `$defs` of their own: where, and their names.
    scopes: Vec<Scope>,
    /// References that lead to where this walk does not come by.
    pending: Vec<(String, Kind)>,
}

struct Scope {
    pointer: String,
    keyword: &'static str,
    names: HashSet<String>,
}

impl Walk<'_> {
    fn members(&mut self, root: &mut Map<String, Value>) {
        let trail = Trail::ROOT;
        if let Some(Value::Object(paths)) = root.get_mut("paths") {
            let trail = trail.member("paths");
            self.each(paths, Kind::PathItem, &trail);
        }
        if let Some(Value::Object(webhooks)) = root.get_mut("webhooks") {
            let trail = trail.member("webhooks");
            for (name, item) in webhooks {
                self.node(item, Kind::PathItem, &trail.member(name));
            }
        }
        if let Some(Value::Object(webhooks)) = root.get_mut("x-webhooks") {
            let trail = trail.member("x-webhooks");
            for (name, item) in webhooks {
                // Some documents put callbacks there.
                let mut keys = item.as_object().into_iter().flatten();
                let is_item = keys.any(|(key, _)| key == "$ref" || is_method(key));
                let kind = if is_item {
                    Kind::PathItem
                } else {
                    Kind::Callback
                };
                self.node(item, kind, &trail.member(name));
            }
        }
        if let Some(Value::Object(components)) = root.get_mut("components") {
            let trail = trail.member("components");
            for (section, kind) in [
                ("schemas", Kind::Schema),
                ("parameters", Kind::Parameter),
                ("requestBodies", Kind::RequestBody),
                ("responses", Kind::Response),
                ("headers", Kind::Header),
                ("callbacks", Kind::Callback),
                ("pathItems", Kind::PathItem),
            ] {
                if let Some(Value::Object(members)) = components.get_mut(section) {
                    self.each(members, kind, &trail.member(section));
                }
            }
        }
    }

    fn each(&mut self, members: &mut Map<String, Value>, kind: Kind, trail: &Trail<'_>) {
        for (name, value) in members {
            // Under `properties` every key is a name; elsewhere extensions may stand between.
            if kind == Kind::Schema || !name.starts_with("x-") {
                self.node(value, kind, &trail.member(name));
            }
        }
    }

    fn node(&mut self, node: &mut Value, kind: Kind, trail: &Trail<'_>) {
        if kind == Kind::Schema {
            return self.schema(node, trail);
        }
        let Value::Object(members) = node else { return };
        if kind != Kind::PathItem && members.contains_key("$ref") {
            return self.reference(members, kind, trail);
        }
        match kind {
            Kind::PathItem => self.path_item(members, trail),
            Kind::Parameter | Kind::Header => self.parameter(members, kind, trail),
            Kind::RequestBody => self.request_body(members, trail),
            Kind::Response => self.response(members, trail),
            Kind::Callback => self.each(members, Kind::PathItem, trail),
            Kind::Schema | Kind::Other => {}
        }
    }

    fn path_item(&mut self, item: &mut Map<String, Value>, trail: &Trail<'_>) {
        if item.contains_key("$ref") {
            self.reference(item, Kind::PathItem, trail);
        }
        repair::path_item(item, trail, self.diagnostics);
        for (key, value) in item {
            let trail = trail.member(key);
            match (key.as_str(), value) {
                ("parameters", Value::Array(parameters)) => self.parameters(parameters, &trail),
                (ADDITIONAL, Value::Object(operations)) => {
                    for (method, operation) in operations {
                        if let Value::Object(operation) = operation {
                            self.operation(operation, &trail.member(method));
                        }
                    }
                }
                (method, Value::Object(operation)) if is_method(method) => {
                    self.operation(operation, &trail);
                }
                _ => {}
            }
        }
    }

    fn operation(&mut self, operation: &mut Map<String, Value>, trail: &Trail<'_>) {
        repair::operation(operation, trail, self.diagnostics);
        for (key, value) in operation {
            let trail = trail.member(key);
            match (key.as_str(), value) {
                ("parameters", Value::Array(parameters)) => self.parameters(parameters, &trail),
                ("requestBody", body) => self.node(body, Kind::RequestBody, &trail),
                ("responses", Value::Object(responses)) => {
                    self.each(responses, Kind::Response, &trail);
                }
                ("callbacks", Value::Object(callbacks)) => {
                    self.each(callbacks, Kind::Callback, &trail);
                }
                _ => {}
            }
        }
    }

    fn parameters(&mut self, parameters: &mut Vec<Value>, trail: &Trail<'_>) {
        for (index, parameter) in parameters.iter_mut().enumerate() {
            self.node(parameter, Kind::Parameter, &trail.item(index));
        }
        repair::parameter_list(parameters, trail, self.diagnostics);
    }

    fn parameter(&mut self, parameter: &mut Map<String, Value>, kind: Kind, trail: &Trail<'_>) {
        repair::parameter(parameter, kind == Kind::Header, trail, self.diagnostics);
        for (key, value) in parameter {
            match (key.as_str(), value) {
                ("schema", schema) => self.schema(schema, &trail.member(key)),
                ("content", Value::Object(content)) => self.content(content, &trail.member(key)),
                _ => {}
            }
        }
    }

    fn request_body(&mut self, body: &mut Map<String, Value>, trail: &Trail<'_>) {
        repair::request_body(body, trail, self.diagnostics);
        if let Some(Value::Object(content)) = body.get_mut("content") {
            self.content(content, &trail.member("content"));
        }
    }

    fn response(&mut self, response: &mut Map<String, Value>, trail: &Trail<'_>) {
        repair::response(response, trail, self.diagnostics);
        for (key, value) in response {
            match (key.as_str(), value) {
                ("content", Value::Object(content)) => self.content(content, &trail.member(key)),
                ("headers", Value::Object(headers)) => {
                    self.each(headers, Kind::Header, &trail.member(key));
                }
                ("links", Value::Object(links)) => {
                    let trail = trail.member(key);
                    for (name, link) in links {
                        if let Value::Object(link) = link
                            && link.contains_key("$ref")
                        {
                            self.reference(link, Kind::Other, &trail.member(name));
                        }
                    }
                }
                _ => {}
            }
        }
    }

    fn content(&mut self, content: &mut Map<String, Value>, trail: &Trail<'_>) {
        for (name, media_type) in content {
            let trail = trail.member(name);
            repair::media_type(name, media_type, self.dialect, &trail, self.diagnostics);
            let Value::Object(members) = media_type else {
                continue;
            };
            if let Some(schema) = members.get_mut("schema") {
                self.schema(schema, &trail.member("schema"));
            }
            if let Some(Value::Object(encoding)) = members.get_mut("encoding") {
                let trail = trail.member("encoding");
                for (name, encoding) in encoding {
                    if let Some(Value::Object(headers)) = encoding.get_mut("headers") {
                        let trail = trail.member(name);
                        self.each(headers, Kind::Header, &trail.member("headers"));
                    }
                }
            }
        }
    }

    fn schema(&mut self, node: &mut Value, trail: &Trail<'_>) {
        if !node.is_object() {
            repair::schema_object(node, &self.references, trail, self.diagnostics);
        }
        let Value::Object(schema) = node else { return };
        let mut look = repair::look(schema);
        if look.odd {
            if self.dialect == Dialect::Swagger2 {
                swagger2::schema(schema);
            }
            if self.dialect == Dialect::OpenApi31 {
                self.anchors.resolve(schema, trail, self.diagnostics);
            }
            openapi31::schema(schema, self.dialect, trail, self.diagnostics);
            repair::schema(schema, &self.references, trail, self.diagnostics);
            look.reference = schema.contains_key("$ref");
        }
        if look.reference {
            self.reference(schema, Kind::Schema, trail);
            if !openapi31::wrap_reference(schema, self.dialect) {
                return;
            }
        }
        let scoped = look.scoped && self.enter(schema, trail);
        for (keyword, value) in schema {
            let trail = trail.member(keyword);
            match (keyword.as_str(), value) {
                (
                    "properties" | "patternProperties" | "$defs" | "definitions"
                    | "dependentSchemas",
                    Value::Object(schemas),
                ) => self.each(schemas, Kind::Schema, &trail),
                ("additionalProperties" | "unevaluatedProperties", Value::Bool(_)) => {}
                (
                    "items"
                    | "additionalProperties"
                    | "not"
                    | "contains"
                    | "propertyNames"
                    | "unevaluatedProperties"
                    | "if"
                    | "then"
                    | "else",
                    schema,
                ) => self.schema(schema, &trail),
                ("allOf" | "oneOf" | "anyOf", Value::Array(schemas)) => {
                    for (index, schema) in schemas.iter_mut().enumerate() {
                        self.schema(schema, &trail.item(index));
                    }
                }
                ("discriminator", discriminator) => self.mapping(discriminator),
                _ => {}
            }
        }
        if scoped {
            self.scopes.pop();
        }
    }

    fn enter(&mut self, schema: &Map<String, Value>, trail: &Trail<'_>) -> bool {
        let found = ["$defs", "definitions"]
            .into_iter()
            .find_map(|keyword| Some((keyword, schema.get(keyword)?.as_object()?)));
        let Some((keyword, definitions)) = found else {
            return false;
        };
        let names = definitions.keys().cloned().collect();
        self.scopes.push(Scope {
            pointer: trail.pointer(),
            keyword,
            names,
        });
        true
    }

    fn mapping(&mut self, discriminator: &mut Value) {
        if let Some(Value::Object(mapping)) = discriminator.get_mut("mapping") {
            for reference in mapping.values_mut() {
                // A mapping may hold bare names; those are left to whoever reads it.
                if let Value::String(reference) = reference
                    && reference.starts_with('#')
                {
                    self.references.normalize(reference, true);
                }
            }
        }
    }

    /// Brings the `$ref` of an object into shape and remembers to visit what it leads to.
    fn reference(&mut self, members: &mut Map<String, Value>, kind: Kind, trail: &Trail<'_>) {
        let Some(Value::String(reference)) = members.get_mut("$ref") else {
            return;
        };
        if !self.scopes.is_empty() {
            self.in_scope(reference);
        }
        let written = (!reference.starts_with("#/")).then(|| reference.clone());
        if let Outcome::Guessed = self.references.normalize(reference, kind == Kind::Schema) {
            let written = written
                .map(|written| format!("`{written}` "))
                .unwrap_or_default();
            let message = format!("the reference {written}is taken for `{reference}`");
            self.diagnostics.push(Diagnostic::warning(
                "ref-spelling",
                trail.pointer_to("$ref"),
                message,
            ));
        }
        if let Some(pointer) = reference.strip_prefix('#')
            && !is_visited(pointer)
        {
            let pointer = pointer::percent_decoded(pointer).into_owned();
            self.pending.push((pointer, kind));
        }
    }

    /// `#/$defs/X` inside a schema that has these `$defs` itself (JSON Schema 2020-12 section 8.2.4)
    /// means those, where the schema is a resource of its own; generators emit it everywhere.
    fn in_scope(&self, reference: &mut String) {
        for scope in self.scopes.iter().rev() {
            let prefix = format!("#/{}/", scope.keyword);
            if let Some(rest) = reference.strip_prefix(&prefix)
                && rest
                    .split('/')
                    .next()
                    .map(pointer::percent_decoded)
                    .is_some_and(|name| scope.names.contains(&*pointer::unescape(&name)))
            {
                let scope = pointer::fragment(&pointer::join(&scope.pointer, scope.keyword));
                *reference = format!("{scope}/{rest}");
                return;
            }
        }
    }
}

/// Whether the walk comes by this pointer anyway.
fn is_visited(pointer: &str) -> bool {
    const SECTIONS: [&str; 8] = [
        "schemas/",
        "parameters/",
        "requestBodies/",
        "responses/",
        "headers/",
        "callbacks/",
        "pathItems/",
        "examples/",
    ];
    match pointer.strip_prefix("/components/") {
        Some(rest) => SECTIONS.iter().any(|section| rest.starts_with(section)),
        None => ["/paths/", "/webhooks/", "/x-webhooks/"]
            .iter()
            .any(|section| pointer.starts_with(section)),
    }
}
