//! One test per promise about credentials and untrusted input.

use fitbit_plus::{CallOptions, Client, Credential, ErrorKind};
use serde_json::json;

use super::new_patient;
use super::transports::Own;
use crate::mock::{Mock, answer};

#[tokio::test]
async fn a_token_does_not_follow_next_to_another_host_port_or_scheme() {
    let (other, mock) = (Mock::of_patients(1).await, Mock::of_patients(1).await);
    let port = other.origin().rsplit(':').next().unwrap().to_owned();
    for next in [
        format!("{}/patient", other.url()),
        format!("https://127.0.0.1:{port}/pub/patient"),
        "http://127.0.0.2/pub/patient".to_owned(),
        "//evil.example/pub/patient".to_owned(),
        "ftp://127.0.0.1/pub".to_owned(),
        "data:text/plain,x".to_owned(),
    ] {
        let page = json!({ "data": [], "links": { "next": next }, "meta": { "count": 9 } });
        mock.reset();
        mock.fault(&answer(200, page)).unwrap();
        let patients = mock.client().fetch_patients();
        let mut items = patients.filter_organization(&mock.organization).items();
        let error = items.try_next().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::ForeignOrigin, "{next}: {error}");
        assert_eq!(mock.seen().len(), 1, "{next}");
    }
    assert_eq!(other.seen().len(), 0);
}

#[tokio::test]
async fn a_token_does_not_follow_a_redirect_to_another_origin_but_does_within() {
    let (other, mock) = (Mock::of_patients(1).await, Mock::of_patients(1).await);
    let elsewhere = format!(
        "answer=307 header=location:{}/elsewhere path=/patient/a",
        other.origin()
    );
    mock.fault(&elsewhere).unwrap();
    mock.fault("answer=302 header=location:/pub/patient/p0 path=/patient/b")
        .unwrap();
    let client = mock.client();
    let error = client.fetch_patient("a").send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ForeignOrigin);
    assert!(error.to_string().contains(&other.origin()), "{error}");
    assert_eq!(other.seen().len(), 0);

    client.fetch_patient("b").send().await.unwrap();
    let last = mock.seen().pop().unwrap();
    assert_eq!(last.path(), "/pub/patient/p0");
    assert_eq!(last.status, 200, "the token was sent along");
}

#[tokio::test]
async fn a_transport_that_follows_redirects_takes_no_token_along_and_no_answer_back() {
    let (other, mock) = (Mock::of_patients(1).await, Mock::of_patients(1).await);
    other.fault(&answer(200, json!({}))).unwrap();
    let there = format!("answer=302 header=location:{}/patient/p0", other.url());
    mock.fault(&there).unwrap();
    let transport = Own(reqwest::Client::new());
    let client = mock.builder().transport(transport).build().unwrap();
    let error = client.fetch_patient("p0").send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ForeignOrigin);
    assert_eq!(other.seen()[0].header("authorization"), None);
}

#[tokio::test]
async fn a_post_is_not_turned_into_a_get_by_a_redirect() {
    let mock = Mock::of_patients(1).await;
    mock.fault("answer=302 header=location:/pub/patient/p0")
        .unwrap();
    let request = mock.client().create_patient(new_patient(&mock, "A"));
    let error = request.send().await.unwrap_err();
    assert_eq!(error.status().unwrap().as_u16(), 302);
    assert_eq!(mock.seen().len(), 1);
}

#[tokio::test]
async fn one_of_several_places_is_chosen_where_the_server_prefers_it() {
    let mock = Mock::of_patients(1).await;
    mock.fault("answer=300 header=location:/pub/patient/p0 path=/patient/a")
        .unwrap();
    mock.fault("answer=300 path=/patient/b").unwrap();
    let client = mock.client();
    client.fetch_patient("a").send().await.unwrap();
    let error = client.fetch_patient("b").send().await.unwrap_err();
    assert_eq!(error.status().unwrap().as_u16(), 300);
}

#[tokio::test]
async fn a_path_parameter_is_one_segment_whatever_it_holds() {
    let mock = Mock::of_patients(1).await;
    let client = mock.client();
    for (id, path) in [
        ("../../admin", "/pub/patient/..%2F..%2Fadmin"),
        ("%2f..%2f", "/pub/patient/%252f..%252f"),
        ("a?b=c", "/pub/patient/a%3Fb%3Dc"),
        ("a#b", "/pub/patient/a%23b"),
        ("a\\b", "/pub/patient/a%5Cb"),
        ("...", "/pub/patient/..."),
        ("ä\r\n", "/pub/patient/%C3%A4%0D%0A"),
        ("//evil.example", "/pub/patient/%2F%2Fevil.example"),
    ] {
        let error = client.fetch_patient(id).send().await.unwrap_err();
        assert!(error.is_not_found(), "{error}");
        assert_eq!(mock.seen().pop().unwrap().target, path, "{id}");
    }
    let sent = mock.seen().len();
    for id in ["", ".", ".."] {
        let error = client.fetch_patient(id).send().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidRequest, "{id}");
        assert!(error.to_string().contains("`id`"), "{error}");
    }
    assert_eq!(mock.seen().len(), sent);
}

#[tokio::test]
async fn header_values_reject_control_characters() {
    let mock = Mock::of_patients(1).await;
    let client = mock.client();
    for value in ["a\r\nX-Evil: 1", "a\nb", "a\rb", "a\0b"] {
        let request = client
            .fetch_patient("p0")
            .with(CallOptions::new().header("X-Note", value));
        let error = request.send().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
        assert!(!error.to_string().contains("Evil"), "{error}");
        assert!(
            mock.builder()
                .default_header("X-Note", value)
                .build()
                .is_err()
        );
        assert!(mock.builder().bearer_token(value).build().is_err());
    }
    assert_eq!(mock.seen().len(), 0);
}

#[tokio::test]
async fn nothing_prints_a_secret() {
    let secret = "s3cr3t";
    let mock = Mock::of_patients(1).await;
    let misspelt = answer(200, format!(r#"{{"access_token_misspelt": "{secret}"}}"#));
    mock.fault(&format!("{misspelt} operation=createToken"))
        .unwrap();
    mock.fault("status=418 operation=fetchPatient").unwrap();
    let mut shown = Vec::new();
    for credential in [
        Credential::bearer(secret),
        Credential::client_credentials("id", secret),
        Credential::refresh_token("id", secret, secret),
    ] {
        shown.push(format!("{credential:?}"));
        let builder = mock.anonymous().credential("OAuth2", credential);
        let builder = builder.default_header("x-extra", secret);
        shown.push(format!("{builder:?}"));
        let client = builder.build().unwrap();
        let request = client
            .fetch_patient("p0")
            .with(CallOptions::new().header("x", secret));
        shown.push(format!("{client:?} {request:?}"));
        let error = request.send().await.map(|_| ()).unwrap_err();
        shown.push(format!("{error} {error:?} {error:#?}"));
        let mut source = std::error::Error::source(&error);
        while let Some(cause) = source {
            shown.push(format!("{cause} {cause:?}"));
            source = cause.source();
        }
    }
    for text in shown {
        assert!(!text.contains(secret), "{text}");
    }
    let seen = mock.seen();
    assert!(
        seen.iter()
            .all(|seen| seen.header("x-extra") == Some(secret))
    );
    assert!(
        seen.iter()
            .any(|seen| seen.body.to_string().contains(secret))
    );
}

#[test]
fn plain_http_is_refused_but_for_this_machine_or_when_allowed() {
    let build = |url: &str| Client::builder().base_url(url).build();
    for url in [
        "http://api.example.com",
        "http://192.168.0.1/pub",
        "http://localhost.example.com",
        "ftp://localhost",
    ] {
        let error = build(url).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration, "{url}");
    }
    for url in [
        "http://localhost:1/pub",
        "http://127.0.0.1",
        "http://[::1]:8080/",
        "https://api.example.com/pub/",
    ] {
        build(url).unwrap();
    }
    Client::builder()
        .base_url("http://api.example.com")
        .allow_insecure_http(true)
        .build()
        .unwrap();
    for url in [
        "",
        "/pub",
        "https://user:pw@example.com",
        "https://example.com/?a",
        "https://example.com/#a",
    ] {
        let error = build(url).unwrap_err();
        assert!(!format!("{error:?}").contains("pw@"), "{error}");
    }
}
