//! What is asked of token endpoints: the declared grants, in the words of RFC 6749.

use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::time::SystemTime;

use serde_json::json;
use tests::grants::client::{Client, ClientBuilder};
use tests::runtime::{ClientAuthentication, Error, ErrorKind, Token, TokenStore};

use super::server::{Reply, Seen, Server};

/// Answers each grant with the token `t`.
async fn server() -> Server {
    Server::start(|seen, _| match seen.line.starts_with("POST") {
        true if seen.target() != "/reports" => {
            Reply::json(200, r#"{"access_token": "t", "token_type": "bearer"}"#)
        }
        _ => Reply::new(204),
    })
    .await
}

fn builder(server: &Server) -> ClientBuilder {
    Client::builder().base_url(&server.url)
}

/// What a request was, without the headers that all requests have.
fn shown(seen: &Seen) -> (&str, Option<&str>, String) {
    let line = seen.line.trim_end_matches(" HTTP/1.1");
    (line, seen.header("authorization"), seen.text())
}

#[tokio::test]
async fn a_refresh_token_goes_to_the_refresh_url_of_its_flow() {
    let server = server().await;
    let client = builder(&server).refresh_token("id", "secret", "r0").build();
    client.unwrap().get_profile().send().await.unwrap();
    let user = builder(&server).refresh_token_user("id", "secret", "r1");
    user.build().unwrap().get_account().send().await.unwrap();
    let seen = server.seen();
    let basic = Some("Basic aWQ6c2VjcmV0");
    let form = |token| format!("grant_type=refresh_token&refresh_token={token}");
    assert_eq!(shown(&seen[0]), ("POST /code/refresh", basic, form("r0")));
    assert_eq!(seen[1].header("authorization"), Some("Bearer t"));
    assert_eq!(shown(&seen[2]), ("POST /user/token", basic, form("r1")));
}

/// The grant of the first token that a call asks for.
async fn grant(server: &Server, builder: ClientBuilder) -> String {
    let before = server.seen().len();
    let client = builder.client_credentials("id", "secret").build().unwrap();
    client.list_reports().send().await.unwrap();
    let seen = server.seen();
    assert_eq!(seen[before].target(), "/app/token");
    seen[before].text()
}

#[tokio::test]
async fn scopes_are_those_that_operations_require_unless_others_are_chosen() {
    let server = server().await;
    let plain = "grant_type=client_credentials";
    let given = grant(&server, builder(&server)).await;
    assert_eq!(
        given,
        format!("{plain}&scope=reports%3Aread%20reports%3Awrite")
    );
    let given = grant(&server, builder(&server).scopes(["reports:read"])).await;
    assert_eq!(given, format!("{plain}&scope=reports%3Aread"));
    let given = grant(&server, builder(&server).scopes([""; 0])).await;
    assert_eq!(given, plain);
}

#[tokio::test]
async fn a_refresh_asks_for_no_scope() {
    let server = Server::start(|seen, before| match (seen.target(), before) {
        ("/app/token", _) => Reply::json(200, r#"{"access_token": "t", "refresh_token": "r1"}"#),
        (_, 1) => Reply::new(401),
        _ => Reply::new(204),
    })
    .await;
    let client = builder(&server).client_credentials("id", "secret");
    client.build().unwrap().list_reports().send().await.unwrap();
    let seen = server.seen();
    assert!(seen[0].text().contains("scope="));
    assert_eq!(seen[2].text(), "grant_type=refresh_token&refresh_token=r1");
}

/// Keeps the last token.
#[derive(Clone, Default)]
struct Kept(Arc<Mutex<Option<Token>>>);

impl TokenStore for Kept {
    fn load<'a>(&'a self, _: &'a str) -> Pin<Box<dyn Future<Output = Option<Token>> + Send + 'a>> {
        Box::pin(async { None })
    }

    fn save<'a>(
        &'a self,
        _: &'a str,
        token: &'a Token,
    ) -> Pin<Box<dyn Future<Output = ()> + Send + 'a>> {
        *self.0.lock().unwrap() = Some(token.clone());
        Box::pin(async {})
    }
}

/// The outcome of a call whose token endpoint answers with this, and the token.
async fn answered(status: u16, body: &str) -> (Result<(), Error>, Option<Token>) {
    let body = body.to_owned();
    let server = Server::start(move |seen, _| match seen.target() {
        "/app/token" => Reply::json(status, &body),
        _ => Reply::new(204),
    })
    .await;
    let kept = Kept::default();
    let client = builder(&server).token_store(kept.clone());
    let client = client.client_credentials("id", "secret").build().unwrap();
    let outcome = client.list_reports().send().await.map(|_| ());
    let token = kept.0.lock().unwrap().take();
    (outcome, token)
}

#[tokio::test]
async fn a_token_lives_as_long_as_the_answer_says_in_whatever_way() {
    for (expires_in, seconds) in [
        ("", None),
        (r#", "expires_in": null"#, None),
        (r#", "expires_in": "soon""#, None),
        (r#", "expires_in": 1e300"#, None),
        (r#", "expires_in": 99999999999999999999"#, None),
        (r#", "expires_in": 0"#, Some(0)),
        (r#", "expires_in": -5"#, Some(0)),
        (r#", "expires_in": "-5""#, Some(0)),
        (r#", "expires_in": 3600"#, Some(3600)),
        (r#", "expires_in": 3600.9"#, Some(3600)),
        (r#", "expires_in": " 3600""#, Some(3600)),
    ] {
        let asked = SystemTime::now();
        let (outcome, token) =
            answered(200, &format!(r#"{{"access_token": "t"{expires_in}}}"#)).await;
        outcome.unwrap_or_else(|error| panic!("{expires_in}: {error}"));
        let life = token
            .unwrap()
            .expires_at
            .map(|end| end.duration_since(asked).unwrap());
        let range = seconds.map(|seconds| seconds..seconds + 30);
        match (life, range) {
            (Some(life), Some(range)) => {
                assert!(range.contains(&life.as_secs()), "{expires_in}: {life:?}")
            }
            (life, range) => assert_eq!(life.is_some(), range.is_some(), "{expires_in}: {life:?}"),
        }
    }
}

#[tokio::test]
async fn a_token_of_another_type_is_an_error_that_names_it() {
    for kind in ["bearer", "Bearer", "BEARER"] {
        let body = json!({ "access_token": "t", "token_type": kind });
        answered(200, &body.to_string()).await.0.unwrap();
    }
    for (kind, said) in [
        (
            "DPoP",
            "the token is not a bearer token: its token_type is `DPoP`",
        ),
        (
            "a token in the wrong place",
            "the token is not a bearer token",
        ),
    ] {
        let body = json!({ "access_token": "t", "token_type": kind });
        let error = answered(200, &body.to_string()).await.0.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Authentication);
        assert!(error.to_string().ends_with(said), "{error}");
        assert_eq!(error.token_error(), None);
    }
}

#[tokio::test]
async fn what_the_token_endpoint_says_is_wrong_is_typed() {
    let body = r#"{"error": "invalid_scope", "error_description": "no reports", "error_uri": "https://a.example/e"}"#;
    // With a status of success too, as some servers have it.
    for status in [400, 401, 200] {
        let error = answered(status, body).await.0.unwrap_err();
        let said = error.token_error().unwrap();
        assert_eq!(said.error, "invalid_scope", "{status}");
        assert_eq!(said.error_description.as_deref(), Some("no reports"));
        assert_eq!(said.error_uri.as_deref(), Some("https://a.example/e"));
        assert_eq!(said.to_string(), "invalid_scope: no reports");
        assert!(!error.is_retryable(), "{error}");
    }
    let error = answered(400, r#"{"error": "x", "error_description": 1}"#)
        .await
        .0;
    let said = error.unwrap_err().token_error().unwrap();
    assert_eq!((&*said.error, said.error_description), ("x", None));
    for body in ["", "[]", "no", r#"{"error": {"code": 1}}"#] {
        let error = answered(400, body).await.0.unwrap_err();
        assert_eq!(error.token_error(), None, "{body}");
    }
}

#[tokio::test]
async fn the_application_says_who_it_is_as_the_caller_chooses() {
    let server = server().await;
    let grant = "grant_type=client_credentials";
    // RFC 6749, section 2.3.1: base64 of `my%20id:s%26s%2B`.
    let basic = Some("Basic bXklMjBpZDpzJTI2cyUyQg==");
    let post = format!("{grant}&client_id=my%20id&client_secret=s%26s%2B");
    let public = format!("{grant}&client_id=my%20id");
    for (method, secret, header, body) in [
        (None, "s&s+", basic, grant.to_owned()),
        (
            Some(ClientAuthentication::ClientSecretBasic),
            "s&s+",
            basic,
            grant.to_owned(),
        ),
        (
            Some(ClientAuthentication::ClientSecretPost),
            "s&s+",
            None,
            post,
        ),
        (
            Some(ClientAuthentication::None),
            "s&s+",
            None,
            public.clone(),
        ),
        (None, "", None, public),
    ] {
        let before = server.seen().len();
        let mut builder = builder(&server).scopes([""; 0]);
        if let Some(method) = method {
            builder = builder.client_authentication(method);
        }
        let client = builder.client_credentials("my id", secret).build().unwrap();
        client.list_reports().send().await.unwrap();
        let seen = &server.seen()[before];
        let sorted = |text: &str| {
            let mut fields: Vec<String> = text.split('&').map(str::to_owned).collect();
            fields.sort();
            fields
        };
        assert_eq!(seen.header("authorization"), header, "{method:?}");
        assert_eq!(sorted(&seen.text()), sorted(&body), "{method:?}");
    }
}
