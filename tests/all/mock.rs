//! The mock of the API in this process, and clients for it.

use std::ops::Deref;
use std::time::Duration;

use fitbit_plus::{Client, ClientBuilder, RetryPolicy};
use fitbit_plus_mock::{Builder, MockServer, Resource, Store};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};

/// A running mock; stops when it is dropped.
pub struct Mock {
    server: MockServer,
    /// The organization that the tokens give access to.
    pub organization: String,
    /// Its first group.
    pub group: String,
}

impl Deref for Mock {
    type Target = MockServer;

    fn deref(&self) -> &MockServer {
        &self.server
    }
}

/// A request as it arrived, and the status it was answered with.
#[derive(Debug, Clone)]
pub struct Seen {
    pub method: String,
    /// Path and query.
    pub target: String,
    pub operation: Option<String>,
    pub status: u64,
    /// Null without a body.
    pub body: Value,
    headers: Value,
}

impl Seen {
    pub fn path(&self) -> &str {
        self.target.split('?').next().unwrap_or_default()
    }

    /// Credentials show as `…`.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers[name].as_str()
    }

    /// A query parameter, decoded.
    pub fn query(&self, name: &str) -> Option<String> {
        let url = reqwest::Url::parse(&format!("http://x{}", self.target)).ok()?;
        url.query_pairs()
            .find(|(other, _)| other == name)
            .map(|(_, value)| value.into_owned())
    }
}

impl Mock {
    /// With the usual data, for 20 patients.
    pub async fn start() -> Self {
        Self::with(MockServer::builder().patients(20)).await
    }

    /// With these settings, each answer held against the document.
    pub async fn with(builder: Builder) -> Self {
        let builder = builder.check_answers(true).log(10_000);
        let server = builder.start().await.expect("the mock starts");
        let organization = server.clients()[0].tenant.as_deref().unwrap().to_owned();
        let group = server.read(|store| store.ids("group", &organization)[0].to_string());
        Self {
            server,
            organization,
            group,
        }
    }

    /// An organization with the patients `p0`, `p1` and so on, all in its first group, and little else.
    pub async fn of_patients(count: usize) -> Self {
        let mock = Self::with(MockServer::builder().patients(0)).await;
        mock.write(|store| {
            for number in 0..count {
                mock.insert(store, &format!("p{number}"));
            }
        });
        mock
    }

    /// Adds a patient behind all others.
    pub fn insert(&self, store: &mut Store, id: &str) {
        let attributes = json!({
            "first_name": format!("Name {id}"), "archived": false, "archive_history": [],
            "addresses": [], "identifiers": [], "phone_numbers": [],
        });
        let patient =
            Resource::new("patient", id, attributes).with("groups", "group", &[&self.group]);
        store.write(&patient.of_tenant(&self.organization));
    }

    /// A client with a token, and with retries that do not keep anyone waiting.
    pub fn builder(&self) -> ClientBuilder {
        self.anonymous().bearer_token(self.token())
    }

    /// A client that fetches its tokens itself.
    pub fn with_credentials(&self) -> ClientBuilder {
        self.anonymous()
            .client_credentials(self.client_id(), self.client_secret())
    }

    /// A client without a credential.
    pub fn anonymous(&self) -> ClientBuilder {
        let retry =
            RetryPolicy::default().pauses(Duration::from_millis(5), Duration::from_millis(20));
        Client::builder().base_url(self.url()).retry(retry)
    }

    pub fn client(&self) -> Client {
        self.builder().build().unwrap()
    }

    /// The requests answered so far, oldest first.
    pub fn seen(&self) -> Vec<Seen> {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let log = self.requests();
        let entries = log.as_array().unwrap().iter();
        entries
            .map(|entry| Seen {
                method: text(&entry["method"]),
                target: text(&entry["target"]),
                operation: entry["operation"].as_str().map(str::to_owned),
                status: entry["status"].as_u64().unwrap(),
                body: entry["body"].clone(),
                headers: entry["headers"].clone(),
            })
            .collect()
    }

    /// How many requests of this operation were answered.
    pub fn count(&self, operation: &str) -> usize {
        let asked = |seen: &Seen| seen.operation.as_deref() == Some(operation);
        self.seen().into_iter().filter(asked).count()
    }

    /// Ids of all resources of a type in the organization, oldest first.
    pub fn ids(&self, resource_type: &str) -> Vec<String> {
        self.read(|store| self.ids_in(store, resource_type))
    }

    /// The same while looking at the state.
    pub fn ids_in(&self, store: &Store, resource_type: &str) -> Vec<String> {
        let ids = store.ids(resource_type, &self.organization);
        ids.iter().map(ToString::to_string).collect()
    }

    /// Id of some resource of the organization.
    pub fn some(&self, resource_type: &str) -> String {
        self.ids(resource_type).swap_remove(0)
    }

    /// Sets an attribute behind the clients' backs.
    pub fn set(&self, resource_type: &str, id: &str, attribute: &str, value: impl Into<Value>) {
        self.write(|store| {
            store.update(resource_type, id, |resource| resource.set(attribute, value));
        });
    }

    /// Fails if any answer so far breaks the document.
    pub fn assert_documented(&self) {
        let log = self.requests();
        let broken = |entry: &&Value| entry["violations"] != json!([]);
        let broken: Vec<&Value> = log.as_array().unwrap().iter().filter(broken).collect();
        assert!(broken.is_empty(), "{broken:#?}");
    }
}

/// A rule that answers with this status and body.
#[allow(
    clippy::needless_pass_by_value,
    reason = "texts and JSON values are given as they are"
)]
pub fn answer(status: u16, body: impl ToString) -> String {
    let body = body.to_string();
    format!(
        "answer={status} body={}",
        utf8_percent_encode(&body, NON_ALPHANUMERIC)
    )
}
