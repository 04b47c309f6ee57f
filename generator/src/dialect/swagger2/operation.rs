//! Operations: bodies and forms out of the parameters, media types into the responses
//! (Swagger 2.0, "Operation Object").

use std::collections::HashSet;

use serde_json::{Map, Value, json};

use super::{Defaults, Places, body, lost, parameter, target, texts};
use crate::diag::Diagnostics;
use crate::http_method::is_method;
use crate::trail::Trail;

pub(super) struct Rewrite<'a, 'p> {
    pub(super) defaults: Defaults,
    /// The root's `parameters`.
    pub(super) shared: &'a Map<String, Value>,
    /// The root's `responses`, as they were written.
    pub(super) responses: &'a Map<String, Value>,
    /// What references brought in from other files.
    pub(super) external: Option<&'a mut Value>,
    pub(super) places: &'a mut Places<'p>,
    pub(super) diagnostics: &'a mut Diagnostics,
}

impl Rewrite<'_, '_> {
    pub(super) fn paths(&mut self, paths: &mut Map<String, Value>) {
        let trail = Trail::ROOT.member("paths");
        for (path, item) in paths {
            if let Value::Object(item) = item {
                self.path_item(item, &trail.member(path));
            }
        }
    }

    fn path_item(&mut self, item: &mut Map<String, Value>, trail: &Trail<'_>) {
        let shared = match item.get_mut("parameters") {
            Some(Value::Array(parameters)) => {
                self.split(parameters, &trail.member("parameters"), Vec::new())
            }
            _ => Vec::new(),
        };
        for (key, value) in item {
            if let Value::Object(operation) = value
                && is_method(key)
            {
                self.operation(operation, &shared, &trail.member(key));
            }
        }
    }

    fn operation(
        &mut self,
        operation: &mut Map<String, Value>,
        shared: &[Value],
        trail: &Trail<'_>,
    ) {
        let own = |member: Option<Value>| member.map(|value| texts(Some(&value)));
        let consumes = own(operation.shift_remove("consumes"))
            .unwrap_or_else(|| self.defaults.consumes.clone());
        let own_produces = own(operation.shift_remove("produces"));
        if let Some(schemes) = own(operation.shift_remove("schemes"))
            && let Some(servers) = self.servers(&schemes)
        {
            operation.insert("servers".to_owned(), servers);
        }
        let mut inputs = shared.to_vec();
        if let Some(Value::Array(parameters)) = operation.get_mut("parameters") {
            inputs = self.split(parameters, &trail.member("parameters"), inputs);
            if parameters.is_empty() {
                operation.shift_remove("parameters");
            }
        }
        if let Some(body) = self.body(&inputs, &consumes, trail) {
            operation.insert("requestBody".to_owned(), body);
        }
        if let Some(Value::Object(responses)) = operation.get_mut("responses") {
            let trail = trail.member("responses");
            for (status, response) in responses {
                let trail = trail.member(status);
                let produces = own_produces.as_ref().unwrap_or(&self.defaults.produces);
                let produces = produces.clone();
                // What errors are, is not asked for.
                if status.starts_with('2') && produces != self.defaults.produces {
                    self.inline(response, &trail);
                }
                if let Value::Object(response) = response {
                    self.response(response, &produces, &trail);
                }
            }
        }
    }

    /// Servers of an operation that cannot be called as the rest of the document is.
    fn servers(&self, schemes: &[String]) -> Option<Value> {
        let (scheme, address) = self.defaults.server.as_ref()?.split_once("://")?;
        if schemes.iter().any(|own| own == scheme) {
            return None;
        }
        let mut schemes: Vec<&String> = schemes.iter().collect();
        schemes.retain(|own| matches!(own.as_str(), "https" | "http"));
        schemes.sort_by_key(|own| *own != "https");
        let servers = schemes.iter();
        let servers = servers.map(|own| json!({ "url": format!("{own}://{address}") }));
        let servers: Vec<Value> = servers.collect();
        (!servers.is_empty()).then(|| Value::Array(servers))
    }

    /// A shared response takes the media types of the whole document; an operation with its own has a copy.
    fn inline(&mut self, response: &mut Value, trail: &Trail<'_>) {
        let reference = response.get("$ref").and_then(Value::as_str);
        let name = reference.and_then(|reference| reference.strip_prefix("#/responses/"));
        let Some(name) = name.map(crate::pointer::percent_decoded) else {
            return;
        };
        let name = crate::pointer::unescape(&name).into_owned();
        if let Some(shared) = self
            .responses
            .get(&name)
            .filter(|shared| shared.get("$ref").is_none())
        {
            let before = format!("/responses/{}", crate::pointer::escape(&name));
            self.places.sources.moved(trail.pointer(), before);
            *response = shared.clone();
        }
    }

    /// Takes bodies and form fields out of a list of parameters and adds them to `inputs`; rewrites
    /// the others where they stand.
    fn split(
        &mut self,
        parameters: &mut Vec<Value>,
        trail: &Trail<'_>,
        mut inputs: Vec<Value>,
    ) -> Vec<Value> {
        let mut kept = Vec::with_capacity(parameters.len());
        for (index, mut parameter) in std::mem::take(parameters).into_iter().enumerate() {
            let before = trail.item(index);
            let resolved = match parameter.get("$ref").and_then(Value::as_str) {
                Some(reference) => target(reference, self.shared, self.external.as_deref()),
                None => Some(&parameter),
            };
            let place = resolved.and_then(|resolved| resolved.get("in")?.as_str());
            if let Some("body" | "formData") = place {
                let mut input = resolved.cloned().unwrap_or_default();
                if let Value::Object(input) = &mut input {
                    input.insert(body::WRITTEN.to_owned(), json!(before.pointer()));
                }
                inputs.push(input);
                continue;
            }
            if let Value::Object(members) = &mut parameter {
                parameter::rewrite(members, &before, self.diagnostics);
            }
            if kept.len() != index {
                let now = trail.item(kept.len()).pointer();
                self.places.moved(&before.pointer(), &now);
            }
            kept.push(parameter);
        }
        *parameters = kept;
        inputs
    }

    /// The request body of an operation with these `in: body` and `in: formData` parameters.
    fn body(&mut self, inputs: &[Value], consumes: &[String], trail: &Trail<'_>) -> Option<Value> {
        let place = |input: &Value| input.get("in").and_then(Value::as_str).map(str::to_owned);
        let is_form = |input: &&Value| place(input).as_deref() == Some("formData");
        // The operation's own come last and replace those of its path.
        if let Some(body) = inputs
            .iter()
            .rev()
            .find(|input| place(input).as_deref() == Some("body"))
        {
            if inputs.iter().any(|input| is_form(&input)) {
                lost(
                    self.diagnostics,
                    trail,
                    "form fields beside a body are ignored",
                );
            }
            let now = trail.pointer_to("requestBody");
            let body = body::body(body, consumes);
            self.note_input(&body.1, &now, &body.0);
            return Some(body.0);
        }
        let fields: Vec<&Value> = inputs.iter().filter(is_form).collect();
        if fields.is_empty() {
            return None;
        }
        let now = trail.pointer_to("requestBody");
        let (body, written) = body::form(&fields, consumes, trail, self.diagnostics);
        let first = body::first_media_type(&body);
        for (name, written) in written {
            let property = format!(
                "{now}/content/{first}/schema/properties/{}",
                crate::pointer::escape(&name)
            );
            self.places.sources.moved(property, written);
        }
        Some(body)
    }

    fn note_input(&mut self, written: &str, now: &str, body: &Value) {
        if written.is_empty() {
            return;
        }
        self.places.sources.moved(now, written);
        if let Some(Value::Object(content)) = body.get("content") {
            for (index, media_type) in content.keys().enumerate() {
                let (before, now) = (
                    format!("{written}/schema"),
                    format!(
                        "{now}/content/{}/schema",
                        crate::pointer::escape(media_type)
                    ),
                );
                self.places.sources.moved(&now, &before);
                if index == 0 {
                    self.places.renamed.add(before, now);
                }
            }
        }
    }

    /// Shared responses, which apply to operations with the media types of the whole document.
    pub(super) fn responses(&mut self, responses: &mut Map<String, Value>, trail: &Trail<'_>) {
        let produces = self.defaults.produces.clone();
        for (name, response) in responses {
            if let Value::Object(response) = response {
                self.response(response, &produces, &trail.member(name));
            }
        }
    }

    fn response(
        &mut self,
        response: &mut Map<String, Value>,
        produces: &[String],
        trail: &Trail<'_>,
    ) {
        if let Some(Value::Object(headers)) = response.get_mut("headers") {
            let trail = trail.member("headers");
            for (name, header) in headers {
                if let Value::Object(header) = header {
                    let trail = trail.member(name);
                    parameter::rewrite(header, &trail, self.diagnostics);
                }
            }
        }
        let examples = response.shift_remove("examples");
        let Some(schema) = response.shift_remove("schema") else {
            return;
        };
        let is_file = schema.get("type").and_then(Value::as_str) == Some("file");
        let fallback = if is_file {
            "application/octet-stream"
        } else {
            "application/json"
        };
        let fallback = [fallback.to_owned()];
        let produces = if produces.is_empty() {
            &fallback[..]
        } else {
            produces
        };
        let mut content = Map::new();
        let here = trail.pointer();
        for (index, media_type) in produces.iter().enumerate() {
            let mut members = Map::from_iter([("schema".to_owned(), schema.clone())]);
            if let Some(example) = examples
                .as_ref()
                .and_then(|examples| examples.get(media_type))
            {
                members.insert("example".to_owned(), example.clone());
            }
            content.insert(media_type.clone(), Value::Object(members));
            let name = crate::pointer::escape(media_type);
            let (before, now) = (
                format!("{here}/schema"),
                format!("{here}/content/{name}/schema"),
            );
            self.places.sources.moved(&now, origin(&before));
            if index == 0 {
                self.places.renamed.add(origin(&before), now);
            }
        }
        response.insert("content".to_owned(), Value::Object(content));
    }

    /// Parameters, responses and path items that references brought in from other files; which of
    /// these a node is, shows from its members.
    pub(super) fn external_nodes(&mut self) {
        let Some(external) = self.external.take() else {
            return;
        };
        let mut nodes = vec![(format!("/{}", crate::bundle::MOUNT), external)];
        let mut seen = HashSet::new();
        while let Some((here, node)) = nodes.pop() {
            if !seen.insert(here.clone()) {
                continue;
            }
            match node {
                Value::Object(members) => {
                    let trail = Trail::at(&here);
                    let is_parameter = members.get("in").is_some_and(Value::is_string)
                        && members.get("name").is_some_and(Value::is_string);
                    let is_response = members.get("description").is_some_and(Value::is_string)
                        && members.get("schema").is_some_and(Value::is_object);
                    if is_parameter {
                        parameter::rewrite(members, &trail, self.diagnostics);
                    } else if is_response {
                        let produces = self.defaults.produces.clone();
                        self.response(members, &produces, &trail);
                    } else if members.keys().any(|key| is_method(key))
                        && members.get("type").is_none()
                    {
                        self.path_item(members, &trail);
                    } else {
                        for (key, value) in members {
                            nodes.push((crate::pointer::join(&here, key), value));
                        }
                    }
                }
                Value::Array(items) => {
                    for (index, item) in items.iter_mut().enumerate() {
                        nodes.push((format!("{here}/{index}"), item));
                    }
                }
                _ => {}
            }
        }
    }

    /// The root's parameters: those that are still referred to, and the bodies.
    pub(super) fn shared_components(&mut self) -> (Map<String, Value>, Map<String, Value>) {
        let (mut parameters, mut bodies) = (Map::new(), Map::new());
        let trail = Trail::at("/components/parameters");
        for (name, value) in self.shared {
            let mut value = value.clone();
            match value.get("in").and_then(Value::as_str) {
                Some("body") => {
                    let (body, _) = body::body(&value, &self.defaults.consumes);
                    bodies.insert(name.clone(), body);
                }
                Some("formData") => {}
                _ => {
                    if let Value::Object(members) = &mut value {
                        parameter::rewrite(members, &trail.member(name), self.diagnostics);
                    }
                    parameters.insert(name.clone(), value);
                }
            }
        }
        (parameters, bodies)
    }
}

/// Where a node of a shared response was written.
fn origin(pointer: &str) -> String {
    pointer
        .strip_prefix("/components")
        .unwrap_or(pointer)
        .to_owned()
}
