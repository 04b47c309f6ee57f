//! Grants with a person in them: a browser with PKCE, another device, a password. Only where the document declares them.

use std::sync::Mutex;
use std::time::{Duration, Instant};

use secrecy::ExposeSecret;
use sha2::{Digest, Sha256};
use tests::grants::client::{Client, ClientBuilder};
use tests::runtime::{AuthorizationCode, ErrorKind};
use url::Url;

use super::server::{Reply, Seen, Server};

const CALLBACK: &str = "http://127.0.0.1:9/back?of=us";

fn builder(server: &Server) -> ClientBuilder {
    Client::builder().base_url(&server.url)
}

/// A token, then another for its refresh token.
async fn server() -> Server {
    Server::start(|seen, before| match seen.line.starts_with("POST") {
        true => Reply::json(
            200,
            &format!(
                r#"{{"access_token": "t{before}", "token_type": "Bearer", "refresh_token": "r{before}"}}"#
            ),
        ),
        false if seen.header("authorization") == Some("Bearer t0") && before > 1 => Reply::new(401),
        false => Reply::new(204),
    })
    .await
}

/// The fields of a form or a query.
fn fields(text: &str) -> Vec<(String, String)> {
    let pairs = url::form_urlencoded::parse(text.as_bytes());
    let mut pairs: Vec<(String, String)> = pairs.into_owned().collect();
    pairs.sort();
    pairs
}

fn field(text: &str, name: &str) -> String {
    let found: Vec<String> = fields(text)
        .into_iter()
        .filter(|(other, _)| other == name)
        .map(|(_, value)| value)
        .collect();
    assert_eq!(found.len(), 1, "{name} in {text}");
    found[0].clone()
}

/// RFC 4648, section 5, by its definition: six bits a letter.
fn base64_url(bytes: &[u8]) -> String {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let bits: String = bytes.iter().map(|byte| format!("{byte:08b}")).collect();
    let bits: Vec<char> = bits.chars().collect();
    let letter = |bits: &[char]| {
        let bits: String = bits.iter().collect();
        let number = usize::from_str_radix(&format!("{bits:0<6}"), 2).unwrap();
        char::from(LETTERS[number])
    };
    bits.chunks(6).map(letter).collect()
}

#[tokio::test]
async fn a_user_signs_in_with_a_browser_and_the_code_becomes_tokens() {
    let server = server().await;
    let builder = builder(&server);
    let authorization = builder.authorization("my id", CALLBACK).unwrap();
    let authorization = authorization.parameter("prompt", "consent");
    let url = authorization.url().clone();
    assert!(
        url.as_str()
            .starts_with(&format!("{}/authorize?", server.url))
    );
    let query = url.query().unwrap();
    for (name, value) in [
        ("response_type", "code"),
        ("client_id", "my id"),
        ("redirect_uri", CALLBACK),
        // What an operation requires of this flow, not all that the document declares.
        ("scope", "profile"),
        ("state", authorization.state()),
        ("code_challenge_method", "S256"),
        ("prompt", "consent"),
    ] {
        assert_eq!(field(query, name), value);
    }
    let back = format!("{CALLBACK}&code=c%2B1&state={}#", authorization.state());
    let code = authorization.code(&back).unwrap();
    let client = builder
        .authorization_code("my id", "", code)
        .build()
        .unwrap();
    client.get_profile().send().await.unwrap();
    client.get_profile().send().await.unwrap();
    let seen = server.seen();
    let exchange = seen[0].text();
    assert_eq!(seen[0].target(), "/code/token");
    let verifier = field(&exchange, "code_verifier");
    assert_eq!(verifier, authorization.verifier().expose_secret());
    assert!(
        (43..=128).contains(&verifier.len()),
        "RFC 7636, section 4.1"
    );
    let challenge = base64_url(&Sha256::digest(verifier.as_bytes()));
    assert_eq!(field(query, "code_challenge"), challenge);
    let expected = [
        ("client_id", "my id"),
        ("code", "c+1"),
        ("code_verifier", &verifier),
        ("grant_type", "authorization_code"),
        ("redirect_uri", CALLBACK),
    ];
    let expected = expected.map(|(name, value)| (name.to_owned(), value.to_owned()));
    assert_eq!(fields(&exchange), expected);
    // The second call was rejected, and went on with the refresh token, at the refresh URL of the flow.
    let lines: Vec<&str> = seen.iter().map(Seen::target).collect();
    assert_eq!(
        lines,
        [
            "/code/token",
            "/profile",
            "/profile",
            "/code/refresh",
            "/profile"
        ]
    );
    assert_eq!(field(&seen[3].text(), "refresh_token"), "r0");
}

#[test]
fn the_base64_of_the_test_is_that_of_rfc_7636() {
    let digest = Sha256::digest(b"dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
    assert_eq!(
        base64_url(&digest),
        "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
    );
}

#[test]
fn two_sign_ins_have_nothing_in_common() {
    let builder = Client::builder().scopes_code(["a b", "c"]);
    let [one, two] = [(); 2].map(|()| builder.authorization("id", CALLBACK).unwrap());
    assert_eq!(
        one.url().origin(),
        Url::parse("https://grants.example.com").unwrap().origin()
    );
    assert_eq!(field(one.url().query().unwrap(), "scope"), "a b c");
    assert_ne!(one.state(), two.state());
    assert_ne!(
        one.verifier().expose_secret(),
        two.verifier().expose_secret()
    );
    let back = format!("/back?code=c&state={}", two.state());
    assert!(one.code(&back).is_err() && two.code(&back).is_ok());
    let shown = format!("{one:?} {:?}", two.code(&back).unwrap());
    assert!(!shown.contains(one.state()), "{shown}");
}

#[test]
fn what_a_browser_brings_back_is_refused_with_the_reason() {
    let builder = Client::builder();
    let authorization = builder.authorization("id", CALLBACK).unwrap();
    let state = authorization.state();
    for (query, said, typed) in [
        ("code=c".to_owned(), "its `state` is another", None),
        ("code=c&state=x".to_owned(), "its `state` is another", None),
        // Anyone can send a browser here with an error.
        (
            "error=access_denied".to_owned(),
            "its `state` is another",
            None,
        ),
        (format!("state={state}"), "gave no `code`", None),
        (format!("code=&state={state}"), "gave no `code`", None),
        (
            format!("error=access_denied&error_description=no+way&state={state}"),
            "the sign-in failed: access_denied: no way",
            Some("access_denied"),
        ),
    ] {
        let error = authorization.code(&format!("/back?{query}")).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Authentication);
        assert!(error.to_string().contains(said), "{query}: {error}");
        let found = error.token_error().map(|error| error.error);
        assert_eq!(found.as_deref(), typed, "{query}");
    }
}

#[tokio::test]
async fn a_code_is_exchanged_once_however_long_the_client_lives() {
    let server = Server::start(|seen, _| match seen.line.starts_with("POST") {
        true => Reply::json(200, r#"{"access_token": "t", "expires_in": 0}"#),
        false => Reply::new(204),
    })
    .await;
    let code = AuthorizationCode::new("c", CALLBACK, "v");
    let client = builder(&server).authorization_code("id", "secret", code);
    let client = client.build().unwrap();
    client.get_profile().send().await.unwrap();
    tokio::time::sleep(Duration::from_millis(1100)).await;
    let error = client.get_profile().send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Authentication);
    assert!(
        error.to_string().contains("has to sign in again"),
        "{error}"
    );
    let posts = server.seen();
    assert_eq!(
        posts
            .iter()
            .filter(|seen| seen.line.starts_with("POST"))
            .count(),
        1
    );
    assert_eq!(posts[0].header("authorization"), Some("Basic aWQ6c2VjcmV0"));
}

#[tokio::test]
async fn a_password_is_exchanged_where_the_document_declares_that() {
    let server = server().await;
    let client = builder(&server).password_grant("id", "secret", "me@example.com", "p&w");
    client.build().unwrap().get_account().send().await.unwrap();
    let seen = server.seen();
    assert_eq!(seen[0].target(), "/user/token");
    assert_eq!(seen[0].header("authorization"), Some("Basic aWQ6c2VjcmV0"));
    let expected = [
        ("grant_type", "password"),
        ("password", "p&w"),
        ("username", "me@example.com"),
    ];
    let expected = expected.map(|(name, value)| (name.to_owned(), value.to_owned()));
    assert_eq!(fields(&seen[0].text()), expected);
    assert_eq!(seen[1].header("authorization"), Some("Bearer t0"));
}

/// The answers to a device: its codes, then these, one a poll.
async fn devices(codes: &'static str, answers: &'static [(u16, &'static str)]) -> Server {
    let answers = Mutex::new(answers.iter());
    Server::start(move |seen, _| match seen.target() {
        "/tv/device" => Reply::json(200, codes),
        "/tv/token" => match answers.lock().unwrap().next() {
            Some((status, body)) => Reply::json(*status, body),
            None => Reply::new(500),
        },
        _ => Reply::new(204),
    })
    .await
}

const CODES: &str = r#"{"device_code": "dc-dc-dc-dc", "user_code": "WDJB", "verification_uri": "https://a.example/d",
    "verification_uri_complete": "https://a.example/d?c=WDJB", "expires_in": 60, "interval": 1}"#;
const PENDING: (u16, &str) = (400, r#"{"error": "authorization_pending"}"#);

#[tokio::test]
async fn a_device_waits_until_its_user_has_signed_in() {
    let server = devices(
        CODES,
        &[
            PENDING,
            (400, r#"{"error": "slow_down"}"#),
            (200, r#"{"access_token": "t", "token_type": "bearer"}"#),
        ],
    )
    .await;
    let shown = std::sync::Arc::new(Mutex::new(Vec::new()));
    let screen = shown.clone();
    let client = builder(&server).device_code("tv app", "", move |prompt| {
        assert!(!format!("{prompt:?}").contains("WDJB"));
        screen.lock().unwrap().push(prompt.clone());
    });
    let client = client.build().unwrap();
    let begun = Instant::now();
    client.get_tv().send().await.unwrap();
    // One second, one second, and five more after `slow_down`.
    assert!(
        begun.elapsed() >= Duration::from_secs(8),
        "{:?}",
        begun.elapsed()
    );
    let shown = shown.lock().unwrap();
    assert_eq!(shown.len(), 1);
    assert_eq!(shown[0].user_code, "WDJB");
    assert_eq!(shown[0].verification_uri, "https://a.example/d");
    assert_eq!(shown[0].expires_in, Duration::from_secs(60));
    let seen = server.seen();
    let lines: Vec<&str> = seen.iter().map(Seen::target).collect();
    assert_eq!(
        lines,
        ["/tv/device", "/tv/token", "/tv/token", "/tv/token", "/tv"]
    );
    assert_eq!(
        fields(&seen[0].text()),
        [
            ("client_id".to_owned(), "tv app".to_owned()),
            ("scope".to_owned(), "watch".to_owned())
        ]
    );
    let poll = seen[1].text();
    assert_eq!(
        field(&poll, "grant_type"),
        "urn:ietf:params:oauth:grant-type:device_code"
    );
    assert_eq!(field(&poll, "device_code"), "dc-dc-dc-dc");
    assert_eq!(field(&poll, "client_id"), "tv app");
    assert_eq!(seen[4].header("authorization"), Some("Bearer t"));
}

#[tokio::test]
async fn nobody_is_asked_to_sign_in_while_the_token_is_still_good() {
    // In the last tenth of their lives tokens are renewed ahead of time.
    let server = devices(CODES, &[(200, r#"{"access_token": "t", "expires_in": 8}"#)]).await;
    let client = builder(&server).device_code("id", "", |_| ()).build();
    let client = client.unwrap();
    client.get_tv().send().await.unwrap();
    // Its last tenth has begun.
    tokio::time::sleep(Duration::from_millis(7400)).await;
    client.get_tv().send().await.unwrap();
    let asked = server
        .seen()
        .into_iter()
        .filter(|seen| seen.target() == "/tv/device");
    assert_eq!(asked.count(), 1);
}

#[tokio::test]
async fn a_device_gives_up_when_the_user_refuses_or_time_is_up() {
    let refusal = (400, r#"{"error": "access_denied"}"#);
    let server = devices(CODES, Box::leak(Box::new([PENDING, refusal]))).await;
    let client = builder(&server).device_code("id", "", |_| ()).build();
    let error = client.unwrap().get_tv().send().await.unwrap_err();
    assert_eq!(error.token_error().unwrap().error, "access_denied");
    assert!(!format!("{error:?}").contains("dc-dc"));

    let soon = r#"{"device_code": "d", "user_code": "u", "verification_url": "https://a.example", "expires_in": 1}"#;
    let server = devices(soon, &[]).await;
    let client = builder(&server).device_code("id", "", |_| ()).build();
    let error = client.unwrap().get_tv().send().await.unwrap_err();
    assert!(
        error.to_string().contains("did not sign in in time"),
        "{error}"
    );
    assert_eq!(
        server.seen().len(),
        1,
        "no poll before the five seconds of RFC 8628"
    );

    let server = devices(r#"{"user_code": "u"}"#, &[]).await;
    let client = builder(&server).device_code("id", "", |_| ()).build();
    let error = client.unwrap().get_tv().send().await.unwrap_err();
    assert!(error.to_string().contains("RFC 8628"), "{error}");
}
