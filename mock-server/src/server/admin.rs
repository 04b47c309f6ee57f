//! The admin API below `/_mock`: state, log, faults, clock, tokens.

use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use axum::routing::{delete, get, post};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::App;
use crate::fault::Rule;
use crate::store::Store;

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/_mock/", get(info))
        .route("/_mock/info", get(info))
        .route("/_mock/openapi.json", get(document))
        .route("/_mock/state", get(dump).put(load).post(load))
        .route("/_mock/state/{type}", get(table))
        .route("/_mock/state/{type}/{id}", delete(remove))
        .route("/_mock/reset", post(reset))
        .route("/_mock/requests", get(requests).delete(forget))
        .route(
            "/_mock/faults",
            get(faults)
                .post(add_faults)
                .put(set_faults)
                .delete(clear_faults),
        )
        .route("/_mock/clock", get(clock).post(set_clock))
        .route("/_mock/tokens", post(token).put(set_lifetime))
        .route("/_mock/tokens/expire", post(expire))
}

type Reply = Result<Response, (StatusCode, String)>;

// A `Result`, because every handler ends in one.
#[allow(clippy::unnecessary_wraps)]
fn reply(value: &Value) -> Reply {
    Ok(([(CONTENT_TYPE, "application/json")], value.to_string()).into_response())
}

// By value, so that it can be handed to `map_err`.
#[allow(clippy::needless_pass_by_value)]
fn bad(why: impl ToString) -> (StatusCode, String) {
    (StatusCode::BAD_REQUEST, format!("{}\n", why.to_string()))
}

fn parsed(body: &Bytes) -> Result<Value, (StatusCode, String)> {
    serde_json::from_slice(body).map_err(bad)
}

async fn info(State(app): State<Arc<App>>) -> Reply {
    let engine = &app.engine;
    let operations: Vec<Value> = engine
        .plan
        .operations()
        .map(|(method, path, id)| json!({ "method": method, "path": path, "id": id }))
        .collect();
    let store = engine.store();
    let mut counts: serde_json::Map<String, Value> = engine
        .plan
        .kinds
        .iter()
        .map(|kind| {
            (
                kind.resource_type.clone(),
                json!(store.count(&kind.resource_type)),
            )
        })
        .collect();
    let items = store.items.counts();
    counts.extend(items.map(|(path, count)| (path.to_owned(), json!(count))));
    drop(store);
    let clients: Vec<Value> = engine
        .auth
        .clients
        .iter()
        .map(|client| json!({ "name": client.name, "id": client.id, "secret": client.secret }))
        .collect();
    let credentials: serde_json::Map<String, Value> = engine
        .auth
        .clients
        .first()
        .into_iter()
        .flat_map(|client| {
            let schemes = engine.plan.schemes.iter();
            schemes.map(move |scheme| (scheme.name.clone(), json!(scheme.line(client))))
        })
        .collect();
    reply(&json!({
        "title": engine.plan.title,
        "base": engine.plan.base_path,
        "seed": app.seed.seed,
        "clients": clients,
        "credentials": credentials,
        "token_url": engine.plan.token_url().map(|path| format!("{}{path}", engine.plan.base_path)),
        "no_auth": engine.no_auth,
        "operations": operations,
        "resources": counts,
    }))
}

async fn document(State(app): State<Arc<App>>) -> Reply {
    let mut tree = app.engine.plan.tree.clone();
    // Whoever tries an operation means this server.
    if let Some(tree) = tree.as_object_mut() {
        tree.insert(
            "servers".to_owned(),
            json!([{ "url": app.engine.plan.base_path }]),
        );
    }
    reply(&tree)
}

async fn dump(State(app): State<Arc<App>>) -> Reply {
    let state = app.engine.store().dump();
    reply(&state)
}

async fn table(
    State(app): State<Arc<App>>,
    Path(resource_type): Path<String>,
    Query(range): Query<Vec<(String, String)>>,
) -> Reply {
    let engine = &app.engine;
    let number = |name: &str, usual: usize| {
        range
            .iter()
            .find(|(known, _)| known == name)
            .and_then(|(_, value)| value.parse().ok())
            .unwrap_or(usual)
    };
    let Some(kind) = engine.plan.kind_id(&resource_type) else {
        return Err((StatusCode::NOT_FOUND, "no such type\n".to_owned()));
    };
    let store = engine.store();
    let rows = store
        .rows(kind)
        .skip(number("offset", 0))
        .take(number("limit", 50));
    let rows: Vec<Value> = rows
        .filter_map(|row| serde_json::from_slice(&row.json).ok())
        .collect();
    let count = store.count(&resource_type);
    drop(store);
    reply(&json!({ "count": count, "data": rows }))
}

async fn remove(
    State(app): State<Arc<App>>,
    Path((resource_type, id)): Path<(String, String)>,
) -> StatusCode {
    if app.engine.store_mut().remove(&resource_type, &id) {
        StatusCode::NO_CONTENT
    } else {
        StatusCode::NOT_FOUND
    }
}

async fn load(State(app): State<Arc<App>>, body: Bytes) -> Reply {
    let state = parsed(&body)?;
    app.engine.store_mut().load(&state).map_err(bad)?;
    reply(&json!({ "loaded": true }))
}

async fn reset(State(app): State<Arc<App>>) -> Reply {
    app.reset();
    reply(&json!({ "reset": true }))
}

async fn requests(
    State(app): State<Arc<App>>,
    Query(range): Query<Vec<(String, String)>>,
) -> Reply {
    let after = range
        .iter()
        .find(|(name, _)| name == "after")
        .and_then(|(_, value)| value.parse().ok())
        .unwrap_or(0);
    reply(&app.log.after(after))
}

async fn forget(State(app): State<Arc<App>>) -> StatusCode {
    app.log.clear();
    StatusCode::NO_CONTENT
}

async fn faults(State(app): State<Arc<App>>) -> Reply {
    let rules: Vec<Value> = app
        .faults
        .rules()
        .iter()
        .map(|rule| {
            let (seen, struck) = rule.counts();
            json!({ "rule": rule.text(), "seen": seen, "struck": struck })
        })
        .collect();
    reply(&Value::Array(rules))
}

/// Lines of text; or as JSON, a rule or a list of them, each a line or an object.
fn rules(body: &Bytes) -> Result<Vec<Rule>, (StatusCode, String)> {
    let one = |rule: &Value| match rule {
        Value::String(line) => Rule::parse_all(line).map_err(bad),
        Value::Object(object) => Ok(vec![Rule::from_json(object).map_err(bad)?]),
        _ => Err(bad(format!(
            "`{rule}` is no fault: a line or an object is wanted"
        ))),
    };
    match serde_json::from_slice::<Value>(body) {
        Ok(Value::Array(rules)) => {
            let rules = rules.iter().map(one).collect::<Result<Vec<_>, _>>()?;
            Ok(rules.into_iter().flatten().collect())
        }
        Ok(rule @ (Value::Object(_) | Value::String(_))) => one(&rule),
        _ => {
            let text = String::from_utf8(body.to_vec()).map_err(bad)?;
            Rule::parse_all(&text).map_err(bad)
        }
    }
}

async fn add_faults(State(app): State<Arc<App>>, body: Bytes) -> Reply {
    app.faults.add(rules(&body)?);
    faults(State(app)).await
}

async fn set_faults(State(app): State<Arc<App>>, body: Bytes) -> Reply {
    app.faults.replace(rules(&body)?);
    faults(State(app)).await
}

async fn clear_faults(State(app): State<Arc<App>>) -> StatusCode {
    app.faults.replace(Vec::new());
    StatusCode::NO_CONTENT
}

async fn clock(State(app): State<Arc<App>>) -> Reply {
    reply(&json!({ "now": app.engine.clock.text() }))
}

/// `{"advance_seconds": 60}`, `{"freeze": "2025-01-01T00:00:00Z"}` or `{"reset": true}`.
async fn set_clock(State(app): State<Arc<App>>, body: Bytes) -> Reply {
    let order = parsed(&body)?;
    if order.get("reset") == Some(&Value::Bool(true)) {
        app.engine.clock.reset();
    }
    if let Some(at) = order.get("freeze").and_then(Value::as_str) {
        app.engine
            .clock
            .freeze(at.parse::<Timestamp>().map_err(bad)?);
    }
    if let Some(seconds) = order.get("advance_seconds").and_then(Value::as_i64) {
        app.engine.clock.advance(SignedDuration::from_secs(seconds));
    }
    clock(State(app)).await
}

/// A token without a grant, of the first client or of `{"client": "..."}`; `{"lifetime": 60}` says how many seconds it lives.
async fn token(State(app): State<Arc<App>>, body: Bytes) -> Reply {
    let order = if body.is_empty() {
        json!({})
    } else {
        parsed(&body)?
    };
    let auth = &app.engine.auth;
    let client = match order.get("client").and_then(Value::as_str) {
        Some(id) => auth
            .client(id)
            .ok_or_else(|| bad(format!("there is no client `{id}`; /_mock/info lists them")))?,
        None => auth
            .clients
            .first()
            .ok_or_else(|| bad("there is no client"))?,
    };
    let lifetime = match order.get("lifetime") {
        None => None,
        Some(lifetime) => Some(
            lifetime
                .as_i64()
                .filter(|seconds| *seconds >= 0)
                .ok_or_else(|| bad(format!("`lifetime` is a number of seconds, not {lifetime}")))?,
        ),
    };
    let issued = auth.issue_for(client, app.engine.clock.now(), lifetime);
    reply(&json!({
        "access_token": issued.access_token,
        "refresh_token": issued.refresh_token,
        "expires_in": issued.expires_in,
        "token_type": "bearer",
        "client": client.id,
    }))
}

/// `{"lifetime": 60}`: seconds that tokens live from now on.
async fn set_lifetime(State(app): State<Arc<App>>, body: Bytes) -> Reply {
    let order = parsed(&body)?;
    let lifetime = order
        .get("lifetime")
        .and_then(Value::as_i64)
        .filter(|seconds| *seconds >= 0)
        .ok_or_else(|| bad("`lifetime` is a number of seconds"))?;
    app.engine.auth.set_lifetime(lifetime);
    reply(&json!({ "lifetime": lifetime }))
}

async fn expire(State(app): State<Arc<App>>) -> Reply {
    reply(&json!({ "expired": app.engine.auth.expire(None) }))
}

impl App {
    /// Everything as it was at the start, but for tokens, which stay valid.
    pub(crate) fn reset(&self) {
        let mut store = Store::new(self.engine.plan.clone(), self.seed.seed);
        self.engine.model.seed(&mut store, &self.seed);
        let mut current = self.engine.store_mut();
        store.version = current.version + 1;
        *current = store;
        drop(current);
        self.engine.clock.reset();
        self.faults.replace(Vec::new());
        self.log.clear();
    }
}
