//! Templates that are more than segments and names.

use tests::pairs::models::FromAndUntil;
use tests::runtime::ErrorKind;

use super::client;
use super::server::Server;

#[tokio::test]
async fn a_query_in_the_template_goes_before_the_parameters() {
    let server = Server::silent(204).await;
    let client = client(&server);
    client.search_pages().send().await.unwrap();
    assert_eq!(server.last().target(), "/search?type=page");
    client.search_pages().q("a&b").send().await.unwrap();
    assert_eq!(server.last().target(), "/search?type=page&q=a%26b");
}

#[tokio::test]
async fn a_parameter_that_the_template_has_as_well_is_sent_once() {
    let server = Server::silent(204).await;
    let client = client(&server);
    client.search_users("user").send().await.unwrap();
    assert_eq!(server.last().target(), "/search?all&type=user");
}

#[tokio::test]
async fn a_fragment_is_not_sent_and_hides_no_parameter() {
    let server = Server::silent(204).await;
    let client = client(&server);
    client.start_job().q("now").send().await.unwrap();
    assert_eq!(server.last().line, "POST /jobs?q=now HTTP/1.1");
}

#[tokio::test]
async fn a_segment_can_have_a_suffix_and_several_parameters() {
    let server = Server::silent(204).await;
    let client = client(&server);
    client.fetch_file("a/b.c").send().await.unwrap();
    assert_eq!(server.last().target(), "/files/a%2Fb.c.json");
    client
        .between(FromAndUntil {
            from: "1,5",
            until: "ü",
        })
        .send()
        .await
        .unwrap();
    assert_eq!(server.last().target(), "/between/1%2C5,%C3%BC");
}

#[tokio::test]
async fn a_value_that_would_name_another_path_is_refused() {
    let server = Server::silent(204).await;
    let client = client(&server);
    for value in ["", ".", ".."] {
        let error = client
            .between(FromAndUntil {
                from: value,
                until: "1",
            })
            .send()
            .await
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
        assert!(error.to_string().contains("`from`"), "{error}");
    }
    assert!(server.seen().is_empty());
}

#[tokio::test]
async fn the_path_of_the_base_url_stays() {
    let server = Server::silent(204).await;
    let base = format!("{}/api//v2/", server.url);
    let client = super::builder(&server).base_url(base).build().unwrap();
    client.search_pages().q("x").send().await.unwrap();
    assert_eq!(server.last().target(), "/api//v2/search?type=page&q=x");
}
