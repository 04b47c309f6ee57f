//! An answer for every status that an operation documents.

use serde_json::{Value, json};

use crate::engine::{Answer, Engine};
use crate::error::{Failure, reason};
use crate::plan::{Action, JSON_API, KindId, Operation, Response, Shape};
use crate::schema::Sampler;
use crate::store::Row;

/// Resources in the example of a collection.
const SHOWN: usize = 3;

/// Answers by status, success first.
pub(super) fn examples(engine: &Engine, operation: &Operation) -> Vec<Answer> {
    let success = operation.success();
    let mut statuses: Vec<u16> = operation.responses.iter().filter_map(status).collect();
    statuses.retain(|status| *status != success);
    statuses.dedup();
    let mut examples = vec![succeeded(engine, operation)];
    examples.extend(
        statuses
            .into_iter()
            .map(|status| failed(engine, operation, status)),
    );
    examples
}

/// A class of statuses is shown by its first.
fn status(response: &Response) -> Option<u16> {
    let text = response.status.to_uppercase();
    text.parse().ok().or_else(|| {
        text.strip_suffix("XX")?
            .parse::<u16>()
            .ok()
            .map(|class| class * 100)
    })
}

fn succeeded(engine: &Engine, operation: &Operation) -> Answer {
    let status = operation.success();
    let Some(response) = operation.response(status) else {
        return Answer::empty(status);
    };
    let Some(media) = &response.media else {
        return Answer::empty(status);
    };
    let body = match operation.action {
        Action::List { kind } => collection(engine, kind),
        Action::Fetch { kind }
        | Action::Create { kind }
        | Action::Upsert { kind }
        | Action::Update { kind } => one(engine, kind),
        Action::Related {
            parent,
            relationship,
            shape,
        } => {
            let target = engine
                .plan
                .kind(parent)
                .and_then(|kind| kind.relationships.get(relationship)?.target.as_deref());
            let kind = target.and_then(|target| engine.plan.kind_id(target));
            match shape {
                Shape::One => kind.and_then(|kind| one(engine, kind)),
                Shape::Many => kind.and_then(|kind| collection(engine, kind)),
            }
        }
        Action::Token => token(engine, operation),
        Action::Linkage { .. }
        | Action::Atomic
        | Action::Delete { .. }
        | Action::Rest(_)
        | Action::Sample => None,
    };
    let made_up = || {
        let schema = response
            .schema
            .as_deref()
            .and_then(|pointer| crate::tree::lookup(&engine.plan.tree, pointer));
        schema.map_or(Value::Null, |schema| {
            Sampler::new(&engine.plan.tree, &engine.validators, engine.seed).value(schema, "value")
        })
    };
    Answer::new(status, media, format!("{:#}", body.unwrap_or_else(made_up)))
}

fn json(row: &Row) -> Option<Value> {
    serde_json::from_slice(&row.json).ok()
}

fn one(engine: &Engine, kind: KindId) -> Option<Value> {
    let store = engine.store();
    let data = store.rows(kind).next().and_then(json)?;
    drop(store);
    Some(json!({ "data": data, "meta": { "req_id": engine.request_id() } }))
}

fn collection(engine: &Engine, kind: KindId) -> Option<Value> {
    let store = engine.store();
    let data: Vec<Value> = store.rows(kind).take(SHOWN).filter_map(json).collect();
    drop(store);
    let path = format!(
        "{}{}",
        engine.plan.base_path,
        engine.plan.kind(kind)?.collection
    );
    let count = data.len();
    Some(json!({ "data": data, "links": { "self": path }, "meta": { "count": count, "req_id": engine.request_id() } })).filter(|_| count > 0)
}

/// What the token endpoint itself would answer.
fn token(engine: &Engine, operation: &Operation) -> Option<Value> {
    let client = engine.auth.clients.first()?;
    let grant = json!({ "grant_type": "client_credentials", "client_id": client.id, "client_secret": client.secret });
    let media = &operation
        .bodies
        .iter()
        .find(|body| body.media == JSON_API)
        .or(operation.bodies.first())?
        .media;
    let body = if media == JSON_API {
        let name = engine
            .plan
            .kinds
            .iter()
            .find(|kind| operation.path.ends_with(&kind.resource_type))
            .map_or("token", |kind| &kind.resource_type);
        json!({ "data": { "type": name, "attributes": grant } })
    } else {
        grant
    };
    let mut headers = axum::http::HeaderMap::new();
    headers.insert("content-type", media.parse().ok()?);
    let path = format!("{}{}", engine.plan.base_path, operation.path);
    let request = crate::engine::Request {
        method: &operation.method,
        path: &path,
        query: "",
        headers: &headers,
        body: &body.to_string().into(),
    };
    serde_json::from_slice(&engine.answer(&request).body).ok()
}

fn failed(engine: &Engine, operation: &Operation, status: u16) -> Answer {
    let (code, detail) = match status {
        401 => ("Unauthorized", "A valid bearer token is required"),
        403 => ("Forbidden", "The token does not give access to this"),
        404 => ("ResourceNotFound", "There is no such resource"),
        409 if operation.bodies.is_empty() => ("InvalidParameter", "The parameter is not valid"),
        409 => ("InvalidBodyParameter", "The member is not valid"),
        _ => ("", reason(status)),
    };
    let mut failure = Failure::new(status, code, detail);
    match (status, operation.bodies.is_empty()) {
        (409, true) => {
            failure.parameter = operation
                .parameters
                .first()
                .map(|parameter| parameter.name.clone());
        }
        (409, false) => failure.pointer = Some("/data".to_owned()),
        _ => {}
    }
    let mut answer = engine.refuse(Some(operation), &[failure]);
    answer.media = operation
        .response(status)
        .and_then(|response| response.media.clone());
    if answer.media.is_none() {
        answer.body = bytes::Bytes::new();
    }
    if status == 429 {
        answer.header("retry-after", "1")
    } else {
        answer
    }
}
