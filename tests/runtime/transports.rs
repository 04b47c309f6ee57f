//! Transports of the application's own: any HTTP library, a signature, a stub instead of a server.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use fitbit_plus::models::{FetchPatientResponse, PatientId};
use fitbit_plus::operations::patient::{CreatePatient, FetchPatient, FetchPatients};
use fitbit_plus::runtime::{
    AnsweredBy, HttpBody, OperationId, Reply, Response, Sent, Transport, TransportError,
};
use fitbit_plus::{Client, Error, ErrorKind};
use futures_util::TryStreamExt as _;
use serde_json::{Value, json};

use super::new_patient;
use crate::mock::Mock;

/// What anyone writes who has a `reqwest::Client` of a version of their own.
#[derive(Clone)]
pub(super) struct Own(pub(super) reqwest::Client);

impl Transport for Own {
    fn send(&self, request: http::Request<HttpBody>) -> Sent<'_> {
        Box::pin(async move {
            let (head, body) = request.into_parts();
            let mut request = self.0.request(head.method, head.uri.to_string());
            request = request.headers(head.headers);
            if let Some(bytes) = body.bytes() {
                request = request.body(bytes.clone());
            }
            let answer = request.send().await.map_err(TransportError::broken)?;
            let mut response = http::Response::new(HttpBody::absent());
            *response.status_mut() = answer.status();
            *response.headers_mut() = answer.headers().clone();
            response
                .extensions_mut()
                .insert(AnsweredBy(answer.url().clone()));
            let bytes = answer.bytes().await.map_err(TransportError::broken)?;
            *response.body_mut() = bytes.into();
            Ok(response)
        })
    }
}

/// Sees the request as it is sent, credentials and body included.
struct Signing<T>(T, Arc<Mutex<Vec<String>>>);

impl<T: Transport> Transport for Signing<T> {
    fn send(&self, mut request: http::Request<HttpBody>) -> Sent<'_> {
        let OperationId(operation) = request.extensions().get().unwrap();
        let length = request.body().length().unwrap();
        let signature = format!("{operation} {} {length}", request.method());
        self.1.lock().unwrap().push(signature.clone());
        let signature = signature.parse().unwrap();
        request.headers_mut().insert("x-signature", signature);
        self.0.send(request)
    }
}

fn patients(ids: &[&str], next: Option<&str>) -> Value {
    let data: Vec<Value> = ids
        .iter()
        .map(|id| {
            json!({
                "type": "patient", "id": id,
                "attributes": { "first_name": "A", "last_name": "B" },
            })
        })
        .collect();
    json!({ "data": data, "links": { "next": next }, "meta": { "count": 3 } })
}

#[tokio::test]
async fn a_stub_answers_by_operation_and_records_what_was_asked() {
    let (client, stub) = Client::stub();
    stub.on::<FetchPatient>(|request| {
        let id = request.path().rsplit('/').next().unwrap_or_default();
        Reply::json(200, &json!({ "data": patients(&[id], None)["data"][0] }))
    });
    let patient = client.fetch_patient("p 1").send().await.unwrap();
    assert_eq!(patient.data.id, "p%201");
    assert_eq!(stub.requests()[0].method(), http::Method::GET);

    let error = client.fetch_coach("c").send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    let wanted = "the stub has no reply for `fetchCoach`: GET https://stub.invalid/coach/c";
    assert!(error.to_string().contains(wanted), "{error}");
}

#[tokio::test]
async fn a_stub_plays_a_sequence_with_pages_and_faults() {
    let (client, stub) = Client::stub();
    let next = "https://stub.invalid/patient?page%5Bafter%5D=x";
    stub.once::<FetchPatients>(Reply::no_connection())
        .once::<FetchPatients>(Reply::json(200, &patients(&["1", "2"], Some(next))))
        .once::<FetchPatients>(Reply::empty(503))
        .once::<FetchPatients>(Reply::json(200, &patients(&["3"], None)));
    let request = client.fetch_patients().filter_organization("o");
    let ids: Vec<PatientId> = request
        .by_cursor(2)
        .items()
        .map_ok(|patient| patient.id)
        .try_collect()
        .await
        .unwrap();
    assert_eq!(ids, ["1", "2", "3"]);
    let requests = stub.requests_of::<FetchPatients>();
    assert_eq!(requests.len(), 4);
    assert_eq!(requests[1].query("page[limit]").as_deref(), Some("2"));
    assert_eq!(requests[3].query("page[after]").as_deref(), Some("x"));
    assert!(stub.requests_of::<CreatePatient>().is_empty());
}

#[test]
fn errors_are_made_for_tests() {
    let body = json!({ "errors": [{ "status": "404", "title": "Gone" }] });
    let error = Error::from(Reply::json(404, &body).header("x-request-id", "r7"));
    assert!(error.is_not_found());
    assert_eq!(error.kind(), ErrorKind::Status);
    assert_eq!(error.errors()[0].title().as_deref(), Some("Gone"));
    assert_eq!(error.request_id(), Some("r7"));
    let wait = Error::from(Reply::empty(503).header("Retry-After", "3")).retry_after();
    assert_eq!(wait, Some(Duration::from_secs(3)));
    let kind = |reply| Error::from(reply).kind();
    assert_eq!(kind(Reply::no_connection()), ErrorKind::Connect);
    assert_eq!(kind(Reply::timeout()), ErrorKind::Timeout);
    assert_eq!(kind(Reply::broken()), ErrorKind::Transport);
    let error = Error::test(ErrorKind::Paging, "the cursor repeats");
    assert_eq!(error.kind(), ErrorKind::Paging);
    assert!(error.to_string().contains("the cursor repeats"), "{error}");
}

#[test]
fn responses_are_made_for_tests_around_a_sample() {
    let mut document: FetchPatientResponse = fitbit_plus::sample();
    document.data.id = "7".into();
    document.data.attributes.first_name = Some("Ada".to_owned());
    assert_eq!(&*document.data.type_, "patient");
    let response = Response::new(document.clone());
    assert_eq!((response.status().as_u16(), &*response.data.id), (200, "7"));
    let response = Reply::empty(203).header("Age", "1").with_value(document);
    assert_eq!(response.status(), 203);
    assert_eq!(response.head().header("age"), Some("1"));
}

#[tokio::test]
async fn a_sample_is_what_a_stub_answers() {
    let (client, stub) = Client::stub();
    stub.on::<FetchPatient>(|_| {
        let mut answer: FetchPatientResponse = fitbit_plus::sample();
        answer.data.attributes.last_name = Some("Lovelace".to_owned());
        Reply::json(200, &answer)
    });
    let patient = client.fetch_patient("7").await.unwrap();
    let name = patient.into_inner().data.attributes.last_name;
    assert_eq!(name.as_deref(), Some("Lovelace"));
}

#[tokio::test]
async fn a_transport_can_wrap_another_one() {
    let mock = Mock::of_patients(1).await;
    let seen = Arc::new(Mutex::new(Vec::new()));
    let signing = Signing(Own(reqwest::Client::new()), Arc::clone(&seen));
    let client = mock.builder().transport(signing).build().unwrap();
    client.fetch_patient("p0").send().await.unwrap();
    let last = mock.seen().pop().unwrap();
    assert_eq!(last.header("x-signature"), Some("fetchPatient GET 0"));
    assert_eq!(*seen.lock().unwrap(), ["fetchPatient GET 0"]);
}

#[tokio::test]
async fn a_hook_sees_the_body_that_is_sent() {
    let mock = Mock::of_patients(1).await;
    let (_, stub) = Client::stub();
    stub.on::<CreatePatient>(|_| Reply::empty(500));
    let client = Client::builder()
        .transport(stub.clone())
        .retry(fitbit_plus::RetryPolicy::none())
        .before_request(|request| {
            let length = request.body.map_or(0, |body| body.len());
            let value = length.to_string().parse().expect("digits");
            request.headers.insert("x-length", value);
        })
        .build()
        .unwrap();
    let new = new_patient(&mock, "A");
    client.create_patient(new).send().await.unwrap_err();
    let request = stub.requests().pop().unwrap();
    let length = request.body().len().to_string();
    assert_eq!(request.header("x-length"), Some(&*length));
    assert!(length != "0");
}
