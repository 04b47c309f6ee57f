//! The requests that a document gives as examples are accepted. What they name is put there first.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use fitbit_plus_mock::{Client, FitbitPlus, MockServer, Resource, Store};
use openapi_client_generator::unstable::resolve;
use openapi_client_generator::{Document, Source};
use reqwest::Method;
use serde_json::{Value, json};

use crate::api::{Api, JSON_API, start_with};

/// An example of a request body.
struct Example {
    method: String,
    path: String,
    media: String,
    body: Value,
}

/// At the schemas of request bodies, and in the descriptions of operations that take one.
fn examples(tree: &Value) -> Vec<Example> {
    let mut examples = Vec::new();
    for (path, item) in tree["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let Some(body) = operation.get("requestBody") else {
                continue;
            };
            let body = resolve::resolve(tree, body, "").unwrap().node;
            let mut add = |media: &str, body: Value| {
                examples.push(Example {
                    method: method.to_uppercase(),
                    path: path.clone(),
                    media: media.to_owned(),
                    body,
                });
            };
            for (media, content) in body["content"].as_object().unwrap() {
                let schema = resolve::resolve(tree, &content["schema"], "").unwrap().node;
                if let Some(example) = schema.get("example").or(content.get("example")) {
                    add(media, example.clone());
                }
            }
            let prose = operation["description"].as_str().unwrap_or_default();
            for block in prose.split("```").skip(1).step_by(2) {
                let text = block.split_once('\n').map_or(block, |(_, text)| text);
                let Ok(body) = serde_json::from_str::<Value>(text) else {
                    continue;
                };
                if body.get("data").is_some() {
                    add(JSON_API, body);
                } else if body.get("grant_type").is_some() {
                    add("application/json", body);
                }
            }
        }
    }
    examples
}

/// Something like what is there already, under another id.
fn put(store: &mut Store, resource_type: &str, id: &str, tenant: Option<&str>) {
    let known = store.dump();
    let some = known[resource_type][0]["id"].as_str();
    let Some(mut resource) = some.and_then(|some| store.get(resource_type, some)) else {
        return;
    };
    id.clone_into(&mut resource.id);
    resource.tenant = tenant.map(Arc::from);
    if resource_type == "patient" {
        // Identifiers belong to one patient.
        resource.set("identifiers", json!([]));
    }
    store.write(&resource);
}

/// Puts what an example names where it is looked for.
fn prepare(store: &mut Store, example: &mut Value) {
    if example["data"]["attributes"]["type"].is_string()
        && let Some(id) = example["data"]["id"].as_str().map(str::to_owned)
    {
        let (kind, ty) = (
            &example["data"]["type"],
            &example["data"]["attributes"]["type"],
        );
        let kind = kind.as_str().unwrap();
        put(store, kind, &id, None);
        store.update(kind, &id, |resource| resource.set("type", ty.clone()));
    }
    named(store, example);
}

fn named(store: &mut Store, example: &mut Value) {
    let Some(members) = example.as_object_mut() else {
        for item in example.as_array_mut().into_iter().flatten() {
            named(store, item);
        }
        return;
    };
    let text = |name: &str| members.get(name).and_then(Value::as_str).map(str::to_owned);
    if let (Some(kind), Some(id)) = (text("type"), text("id")) {
        // The document speaks of users where it means coaches and patients.
        let kind = if kind == "user" { "patient" } else { &kind };
        if id.is_empty() {
            // The vendor left this one for the reader to fill in.
            members.insert("id".to_owned(), json!("filled-in"));
            put(store, kind, "filled-in", None);
        } else if store.get(kind, &id).is_none() {
            put(store, kind, &id, None);
        }
    }
    if let Some(query) = members.get("query").cloned() {
        let organization = query["organization"].as_str();
        if let Some(organization) = organization {
            put(store, "organization", organization, Some(organization));
        }
        if let (Some(_), Some(identifier)) = (organization, query.get("identifier")) {
            put(store, "patient", "found-by-query", organization);
            store.update("patient", "found-by-query", |patient: &mut Resource| {
                patient.set("identifiers", json!([identifier]));
            });
        }
    }
    members.values_mut().for_each(|member| named(store, member));
}

/// The clients that examples of grants speak of, with access to everything.
fn clients(examples: &[Example]) -> Vec<Client> {
    let grants = examples.iter().filter_map(|example| {
        let grant = example.body.pointer("/data/attributes");
        let grant = grant.unwrap_or(&example.body);
        Some((
            grant.get("client_id")?.as_str()?.to_owned(),
            grant.get("client_secret")?.as_str()?.to_owned(),
        ))
    });
    let made = grants.map(|(id, secret)| Client {
        id,
        secret,
        name: "of the examples".to_owned(),
        tenant: None,
        scope: None,
    });
    made.collect()
}

async fn all_are_accepted(spec: &Path, overlay: &Path) {
    let read = |path: &Path| Source::read(path).unwrap();
    let document = Document::read(read(spec), &[read(overlay)]).unwrap();
    let mut examples = examples(document.tree());
    assert!(examples.len() >= 12, "{}", examples.len());
    let clients = clients(&examples);
    let mut builder = MockServer::builder()
        .patients(10)
        .document(read(spec), vec![read(overlay)])
        .model(Arc::new(FitbitPlus));
    for client in &clients {
        builder = builder.client(client.clone());
    }
    let mut api: Api = start_with(builder).await;
    api.token = api.mock.token_for(&clients[0]);
    let mut refused = Vec::new();
    for example in &mut examples {
        api.mock.write(|store| prepare(store, &mut example.body));
        let id = example.body["data"]["id"].as_str().unwrap_or_default();
        let path = example.path.replace("{id}", id);
        let method = Method::from_bytes(example.method.as_bytes()).unwrap();
        let request = api.request(method, &path);
        let request = request.header("content-type", example.media.as_str());
        let answer = request.body(example.body.to_string()).send().await.unwrap();
        let (status, text) = (answer.status(), answer.text().await.unwrap());
        println!(
            "{:6} {path:50} {:26} {status}",
            example.method, example.media
        );
        if !status.is_success() {
            refused.push(format!("{} {path}: {status} {text}", example.method));
        }
    }
    assert!(refused.is_empty(), "{refused:#?}");
    api.assert_documented();
}

fn file(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path)
}

const OVERLAY: &str = "spec/fitbit-plus.overlay.yaml";

#[tokio::test]
async fn the_examples_of_the_embedded_document_are_accepted() {
    all_are_accepted(&file("spec/fitbit-plus.yaml"), &file(OVERLAY)).await;
}

#[tokio::test]
async fn the_examples_of_the_vendor_are_accepted() {
    let spec = file("../shared/specs/fitbit-plus-v7.78.1.openapi3.json");
    if !spec.exists() {
        println!("skipped: {} is not there", spec.display());
        return;
    }
    all_are_accepted(&spec, &file(OVERLAY)).await;
}
