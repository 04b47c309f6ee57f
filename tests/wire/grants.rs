//! What is asked of token endpoints: the declared grants, in the words of RFC 6749.

use tests::grants::client::{Client, ClientBuilder};

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
