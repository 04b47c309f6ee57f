//! Relationship endpoints and atomic operations of any JSON:API document.

use fitbit_plus_mock::MockServer;
use openapi_client_generator::Source;
use reqwest::Method;
use serde_json::{Value, json};

const DESK: &str = include_str!("../fixtures/desk.yaml");

struct Desk {
    mock: MockServer,
    media: &'static str,
}

impl Desk {
    async fn start() -> Self {
        Self::of(Source::new("desk.yaml", DESK), "application/vnd.api+json").await
    }

    async fn of(source: Source, media: &'static str) -> Self {
        let mock = MockServer::builder()
            .document(source, Vec::new())
            .patients(5)
            .check_answers(true);
        let mock = mock.start().await.unwrap();
        Self { mock, media }
    }

    async fn ask(&self, method: Method, path: &str, body: Option<Value>) -> (u16, Value) {
        let url = format!("{}{path}", self.mock.url());
        let request = reqwest::Client::new().request(method, url);
        let request = match body {
            Some(body) => request
                .header("content-type", self.media)
                .body(body.to_string()),
            None => request,
        };
        let answer = request.send().await.unwrap();
        let status = answer.status().as_u16();
        let text = answer.text().await.unwrap();
        (status, serde_json::from_str(&text).unwrap_or_default())
    }

    async fn get(&self, path: &str) -> Value {
        let (status, answer) = self.ask(Method::GET, path, None).await;
        assert_eq!(status, 200, "{path}: {answer}");
        answer
    }

    async fn ids(&self, path: &str) -> Vec<String> {
        ids(&self.get(path).await["data"])
    }

    fn assert_documented(&self) {
        let log = self.mock.requests();
        for entry in log.as_array().unwrap() {
            assert_eq!(entry["violations"], json!([]), "{entry}");
        }
    }
}

fn ids(data: &Value) -> Vec<String> {
    let items = data.as_array().unwrap().iter();
    items
        .map(|item| item["id"].as_str().unwrap().to_owned())
        .collect()
}

fn linkage(of: &str, ids: &[&String]) -> Value {
    let data: Vec<Value> = ids
        .iter()
        .map(|id| json!({ "type": of, "id": id }))
        .collect();
    json!({ "data": data })
}

#[tokio::test]
async fn what_is_added_to_a_relationship_shows_wherever_it_is_answered() {
    let desk = Desk::start().await;
    let (ticket, labels) = (&desk.ids("/tickets").await[0], desk.ids("/labels").await);
    let at = format!("/tickets/{ticket}/relationships/labels");
    let replaced = linkage("labels", &[&labels[0]]);
    assert_eq!(desk.ask(Method::PATCH, &at, Some(replaced)).await.0, 204);
    let added = linkage("labels", &[&labels[1], &labels[0]]);
    assert_eq!(desk.ask(Method::POST, &at, Some(added)).await.0, 204);

    let shown = desk.get(&at).await;
    assert_eq!(ids(&shown["data"]), labels[..2]);
    assert_eq!(
        shown["links"]["related"],
        format!("/tickets/{ticket}/labels")
    );
    let one = desk.get(&format!("/tickets/{ticket}?include=labels")).await;
    assert_eq!(
        ids(&one["data"]["relationships"]["labels"]["data"]),
        labels[..2]
    );
    assert_eq!(ids(&one["included"]), labels[..2]);
    assert_eq!(
        desk.ids(&format!("/tickets/{ticket}/labels")).await,
        labels[..2]
    );

    let removed = linkage("labels", &[&labels[0]]);
    assert_eq!(desk.ask(Method::DELETE, &at, Some(removed)).await.0, 204);
    assert_eq!(desk.ids(&at).await, labels[1..2]);
    desk.assert_documented();
}

#[tokio::test]
async fn a_relationship_to_one_is_replaced_and_emptied() {
    let desk = Desk::start().await;
    let (ticket, people) = (&desk.ids("/tickets").await[0], desk.ids("/people").await);
    let at = format!("/tickets/{ticket}/relationships/assignee");
    let other = json!({ "data": { "type": "people", "id": people[1] } });
    assert_eq!(desk.ask(Method::PATCH, &at, Some(other)).await.0, 204);
    assert_eq!(desk.get(&at).await["data"]["id"], people[1].as_str());
    let related = desk.get(&format!("/tickets/{ticket}/assignee")).await;
    assert_eq!(related["data"]["id"], people[1].as_str());
    let nobody = json!({ "data": null });
    assert_eq!(desk.ask(Method::PATCH, &at, Some(nobody)).await.0, 204);
    assert_eq!(desk.get(&at).await["data"], Value::Null);
    let related = desk.get(&format!("/tickets/{ticket}/assignee")).await;
    assert_eq!(related["data"], Value::Null);
    desk.assert_documented();
}

#[tokio::test]
async fn a_linkage_that_cannot_be_is_refused_and_changes_nothing() {
    let desk = Desk::start().await;
    let (ticket, labels) = (&desk.ids("/tickets").await[0], desk.ids("/labels").await);
    let at = format!("/tickets/{ticket}/relationships/labels");
    let before = desk.ids(&at).await;
    let nowhere = "nowhere".to_owned();
    for (body, status, pointer) in [
        (
            linkage("labels", &[&labels[0], &nowhere]),
            404,
            "/data/1/id",
        ),
        (linkage("people", &[&labels[0]]), 409, "/data/0/type"),
    ] {
        let (found, answer) = desk.ask(Method::POST, &at, Some(body)).await;
        assert_eq!(found, status, "{answer}");
        assert_eq!(answer["errors"][0]["source"]["pointer"], pointer);
    }
    let at_nothing = "/tickets/987654321/relationships/labels";
    let (status, _) = desk.ask(Method::GET, at_nothing, None).await;
    assert_eq!(status, 404);
    assert_eq!(desk.ids(&at).await, before);
}

#[tokio::test]
async fn atomic_operations_see_what_those_before_them_added() {
    let desk = Desk::start().await;
    let tickets = desk.ids("/tickets").await;
    let (ticket, gone) = (&tickets[0], &tickets[1]);
    let operations = json!({ "atomic:operations": [
        { "op": "add", "data": { "type": "labels", "lid": "new", "attributes": { "name": "urgent" } } },
        { "op": "update", "ref": { "type": "tickets", "id": ticket, "relationship": "labels" },
          "data": [{ "type": "labels", "lid": "new" }] },
        { "op": "update", "data": { "type": "tickets", "id": ticket, "attributes": { "title": "Changed" } } },
        { "op": "remove", "ref": { "type": "tickets", "id": gone } },
    ] });
    let (status, answer) = desk
        .ask(Method::POST, "/operations", Some(operations))
        .await;
    assert_eq!(status, 200, "{answer}");
    let results = answer["atomic:results"].as_array().unwrap();
    assert_eq!(results[0]["data"]["attributes"]["name"], "urgent");
    assert_eq!(results[2]["data"]["attributes"]["title"], "Changed");
    assert_eq!((&results[1], &results[3]), (&json!({}), &json!({})));
    let shown = desk.ids(&format!("/tickets/{ticket}/labels")).await;
    assert_eq!(shown, [results[0]["data"]["id"].as_str().unwrap()]);
    assert!(!desk.ids("/tickets").await.contains(gone));
    desk.assert_documented();
}

#[tokio::test]
async fn atomic_operations_are_carried_out_all_or_none() {
    let desk = Desk::start().await;
    let labels = desk.ids("/labels").await;
    let operations = json!({ "atomic:operations": [
        { "op": "add", "data": { "type": "labels", "attributes": { "name": "lost" } } },
        { "op": "update", "data": { "type": "tickets", "lid": "unknown", "attributes": { "title": "x" } } },
    ] });
    let (status, answer) = desk
        .ask(Method::POST, "/operations", Some(operations))
        .await;
    assert_eq!(status, 400);
    let pointer = &answer["errors"][0]["source"]["pointer"];
    assert_eq!(pointer, "/atomic:operations/1/data/lid");
    assert_eq!(desk.ids("/labels").await, labels);
}

#[tokio::test]
async fn head_is_answered_as_get_is() {
    let desk = Desk::start().await;
    let ticket = &desk.ids("/tickets").await[0];
    let there = format!("/tickets/{ticket}");
    assert_eq!(desk.ask(Method::HEAD, &there, None).await.0, 200);
    assert_eq!(
        desk.ask(Method::HEAD, "/tickets/987654321", None).await.0,
        404
    );
}

#[tokio::test]
async fn ids_have_the_form_that_the_document_asks_for() {
    let desk = Desk::start().await;
    let people = desk.ids("/people").await;
    assert!(people.iter().all(|id| id.len() == 36), "{people:?}");
    let tickets = desk.ids("/tickets").await;
    assert!(
        tickets.iter().all(|id| id.parse::<u64>().is_ok()),
        "{tickets:?}"
    );
    let added = json!({ "data": { "type": "labels", "attributes": { "name": "more" } } });
    let (status, answer) = desk.ask(Method::POST, "/labels", Some(added)).await;
    assert_eq!(status, 201);
    assert!(
        desk.ids("/labels")
            .await
            .contains(&answer["data"]["id"].as_str().unwrap().to_owned())
    );
}

/// The example document of `JsonApiDotNetCore`, where it is at hand.
#[tokio::test]
async fn relationships_of_a_document_of_others_are_kept() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let file = root.join("../../shared/jsonapi/json-api-dotnet-core-example.json");
    let Ok(source) = Source::read(&file) else {
        return;
    };
    let media = "application/vnd.api+json; ext=\"https://www.jsonapi.net/ext/openapi\"";
    let desk = Desk::of(source, media).await;
    let (person, items) = (
        &desk.ids("/api/people").await[0],
        desk.ids("/api/todoItems").await,
    );
    let at = format!("/api/people/{person}/relationships/ownedTodoItems");
    let replaced = linkage("todoItems", &[&items[3], &items[1]]);
    assert_eq!(desk.ask(Method::PATCH, &at, Some(replaced)).await.0, 204);
    let added = linkage("todoItems", &[&items[2]]);
    assert_eq!(desk.ask(Method::POST, &at, Some(added)).await.0, 204);
    let wanted = [&items[3], &items[1], &items[2]];
    let found = desk.ids(&at).await;
    assert_eq!(found.iter().collect::<Vec<_>>(), wanted);
    let one = desk.get(&format!("/api/people/{person}")).await;
    let shown = &one["data"]["relationships"]["ownedTodoItems"]["data"];
    assert_eq!(ids(shown), found);
    assert_eq!(
        desk.ids(&format!("/api/people/{person}/ownedTodoItems"))
            .await
            .len(),
        3
    );
    desk.assert_documented();
}
