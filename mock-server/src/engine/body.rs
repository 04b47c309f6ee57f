//! Request bodies: media type, JSON, what is not for clients to set, and the schema.

use axum::http::HeaderMap;
use serde_json::{Map, Value};

use super::finish::sent_as;
use super::rest::put;
use super::{Call, Engine};
use crate::error::Failure;
use crate::plan::{Body, JSON_API, KindId, Operation, is_json};
use crate::query::Query;
use crate::schema::{Role, merged};

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
    let media = &sent_as(operation.media());
    let fits = |range: &str| {
        let (essence, parameters) = range.split_once(';').unwrap_or((range, ""));
        let range = essence.trim().to_lowercase();
        let family = media
            .split('/')
            .next()
            .is_some_and(|family| range == format!("{family}/*"));
        let own = self::essence(media);
        (range == own && (own != JSON_API || understood(parameters, media)))
            || range == "*/*"
            || family
            || (range == "application/json" && own.ends_with("+json"))
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

/// Whether the parameters of the media type of JSON:API ask for nothing but what `media` has (JSON:API 1.1, "Server
/// Responsibilities"): `ext` names extensions of it, and any `profile` may be ignored.
fn understood(parameters: &str, media: &str) -> bool {
    let offered = extensions(media.split_once(';').map_or("", |(_, rest)| rest));
    let known = split(parameters).all(|(name, _)| matches!(&*name, "q" | "profile" | "ext"));
    known
        && extensions(parameters)
            .iter()
            .all(|uri| offered.contains(uri))
}

/// The URIs of a parameter `ext`.
fn extensions(parameters: &str) -> Vec<&str> {
    let ext = split(parameters).filter(|(name, _)| name == "ext");
    ext.flat_map(|(_, value)| value.split_whitespace())
        .collect()
}

/// Parameters of a media type: names in lower case, values without quotes.
fn split(parameters: &str) -> impl Iterator<Item = (String, &str)> {
    parameters.split(';').filter_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        Some((name.trim().to_lowercase(), value.trim().trim_matches('"')))
    })
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
    let squeezed = |text: &str| text.to_lowercase().replace(' ', "");
    let found = operation
        .bodies
        .iter()
        // Documents may name parameters, such as the extensions of JSON:API.
        .find(|body| squeezed(&body.media) == squeezed(sent))
        .or_else(|| {
            let mut bodies = operation.bodies.iter();
            bodies
                .find(|body| essence(&body.media) == media || within(&body.media, &media))
                .filter(|body| !(parameters && body.media == JSON_API))
        });
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

/// A media type without its parameters.
fn essence(media: &str) -> &str {
    media.split(';').next().unwrap_or_default().trim()
}

/// Whether a media type is in a range (RFC 9110 section 12.5.1).
fn within(range: &str, media: &str) -> bool {
    match range.strip_suffix("/*") {
        Some("*") => true,
        Some(family) => media.starts_with(family),
        None => false,
    }
}

impl Engine {
    /// Reads and checks the body of a call about resources of `kind`.
    pub(super) fn sent(
        &self,
        call: &Call<'_>,
        kind: Option<KindId>,
        role: Role,
    ) -> Result<Sent, Vec<Failure>> {
        let nothing = call.body.is_empty() && !call.operation.body_required;
        if kind.is_none() && (nothing || call.operation.bodies.is_empty()) {
            return Ok(Sent {
                json: Value::Null,
                ignored: Vec::new(),
            });
        }
        let body = described(call.headers, call.operation)?;
        if !is_json(&body.media) {
            return Ok(Sent {
                json: self.read_form(body, call.body),
                ignored: Vec::new(),
            });
        }
        let mut json = parse(call.body)?;
        let mut ignored = Vec::new();
        if let Some(kind) = kind {
            self.strip(kind, role, &mut json, &mut ignored);
        }
        self.check(body, role, &json)?;
        Ok(Sent { json, ignored })
    }

    /// A form (`application/x-www-form-urlencoded`) as JSON, numbers and flags by what the schema says; null for anything
    /// else, which is not looked into.
    fn read_form(&self, body: &Body, bytes: &[u8]) -> Value {
        if body.media != "application/x-www-form-urlencoded" {
            return Value::Null;
        }
        let schema = body
            .schema
            .as_deref()
            .and_then(|pointer| crate::tree::lookup(&self.plan.tree, pointer))
            .and_then(|schema| merged(&self.plan.tree, schema));
        let mut json = Value::Object(Map::new());
        for (name, value) in Query::parse(&String::from_utf8_lossy(bytes)).pairs {
            let way: Vec<String> = name
                .split('[')
                .map(|part| part.trim_end_matches(']').to_owned())
                .collect();
            let declared = schema
                .as_ref()
                .and_then(|schema| schema.get("properties")?.get(&name))
                .and_then(|member| merged(&self.plan.tree, member));
            let ty = declared
                .as_ref()
                .and_then(|member| member.get("type")?.as_str());
            let typed = match ty {
                Some("integer" | "number" | "boolean" | "array" | "object") => {
                    serde_json::from_str(&value).ok()
                }
                _ => None,
            };
            put(&mut json, &way, typed.unwrap_or(Value::String(value)));
        }
        json
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
        if status < 400 && !operation.has_success() {
            // The document says nothing of success, so no answer of success breaks it.
            return Vec::new();
        }
        let Some(response) = operation.response(status) else {
            return vec![crate::schema::Violation {
                pointer: String::new(),
                message: format!("the document has no answer {status} here"),
            }];
        };
        let Some(schema) = response.schema.as_deref() else {
            return Vec::new();
        };
        // Some statuses have no body, whatever the document says (RFC 9110 sections 15.3.5, 15.3.6, 15.4.5).
        let bare = matches!(status, 204 | 205 | 304);
        if bare || !response.media.as_deref().is_some_and(is_json) {
            return Vec::new();
        }
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
            // What is no object is no relationship, but what tells types apart.
            let tags = relationships.iter().filter(|(_, value)| !value.is_object());
            let tags: Vec<String> = tags.map(|(name, _)| name.clone()).collect();
            let kept = |name: &str| writable(name) || tags.iter().any(|tag| tag == name);
            remove(relationships, kept, |name| {
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
