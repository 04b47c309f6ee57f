//! As a Mockoon environment (<https://mockoon.com/docs/latest/mockoon-data-files/data-files-location/>).

use serde_json::{Value, json};

use super::example::examples;
use crate::engine::{Answer, Engine};
use crate::plan::Operation;
use crate::uuid::uuid;

/// The form of data files that this writes; Mockoon migrates older ones by itself.
const MIGRATION: u32 = 33;

/// The environment.
pub(super) fn environment(engine: &Engine) -> Value {
    let mut rng = fastrand::Rng::with_seed(engine.seed);
    let routes: Vec<Value> = engine
        .plan
        .operations
        .iter()
        .map(|operation| route(engine, operation, &mut rng))
        .collect();
    let children: Vec<Value> = routes
        .iter()
        .filter_map(|route| route.get("uuid"))
        .map(|uuid| json!({ "uuid": uuid, "type": "route" }))
        .collect();
    json!({
        "uuid": uuid(&mut rng),
        "lastMigration": MIGRATION,
        "name": engine.plan.title,
        "endpointPrefix": engine.plan.base_path.trim_matches('/'),
        "latency": 0,
        "port": 3000,
        "hostname": "",
        "folders": [],
        "routes": routes,
        "rootChildren": children,
        "proxyMode": false,
        "proxyHost": "",
        "proxyRemovePrefix": false,
        "tlsOptions": { "enabled": false, "type": "CERT", "pfxPath": "", "certPath": "", "keyPath": "", "caPath": "", "passphrase": "" },
        "cors": true,
        "headers": [],
        "proxyReqHeaders": [],
        "proxyResHeaders": [],
        "data": [],
        "callbacks": [],
    })
}

fn route(engine: &Engine, operation: &Operation, rng: &mut fastrand::Rng) -> Value {
    let responses: Vec<Value> = examples(engine, operation)
        .iter()
        .enumerate()
        .map(|(position, answer)| response(answer, position == 0, rng))
        .collect();
    json!({
        "uuid": uuid(rng),
        "type": "http",
        "documentation": operation.id,
        "method": operation.method.to_lowercase(),
        // `/patient/{id}` is `patient/:id` there.
        "endpoint": operation.path.trim_start_matches('/').replace('{', ":").replace('}', ""),
        "responses": responses,
        "responseMode": null,
        "streamingMode": null,
        "streamingInterval": 0,
    })
}

fn response(answer: &Answer, default: bool, rng: &mut fastrand::Rng) -> Value {
    let media = answer
        .media
        .iter()
        .map(|media| json!({ "key": "Content-Type", "value": media }));
    let others = answer
        .headers
        .iter()
        .map(|(name, value)| json!({ "key": name, "value": value }));
    let headers: Vec<Value> = media.chain(others).collect();
    let rule = json!({ "target": "header", "modifier": "X-Mock-Status", "value": answer.status.to_string(), "invert": false, "operator": "equals" });
    json!({
        "uuid": uuid(rng),
        "body": String::from_utf8_lossy(&answer.body),
        "latency": 0,
        "statusCode": answer.status,
        "label": crate::error::reason(answer.status),
        "headers": headers,
        "bodyType": "INLINE",
        "filePath": "",
        "databucketID": "",
        "sendFileAsBody": false,
        "rules": [rule],
        "rulesOperator": "OR",
        "disableTemplating": true,
        "fallbackTo404": false,
        "default": default,
        "crudKey": "id",
        "callbacks": [],
    })
}
