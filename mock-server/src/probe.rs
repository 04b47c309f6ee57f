//! Asking each operation once, and holding every answer against the document.

use axum::http::{HeaderMap, HeaderName, HeaderValue};
use bytes::Bytes;
use serde_json::Value;

use crate::engine::{Answer, Engine, Request};
use crate::plan::{Action, Operation, Relationship, Verb, is_json};
use crate::query::encode;
use crate::schema::{Role, resolved};

/// What came of it.
#[derive(Clone, Debug, Default)]
pub struct Probe {
    /// Operations of the document.
    pub operations: usize,
    /// Operations that answered with success.
    pub succeeded: usize,
    /// Answers that were held against a schema.
    pub checked: usize,
    /// Answers whose schema cannot be used.
    pub unchecked: usize,
    /// Operations with a state: they list, fetch, add, change or delete.
    pub stateful: usize,
    /// Answers that break the document, one line each.
    pub invalid: Vec<String>,
    /// Operations that did not succeed, with their answer.
    pub refused: Vec<String>,
}

impl Engine {
    /// Asks each operation: as the document wants it, without credentials, and for what is not there.
    pub(crate) fn probe(&self) -> Probe {
        let mut probe = Probe::default();
        for operation in &self.plan.operations {
            probe.operations += 1;
            probe.stateful += usize::from(!matches!(operation.action, Action::Sample));
            let path = self.path(operation);
            let reached = self.operation(&operation.method, &path);
            if reached.is_none_or(|reached| reached.pointer != operation.pointer) {
                probe.refused.push(format!(
                    "{} {}: not reached, as another path is the same but for names of parameters",
                    operation.method, operation.path
                ));
                continue;
            }
            let right = self.ask(operation, &path, true);
            if right.status < 400 {
                probe.succeeded += 1;
            } else {
                let body = String::from_utf8_lossy(&right.body);
                let body: String = body.chars().take(300).collect();
                probe.refused.push(format!(
                    "{} {}: {} {body}",
                    operation.method, operation.path, right.status
                ));
            }
            self.hold(&mut probe, operation, right.status, &right.body);
            if !operation.security.is_empty() {
                let refused = self.ask(operation, &path, false);
                self.hold(&mut probe, operation, refused.status, &refused.body);
            }
            if let (Action::Rest(rest), Some((front, _))) =
                (&operation.action, path.rsplit_once('/'))
                && !matches!(rest.verb, Verb::List | Verb::Create)
            {
                let missing = self.ask(operation, &format!("{front}/987654321"), true);
                self.hold(&mut probe, operation, missing.status, &missing.body);
            }
        }
        probe
    }

    fn hold(&self, probe: &mut Probe, operation: &Operation, status: u16, body: &Bytes) {
        let described = operation.response(status);
        // A refusal that the document does not foresee has no form to keep to.
        if described.is_none() && status >= 400 {
            return;
        }
        if let Some(schema) = described.and_then(|response| response.schema.as_deref()) {
            let json =
                described.is_some_and(|response| response.media.as_deref().is_some_and(is_json));
            if json
                && !self
                    .validators
                    .can_check(&self.plan.tree, schema, Role::Read)
            {
                probe.unchecked += 1;
                return;
            }
            probe.checked += usize::from(json);
        }
        for violation in self.breaks(operation, status, body).into_iter().take(3) {
            probe.invalid.push(format!(
                "{} {} {status}: {}: {}",
                operation.method, operation.path, violation.pointer, violation.message
            ));
        }
    }

    fn ask(&self, operation: &Operation, path: &str, with_credentials: bool) -> Answer {
        let mut headers = HeaderMap::new();
        let mut query = self.parameters(operation);
        if with_credentials {
            self.prove(operation, &mut headers, &mut query);
        }
        let body = self.body(operation, path);
        if let Some((media, _)) = &body
            && let Ok(media) = HeaderValue::from_str(media)
        {
            headers.insert("content-type", media);
        }
        let body = body.map(|(_, body)| body).unwrap_or_default();
        self.answer(&Request {
            method: &operation.method,
            path,
            query: &query,
            headers: &headers,
            body: &body,
        })
    }

    /// Has relationships of a body lead to what is there.
    fn link(&self, operation: &Operation, body: &mut Value) {
        match operation.action {
            Action::Linkage {
                parent,
                relationship,
                ..
            } => {
                let kind = self.plan.kind(parent);
                let known = kind.and_then(|kind| kind.relationships.get(relationship));
                self.lead(known, body);
            }
            Action::Create { kind } | Action::Update { kind } | Action::Upsert { kind } => {
                let sent = body.pointer_mut("/data/relationships");
                let sent = sent.and_then(Value::as_object_mut).into_iter().flatten();
                for (name, object) in sent {
                    let known = self
                        .plan
                        .kind(kind)
                        .and_then(|kind| kind.relationship(name));
                    self.lead(known.map(|(_, known)| known), object);
                }
            }
            _ => {}
        }
    }

    fn lead(&self, known: Option<&Relationship>, object: &mut Value) {
        let Some(target) = known.and_then(|known| known.target.as_deref()) else {
            return;
        };
        let store = self.store();
        let kind = self.plan.kind_id(target);
        let Some(row) = kind.and_then(|kind| store.rows(kind).next()) else {
            return;
        };
        let data = match object.get_mut("data") {
            Some(Value::Array(items)) => {
                items.truncate(1);
                items.first_mut()
            }
            other => other,
        };
        if let Some(data) = data.and_then(Value::as_object_mut) {
            data.remove("lid");
            data.insert("type".to_owned(), target.into());
            data.insert("id".to_owned(), (*row.id).into());
        }
    }

    /// The credentials of the first client, for the first alternative.
    fn prove(&self, operation: &Operation, headers: &mut HeaderMap, query: &mut String) {
        let Some(client) = self.auth.clients.first() else {
            return;
        };
        for position in operation.security.first().into_iter().flatten() {
            let Some(scheme) = self.plan.schemes.get(*position) else {
                continue;
            };
            let token = || {
                let issued = self.auth.issue(client, self.clock.now());
                format!("Authorization: Bearer {}", issued.access_token)
            };
            let line = scheme.line(client).unwrap_or_else(token);
            if let Some(pair) = line.strip_prefix('?') {
                query.push_str(if query.is_empty() { "" } else { "&" });
                query.push_str(pair);
            } else if let Some((name, value)) = line.split_once(": ")
                && let (Ok(name), Ok(value)) = (
                    HeaderName::from_bytes(name.to_lowercase().as_bytes()),
                    HeaderValue::from_str(value),
                )
            {
                headers.insert(name, value);
            }
        }
    }

    /// A path of something that is there, where that is known.
    fn path(&self, operation: &Operation) -> String {
        let mut path = self.plan.base_path.clone();
        let segments: Vec<&str> = operation.path.split('/').skip(1).collect();
        for (position, segment) in segments.iter().enumerate() {
            path.push('/');
            let Some((before, rest)) = segment.split_once('{') else {
                path.push_str(segment);
                continue;
            };
            let (name, after) = rest.split_once('}').unwrap_or((rest, ""));
            let template = segments.get(..position).unwrap_or_default().join("/");
            let there = self.first_below(operation, &format!("/{template}"), &path);
            let value = there.unwrap_or_else(|| self.sampled_parameter(operation, name, "path"));
            let value = if value.is_empty() { "1" } else { &value };
            path.push_str(before);
            path.push_str(&encode(value).replace("%2F", "-"));
            path.push_str(after);
        }
        path
    }

    /// The id of the first thing in a collection.
    fn first_below(&self, operation: &Operation, template: &str, path: &str) -> Option<String> {
        let kind = match operation.action {
            Action::Fetch { kind }
            | Action::Update { kind }
            | Action::Delete { kind }
            | Action::Related { parent: kind, .. }
            | Action::Linkage { parent: kind, .. } => Some(kind),
            _ => None,
        };
        if let Some(kind) = kind {
            let store = self.store();
            return store.rows(kind).next().map(|row| row.id.to_string());
        }
        let collection = self
            .plan
            .collections
            .iter()
            .find(|known| known.path == template)?;
        let local = self.local(path)?.trim_end_matches('/').to_owned();
        let mut store = self.store_mut();
        self.ensure(&mut store, collection, &local).ok()?;
        let first = store.items.list(&local)?.first()?;
        Some(first.0.clone())
    }

    /// Required parameters, with values of their schemas.
    fn parameters(&self, operation: &Operation) -> String {
        let required = operation
            .parameters
            .iter()
            .filter(|parameter| parameter.required && !parameter.deep);
        let pairs = required.map(|parameter| {
            let value = self.sampled_parameter(operation, &parameter.name, "query");
            format!("{}={}", encode(&parameter.name), encode(&value))
        });
        let mut pairs: Vec<String> = pairs.collect();
        for names in &operation.required_one_of {
            if let Some(name) = names.first() {
                let value = self.sampled_parameter(operation, name, "query");
                pairs.push(format!("{}={}", encode(name), encode(&value)));
            }
        }
        pairs.join("&")
    }

    fn sampled_parameter(&self, operation: &Operation, name: &str, place: &str) -> String {
        let tree = &self.plan.tree;
        let listed = operation
            .pointer
            .rsplit_once('/')
            .into_iter()
            .map(|(item, _)| item)
            .chain([operation.pointer.as_str()])
            .filter_map(|pointer| {
                crate::tree::lookup(tree, pointer)?
                    .get("parameters")?
                    .as_array()
            })
            .flatten()
            .filter_map(|node| resolved(tree, node, "").map(|(node, _)| node));
        let node = listed
            .filter(|node| node.get("name").is_some_and(|known| known == name))
            .find(|node| node.get("in").is_some_and(|known| known == place));
        let schema = node.and_then(|node| node.get("schema"));
        let value = schema.map(|schema| {
            let mut sampler = self.sampler(name).sent();
            sampler.value(schema, name)
        });
        match value {
            Some(Value::String(text)) => text,
            Some(Value::Array(items)) => items
                .first()
                .map(|item| item.as_str().map_or(item.to_string(), str::to_owned))
                .unwrap_or_default(),
            Some(Value::Null) | None => "1".to_owned(),
            Some(other) => other.to_string(),
        }
    }

    fn body(&self, operation: &Operation, path: &str) -> Option<(String, Bytes)> {
        let body = operation
            .bodies
            .iter()
            .find(|body| is_json(&body.media))
            .or(operation.bodies.first())?;
        if !is_json(&body.media) {
            return Some((body.media.clone(), Bytes::from_static(b"x")));
        }
        let media = if body.media == "*/*" {
            "application/json".to_owned()
        } else {
            body.media.clone()
        };
        let schema = body.schema.as_deref();
        let value = schema.map_or(Value::Object(serde_json::Map::new()), |pointer| {
            let schema = serde_json::json!({ "$ref": format!("#{pointer}") });
            let mut sampler = self.sampler(&operation.id).sent();
            let mut body = sampler.value(&schema, "value");
            // JSON:API 1.0, "Updating Resources": the resource says which one it is.
            if matches!(operation.action, Action::Update { .. })
                && let Some(id) = body.pointer_mut("/data/id")
            {
                *id = path.rsplit('/').next().unwrap_or_default().into();
            }
            self.link(operation, &mut body);
            body
        });
        Some((media, value.to_string().into()))
    }
}
