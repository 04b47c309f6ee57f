//! A transport without async: ureq, for programs whose calls block.

use bytes::Bytes;
use fitbit_plus::ErrorKind;
use fitbit_plus::runtime::{HttpBody, Sent, Transport, TransportError};

use super::blocking::serving;
use super::new_patient;

/// Sends with ureq, in the thread that calls.
struct Ureq(ureq::Agent);

impl Ureq {
    fn new() -> Self {
        let config = ureq::Agent::config_builder();
        let config = config.http_status_as_error(false).max_redirects(0);
        Self(config.build().into())
    }
}

impl Transport for Ureq {
    fn send(&self, request: http::Request<HttpBody>) -> Sent<'_> {
        Box::pin(async move {
            let (head, mut body) = request.into_parts();
            let absent = body.is_absent();
            let mut bytes = Vec::new();
            while let Some(piece) = body.next().await.map_err(TransportError::refused)? {
                bytes.extend_from_slice(&piece);
            }
            let answer = if absent {
                self.0.run(http::Request::from_parts(head, ()))
            } else {
                self.0.run(http::Request::from_parts(head, bytes))
            };
            let (head, mut body) = answer.map_err(failure)?.into_parts();
            let bytes = body.read_to_vec().map_err(TransportError::broken)?;
            let body = Bytes::from(bytes).into();
            Ok(http::Response::from_parts(head, body))
        })
    }
}

fn failure(error: ureq::Error) -> TransportError {
    match error {
        ureq::Error::HostNotFound | ureq::Error::ConnectionFailed => TransportError::connect(error),
        ureq::Error::Io(ref cause) if cause.kind() == std::io::ErrorKind::ConnectionRefused => {
            TransportError::connect(error)
        }
        ureq::Error::Timeout(_) => TransportError::timeout(error),
        error => TransportError::broken(error),
    }
}

#[test]
fn a_library_without_async_is_a_transport() {
    let (_runtime, mock) = serving();
    let builder = mock.with_credentials().transport(Ureq::new());
    let client = builder.build_blocking().unwrap();
    let patients = client
        .fetch_patients()
        .filter_organization(&mock.organization);
    let ids: Vec<String> = patients
        .by_cursor(20)
        .items()
        .map(|patient| patient.unwrap().id.into())
        .collect();
    assert_eq!(ids.len(), 50);
    let created = client.create_patient(new_patient(&mock, "A")).send();
    let id = created.unwrap().data.as_slice()[0].id.clone();
    assert_eq!(client.fetch_patient(&id).send().unwrap().data.id, id);
    let error = client.fetch_patient("nobody").send().unwrap_err();
    assert!(error.is_not_found(), "{error}");
    mock.assert_documented();
}

#[test]
fn a_server_that_is_not_there_is_a_failed_connection() {
    let nobody = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", nobody.local_addr().unwrap());
    drop(nobody);
    let client = fitbit_plus::Client::builder()
        .base_url(url)
        .bearer_token("token")
        .retry(fitbit_plus::RetryPolicy::none())
        .transport(Ureq::new())
        .build_blocking()
        .unwrap();
    let error = client.fetch_patient("p").send().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect);
}
