//! The choice among the document's servers.

use tests::client::{Client, ClientBuilder};
use tests::runtime::{Error, ErrorKind, Server, ServerVariable, Settings, Url};

use super::{API, server};

fn url(client: Result<Client, Error>) -> String {
    Url::to_string(client.unwrap().base_url())
}

#[test]
fn the_first_server_with_default_values_is_used_unless_another_is_chosen() {
    assert_eq!(url(Client::builder().build()), "https://eu.example.com/v1");
}

#[test]
fn variables_are_set_and_servers_chosen() {
    let client = Client::builder()
        .server_variable_region("us")
        .server_variable_base("v2.beta");
    assert_eq!(url(client.build()), "https://us.example.com/v2.beta");
    let client = Client::builder().server_test().server_variable_port("9");
    assert_eq!(url(client.build()), "http://127.0.0.1:9/test");
    // In any order, and what the server has no place for does not matter.
    let client = Client::builder()
        .server_variable_region("us")
        .server_old_example_com();
    assert_eq!(url(client.build()), "https://old.example.com/");
    let client = Client::builder()
        .server_test()
        .server_production()
        .server_variable_region("us");
    assert_eq!(url(client.build()), "https://us.example.com/v1");
}

#[test]
fn the_last_word_counts() {
    let client = Client::builder()
        .server_test()
        .base_url("https://own.example.com");
    assert_eq!(url(client.build()), "https://own.example.com/");
    let client = Client::builder()
        .base_url("https://own.example.com")
        .server_test();
    assert_eq!(url(client.build()), "http://127.0.0.1:8080/test");
}

#[test]
fn a_value_that_is_not_listed_or_leads_elsewhere_is_refused() {
    for client in [
        Client::builder().server_variable_region("mars"),
        Client::builder().server_variable_base("v2/beta"),
        Client::builder().server_variable_base(".."),
        Client::builder().server_variable_base("%2e%2e"),
        Client::builder().server_variable_base(""),
        Client::builder().server_test().server_variable_port("80/x"),
        Client::builder().server_test().server_variable_port(""),
        Client::builder().server_variable_base("v1?x=1"),
        Client::builder().server_variable_base("v1#x"),
        Client::builder()
            .server_test()
            .server_variable_port("1@evil.example"),
    ] {
        let error = client.build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration);
        assert!(error.to_string().contains("server variable"), "{error}");
    }
    let client = Client::builder()
        .server_variable_region("mars")
        .server_test();
    assert!(client.build().is_ok());
}

/// A server with one variable, and its URL for a value.
fn with(url: &'static str, default: &'static str, value: &str) -> Option<String> {
    let variables: &[ServerVariable] = Box::leak(Box::new([ServerVariable {
        name: "x",
        default,
        values: &[],
    }]));
    let server = Box::leak(Box::new(Server { url, variables }));
    let settings = Settings::new(&API).server_variable(server, "x", value);
    let client = ClientBuilder::from(settings);
    client
        .build()
        .ok()
        .map(|client| client.base_url().to_string())
}

#[test]
fn a_variable_is_one_part_of_the_url_as_its_place_says() {
    const EVIL: [&str; 9] = [
        "evil.test/",
        "evil.test",
        "evil.test#",
        "evil.test:80",
        "a@evil.test",
        "evil\u{3002}test",
        "a/../..",
        "",
        ".",
    ];
    for value in EVIL {
        for url in [
            "https://{x}.example.com/v1",
            "https://api-{x}.example.com",
            "https://api.{x}.com/{x}",
            "https://example.{x}",
        ] {
            assert_eq!(with(url, "a", value), None, "{url} {value}");
        }
        assert_eq!(
            with("https://example.com:{x}", "443", value),
            None,
            "{value}"
        );
    }
    for value in ["evil.test/", "a@evil.test", "a/..", "a:b", "[::1", "", "."] {
        assert_eq!(with("https://{x}/v1", "a", value), None, "{value}");
    }
    for (url, default, value, expected) in [
        (
            "https://{x}.example.com/v1",
            "a",
            "my-tenant",
            "https://my-tenant.example.com/v1",
        ),
        (
            "https://{x}.example.com",
            "eu.west",
            "us.east",
            "https://us.east.example.com/",
        ),
        (
            "https://{x}/v1",
            "example.com",
            "host.test",
            "https://host.test/v1",
        ),
        (
            "https://{x}/v1",
            "example.com",
            "host.test:444",
            "https://host.test:444/v1",
        ),
        (
            "https://{x}/v1",
            "example.com",
            "[::1]:444",
            "https://[::1]:444/v1",
        ),
        (
            "{x}://example.com",
            "https",
            "https",
            "https://example.com/",
        ),
        (
            "https://example.com/{x}",
            "v1",
            "v2",
            "https://example.com/v2",
        ),
        (
            "https://example.com/{x}",
            "api/v1",
            "api/v2",
            "https://example.com/api/v2",
        ),
        (
            "{x}/v1",
            "https://example.com",
            "https://host.test/a",
            "https://host.test/a/v1",
        ),
    ] {
        assert_eq!(
            with(url, default, value).as_deref(),
            Some(expected),
            "{url} {value}"
        );
    }
}

#[tokio::test]
async fn requests_go_to_the_server_that_was_chosen() {
    let server = server::Server::silent(204).await;
    let port = server.url.rsplit(':').next().unwrap();
    let builder = Client::builder().server_test().server_variable_port(port);
    builder.build().unwrap().ping().send().await.unwrap();
    assert_eq!(server.last().line, "GET /test/ping HTTP/1.1");
    assert_eq!(server.last().header("user-agent"), Some("notes/0.1.0"));
}
