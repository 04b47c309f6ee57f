//! Request bodies: media type, JSON, what is not for clients to set, and the schema.

use axum::http::HeaderMap;
use serde_json::{Map, Value};

use super::{Call, Engine};
use crate::error::Failure;
use crate::plan::{Body, JSON_API, KindId, Operation};
use crate::schema::Role;

/// A body that may be acted upon.
pub(super) struct Sent {
    pub(super) json: Value,
    /// Members that were taken out of it.
    pub(super) ignored: Vec<String>,
}

/// Whether the answer's media type is among those that the client accepts (RFC 9110 section 12.5.1).
pub(super) fn acceptable(headers: &HeaderMap, operation: &Operation) -> Result<(), Vec<Failure>> {
    let mut ranges = headers
        .get_all("accept")
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .peekable();
    if ranges.peek().is_none() {
        return Ok(());
    }
    let media = operation.media();
    let fits = |range: &str| {
        let mut parts = range.split(';').map(str::trim);
        let range = parts.next().unwrap_or_default().to_lowercase();
        // JSON:API 1.0, "Server Responsibilities": its media type with parameters is another one.
        let bare =
            parts.all(|parameter| parameter.to_lowercase().starts_with("q=")) || range != JSON_API;
        let family = media
            .split('/')
            .next()
            .is_some_and(|family| range == format!("{family}/*"));
        (bare && range == media)
            || range == "*/*"
            || family
            || (range == "application/json" && media.ends_with("+json"))
    };
    if ranges.any(fits) {
        return Ok(());
    }
    Err(vec![Failure::new(
        406,
        "NotAcceptable",
        format!("The answer is {media}, which is not accepted"),
    )])
}

/// The body's description for the media type that was sent.
fn described<'o>(headers: &HeaderMap, operation: &'o Operation) -> Result<&'o Body, Vec<Failure>> {
    let sent = headers
        .get("content-type")
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let mut parts = sent.split(';').map(str::trim);
    let media = parts.next().unwrap_or_default().to_lowercase();
    let parameters = parts.any(|parameter| !parameter.is_empty());
    let found = operation
        .bodies
        .iter()
        .find(|body| body.media == media)
        .filter(|body| !(parameters && body.media == JSON_API));
    found.ok_or_else(|| {
        let known: Vec<&str> = operation
            .bodies
            .iter()
            .map(|body| body.media.as_str())
            .collect();
        vec![Failure::new(
            415,
            "UnsupportedMediaType",
            format!("Content-Type is to be {}, not `{sent}`", known.join(" or ")),
        )]
    })
}

impl Engine {
    /// Reads and checks the body of a call about resources of `kind`.
    pub(super) fn sent(
        &self,
        call: &Call<'_>,
        kind: Option<KindId>,
        role: Role,
    ) -> Result<Sent, Vec<Failure>> {
        let body = described(call.headers, call.operation)?;
        let mut json = parse(call.body)?;
        let mut ignored = Vec::new();
        if let Some(kind) = kind {
            self.strip(kind, role, &mut json, &mut ignored);
        }
        self.check(body, role, &json)?;
        Ok(Sent { json, ignored })
    }

    /// The body and its media type, for bodies that are no resources.
    pub(super) fn plain(call: &Call<'_>) -> Result<(Value, String), Vec<Failure>> {
        let body = described(call.headers, call.operation)?;
        Ok((parse(call.body)?, body.media.clone()))
    }

    pub(super) fn check_media(
        &self,
        call: &Call<'_>,
        media: &str,
        json: &Value,
    ) -> Result<(), Vec<Failure>> {
        let body = call
            .operation
            .bodies
            .iter()
            .find(|body| body.media == media);
        body.map_or(Ok(()), |body| self.check(body, Role::Create, json))
    }

    fn check(&self, body: &Body, role: Role, json: &Value) -> Result<(), Vec<Failure>> {
        let Some(schema) = &body.schema else {
            return Ok(());
        };
        let violations = self.validators.check(&self.plan.tree, schema, role, json);
        if violations.is_empty() {
            return Ok(());
        }
        Err(violations
            .into_iter()
            .map(|violation| Failure::body(violation.pointer, violation.message))
            .collect())
    }

    /// Where an answer breaks the document.
    pub(crate) fn breaks(
        &self,
        operation: &Operation,
        status: u16,
        body: &[u8],
    ) -> Vec<crate::schema::Violation> {
        let Some(response) = operation.response(status) else {
            return vec![crate::schema::Violation {
                pointer: String::new(),
                message: format!("the document has no answer {status} here"),
            }];
        };
        let Some(schema) = response.schema.as_deref() else {
            return Vec::new();
        };
        match serde_json::from_slice(body) {
            Ok(json) => self
                .validators
                .check(&self.plan.tree, schema, Role::Read, &json),
            Err(error) => vec![crate::schema::Violation {
                pointer: String::new(),
                message: error.to_string(),
            }],
        }
    }

    /// Takes out what clients cannot set: ids on creation, read-only members, what is not declared.
    fn strip(&self, kind: KindId, role: Role, json: &mut Value, ignored: &mut Vec<String>) {
        match json.get_mut("data") {
            Some(Value::Array(resources)) => resources
                .iter_mut()
                .for_each(|resource| self.strip_resource(kind, role, resource, ignored)),
            Some(resource) => self.strip_resource(kind, role, resource, ignored),
            None => {}
        }
    }

    fn strip_resource(
        &self,
        kind: KindId,
        role: Role,
        resource: &mut Value,
        ignored: &mut Vec<String>,
    ) {
        let (Some(kind), Some(resource)) = (self.plan.kind(kind), resource.as_object_mut()) else {
            return;
        };
        let mut note = |name: String| {
            if !ignored.contains(&name) {
                ignored.push(name);
            }
        };
        if role == Role::Create && resource.remove("id").is_some() {
            note("id".to_owned());
        }
        for name in ["links", "meta"] {
            if resource.remove(name).is_some() {
                note(name.to_owned());
            }
        }
        if let (Some(Value::Object(attributes)), Some(known)) =
            (resource.get_mut("attributes"), &kind.attributes)
        {
            let writable = |name: &str| {
                known
                    .iter()
                    .any(|attribute| attribute.name == name && !attribute.read_only)
            };
            remove(attributes, writable, |name| {
                note(format!("attributes.{name}"));
            });
        }
        if let Some(Value::Object(relationships)) = resource.get_mut("relationships") {
            let writable = |name: &str| {
                kind.relationship(name).is_some_and(|(_, relationship)| {
                    !relationship.read_only && !relationship.hidden && relationship.data
                })
            };
            remove(relationships, writable, |name| {
                note(format!("relationships.{name}"));
            });
            for relationship in relationships.values_mut().filter_map(Value::as_object_mut) {
                relationship.remove("links");
            }
        }
    }
}

fn remove(
    members: &mut Map<String, Value>,
    keep: impl Fn(&str) -> bool,
    mut note: impl FnMut(&str),
) {
    members.retain(|name, _| {
        let kept = keep(name);
        if !kept {
            note(name);
        }
        kept
    });
}

fn parse(body: &[u8]) -> Result<Value, Vec<Failure>> {
    if body.is_empty() {
        return Err(vec![Failure::body("", "The request needs a body")]);
    }
    serde_json::from_slice(body)
        .map_err(|error| vec![Failure::body("", format!("The body is not JSON: {error}"))])
}
