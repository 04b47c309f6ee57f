//! Every kind of credential beside every style of parameter: neither touches the other.

use futures_util::TryStreamExt;
use tests::client::{Client, ClientBuilder};
use tests::keys::models::Range;
use tests::keys::operations::default::EveryStyle;
use tests::runtime::{Api, Credential, Scheme, SchemeKind};

use super::server::{Reply, Server};

pub(super) static API: Api = Api {
    name: "keys",
    version: "1",
    base_url: "",
    user_agent: "keys/1",
    operation_servers: &[],
    headers: &[],
    schemes: &[
        Scheme {
            name: "header_key",
            kind: SchemeKind::ApiKeyHeader("X-Key"),
        },
        Scheme {
            name: "query_key",
            kind: SchemeKind::ApiKeyQuery("api key"),
        },
        Scheme {
            name: "cookie_key",
            kind: SchemeKind::ApiKeyCookie("session"),
        },
        Scheme {
            name: "basic",
            kind: SchemeKind::Basic,
        },
        Scheme {
            name: "bearer",
            kind: SchemeKind::Bearer,
        },
        Scheme {
            name: "shared",
            kind: SchemeKind::Http("SharedKey"),
        },
    ],
};

const KEY: &str = "a&b=c d,é";

fn client(server: &Server, credential: Option<(&'static str, Credential)>) -> Client {
    let builder = ClientBuilder::new(&API).base_url(&server.url);
    let builder = match credential {
        Some((scheme, credential)) => builder.credential(scheme, credential),
        None => builder,
    };
    builder.build().unwrap()
}

/// What a credential adds to a request: to its query, to its cookies, as a header.
struct Added(&'static str, &'static str, (&'static str, &'static str));

fn credentials() -> Vec<(&'static str, Credential, Added)> {
    vec![
        (
            "header_key",
            Credential::api_key("k"),
            Added("", "", ("x-key", "k")),
        ),
        (
            "query_key",
            Credential::api_key(KEY),
            Added("api%20key=a%26b%3Dc%20d%2C%C3%A9", "", ("", "")),
        ),
        (
            "cookie_key",
            Credential::api_key("s; t"),
            Added("", "session=s%3B%20t", ("", "")),
        ),
        (
            "basic",
            Credential::basic("u", "p"),
            Added("", "", ("authorization", "Basic dTpw")),
        ),
        (
            "bearer",
            Credential::bearer("t"),
            Added("", "", ("authorization", "Bearer t")),
        ),
        (
            "shared",
            Credential::http("k"),
            Added("", "", ("authorization", "SharedKey k")),
        ),
    ]
}

type Filled = fn(EveryStyle) -> EveryStyle;

/// A way to fill the request, and the query, the cookies and the header `X-List` that come of it.
fn filled() -> Vec<(Filled, &'static str, &'static str, Option<&'static str>)> {
    vec![
        (|request| request, "", "", None),
        (
            |request| request.comma(["a,b", "c"]),
            "comma=a%2Cb,c",
            "",
            None,
        ),
        (
            |request| request.each(["a,b", "c d"]),
            "each=a%2Cb&each=c%20d",
            "",
            None,
        ),
        (|request| request.space(["a", "b"]), "space=a%20b", "", None),
        (
            |request| request.pipe(["a", "b+"]),
            "pipe=a%7Cb%2B",
            "",
            None,
        ),
        (
            |request| request.deep(&Range::new().from("1+1").to("ü")),
            "deep%5Bfrom%5D=1%2B1&deep%5Bto%5D=%C3%BC",
            "",
            None,
        ),
        (
            |request| request.free("https://x/?a,b;c'd%2C"),
            "free=https://x/?a,b;c%27d%252C",
            "",
            None,
        ),
        (|request| request.x_list(["a", "b"]), "", "", Some("a,b")),
        (
            |request| request.spots(["a,b", "c"]),
            "",
            "spots=a%2Cb,c",
            None,
        ),
        (
            |request| {
                let request = request.comma(["a,b", "c"]).space(["d", "e"]).free("f/,g");
                request.spots(["h"]).x_list(["i", "j"])
            },
            "comma=a%2Cb,c&space=d%20e&free=f/,g",
            "spots=h",
            Some("i,j"),
        ),
    ]
}

fn joined(parts: [&str; 2], separator: &str) -> String {
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(separator)
}

#[tokio::test]
async fn no_credential_touches_a_parameter_and_no_parameter_a_credential() {
    let server = Server::silent(204).await;
    for (scheme, credential, added) in credentials() {
        let client = client(&server, Some((scheme, credential)));
        for (fill, query, cookies, list) in filled() {
            let request = client.every_style(["a,b", "c"], [".x", "y"], ["m;n", "o"]);
            fill(request).send().await.unwrap();
            let seen = server.last();
            let query = joined([query, added.0], "&");
            let mark = if query.is_empty() { "" } else { "?" };
            assert_eq!(
                seen.line,
                format!("GET /every/a%2Cb,c/..x.y/;matrix=m%3Bn,o{mark}{query} HTTP/1.1"),
                "{scheme}"
            );
            let cookies = joined([cookies, added.1], "; ");
            assert_eq!(seen.header("cookie").unwrap_or_default(), cookies);
            assert_eq!(seen.header("x-list"), list);
            let (name, value) = added.2;
            for header in ["x-key", "authorization"] {
                let expected = (header == name).then_some(value);
                assert_eq!(seen.header(header), expected, "{scheme}");
            }
        }
    }
}

#[tokio::test]
async fn links_are_followed_byte_by_byte() {
    /// What the server says, and what it is then asked.
    const LINKS: [(&str, &str); 6] = [
        (
            "/linked?ids=a%2Cb,c&x=%7e+%20&&y",
            "ids=a%2Cb,c&x=%7e+%20&&y&KEY",
        ),
        ("?cursor=a|b^`{}[]", "cursor=a|b^`{}[]&KEY"),
        // Where the key stands already, it stays.
        ("/linked?api%20key=old&c=%2c", "KEY&c=%2c"),
        ("/linked?c=1&api+key=***", "c=1&KEY"),
        ("/linked?", "KEY"),
        ("/linked?filter%5Ba%5D=1;2&e=", "filter%5Ba%5D=1;2&e=&KEY"),
    ];
    const KEY: &str = "api%20key=k";
    for (link, asked) in LINKS {
        let server = Server::start(move |_, before| match before {
            0 => Reply::json(
                200,
                &serde_json::json!({ "data": [], "links": { "next": link } }).to_string(),
            ),
            _ => Reply::json(200, r#"{"data": []}"#),
        })
        .await;
        let client = client(&server, Some(("query_key", Credential::api_key("k"))));
        let mut pages = client.linked().pages();
        pages.try_next().await.unwrap().unwrap();
        let token = serde_json::to_string(&pages.resume_token()).unwrap();
        assert!(
            !token.contains("old") && !token.contains("key=k"),
            "{token}"
        );
        let rest: Vec<_> = pages.try_collect().await.unwrap();
        assert_eq!(rest.len(), 1, "{link}");
        let asked = asked.replace("KEY", KEY);
        assert_eq!(server.last().target(), format!("/linked?{asked}"), "{link}");
    }
}

#[tokio::test]
async fn a_link_without_a_key_in_the_query_is_left_alone() {
    let server = Server::start(|_, before| match before {
        0 => Reply::json(
            200,
            r#"{"data": [], "links": {"next": "?api+key=x&a=%2C,"}}"#,
        ),
        _ => Reply::json(200, r#"{"data": []}"#),
    })
    .await;
    let client = client(&server, Some(("bearer", Credential::bearer("t"))));
    let pages: Vec<_> = client.linked().pages().try_collect().await.unwrap();
    assert_eq!(pages.len(), 2);
    assert_eq!(server.last().target(), "/linked?api+key=x&a=%2C,");
}

#[tokio::test]
async fn keys_are_not_shown() {
    let server = Server::silent(418).await;
    let client = client(&server, Some(("query_key", Credential::api_key("s3cr3t"))));
    let request = client.every_style(["a"], ["b"], ["c"]).comma(["d,", "e"]);
    let error = request.send().await.unwrap_err().to_string();
    assert!(!error.contains("s3cr3t"), "{error}");
    assert!(error.contains("comma=d%2C,e"), "{error}");
}
