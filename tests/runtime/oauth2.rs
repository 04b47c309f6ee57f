//! Obtaining, renewing and keeping tokens.

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use fitbit_plus::{ErrorKind, Token, TokenStore};
use fitbit_plus_mock::MockServer;
use futures_util::future::join_all;
use serde_json::{Value, json};

use crate::mock::{Mock, answer};

async fn start() -> Mock {
    Mock::of_patients(2).await
}

/// The answer of a token endpoint.
fn token(attributes: &Value) -> String {
    let token = json!({ "type": "oauth/token", "id": "t", "attributes": attributes });
    answer(201, json!({ "data": token })) + " operation=createToken"
}

const REFUSED: &str = r#"{"error": "invalid_grant", "error_description": "expired"}"#;

#[tokio::test]
async fn the_grant_travels_in_the_envelope_of_the_endpoint() {
    let mine = fitbit_plus_mock::Client {
        id: "my id".to_owned(),
        secret: "s&s".to_owned(),
        name: "mine".to_owned(),
        tenant: None,
        scope: None,
    };
    let mock = Mock::with(MockServer::builder().patients(1).client(mine)).await;
    let client = mock.anonymous().client_credentials("my id", "s&s");
    let client = client.build().unwrap();
    let patient = mock.some("patient");
    client.fetch_patient(&patient).send().await.unwrap();

    let seen = mock.seen();
    let grant = json!({
        "grant_type": "client_credentials", "client_id": "my id", "client_secret": "s&s",
    });
    assert_eq!(
        seen[0].body,
        json!({ "data": { "type": "oauth/token", "attributes": grant } })
    );
    assert_eq!(
        seen[0].header("content-type"),
        Some("application/vnd.api+json")
    );
    assert_eq!(seen[0].header("authorization"), None);
    assert_eq!(seen[1].status, 200, "the token was sent along");
    mock.assert_documented();
}

#[tokio::test]
async fn one_token_serves_all_callers() {
    let mock = start().await;
    let client = mock.with_credentials().build().unwrap();
    let calls = (0..32).map(|_| client.fetch_patient("p1").send());
    assert!(join_all(calls).await.iter().all(Result::is_ok));
    assert_eq!(mock.count("createToken"), 1);
}

#[tokio::test]
async fn an_expired_token_is_renewed_with_its_refresh_token() {
    let mock = start().await;
    let short = json!({ "access_token": mock.token(), "expires_in": "3", "refresh_token": "r1" });
    mock.fault(&(token(&short) + " times=1")).unwrap();
    let client = mock.with_credentials().build().unwrap();
    client.fetch_patient("p1").send().await.unwrap();
    client.fetch_patient("p1").send().await.unwrap();
    assert_eq!(mock.count("createToken"), 1);
    tokio::time::sleep(Duration::from_millis(3100)).await;
    client.fetch_patient("p1").send().await.unwrap();
    let renewal = &mock.seen()[3].body["data"]["attributes"];
    assert_eq!(renewal["grant_type"], "refresh_token");
    assert_eq!(renewal["refresh_token"], "r1");
}

#[tokio::test]
async fn a_refresh_token_of_the_server_is_good_for_a_new_token() {
    let mock = start().await;
    let client = mock.with_credentials().build().unwrap();
    client.fetch_patient("p1").send().await.unwrap();
    mock.expire_tokens();
    client.fetch_patient("p1").send().await.unwrap();
    let grants: Vec<_> = mock
        .seen()
        .into_iter()
        .filter(|seen| seen.path() == "/pub/oauth/token")
        .map(|seen| seen.body["data"]["attributes"]["grant_type"].clone())
        .collect();
    assert_eq!(grants, ["client_credentials", "refresh_token"]);
    mock.assert_documented();
}

#[tokio::test]
async fn a_refused_refresh_token_falls_back_to_the_credentials() {
    let mock = start().await;
    let refused = answer(400, REFUSED) + " operation=createToken";
    mock.fault(&format!("{refused} after=1 times=1")).unwrap();
    let client = mock.with_credentials().build().unwrap();
    client.fetch_patient("p1").send().await.unwrap();
    mock.expire_tokens();
    client.fetch_patient("p1").send().await.unwrap();
    assert_eq!(mock.count("createToken"), 3);

    mock.fault(&refused).unwrap();
    let only = mock.anonymous().refresh_token("i", "s", "r0");
    let error = only.build().unwrap().fetch_patient("p1").send().await;
    let error = error.unwrap_err();
    assert_eq!(
        (error.kind(), error.is_unauthorized()),
        (ErrorKind::Authentication, true)
    );
    let cause = std::error::Error::source(&error).unwrap().to_string();
    assert!(
        cause.contains("invalid_grant") && cause.contains("expired"),
        "{cause}"
    );
}

#[tokio::test]
async fn a_renewal_ahead_of_time_that_fails_leaves_the_good_token_in_use() {
    let mock = start().await;
    let short = json!({ "access_token": mock.token(), "expires_in": 6 });
    mock.fault(&(token(&short) + " times=1")).unwrap();
    mock.fault(&(answer(400, "{}") + " operation=createToken after=1"))
        .unwrap();
    let client = mock.with_credentials().build().unwrap();
    client.fetch_patient("p1").send().await.unwrap();
    // In the last tenth of its life.
    tokio::time::sleep(Duration::from_millis(5500)).await;
    client.fetch_patient("p1").send().await.unwrap();
    client.fetch_patient("p1").send().await.unwrap();
    assert_eq!(mock.count("createToken"), 2);
}

#[tokio::test]
async fn a_401_that_stays_is_an_error_after_two_new_tokens() {
    let mock = start().await;
    mock.fault("status=401 operation=fetchPatient").unwrap();
    let client = mock.with_credentials().build().unwrap();
    let error = client.fetch_patient("p1").send().await.unwrap_err();
    assert!(error.is_unauthorized());
    assert_eq!(
        (mock.count("fetchPatient"), mock.count("createToken")),
        (3, 3)
    );

    let client = mock.anonymous().bearer_token("fixed").build().unwrap();
    client.fetch_patient("p1").send().await.unwrap_err();
    assert_eq!(mock.count("fetchPatient"), 4);
}

#[tokio::test]
async fn a_renewal_is_retried_where_the_server_did_not_carry_it_out() {
    for refused in ["status=429 retry-after=0", "status=503", "status=429"] {
        let mock = start().await;
        let client = mock.with_credentials().build().unwrap();
        client.fetch_patient("p1").send().await.unwrap();
        mock.expire_tokens();
        mock.fault(&format!("{refused} times=2 operation=createToken"))
            .unwrap();
        client.fetch_patient("p1").send().await.unwrap();
        let grants = mock.seen();
        let grants = grants.iter().filter_map(|seen| {
            let grant = &seen.body["data"]["attributes"]["grant_type"];
            grant.as_str().map(|grant| (grant.to_owned(), seen.status))
        });
        let expected = [
            ("client_credentials", 201),
            ("refresh_token", 429),
            ("refresh_token", 429),
            ("refresh_token", 201),
        ];
        let status = |status| {
            if status == 429 && refused == "status=503" {
                503
            } else {
                status
            }
        };
        let expected = expected.map(|(grant, expected)| (grant.to_owned(), status(expected)));
        assert_eq!(grants.collect::<Vec<_>>(), expected, "{refused}");
    }
}

#[tokio::test]
async fn a_renewal_that_keeps_failing_falls_back_to_the_credentials_and_says_why_if_that_fails_too()
{
    let mock = start().await;
    let client = mock.with_credentials().build().unwrap();
    client.fetch_patient("p1").send().await.unwrap();
    mock.expire_tokens();
    mock.fault("status=500 times=4 operation=createToken")
        .unwrap();
    client.fetch_patient("p1").send().await.unwrap();
    assert_eq!(mock.count("createToken"), 6);

    mock.expire_tokens();
    mock.fault("status=429 retry-after=0 operation=createToken")
        .unwrap();
    let error = client.fetch_patient("p1").send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Authentication);
    let message = error.to_string();
    assert!(message.starts_with("fetchPatient: "), "{message}");
    assert!(
        message.contains("no token could be obtained for `OAuth2`: token: POST "),
        "{message}"
    );
    assert!(message.contains("429 Too Many Requests"), "{message}");
}

#[tokio::test]
async fn dropping_the_caller_that_renews_does_not_fail_the_others() {
    let mock = start().await;
    mock.fault("latency=1s operation=createToken times=1")
        .unwrap();
    let client = mock.with_credentials().build().unwrap();
    let first = tokio::spawn(client.fetch_patient("p1").send());
    tokio::time::sleep(Duration::from_millis(100)).await;
    let second = tokio::spawn(client.fetch_patient("p1").send());
    tokio::time::sleep(Duration::from_millis(50)).await;
    first.abort();
    second.await.unwrap().unwrap();
}

#[derive(Default)]
struct Kept(Mutex<Option<Token>>);

struct Shared(Arc<Kept>);

impl TokenStore for Shared {
    fn load<'a>(&'a self, _: &'a str) -> Pin<Box<dyn Future<Output = Option<Token>> + Send + 'a>> {
        Box::pin(async { self.0.0.lock().unwrap().clone() })
    }

    fn save<'a>(
        &'a self,
        scheme: &'a str,
        token: &'a Token,
    ) -> Pin<Box<dyn Future<Output = ()> + Send + 'a>> {
        assert_eq!(scheme, "OAuth2");
        Box::pin(async { *self.0.0.lock().unwrap() = Some(token.clone()) })
    }
}

#[tokio::test]
async fn a_store_carries_a_token_to_another_client() {
    let mock = start().await;
    let kept = Arc::new(Kept::default());
    for _ in 0..2 {
        let client = mock.with_credentials();
        let client = client
            .token_store(Shared(Arc::clone(&kept)))
            .build()
            .unwrap();
        client.fetch_patient("p1").send().await.unwrap();
    }
    assert_eq!(mock.count("createToken"), 1);
    assert!(kept.0.lock().unwrap().as_ref().unwrap().expires_at > Some(SystemTime::now()));
}

#[tokio::test]
async fn a_token_of_another_type_is_refused() {
    let mock = start().await;
    mock.fault(&token(&json!({ "access_token": "t", "token_type": "mac" })))
        .unwrap();
    let client = mock.with_credentials().build().unwrap();
    let error = client.fetch_patient("p1").send().await.unwrap_err();
    assert!(
        std::error::Error::source(&error)
            .unwrap()
            .to_string()
            .contains("not a bearer token")
    );
}
