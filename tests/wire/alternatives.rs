//! Which of an operation's security requirements a request meets: one of several, all of its schemes.

use tests::client::ClientBuilder;
use tests::runtime::{Api, Credential, Scheme, SchemeKind};

use super::server::{Reply, Server};

/// `getClosed` asks for `key`, or for `basic` and `token`.
static API: Api = Api {
    name: "alternatives",
    version: "1",
    base_url: "",
    user_agent: "alternatives/1",
    operation_servers: &[],
    headers: &[],
    schemes: &[
        Scheme {
            name: "key",
            kind: SchemeKind::ApiKeyHeader("X-Key"),
        },
        Scheme {
            name: "basic",
            kind: SchemeKind::Basic,
        },
        Scheme {
            name: "token",
            kind: SchemeKind::ApiKeyQuery("token"),
        },
    ],
};

#[tokio::test]
async fn the_first_requirement_is_met_that_the_client_has_all_credentials_for() {
    let server = Server::start(|_, _| Reply::new(204)).await;
    let basic = Some("Basic dTpw");
    for (given, target, authorization, key) in [
        (&["key"][..], "/closed", None, Some("k")),
        (&["basic"], "/closed", None, None),
        (&["token"], "/closed", None, None),
        (&["token", "basic"], "/closed?token=t", basic, None),
        (&["token", "key"], "/closed", None, Some("k")),
        (&["token", "basic", "key"], "/closed", None, Some("k")),
        (&[], "/closed", None, None),
    ] {
        let mut builder = ClientBuilder::new(&API).base_url(&server.url);
        for name in given {
            let credential = match *name {
                "basic" => Credential::basic("u", "p"),
                "key" => Credential::api_key("k"),
                _ => Credential::api_key("t"),
            };
            builder = builder.credential(name, credential);
        }
        let client = builder.build().unwrap();
        client.get_closed().send().await.unwrap();
        let seen = server.seen().pop().unwrap();
        assert_eq!(seen.target(), target, "{given:?}");
        assert_eq!(seen.header("authorization"), authorization, "{given:?}");
        assert_eq!(seen.header("x-key"), key, "{given:?}");

        client.get_open().send().await.unwrap();
        let seen = server.seen().pop().unwrap();
        assert_eq!(seen.target(), "/open");
        let sent = (seen.header("authorization"), seen.header("x-key"));
        assert_eq!(sent, (None, None), "{given:?}");
    }
}
