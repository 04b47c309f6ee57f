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
