//! JSON:API documents about resources of several types, the profile of cursors, typed parameters, errors by field.

use futures_util::TryStreamExt;
use serde_json::{Value, json};
use tests::feed::models::{
    Entry, FetchPostOwnerResponseData, PostAttributes, ReadFeedInclude, ReadFeedSort, kind,
};
use tests::runtime::jsonapi::{Document, NewResource};

use super::client;
use super::server::{Reply, Server};

const CURSORS: &str = "application/vnd.api+json; profile=\"https://jsonapi.org/profiles/ethanresnick/cursor-pagination/\"";
const DRAFTS: &str = "application/vnd.api+json; profile=\"https://example.com/drafts\"";

fn page(data: &Value, next: Option<&str>) -> Reply {
    let links = json!({ "prev": null, "next": next });
    let body = json!({ "data": data, "links": links, "meta": { "page": { "total": 3 } } });
    Reply::json(200, &body.to_string()).header("content-type", CURSORS)
}

#[tokio::test]
async fn a_list_of_several_types_is_paged_by_the_profile_of_cursors() {
    let server = Server::start(|seen, _| {
        if seen.target().contains("after") {
            let unknown = json!([{ "type": "polls", "id": "7", "attributes": { "votes": 3 } }]);
            return page(&unknown, None);
        }
        let known = json!([
            { "type": "posts", "id": "1", "attributes": { "title": "a" }, "meta": { "page": { "cursor": "x" } } },
            { "type": "photos", "id": "1", "attributes": { "url": "b" } },
        ]);
        page(&known, Some("/feed?page%5Bsize%5D=2&page%5Bafter%5D=x"))
    })
    .await;
    let client = client(&server);
    let entries = client.read_feed().by_cursor(2).items();
    let entries: Vec<Entry> = entries.try_collect().await.unwrap();
    let [Entry::Posts(post), Entry::Photos(photo), Entry::Other(poll)] = entries.as_slice() else {
        panic!("{entries:?}");
    };
    assert_eq!(post.attributes.title, "a");
    assert_eq!(photo.id, "1");
    assert_eq!(poll["attributes"]["votes"], 3);
    let seen = server.seen();
    let targets: Vec<&str> = seen.iter().map(|seen| seen.target()).collect();
    assert_eq!(
        targets,
        [
            "/feed?page%5Bsize%5D=2",
            "/feed?page%5Bsize%5D=2&page%5Bafter%5D=x"
        ]
    );
    assert_eq!(seen[0].header("accept"), Some(CURSORS));
}

#[tokio::test]
async fn a_page_before_is_asked_for_and_what_it_says_is_typed() {
    let server = Server::start(|_, _| page(&json!([]), None)).await;
    let call = client(&server).read_feed().page_before("x");
    let read = call.send().await.unwrap();
    assert_eq!(server.last().target(), "/feed?page%5Bbefore%5D=x");
    let total = read.meta.as_ref().and_then(|meta| meta.page.as_ref());
    assert_eq!(total.and_then(|page| page.total), Some(3));
    let again = serde_json::to_value(&*read).unwrap();
    assert_eq!(again["links"], json!({ "prev": null, "next": null }));
}

#[tokio::test]
async fn parameters_are_of_the_types_that_the_document_gives_them() {
    let server = Server::start(|_, _| page(&json!([]), None)).await;
    let since: jiff::Timestamp = "2024-05-01T00:00:00Z".parse().unwrap();
    let call = client(&server)
        .read_feed()
        .include([ReadFeedInclude::CoAuthors, ReadFeedInclude::CoAuthorsTeams])
        .sort([ReadFeedSort::CreatedAtDescending])
        .filter_title_eq("a b")
        .filter_created_at_gte(since)
        .filter_id(["1", "2"]);
    call.send().await.unwrap();
    assert_eq!(
        server.last().target(),
        "/feed?include=coAuthors,coAuthors.teams&sort=-createdAt&filter%5Btitle%5D%5Beq%5D=a%20b\
         &filter%5BcreatedAt%5D%5Bgte%5D=2024-05-01T00%3A00%3A00Z&filter%5Bid%5D=1,2"
    );
}

#[tokio::test]
async fn a_document_is_about_a_resource_of_one_of_several_types() {
    let body = r#"{"data":{"type":"crews","id":"2","attributes":{"name":"c"}},"included":[{"type":"writers","id":"3","attributes":{"firstName":"w"}}]}"#;
    let server = Server::once(Reply::json(200, body)).await;
    let owner = client(&server).fetch_post_owner("1").send().await.unwrap();
    let FetchPostOwnerResponseData::Crews(crew) = &owner.data else {
        panic!("{:?}", owner.data);
    };
    assert_eq!(crew.id, "2");
    let writers: Vec<_> = owner.included().iter::<kind::Writer>().collect();
    assert_eq!(writers.len(), 1);
    let again = serde_json::to_value(&*owner).unwrap();
    assert_eq!(again, serde_json::from_str::<Value>(body).unwrap());
}

#[tokio::test]
async fn linkage_leads_to_resources_of_any_type() {
    let body = r#"{"data":[{"type":"writers","id":"1"},{"type":"bots","id":"2"}]}"#;
    let server = Server::once(Reply::json(200, body)).await;
    let call = client(&server).fetch_co_author_linkage("1");
    let linkage = call.send().await.unwrap();
    let again = serde_json::to_value(&*linkage).unwrap();
    assert_eq!(again, serde_json::from_str::<Value>(body).unwrap());
}

#[tokio::test]
async fn errors_lead_to_the_names_of_fields() {
    let body = r#"{"errors":[
        {"detail":"in the future","source":{"pointer":"/data/attributes/createdAt"}},
        {"detail":"nobody","source":{"pointer":"/data/relationships/coAuthors/data/0/id"}},
        {"detail":"taken","source":{"pointer":"/data/attributes/title"}},
        {"detail":"reserved","source":{"pointer":"/data/attributes/type"}},
        {"detail":"busy"}]}"#;
    let server = Server::once(Reply::json(422, body)).await;
    let post = NewResource::new(PostAttributes::new("a"));
    let call = client(&server).add_post(Document::new(post));
    let error = call.send().await.unwrap_err();
    assert_eq!(server.last().header("content-type"), Some(DRAFTS));
    assert_eq!(server.last().header("accept"), Some(DRAFTS));
    let fields: Vec<_> = error
        .errors()
        .iter()
        .map(|error| error.field::<kind::Post>())
        .collect();
    let fields: Vec<_> = fields.iter().map(|field| field.as_deref()).collect();
    assert_eq!(
        fields,
        [
            Some("created_at"),
            Some("co_authors"),
            Some("title"),
            Some("type"),
            None
        ]
    );
    let details = |field| -> Vec<_> {
        let errors = error.errors_of_field::<kind::Post>(field);
        errors.map(|error| error.detail().unwrap()).collect()
    };
    assert_eq!(details("created_at"), ["in the future"]);
    assert_eq!(details("co_authors"), ["nobody"]);
    assert_eq!(details("createdAt"), Vec::<String>::new());
}
