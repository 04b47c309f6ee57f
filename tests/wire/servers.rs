//! The choice among the document's servers.

use tests::runtime::{Client, Error, ErrorKind, Url};

use super::server::Server;

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
        .server_variable_base("v2/beta");
    assert_eq!(url(client.build()), "https://us.example.com/v2/beta");
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

#[tokio::test]
async fn requests_go_to_the_server_that_was_chosen() {
    let server = Server::silent(204).await;
    let port = server.url.rsplit(':').next().unwrap();
    let builder = Client::builder().server_test().server_variable_port(port);
    builder.build().unwrap().ping().send().await.unwrap();
    assert_eq!(server.last().line, "GET /test/ping HTTP/1.1");
    assert_eq!(server.last().header("user-agent"), Some("notes/0.1.0"));
}
