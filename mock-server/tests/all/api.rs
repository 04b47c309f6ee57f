//! A server and a client for it.

use fitbit_plus_mock::{Builder, MockServer};
use reqwest::{Client, Method, RequestBuilder};
use serde_json::{Value, json};

pub const JSON_API: &str = "application/vnd.api+json";

/// A server with a token for all of its first organization.
pub struct Api {
    pub mock: MockServer,
    pub http: Client,
    pub token: String,
    pub organization: String,
}

/// A small server.
pub async fn start() -> Api {
    start_with(MockServer::builder().patients(40)).await
}

pub async fn start_with(builder: Builder) -> Api {
    let mock = builder.check_answers(true).log(2000).start().await.unwrap();
    let http = Client::builder().no_proxy().build().unwrap();
    let organization = mock.clients()[0]
        .tenant
        .as_deref()
        .unwrap_or_default()
        .to_owned();
    let mut api = Api {
        mock,
        http,
        token: String::new(),
        organization,
    };
    api.token = api.token_for(0).await;
    api
}

impl Api {
    pub async fn token_for(&self, client: usize) -> String {
        let client = &self.mock.clients()[client];
        let (status, body) = self.grant(&json!({ "grant_type": "client_credentials", "client_id": client.id, "client_secret": client.secret })).await;
        assert_eq!(status, 201, "{body}");
        body.pointer("/data/attributes/access_token")
            .unwrap()
            .as_str()
            .unwrap()
            .to_owned()
    }

    pub async fn grant(&self, attributes: &Value) -> (u16, Value) {
        let body = json!({ "data": { "type": "oauth/token", "attributes": attributes } });
        let response = self
            .http
            .post(format!("{}/oauth/token", self.mock.url()))
            .header("content-type", JSON_API)
            .body(body.to_string())
            .send()
            .await
            .unwrap();
        (response.status().as_u16(), response.json().await.unwrap())
    }

    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.http
            .request(method, format!("{}{path}", self.mock.url()))
            .bearer_auth(&self.token)
    }

    pub async fn get(&self, path: &str) -> (u16, Value) {
        answer(self.request(Method::GET, path)).await
    }

    /// A link, which is a path of its own.
    pub async fn follow(&self, link: &str) -> (u16, Value) {
        answer(
            self.http
                .get(format!("{}{link}", self.mock.origin()))
                .bearer_auth(&self.token),
        )
        .await
    }

    pub async fn send(&self, method: Method, path: &str, body: &Value) -> (u16, Value) {
        answer(
            self.request(method, path)
                .header("content-type", JSON_API)
                .body(body.to_string()),
        )
        .await
    }

    pub async fn post(&self, path: &str, body: &Value) -> (u16, Value) {
        self.send(Method::POST, path, body).await
    }

    pub async fn patch(&self, path: &str, body: &Value) -> (u16, Value) {
        self.send(Method::PATCH, path, body).await
    }

    /// Id of some resource of the organization.
    pub fn some(&self, resource_type: &str) -> String {
        self.all(resource_type).remove(0)
    }

    /// Ids of all resources of a type in the organization, oldest first.
    pub fn all(&self, resource_type: &str) -> Vec<String> {
        let ids = self
            .mock
            .read(|store| store.ids(resource_type, &self.organization));
        ids.iter().map(ToString::to_string).collect()
    }

    pub fn new_patient(&self) -> Value {
        let group = self.some("group");
        json!({ "data": {
            "type": "patient",
            "attributes": { "first_name": "Ada", "last_name": "Lovelace" },
            "relationships": { "groups": { "data": [{ "type": "group", "id": group }] } },
        } })
    }

    /// Fails if any answer so far breaks the document.
    pub fn assert_documented(&self) {
        let requests = self.mock.requests();
        let broken: Vec<&Value> = requests
            .as_array()
            .unwrap()
            .iter()
            .filter(|entry| entry["violations"] != json!([]))
            .collect();
        assert!(broken.is_empty(), "{broken:#?}");
    }
}

async fn answer(request: RequestBuilder) -> (u16, Value) {
    let response = request.send().await.unwrap();
    let status = response.status().as_u16();
    let body = response.bytes().await.unwrap();
    (status, serde_json::from_slice(&body).unwrap_or(Value::Null))
}

pub fn ids(document: &Value) -> Vec<String> {
    document["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|resource| resource["id"].as_str().unwrap().to_owned())
        .collect()
}

/// Code and source of the first error.
pub fn error(document: &Value) -> (String, String) {
    let error = &document["errors"][0];
    let source = error["source"]["parameter"]
        .as_str()
        .or(error["source"]["pointer"].as_str())
        .unwrap_or_default();
    (
        error["code"].as_str().unwrap_or_default().to_owned(),
        source.to_owned(),
    )
}
