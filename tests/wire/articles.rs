//! JSON:API beyond plain collections: relationship endpoints, sparse fieldsets, members that tell inherited schemas apart,
//! atomic operations, errors by member.

use serde_json::{Value, json};
use tests::articles::models::{
    ArticleAttributesToCreate, ArticleToUpdateAttributes, AtomicOperation,
    BrowseArticlesFieldsArticles, CreateArticleOperation, RunOperationsBody,
    UpdateArticleOperation,
};
use tests::runtime::jsonapi::{Document, NewResource, Reference, ResourceUpdate};

use super::client;
use super::server::{Reply, Server};

fn sent(server: &Server) -> Value {
    serde_json::from_str(&server.last().text()).unwrap()
}

#[tokio::test]
async fn fields_that_were_not_asked_for_may_be_missing() {
    let body = r#"{"data":[{"type":"articles","id":"1","attributes":{"api:discriminator":"articles","title":"a"}},{"type":"articles","id":"2","relationships":{"api:discriminator":"articles"}}]}"#;
    let server = Server::once(Reply::json(200, body)).await;
    let call = client(&server)
        .browse_articles()
        .fields_articles([BrowseArticlesFieldsArticles::Title]);
    let articles = call.send().await.unwrap();
    assert_eq!(
        server.last().target(),
        "/articles?fields%5Barticles%5D=title"
    );
    let attributes = articles.data[0].attributes.as_ref().unwrap();
    assert_eq!(attributes.title.as_deref(), Some("a"));
    assert_eq!(attributes.body, None);
    assert!(articles.data[1].attributes.is_none());
    let again = serde_json::to_value(&articles.data).unwrap();
    let received: Value = serde_json::from_str(body).unwrap();
    assert_eq!(again, received["data"]);
}

#[tokio::test]
async fn what_tells_inherited_parts_apart_is_written_by_them() {
    let server = Server::once(Reply::new(204)).await;
    let change = ResourceUpdate::new("1").attributes(ArticleToUpdateAttributes::new().title("b"));
    let call = client(&server).revise_article("1", Document::new(change));
    call.send().await.unwrap();
    let attributes = json!({ "api:discriminator": "articles", "title": "b" });
    assert_eq!(
        sent(&server),
        json!({ "data": { "type": "articles", "id": "1", "attributes": attributes } })
    );
}

#[tokio::test]
async fn an_empty_to_one_relationship_is_null_both_ways() {
    let server = Server::start(
        |seen, _| match seen.line.split(' ').next().unwrap_or_default() {
            "GET" => Reply::json(200, r#"{"data":null,"links":{"self":"/x"}}"#),
            _ => Reply::new(204),
        },
    )
    .await;
    let client = client(&server);
    let linkage = client.fetch_editor_linkage("1").send().await.unwrap();
    assert!(linkage.data.is_none());
    let again = serde_json::to_value(&*linkage).unwrap();
    assert_eq!(again, json!({ "data": null, "links": { "self": "/x" } }));

    let call = client.replace_editor("1", Document::new(None));
    call.send().await.unwrap();
    assert_eq!(sent(&server), json!({ "data": null }));
    let call = client.replace_editor(
        "1",
        Document::new(Reference::of_type("people").with_id("9")),
    );
    call.send().await.unwrap();
    assert_eq!(
        sent(&server),
        json!({ "data": { "type": "people", "id": "9" } })
    );
}

#[tokio::test]
async fn members_are_removed_from_a_to_many_relationship() {
    let server = Server::once(Reply::new(204)).await;
    let gone = vec![
        Reference::of_type("tags").with_id("1"),
        Reference::of_type("tags").with_local_id("new"),
    ];
    let call = client(&server).remove_tags("1", Document::new(gone));
    call.send().await.unwrap();
    assert!(server.last().line.starts_with("DELETE "));
    assert_eq!(
        sent(&server),
        json!({ "data": [{ "type": "tags", "id": "1" }, { "type": "tags", "lid": "new" }] })
    );
}

#[tokio::test]
async fn atomic_operations_refer_to_each_other_by_local_ids() {
    let server = Server::once(Reply::new(204)).await;
    let article = NewResource::new(ArticleAttributesToCreate::new("a")).with_local_id("first");
    let create = CreateArticleOperation::new(article, "add");
    let change = ArticleToUpdateAttributes::new().title("b");
    let update = ResourceUpdate::local("first").attributes(change);
    let update = UpdateArticleOperation::new(update, "update");
    let operations: Vec<AtomicOperation> = vec![create.into(), update.into()];
    let call = client(&server).run_operations(&RunOperationsBody::new(operations));
    call.send().await.unwrap();
    assert_eq!(
        server.last().header("content-type"),
        Some("application/vnd.api+json; ext=\"https://jsonapi.org/ext/atomic\"")
    );
    assert_eq!(
        sent(&server),
        json!({ "atomic:operations": [
            { "kind": "createArticle", "op": "add", "data": {
                "type": "articles", "lid": "first", "attributes": { "title": "a" } } },
            { "kind": "updateArticle", "op": "update", "data": {
                "type": "articles", "lid": "first",
                "attributes": { "api:discriminator": "articles", "title": "b" } } },
        ] })
    );
}

#[tokio::test]
async fn errors_are_found_by_the_member_that_they_are_about() {
    let body = r#"{"errors":[{"detail":"too long","source":{"pointer":"/data/attributes/title"}},{"detail":"unknown","source":{"pointer":"/data/relationships/editor/data/id"}},{"detail":"old","source":{"header":"If-Match"}}]}"#;
    let server = Server::once(Reply::json(422, body)).await;
    let article = NewResource::new(ArticleAttributesToCreate::new("a"));
    let call = client(&server).draft_article(Document::new(article));
    let error = call.send().await.unwrap_err();
    let details = |member| -> Vec<_> {
        let errors = error.errors_of(member);
        errors.map(|error| error.detail().unwrap()).collect()
    };
    assert_eq!(details("title"), ["too long"]);
    assert_eq!(details("editor"), ["unknown"]);
    assert_eq!(error.errors()[2].header(), Some("If-Match"));
}
