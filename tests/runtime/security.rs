//! One test per promise about credentials and untrusted input.

use serde_json::json;

use super::builder;
use super::patients;
use super::sample::runtime::{Client, Credential, ErrorKind};
use super::server::{Reply, Server};

async fn any() -> Server {
    Server::start(|seen, _| match seen.path() {
        "/pub/notes" => Reply::json(200, r#"{"notes": []}"#),
        _ => Reply::json(200, json!({ "data": patients::patient(1) })),
    })
    .await
}

#[tokio::test]
async fn a_token_does_not_follow_next_to_another_host_port_or_scheme() {
    let other = any().await;
    let port = other.url.rsplit(':').next().unwrap().to_owned();
    for next in [
        format!("{}/pub/patient", other.url),
        format!("https://127.0.0.1:{port}/pub/patient"),
        "http://127.0.0.2/pub/patient".to_owned(),
        "//evil.example/pub/patient".to_owned(),
        "ftp://127.0.0.1/pub".to_owned(),
        "data:text/plain,x".to_owned(),
    ] {
        let link = next.clone();
        let server = Server::start(move |_, _| {
            Reply::json(
                200,
                json!({ "data": [], "links": { "next": link.clone() }, "meta": { "count": 9 } }),
            )
        })
        .await;
        let client = builder(&server).build().unwrap();
        let error = client
            .fetch_patients()
            .items()
            .try_next()
            .await
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::ForeignOrigin, "{next}: {error}");
        assert_eq!(server.seen().len(), 1, "{next}");
    }
    assert_eq!(other.seen().len(), 0);
}

#[tokio::test]
async fn a_token_does_not_follow_a_redirect_to_another_origin_but_does_within() {
    let other = any().await;
    let location = format!("{}/elsewhere", other.url);
    let server = Server::start(move |seen, _| match seen.path() {
        "/pub/patient/a" => Reply::json(307, "").header("location", &location),
        "/pub/patient/b" => Reply::json(302, "").header("location", "/pub/patient/c"),
        _ => Reply::json(200, json!({ "data": patients::patient(1) })),
    })
    .await;
    let client = builder(&server).build().unwrap();
    let error = client.fetch_patient("a").send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ForeignOrigin);
    assert!(error.to_string().contains(&other.url), "{error}");
    assert_eq!(other.seen().len(), 0);

    client.fetch_patient("b").send().await.unwrap();
    let last = server.seen().pop().unwrap();
    assert_eq!(
        (last.path(), last.header("authorization")),
        ("/pub/patient/c", Some("Bearer secret-token"))
    );
}

#[tokio::test]
async fn a_given_http_client_that_follows_redirects_takes_no_token_along_and_no_answer_back() {
    let other = any().await;
    let location = format!("{}/pub/patient/1", other.url);
    let server =
        Server::start(move |_, _| Reply::json(302, "").header("location", &location)).await;
    let http = reqwest::Client::new();
    let client = builder(&server).http_client(http).build().unwrap();
    let error = client.fetch_patient("1").send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ForeignOrigin);
    assert_eq!(other.seen()[0].header("authorization"), None);
}

#[tokio::test]
async fn a_post_is_not_turned_into_a_get_by_a_redirect() {
    let server =
        Server::start(|_, _| Reply::json(302, "").header("location", "/pub/elsewhere")).await;
    let client = builder(&server).build().unwrap();
    let body = super::sample::models::note::NewNote { text: "a".into() };
    let error = client.create_note(&body).send().await.unwrap_err();
    assert_eq!(error.status().unwrap().as_u16(), 302);
    assert_eq!(server.seen().len(), 1);
}

#[tokio::test]
async fn a_path_parameter_is_one_segment_whatever_it_holds() {
    let server = any().await;
    let client = builder(&server).build().unwrap();
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
        client.fetch_patient(id).send().await.unwrap();
        assert_eq!(server.seen().pop().unwrap().target, path, "{id}");
    }
    let sent = server.seen().len();
    for id in ["", ".", ".."] {
        let error = client.fetch_patient(id).send().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidRequest, "{id}");
        assert!(error.to_string().contains("`id`"), "{error}");
    }
    assert_eq!(server.seen().len(), sent);
}

#[tokio::test]
async fn header_values_reject_control_characters() {
    let server = any().await;
    let client = builder(&server).build().unwrap();
    for value in ["a\r\nX-Evil: 1", "a\nb", "a\rb", "a\0b"] {
        let error = client
            .fetch_patient("1")
            .header("X-Note", value)
            .send()
            .await
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
        assert!(!error.to_string().contains("Evil"), "{error}");
        assert!(
            builder(&server)
                .default_header("X-Note", value)
                .build()
                .is_err()
        );
        assert!(builder(&server).bearer_token(value).build().is_err());
    }
    client
        .list_notes()
        .cookie("a", "b; evil=1")
        .send()
        .await
        .unwrap();
    assert_eq!(server.seen()[0].header("cookie"), Some("a=b%3B%20evil%3D1"));
    assert_eq!(server.seen().len(), 1);
}

#[tokio::test]
async fn nothing_prints_a_secret() {
    let secret = "s3cr3t";
    let server = Server::start(move |seen, _| match seen.path() {
        "/pub/oauth/token" => {
            Reply::json(200, format!(r#"{{"access_token_misspelt": "{secret}"}}"#))
        }
        _ => Reply::json(418, r#"{"errors": [{"title": "no"}]}"#),
    })
    .await;
    let mut shown = Vec::new();
    for (scheme, credential) in [
        ("OAuth2", Credential::bearer(secret)),
        ("OAuth2", Credential::client_credentials("id", secret)),
        ("OAuth2", Credential::refresh_token("id", secret, secret)),
        ("basic", Credential::basic("user", secret)),
        ("key", Credential::api_key(secret)),
        ("query_key", Credential::api_key(secret)),
        ("cookie_key", Credential::api_key(secret)),
    ] {
        shown.push(format!("{credential:?}"));
        let builder = Client::builder()
            .base_url(format!("{}/pub", server.url))
            .credential(scheme, credential);
        let builder = builder.default_header("x-extra", secret);
        shown.push(format!("{builder:?}"));
        let client = builder.build().unwrap();
        let (one, list) = (
            client.fetch_patient("1").header("x", secret),
            client.list_notes(),
        );
        shown.push(format!("{client:?} {one:?} {list:?}"));
        for error in [
            one.send().await.map(|_| ()).unwrap_err(),
            list.send().await.map(|_| ()).unwrap_err(),
        ] {
            shown.push(format!("{error} {error:?} {error:#?}"));
            let mut source = std::error::Error::source(&error);
            while let Some(cause) = source {
                shown.push(format!("{cause} {cause:?}"));
                source = cause.source();
            }
        }
    }
    let base64 = "dXNlcjpzM2NyM3Q=";
    for text in shown {
        assert!(!text.contains(secret) && !text.contains(base64), "{text}");
    }
    let sent = server.seen();
    assert!(
        sent.iter()
            .any(|seen| seen.target == "/pub/notes?api_key=s3cr3t")
    );
    assert!(
        sent.iter()
            .any(|seen| seen.header("authorization") == Some(&format!("Basic {base64}")))
    );
    assert!(
        sent.iter()
            .any(|seen| seen.header("x-api-key") == Some(secret))
    );
    assert!(
        sent.iter()
            .any(|seen| seen.header("cookie") == Some("session=s3cr3t"))
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

#[tokio::test]
async fn a_token_that_next_echoes_is_neither_kept_nor_sent_twice() {
    let server = Server::start(|_, before| {
        let next = (before == 0).then_some("/pub/patient?api_key=other&page[number]=2");
        Reply::json(
            200,
            json!({ "data": [], "links": { "next": next }, "meta": { "count": 0 } }),
        )
    })
    .await;
    let client = builder(&server).build().unwrap();
    let mut pages = client.fetch_patients().pages();
    pages.try_next().await.unwrap();
    let token = pages.resume_token().unwrap().to_string();
    assert!(
        !token.contains("api_key") && !token.contains("secret"),
        "{token}"
    );
}
