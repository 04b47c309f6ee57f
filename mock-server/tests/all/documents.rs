//! Other documents.

use fitbit_plus_mock::MockServer;
use openapi_client_generator::Source;
use serde_json::{Value, json};

use crate::api::{JSON_API, ids};

const LIBRARY: &str = r"
openapi: 3.0.0
info: { title: Library, version: '1' }
servers: [{ url: 'https://library.example.com/v2' }]
paths:
  /books:
    get:
      operationId: listBooks
      parameters:
        - { name: 'page[number]', in: query, schema: { type: integer } }
        - { name: 'page[size]', in: query, schema: { type: integer, maximum: 20 } }
        - { name: 'filter[author]', in: query, schema: { type: string } }
        - { name: sort, in: query, schema: { type: string } }
      responses:
        '200': { description: ok, content: { application/vnd.api+json: { schema: { $ref: '#/components/schemas/Books' } } } }
        '400': { description: bad }
    post:
      operationId: createBook
      requestBody: { content: { application/vnd.api+json: { schema: { $ref: '#/components/schemas/BookDocument' } } } }
      responses:
        '201': { description: ok, content: { application/vnd.api+json: { schema: { $ref: '#/components/schemas/BookDocument' } } } }
        '422': { description: bad }
  /books/{id}:
    get:
      operationId: getBook
      responses:
        '200': { description: ok, content: { application/vnd.api+json: { schema: { $ref: '#/components/schemas/BookDocument' } } } }
        '404': { description: none }
    delete:
      operationId: deleteBook
      responses: { '204': { description: gone } }
  /authors/{id}:
    get:
      operationId: getAuthor
      responses:
        '200': { description: ok, content: { application/vnd.api+json: { schema: { type: object, properties: { data: { $ref: '#/components/schemas/Author' } } } } } }
  /status:
    get:
      operationId: status
      responses:
        '200': { description: ok, content: { application/json: { schema: { type: object, properties: { healthy: { type: boolean }, load: { type: number } } } } } }
components:
  schemas:
    Books: { type: object, properties: { data: { type: array, items: { $ref: '#/components/schemas/Book' } }, links: { type: object }, meta: { type: object } } }
    BookDocument: { type: object, required: [data], properties: { data: { $ref: '#/components/schemas/Book' } } }
    Book:
      type: object
      required: [type, id, attributes]
      properties:
        type: { type: string, enum: [books] }
        id: { type: string }
        attributes: { type: object, required: [title], properties: { title: { type: string, maxLength: 80 }, pages: { type: integer, minimum: 1 } } }
        relationships: { type: object, properties: { author: { type: object, properties: { data: { $ref: '#/components/schemas/AuthorId' } } } } }
    Author:
      type: object
      required: [type, id]
      properties:
        type: { type: string, enum: [authors] }
        id: { type: string }
        attributes: { type: object, properties: { name: { type: string } } }
        relationships: { type: object, properties: { books: { type: object, properties: { data: { type: array, items: { $ref: '#/components/schemas/BookId' } } } } } }
    AuthorId: { type: object, required: [type, id], properties: { type: { type: string, enum: [authors] }, id: { type: string } } }
    BookId: { type: object, required: [type, id], properties: { type: { type: string, enum: [books] }, id: { type: string } } }
";

#[tokio::test]
async fn any_json_api_document_is_served_with_data_of_its_own() {
    let mock = MockServer::builder()
        .document(Source::new("library.yaml", LIBRARY), Vec::new())
        .patients(25)
        .check_answers(true)
        .start()
        .await
        .unwrap();
    assert!(mock.url().ends_with("/v2"));
    let http = reqwest::Client::new();
    let get = async |path: &str| -> Value {
        http.get(format!("{}{path}", mock.url()))
            .send()
            .await
            .unwrap()
            .json()
            .await
            .unwrap()
    };
    let books = get("/books?page[size]=20&sort=-pages").await;
    assert_eq!(
        (ids(&books).len(), &books["meta"]["count"]),
        (20, &json!(25))
    );
    let book = &books["data"][0];
    let author = book["relationships"]["author"]["data"]["id"]
        .as_str()
        .unwrap();
    let shown = get(&format!("/authors/{author}")).await;
    let theirs: Vec<&Value> = shown["data"]["relationships"]["books"]["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|book| &book["id"])
        .collect();
    assert!(theirs.contains(&&book["id"]), "both sides agree");
    let found = get(&format!("/books?filter[author]={author}")).await;
    assert!(ids(&found).contains(&book["id"].as_str().unwrap().to_owned()));
    let post = async |body: Value| {
        http.post(format!("{}/books", mock.url()))
            .header("content-type", JSON_API)
            .body(body.to_string())
            .send()
            .await
            .unwrap()
    };
    let made =
        post(json!({ "data": { "type": "books", "attributes": { "title": "Notes" } } })).await;
    assert_eq!(made.status(), 201);
    assert!(
        made.headers()["location"]
            .to_str()
            .unwrap()
            .starts_with("/v2/books/")
    );
    assert_eq!(
        post(json!({ "data": { "type": "books", "attributes": { "pages": 0 } } }))
            .await
            .status(),
        422
    );
    let made: Value = made.json().await.unwrap();
    let url = format!(
        "{}/books/{}",
        mock.url(),
        made["data"]["id"].as_str().unwrap()
    );
    assert_eq!(http.delete(&url).send().await.unwrap().status(), 204);
    assert_eq!(http.get(&url).send().await.unwrap().status(), 404);
    assert_eq!(
        http.get(format!("{}/books?page[size]=21", mock.url()))
            .send()
            .await
            .unwrap()
            .status(),
        400
    );
    assert!(
        get("/status").await["healthy"].is_boolean(),
        "what is no resource is made up"
    );
    let requests = mock.requests();
    assert!(
        requests
            .as_array()
            .unwrap()
            .iter()
            .all(|entry| entry["violations"] == json!([])),
        "{requests:#}"
    );
}

#[tokio::test]
async fn a_document_that_cannot_be_read_is_an_error() {
    let error = MockServer::builder()
        .document(Source::new("x.yaml", "openapi: ["), Vec::new())
        .start()
        .await
        .unwrap_err();
    assert!(error.to_string().contains("x.yaml"), "{error}");
}

/// The profile "Cursor Pagination" (<https://jsonapi.org/profiles/ethanresnick/cursor-pagination/>): a size and a cursor, no numbers.
const CURSORS: &str = r#"
openapi: 3.0.0
info: { title: Notes, version: '1' }
paths:
  /notes:
    get:
      operationId: listNotes
      parameters:
        - { name: 'page[size]', in: query, schema: { type: integer } }
        - { name: 'page[after]', in: query, schema: { type: string } }
      responses:
        '200': { description: ok, content: { 'application/vnd.api+json; profile="https://example.com/p"': { schema: { $ref: '#/components/schemas/Notes' } } } }
components:
  schemas:
    Notes: { type: object, required: [data], properties: { data: { type: array, items: { $ref: '#/components/schemas/Note' } }, links: { type: object } } }
    Note: { type: object, required: [type, id], properties: { type: { type: string, enum: [notes] }, id: { type: string }, attributes: { type: object, properties: { text: { type: string } } } } }
"#;

#[tokio::test]
async fn cursors_share_the_size_of_pages_where_there_is_no_other() {
    let mock = MockServer::builder()
        .document(Source::new("notes.yaml", CURSORS), Vec::new())
        .patients(5)
        .check_answers(true);
    let mock = mock.start().await.unwrap();
    let http = reqwest::Client::new();
    let mut next = Some("/notes?page[size]=2".to_owned());
    let mut found = Vec::new();
    let mut pages = 0;
    while let Some(link) = next {
        // As the profile is declared, or without it.
        let accept = match pages {
            0 => r#"application/vnd.api+json; profile="https://example.com/p""#,
            _ => JSON_API,
        };
        let request = http
            .get(format!("{}{link}", mock.url()))
            .header("accept", accept);
        let answer = request.send().await.unwrap();
        assert_eq!(answer.status(), 200);
        let media = answer.headers()["content-type"]
            .to_str()
            .unwrap()
            .to_owned();
        assert!(media.contains("profile="), "{media}");
        let page: Value = answer.json().await.unwrap();
        found.extend(ids(&page));
        next = page["links"]["next"].as_str().map(str::to_owned);
        pages += 1;
    }
    found.sort_unstable();
    found.dedup();
    assert_eq!((pages, found.len()), (3, 5));
}

#[tokio::test]
async fn an_extension_that_the_document_does_not_have_is_not_acceptable() {
    let mock = MockServer::builder().document(Source::new("notes.yaml", CURSORS), Vec::new());
    let mock = mock.start().await.unwrap();
    let accept = r#"application/vnd.api+json; ext="https://example.com/unknown""#;
    let request = reqwest::Client::new().get(format!("{}/notes", mock.url()));
    let answer = request.header("accept", accept).send().await.unwrap();
    assert_eq!(answer.status(), 406);
}
