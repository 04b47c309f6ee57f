//! Plain REST documents: state, paging, sorting, credentials, answers by hand.

use fitbit_plus_mock::{Builder, MockServer};
use openapi_client_generator::Source;
use reqwest::{Client, Method, Response};
use serde_json::{Value, json};

const SHOP: &str = r"
openapi: 3.0.3
info: { title: Shop, version: '1' }
servers: [{ url: 'https://shop.example.com/v1' }]
security: [{ key: [] }, { basic: [] }]
paths:
  /orders:
    get:
      operationId: listOrders
      parameters:
        - { name: offset, in: query, schema: { type: integer, default: 0 } }
        - { name: limit, in: query, schema: { type: integer, maximum: 50, default: 10 } }
        - { name: sort, in: query, schema: { type: string } }
        - { name: fields, in: query, schema: { type: string } }
        - { name: status, in: query, schema: { type: string, enum: [open, paid] } }
      responses:
        '200':
          description: ok
          content: { application/json: { schema: { type: object, required: [items, total], properties: { items: { type: array, items: { $ref: '#/components/schemas/Order' } }, total: { type: integer } } } } }
        '400': { $ref: '#/components/responses/Problem' }
        '401': { $ref: '#/components/responses/Problem' }
    post:
      operationId: addOrder
      requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/Order' } } } }
      responses:
        '201': { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/Order' } } } }
        '400': { $ref: '#/components/responses/Problem' }
  /orders/{orderId}:
    parameters: [{ name: orderId, in: path, required: true, schema: { type: integer } }]
    get:
      operationId: getOrder
      responses:
        '200': { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/Order' } } } }
        '404': { $ref: '#/components/responses/Problem' }
    patch:
      operationId: changeOrder
      requestBody: { content: { application/json: { schema: { type: object, properties: { status: { type: string } } } } } }
      responses:
        '200': { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/Order' } } } }
    put:
      operationId: replaceOrder
      requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Order' } } } }
      responses:
        '200': { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/Order' } } } }
    delete: { operationId: deleteOrder, responses: { '204': { description: gone } } }
  /orders/{orderId}/notes:
    parameters: [{ name: orderId, in: path, required: true, schema: { type: integer } }]
    get:
      operationId: listNotes
      responses: { '404': { $ref: '#/components/responses/Problem' }, '200': { description: ok, content: { application/json: { schema: { type: array, items: { $ref: '#/components/schemas/Note' } } } } } }
  /orders/{orderId}/notes/{noteId}:
    get:
      operationId: getNote
      parameters: [{ name: orderId, in: path, required: true, schema: { type: integer } }, { name: noteId, in: path, required: true, schema: { type: string } }]
      responses: { '200': { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/Note' } } } } }
  /health:
    get:
      operationId: health
      responses:
        '200': { description: ok, content: { application/json: { example: { up: 'yes' }, schema: { type: object, properties: { up: { type: string } } } } } }
components:
  securitySchemes:
    key: { type: apiKey, in: header, name: X-Api-Key }
    basic: { type: http, scheme: basic }
  responses:
    Problem: { description: bad, content: { application/json: { schema: { type: object, required: [code, message], properties: { code: { type: integer }, message: { type: string } } } } } }
  schemas:
    Order:
      type: object
      required: [id, status, code]
      properties:
        id: { type: integer, readOnly: true }
        status: { type: string, enum: [open, paid] }
        code: { type: string, pattern: '^[A-Z]{3}-\d{4}$' }
        amount: { type: number, minimum: 1, example: -5 }
        secret: { type: string, writeOnly: true }
    Note: { type: object, required: [id], properties: { id: { type: string }, text: { type: string } } }
";

fn shop() -> Builder {
    MockServer::builder()
        .document(Source::new("shop.yaml", SHOP), Vec::new())
        .patients(25)
        .check_answers(true)
}

/// A client that sends the key.
struct Shop {
    mock: MockServer,
    key: String,
}

impl Shop {
    async fn open() -> Self {
        let mock = shop().start().await.unwrap();
        let key = mock.client_secret().to_owned();
        Self { mock, key }
    }

    async fn ask(&self, method: Method, path: &str, body: Option<Value>) -> Response {
        let url = format!("{}{path}", self.mock.url());
        let mut request = Client::new()
            .request(method, url)
            .header("X-Api-Key", &self.key);
        if let Some(body) = body {
            request = request.json(&body);
        }
        request.send().await.unwrap()
    }

    async fn get(&self, path: &str) -> Value {
        self.ask(Method::GET, path, None)
            .await
            .json()
            .await
            .unwrap()
    }

    fn assert_documented(&self) {
        let requests = self.mock.requests();
        let requests = requests.as_array().unwrap();
        assert!(!requests.is_empty());
        for entry in requests {
            assert_eq!(entry["violations"], json!([]), "{entry:#}");
        }
    }
}

#[tokio::test]
async fn what_is_added_is_listed_changed_and_gone_again() {
    let shop = Shop::open().await;
    let before = shop.get("/orders").await;
    assert_eq!(before["total"], 25);
    let body = json!({ "status": "open", "code": "ABC-1234", "secret": "s" });
    let made = shop.ask(Method::POST, "/orders", Some(body)).await;
    assert_eq!(made.status(), 201);
    assert_eq!(made.headers()["location"], "/v1/orders/26");
    let made: Value = made.json().await.unwrap();
    assert_eq!(
        (&made["id"], &made["code"], &made["secret"]),
        (&json!(26), &json!("ABC-1234"), &Value::Null)
    );
    assert_eq!(shop.get("/orders/26").await, made);
    let last = shop.get("/orders?offset=20").await;
    assert_eq!(last["total"], 26);
    assert_eq!(last["items"].as_array().unwrap().last(), Some(&made));

    let patch = json!({ "status": "paid" });
    let changed = shop.ask(Method::PATCH, "/orders/26", Some(patch)).await;
    let changed: Value = changed.json().await.unwrap();
    assert_eq!(
        (&changed["status"], &changed["code"]),
        (&json!("paid"), &json!("ABC-1234"))
    );
    let put = json!({ "status": "open", "code": "XYZ-0001", "amount": 3 });
    let put = shop.ask(Method::PUT, "/orders/26", Some(put)).await;
    let put: Value = put.json().await.unwrap();
    assert_eq!((&put["id"], &put["amount"]), (&json!(26), &json!(3)));

    let gone = shop.ask(Method::DELETE, "/orders/26", None).await;
    assert_eq!(gone.status(), 204);
    let missing = shop.ask(Method::GET, "/orders/26", None).await;
    assert_eq!(missing.status(), 404);
    let missing: Value = missing.json().await.unwrap();
    assert_eq!(missing["code"], 404, "the document's own form: {missing}");
    assert!(missing["message"].as_str().unwrap().contains("26"));
    shop.assert_documented();
}

#[tokio::test]
async fn lists_are_paged_sorted_filtered_and_thinned() {
    let shop = Shop::open().await;
    let mut seen = Vec::new();
    for offset in [0, 10, 20] {
        let page = shop.get(&format!("/orders?offset={offset}")).await;
        let items = page["items"].as_array().unwrap().clone();
        seen.extend(items.into_iter().map(|item| item["id"].clone()));
    }
    let all: Vec<Value> = (1..=25).map(|id| json!(id)).collect();
    assert_eq!(seen, all, "10 unless the request says otherwise");

    let sorted = shop.get("/orders?sort=-id&limit=3&fields=status").await;
    let ids: Vec<&Value> = sorted["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| &item["id"])
        .collect();
    assert_eq!(ids, [25, 24, 23]);
    assert_eq!(
        sorted["items"][0].get("amount"),
        None,
        "not asked for, not required"
    );
    assert!(sorted["items"][0].get("code").is_some(), "required");

    let paid = shop.get("/orders?status=paid&limit=50").await;
    let paid = paid["items"].as_array().unwrap();
    assert!(!paid.is_empty() && paid.len() < 25);
    assert!(paid.iter().all(|item| item["status"] == "paid"));
    let refused = shop.ask(Method::GET, "/orders?limit=51", None).await;
    assert_eq!(refused.status(), 400);
    shop.assert_documented();
}

#[tokio::test]
async fn a_collection_below_an_item_is_its_own() {
    let shop = Shop::open().await;
    let first = shop.get("/orders/1/notes").await;
    let second = shop.get("/orders/2/notes").await;
    assert_ne!(first, second);
    let id = first[0]["id"].as_str().unwrap();
    assert_eq!(shop.get(&format!("/orders/1/notes/{id}")).await, first[0]);
    let none = shop.ask(Method::GET, "/orders/999/notes", None).await;
    assert_eq!(none.status(), 404, "there is no such order");
    assert_eq!(shop.get("/health").await, json!({ "up": "yes" }));
    shop.assert_documented();
}

#[tokio::test]
async fn made_up_values_keep_to_their_schema_and_not_to_a_wrong_example() {
    let shop = Shop::open().await;
    let page = shop.get("/orders?limit=50").await;
    for item in page["items"].as_array().unwrap() {
        let code = item["code"].as_str().unwrap();
        assert_eq!((code.len(), &code[3..4]), (8, "-"), "{code}");
        assert!(item["amount"].as_f64().unwrap() >= 1.0);
        assert_eq!(item.get("secret"), None, "writeOnly");
    }
}

#[tokio::test]
async fn each_security_scheme_can_be_met() {
    let shop = Shop::open().await;
    let url = format!("{}/orders", shop.mock.url());
    let http = Client::new();
    let refused = http.get(&url).send().await.unwrap();
    assert_eq!(refused.status(), 401);
    let why: Value = refused.json().await.unwrap();
    assert!(
        why["message"].as_str().unwrap().contains("x-api-key"),
        "{why}"
    );
    for credential in shop.mock.credentials() {
        let line = credential.line.unwrap();
        let (name, value) = line.split_once(": ").unwrap();
        let answer = http.get(&url).header(name, value).send().await.unwrap();
        assert_eq!(answer.status(), 200, "{line}");
    }
    let wrong = http.get(&url).basic_auth("x", Some("y"));
    assert_eq!(wrong.send().await.unwrap().status(), 401);

    let tokens = format!("{}/_mock/tokens", shop.mock.origin());
    let token: Value = http
        .post(&tokens)
        .json(&json!({ "lifetime": 9 }))
        .send()
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    assert_eq!(token["expires_in"], 9);
    let key = token["access_token"].as_str().unwrap();
    let answer = http.get(&url).header("X-Api-Key", key).send().await;
    assert_eq!(answer.unwrap().status(), 200);

    let open = shop_without_credentials().await;
    let answer = http.get(format!("{}/orders", open.url())).send().await;
    assert_eq!(answer.unwrap().status(), 200);
}

async fn shop_without_credentials() -> MockServer {
    shop().no_auth(true).start().await.unwrap()
}

#[tokio::test]
async fn an_answer_is_set_by_hand() {
    let shop = Shop::open().await;
    let body = json!({ "code": 7, "message": "closed, for now" });
    shop.mock
        .answer("listOrders")
        .status(503)
        .header("Retry-After", "1")
        .json(body.clone())
        .times(2)
        .unwrap();
    for _ in 0..2 {
        let answer = shop.ask(Method::GET, "/orders", None).await;
        assert_eq!(
            (answer.status().as_u16(), &answer.headers()["retry-after"]),
            (503, &"1".parse().unwrap())
        );
        assert_eq!(answer.json::<Value>().await.unwrap(), body);
    }
    assert_eq!(shop.get("/orders").await["total"], 25);
    let unknown = shop.mock.answer("listOrder").always().unwrap_err();
    assert_eq!(
        unknown.to_string(),
        "the document has no operation `listOrder`"
    );
    let status = shop.mock.answer("listOrders").status(99).always();
    assert!(
        status
            .unwrap_err()
            .to_string()
            .contains("`99` is no status")
    );
}

#[tokio::test]
async fn a_rule_is_taken_as_a_json_object() {
    let shop = Shop::open().await;
    let faults = format!("{}/_mock/faults", shop.mock.origin());
    let rule = json!({ "answer": 429, "json": { "code": 1, "message": "slow down, please" }, "headers": { "Retry-After": 3 }, "operation": "getOrder", "times": 1 });
    let http = Client::new();
    let added = http.post(&faults).json(&rule).send().await.unwrap();
    assert_eq!(added.status(), 200);
    let answer = shop.ask(Method::GET, "/orders/1", None).await;
    assert_eq!(
        (answer.status().as_u16(), &answer.headers()["retry-after"]),
        (429, &"3".parse().unwrap())
    );
    let answer: Value = answer.json().await.unwrap();
    assert_eq!(answer["message"], "slow down, please");
    for (rule, why) in [
        (
            json!({ "status": 503, "rate": "200%" }),
            "`rate=200%`: 0% to 100% is wanted",
        ),
        (json!({ "latency": "abc" }), "`latency=abc`: a time"),
        (json!({ "status": 200 }), "400 to 599 is wanted"),
        (
            json!({ "statuss": 503 }),
            "one member of these is wanted: latency, status",
        ),
        (
            json!({ "html": true, "tims": 3 }),
            "`tims` is not known; there are after",
        ),
        (json!(7), "a line or an object is wanted"),
    ] {
        let refused = http
            .post(&faults)
            .json(&json!([rule]))
            .send()
            .await
            .unwrap();
        assert_eq!(refused.status(), 400);
        let text = refused.text().await.unwrap();
        assert!(text.contains(why), "{text}");
    }
}

#[tokio::test]
async fn a_port_in_use_is_named() {
    let shop = Shop::open().await;
    let taken = shop.mock.origin();
    let address: std::net::SocketAddr = taken.trim_start_matches("http://").parse().unwrap();
    let error = MockServer::builder().address(address).start().await;
    let error = error.unwrap_err().to_string();
    let port = address.port().to_string();
    assert!(error.contains(&format!("port {port} is in use")), "{error}");
}

/// OpenAPI 3.2, `additionalOperations`.
#[tokio::test]
async fn operations_of_any_method_are_served_and_take_the_parameters_of_their_path() {
    let text = "
openapi: 3.2.0
info: { title: Files, version: '1' }
paths:
  /files/{path}:
    parameters: [{ name: deep, in: query, required: true, schema: { type: boolean } }]
    additionalOperations:
      COPY:
        operationId: copyFile
        responses: { '200': { description: ok, content: { application/json: { schema: { type: object, required: [copied], properties: { copied: { type: boolean } } } } } }, '400': { description: bad } }
";
    let source = Source::new("files.yaml", text);
    let builder = MockServer::builder().document(source, Vec::new());
    let mock = builder.check_answers(true).start().await.unwrap();
    let copy = Method::from_bytes(b"COPY").unwrap();
    let ask = async |target: &str| {
        let url = format!("{}{target}", mock.url());
        let request = Client::new().request(copy.clone(), url);
        request.send().await.unwrap()
    };
    let answer = ask("/files/a?deep=true").await;
    assert_eq!(answer.status(), 200);
    let answer: Value = answer.json().await.unwrap();
    assert!(answer["copied"].is_boolean(), "{answer}");
    assert_eq!(ask("/files/a").await.status(), 400);
    assert_eq!(ask("/files/a?deep=maybe").await.status(), 400);
    let url = format!("{}/files/a?deep=true", mock.url());
    let other = Client::new().get(url).send().await.unwrap();
    assert_eq!(other.status(), 405);
}
