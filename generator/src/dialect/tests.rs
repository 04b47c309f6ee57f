use serde_json::{Value, json};

use super::normalize;
use crate::diag::{Diagnostics, Severity};
use crate::source::{Source, Sources};

fn run(text: &str) -> (Value, Diagnostics) {
    let source = Source::new("api.yaml", text);
    let tree = source.parse().expect("the text is YAML");
    let mut sources = Sources::new(source);
    let mut diagnostics = Diagnostics::default();
    let tree = normalize(tree, &mut sources, &mut diagnostics);
    sources.locate_all(&mut diagnostics);
    (tree, diagnostics)
}

fn codes(diagnostics: &Diagnostics) -> Vec<(&'static str, usize)> {
    let line = |d: &crate::diag::Diagnostic| d.location.as_ref().map_or(0, |at| at.line);
    diagnostics.iter().map(|d| (d.code, line(d))).collect()
}

/// The schema `A` of a document that holds these schemas, in flow style.
fn schema(version: &str, schemas: &str) -> (Value, Diagnostics) {
    let (tree, diagnostics) = run(&format!(
        "openapi: {version}\npaths: {{}}\ncomponents:\n  schemas:\n    {schemas}"
    ));
    (tree["components"]["schemas"]["A"].clone(), diagnostics)
}

#[test]
fn what_is_no_openapi_document_says_what_it_is_instead() {
    for (text, message) in [
        ("openapi: 4.0.0", "OpenAPI version `4.0.0` is not supported"),
        ("swagger: '1.2'", "Swagger version `1.2` is not supported"),
        (
            "name: x\nversion: 1",
            "it is an object with the members `name`, `version`",
        ),
        ("[]", "it is a list"),
        ("", "it is an empty document"),
        ("hello", "it is plain text"),
    ] {
        let (_, diagnostics) = run(text);
        assert!(diagnostics.has_errors());
        assert!(diagnostics.to_string().contains(message), "{diagnostics}");
    }
}

#[test]
fn a_version_that_yaml_reads_as_a_number_is_understood() {
    for text in [
        "swagger: 2.0\npaths: {}",
        "openapi: 3.0\npaths: {}",
        "openapi: 3.1\npaths: {}",
    ] {
        assert!(run(text).1.is_empty(), "{text}");
    }
}

const SWAGGER: &str = "\
swagger: '2.0'
info: { title: Pets, version: '1' }
host: example.com
basePath: /v1/
schemes: [http, https]
consumes: [application/json]
produces: [application/json, application/xml]
parameters:
  limit: { name: limit, in: query, type: integer, format: int32, maximum: 100 }
  pet: { name: pet, in: body, schema: { $ref: '#/definitions/Pet' } }
responses:
  Missing: { description: none, schema: { $ref: '#/definitions/Error' } }
paths:
  /pets:
    parameters:
      - { $ref: '#/parameters/pet' }
      - { name: tags, in: query, type: array, items: { type: string }, collectionFormat: multi }
    get:
      produces: [application/json]
      parameters:
        - { $ref: '#/parameters/limit' }
        - { name: ids, in: query, type: array, items: { type: integer } }
        - { name: cols, in: header, type: array, items: { type: string }, collectionFormat: pipes }
      responses:
        200: { description: ok, schema: { type: array, items: { $ref: '#/definitions/Pet' } }, headers: { X-Next: { type: string } } }
        404: { $ref: '#/responses/Missing' }
    put:
      consumes: [multipart/form-data]
      parameters:
        - { name: pet, in: body, schema: { $ref: '#/paths/~1pets/get/responses/200/schema' } }
      responses: {}
  /upload:
    post:
      parameters:
        - { name: file, in: formData, type: file, required: true }
        - { name: labels, in: formData, type: array, items: { type: string }, description: some }
        - { name: after, in: query, type: boolean, x-nullable: true }
      responses:
        200: { description: ok, schema: { type: file } }
securityDefinitions:
  basic: { type: basic }
  oauth: { type: oauth2, flow: accessCode, authorizationUrl: /a, tokenUrl: /t, scopes: { read: Read } }
definitions:
  Pet: { type: object, discriminator: kind, properties: { kind: { type: string }, owner: { $ref: '#/definitions/Error/properties/who' } } }
  Error: { properties: { who: { type: string, x-nullable: true }, list: { type: lisst } } }
";

#[test]
fn swagger_2_becomes_openapi_3() {
    let (tree, diagnostics) = run(SWAGGER);
    let expected = json!([{ "url": "https://example.com/v1" }, { "url": "http://example.com/v1" }]);
    assert_eq!(tree["servers"], expected);
    let get = &tree["paths"]["/pets"]["get"];
    let expected = json!([
        { "$ref": "#/components/parameters/limit" },
        { "name": "ids", "in": "query", "style": "form", "explode": false, "schema": { "type": "array", "items": { "type": "integer" } } },
        { "name": "cols", "in": "header", "style": "simple", "explode": false, "x-collection-format": "pipes", "schema": { "type": "array", "items": { "type": "string" } } }
    ]);
    assert_eq!(get["parameters"], expected);
    let expected = json!({
        "description": "ok",
        "headers": { "X-Next": { "schema": { "type": "string" } } },
        "content": { "application/json": { "schema": { "type": "array", "items": { "$ref": "#/components/schemas/Pet" } } } }
    });
    assert_eq!(get["responses"]["200"], expected);
    assert_eq!(
        get["responses"]["404"],
        json!({ "$ref": "#/components/responses/Missing" })
    );
    // The body of the path applies to each of its operations, unless the operation has its own.
    let pet = json!({ "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Pet" } } } });
    assert_eq!(get["requestBody"], pet);
    assert_eq!(tree["components"]["requestBodies"]["pet"], pet);
    let reference = "#/paths/~1pets/get/responses/200/content/application~1json/schema";
    let expected =
        json!({ "content": { "multipart/form-data": { "schema": { "$ref": reference } } } });
    assert_eq!(tree["paths"]["/pets"]["put"]["requestBody"], expected);
    let expected = json!([{ "name": "tags", "in": "query", "style": "form", "explode": true, "schema": { "type": "array", "items": { "type": "string" } } }]);
    assert_eq!(tree["paths"]["/pets"]["parameters"], expected);
    let missing = &tree["components"]["responses"]["Missing"]["content"];
    assert_eq!(
        missing["application/xml"]["schema"],
        json!({ "$ref": "#/components/schemas/Error" })
    );
    let expected = json!({
        "basic": { "type": "http", "scheme": "basic" },
        "oauth": { "type": "oauth2", "flows": { "authorizationCode": { "authorizationUrl": "/a", "tokenUrl": "/t", "scopes": { "read": "Read" } } } }
    });
    assert_eq!(tree["components"]["securitySchemes"], expected);
    let schemas = &tree["components"]["schemas"];
    assert_eq!(
        schemas["Pet"]["discriminator"],
        json!({ "propertyName": "kind" })
    );
    let reference = json!({ "$ref": "#/components/schemas/Error/properties/who" });
    assert_eq!(schemas["Pet"]["properties"]["owner"], reference);
    assert_eq!(
        schemas["Error"]["properties"]["who"],
        json!({ "type": "string", "nullable": true })
    );
    // The type that does not exist, at the line where it was written.
    assert_eq!(codes(&diagnostics), [("pseudo-type", 45)], "{diagnostics}");
}

#[test]
fn a_host_with_parameters_becomes_a_server_with_variables() {
    let (tree, diagnostics) = run("\
swagger: '2.0'
info: { title: Vault, version: '1' }
host: unused.example.com
basePath: /v1
parameters: { dns: { name: dnsSuffix, in: path, required: true, type: string, x-ms-client-default: vault.example.com } }
x-ms-parameterized-host:
  hostTemplate: '{account}.{dnsSuffix}'
  parameters:
    - { name: account, in: path, required: true, type: string, enum: [a, b], description: Whose. }
    - { $ref: '#/parameters/dns' }
paths: {}
");
    let expected = json!([{
        "url": "https://{account}.{dnsSuffix}/v1",
        "variables": {
            "account": { "enum": ["a", "b"], "description": "Whose.", "default": "a" },
            "dnsSuffix": { "default": "vault.example.com" }
        }
    }]);
    assert_eq!(tree["servers"], expected);
    assert!(!diagnostics.has_errors(), "{diagnostics}");
}

#[test]
fn paths_that_differ_in_their_queries_are_paths() {
    let (tree, diagnostics) = run("\
swagger: '2.0'
info: { title: Blobs, version: '1' }
paths:
  /{name}: { get: { operationId: fetch, parameters: [{ name: name, in: path, required: true, type: string }], responses: {} } }
x-ms-paths:
  /{name}?comp=list: { get: { operationId: list, parameters: [{ name: name, in: path, required: true, type: string }], responses: { 200: { description: ok, schema: { type: string } } } } }
  /{name}: { put: { responses: {} } }
");
    let list = &tree["paths"]["/{name}?comp=list"]["get"];
    let schema = &list["responses"]["200"]["content"]["application/json"]["schema"];
    assert_eq!(schema, &json!({ "type": "string" }));
    assert!(tree["paths"]["/{name}"].get("put").is_none());
    assert!(
        diagnostics.to_string().contains("x-ms-paths"),
        "{diagnostics}"
    );
}

#[test]
fn swagger_2_forms_become_bodies() {
    let (tree, _) = run(SWAGGER);
    let post = &tree["paths"]["/upload"]["post"];
    let expected = json!({
        "content": { "multipart/form-data": {
            "schema": {
                "type": "object",
                "properties": {
                    "file": { "type": "string", "format": "binary" },
                    "labels": { "type": "array", "items": { "type": "string" }, "description": "some" }
                },
                "required": ["file"]
            },
            "encoding": { "labels": { "style": "form", "explode": false, "x-collection-format": "csv" } }
        } },
        "required": true
    });
    assert_eq!(post["requestBody"], expected);
    let expected = json!([{ "name": "after", "in": "query", "schema": { "type": "boolean", "nullable": true } }]);
    assert_eq!(post["parameters"], expected);
    let expected = json!({ "schema": { "type": "string", "format": "binary" } });
    assert_eq!(
        post["responses"]["200"]["content"]["application/json"],
        expected
    );
}

#[test]
fn openapi_3_1_keywords_become_those_of_3_0() {
    for (written, expected) in [
        (
            "{ type: [string, 'null'], format: date }",
            json!({ "type": "string", "format": "date", "nullable": true }),
        ),
        (
            "{ type: 'null' }",
            json!({ "enum": [null], "nullable": true }),
        ),
        (
            "{ type: [string, integer, 'null'], minLength: 1, minimum: 2, description: d }",
            json!({ "description": "d", "anyOf": [{ "type": "string", "minLength": 1 }, { "type": "integer", "minimum": 2 }], "nullable": true }),
        ),
        ("{ type: [integer, number] }", json!({ "type": "number" })),
        (
            "{ type: [string, integer], enum: [a, 1] }",
            json!({ "anyOf": [{ "type": "string", "enum": ["a"] }, { "type": "integer", "enum": [1] }] }),
        ),
        ("{ const: x }", json!({ "type": "string", "enum": ["x"] })),
        (
            "{ type: string, examples: [a, b] }",
            json!({ "type": "string", "examples": ["a", "b"], "example": "a" }),
        ),
        (
            "{ type: integer, exclusiveMinimum: 5 }",
            json!({ "type": "integer", "minimum": 5, "exclusiveMinimum": true }),
        ),
        (
            "{ type: integer, exclusiveMaximum: 5, maximum: 3 }",
            json!({ "type": "integer", "maximum": 3 }),
        ),
        (
            "{ anyOf: [{ type: string }, { type: 'null' }] }",
            json!({ "nullable": true, "type": "string" }),
        ),
        (
            "{ description: d, oneOf: [{ $ref: '#/components/schemas/B' }, { type: 'null' }] }",
            json!({ "description": "d", "nullable": true, "allOf": [{ "$ref": "#/components/schemas/B" }] }),
        ),
        (
            "{ $ref: '#/components/schemas/B', description: d }",
            json!({ "$ref": "#/components/schemas/B", "description": "d" }),
        ),
        (
            "{ $ref: '#/components/schemas/B', maxLength: 3 }",
            json!({ "maxLength": 3, "allOf": [{ "$ref": "#/components/schemas/B" }] }),
        ),
        (
            "{ type: string, contentEncoding: base64 }",
            json!({ "type": "string", "contentEncoding": "base64", "format": "byte" }),
        ),
        (
            "{ type: object, properties: { a: true, b: { type: [integer, 'null'] } } }",
            json!({ "type": "object", "properties": { "a": {}, "b": { "type": "integer", "nullable": true } } }),
        ),
        (
            "{ type: object, patternProperties: { '^x': { type: string } }, additionalProperties: false }",
            json!({ "type": "object", "additionalProperties": { "type": "string" } }),
        ),
        (
            "{ type: object, patternProperties: { '^x': { type: string } } }",
            json!({ "type": "object", "additionalProperties": { "anyOf": [{ "type": "string" }, {}] } }),
        ),
        (
            "{ type: object, $defs: { C: { const: 1 } }, properties: { c: { $ref: '#/$defs/C' } } }",
            json!({ "type": "object", "$defs": { "C": { "type": "integer", "enum": [1] } }, "properties": { "c": { "$ref": "#/components/schemas/A/$defs/C" } } }),
        ),
    ] {
        let (schema, diagnostics) = schema("3.1.0", &format!("A: {written}\n    B: {{}}"));
        assert_eq!(schema, expected, "{written}");
        assert!(diagnostics.is_empty(), "{written}: {diagnostics}");
    }
}

#[test]
fn a_tuple_becomes_a_list_of_either_with_a_note() {
    let (schema, diagnostics) = schema(
        "3.1.0",
        "A: { type: array, prefixItems: [{ type: string }, { type: integer }], items: false }",
    );
    let expected = json!({ "type": "array", "maxItems": 2, "items": { "anyOf": [{ "type": "string" }, { "type": "integer" }] } });
    assert_eq!(schema, expected);
    assert_eq!(codes(&diagnostics), [("tuple", 5)]);
    assert_eq!(diagnostics.count(Severity::Note), 1);
}

#[test]
fn webhooks_are_brought_into_shape_and_paths_may_be_missing_in_3_1() {
    let (tree, diagnostics) = run(
        "openapi: 3.1.0\nwebhooks: { a: { post: { requestBody: { content: { application/json: { schema: { const: 1 } } } } } } }",
    );
    assert_eq!(tree["paths"], json!({}));
    let schema =
        &tree["webhooks"]["a"]["post"]["requestBody"]["content"]["application/json"]["schema"];
    assert_eq!(*schema, json!({ "type": "integer", "enum": [1] }));
    assert!(codes(&diagnostics).is_empty());
}

#[test]
fn odd_schemas_are_repaired_with_a_diagnostic() {
    for (written, expected, code) in [
        (
            "{ type: [string, 'null'] }",
            json!({ "type": "string", "nullable": true }),
            "type-list",
        ),
        (
            "{ type: datetime }",
            json!({ "type": "string", "format": "date-time" }),
            "pseudo-type",
        ),
        ("{ type: int }", json!({ "type": "integer" }), "pseudo-type"),
        (
            "{ type: list }",
            json!({ "type": "array", "items": {} }),
            "pseudo-type",
        ),
        ("{ type: any }", json!({}), "pseudo-type"),
        (
            "{ type: B }",
            json!({ "$ref": "#/components/schemas/B" }),
            "pseudo-type",
        ),
        (
            "{ $ref: B }",
            json!({ "$ref": "#/components/schemas/B" }),
            "ref-spelling",
        ),
        (
            "{ $ref: '#/definitions/B/items' }",
            json!({ "$ref": "#/components/schemas/B/items" }),
            "ref-spelling",
        ),
        (
            "{ properties: { a: { required: true }, b: { required: false } } }",
            json!({ "properties": { "a": {}, "b": {} }, "required": ["a"] }),
            "required",
        ),
        (
            "{ required: [a, b, a] }",
            json!({ "required": ["a", "b"] }),
            "required",
        ),
        ("{ required: a }", json!({ "required": ["a"] }), "required"),
        ("{ enum: a }", json!({ "enum": ["a"] }), "enum"),
        (
            "{ type: array }",
            json!({ "type": "array", "items": {} }),
            "items",
        ),
        (
            "{ nullable: 'true' }",
            json!({ "nullable": true }),
            "boolean",
        ),
        ("{ maxLength: '12' }", json!({ "maxLength": 12 }), ""),
        ("{ minLength: -1 }", json!({}), "bound"),
        (
            "{ type: integer, maximum: 99.5 }",
            json!({ "type": "integer", "maximum": 99 }),
            "",
        ),
        (
            "{ allOf: { type: string } }",
            json!({ "allOf": [{ "type": "string" }] }),
            "schema",
        ),
        (
            "{ discriminator: kind }",
            json!({ "discriminator": { "propertyName": "kind" } }),
            "discriminator",
        ),
        (
            "{ enum: [a, null] }",
            json!({ "enum": ["a", null], "nullable": true }),
            "",
        ),
        ("string", json!({ "type": "string" }), "schema"),
        ("12", json!({}), "schema"),
    ] {
        let (schema, diagnostics) = schema("3.0.3", &format!("A: {written}\n    B: {{}}"));
        assert_eq!(schema, expected, "{written}");
        let found = diagnostics
            .iter()
            .next()
            .map_or("", |diagnostic| diagnostic.code);
        assert_eq!(found, code, "{written}: {diagnostics}");
        assert!(
            codes(&diagnostics).iter().all(|(_, line)| *line == 5),
            "{diagnostics}"
        );
    }
}

#[test]
fn odd_operations_are_repaired_with_a_diagnostic() {
    let (tree, diagnostics) = run("\
openapi: 3.0.0
security: { key: [] }
paths:
  pets:
    get:
      tags: pet
      operationId: 12
      parameters:
        - { name: a, in: Query, type: string }
        - { name: a, in: query }
        - { in: query }
        - { name: id, in: path, schema: { type: string } }
      responses:
        200 OK: { schema: { type: string } }
        4xx: { description: no }
        nonsense: {}
    post: nothing
  /other:
    put:
      parameters: { x: { name: x, in: body, schema: { type: object } } }
");
    let get = &tree["paths"]["/pets"]["get"];
    assert_eq!(tree["security"], json!([{ "key": [] }]));
    assert_eq!(get["tags"], json!(["pet"]));
    assert_eq!(get["operationId"], "12");
    let expected = json!([
        { "name": "a", "in": "query", "schema": { "type": "string" } },
        { "name": "id", "in": "path", "schema": { "type": "string" }, "required": true }
    ]);
    assert_eq!(get["parameters"], expected);
    let content = json!({ "application/json": { "schema": { "type": "string" } } });
    assert_eq!(
        get["responses"],
        json!({ "200": { "description": "", "content": content }, "4XX": { "description": "no" } })
    );
    assert!(tree["paths"]["/pets"].get("post").is_none());
    let put = &tree["paths"]["/other"]["put"];
    assert_eq!(
        put["requestBody"]["content"]["application/json"]["schema"],
        json!({ "type": "object" })
    );
    let lines: Vec<usize> = codes(&diagnostics)
        .into_iter()
        .map(|(_, line)| line)
        .collect();
    assert!(lines.iter().all(|line| *line > 0), "{diagnostics}");
}

#[test]
fn names_of_members_are_no_keywords() {
    let text = "A: { type: object, properties: { type: { type: string }, $ref: { type: string }, required: { type: boolean }, const: { type: string }, enum: { type: object, properties: { properties: { type: string } } } }, example: { type: datetime, $ref: x } }";
    let (schema, diagnostics) = schema("3.0.0", text);
    assert!(diagnostics.is_empty(), "{diagnostics}");
    assert_eq!(schema["properties"]["const"], json!({ "type": "string" }));
    assert_eq!(
        schema["example"],
        json!({ "type": "datetime", "$ref": "x" })
    );
}

#[test]
fn references_lead_the_walk_to_schemas_in_unusual_places() {
    let (tree, diagnostics) = run(
        "openapi: 3.1.0\npaths: {}\nx-models: { M: { type: ['null', string] } }\ncomponents: { schemas: { A: { $ref: '#/x-models/M' } } }",
    );
    assert_eq!(
        tree["x-models"]["M"],
        json!({ "type": "string", "nullable": true })
    );
    assert!(diagnostics.is_empty());
}

#[test]
fn percent_encoding_in_references_is_taken_off() {
    let (tree, _) = run(
        "openapi: 3.0.0\npaths: {}\ncomponents: { schemas: { A: { $ref: '#/components/schemas/B%20C/%7Bid%7D' } } }",
    );
    assert_eq!(
        tree["components"]["schemas"]["A"]["$ref"],
        "#/components/schemas/B C/{id}"
    );
}

#[test]
fn no_scalar_in_any_place_makes_it_panic() {
    // Every node of a full document is replaced by every kind of value, one at a time.
    let texts = [
        SWAGGER.to_owned(),
        SWAGGER_AS_31.to_owned(),
        SWAGGER_AS_31.replace("3.1.0", "3.0.0"),
    ];
    for text in texts {
        let source = Source::new("api.yaml", text);
        let tree = source.parse().expect("the text is YAML");
        let mut pointers = Vec::new();
        collect(&tree, String::new(), &mut pointers);
        for pointer in pointers {
            for value in [
                json!(null),
                json!(true),
                json!(1),
                json!(-0.5),
                json!("x"),
                json!([1]),
                json!({ "a": 1 }),
                json!([]),
                json!({}),
            ] {
                let mut tree = tree.clone();
                if let Some(node) = tree.pointer_mut(&pointer) {
                    *node = value;
                }
                let mut sources = Sources::new(source.clone());
                normalize(tree, &mut sources, &mut Diagnostics::default());
            }
        }
    }
}

fn collect(node: &Value, pointer: String, pointers: &mut Vec<String>) {
    match node {
        Value::Object(members) => {
            for (key, value) in members {
                collect(value, crate::pointer::join(&pointer, key), pointers);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                collect(item, format!("{pointer}/{index}"), pointers);
            }
        }
        _ => {}
    }
    pointers.push(pointer);
}

const SWAGGER_AS_31: &str = "\
openapi: 3.1.0
servers: [{ url: / }]
security: [{ a: [] }]
paths:
  /a/{id}:
    parameters: [{ $ref: '#/components/parameters/P' }]
    get:
      tags: [t]
      parameters: [{ name: x, in: query, content: { application/json: { schema: { type: [string, 'null'] } } } }]
      requestBody: { required: true, content: { multipart/form-data: { schema: { type: object }, encoding: { a: { headers: { h: { schema: { const: 1 } } } } } } } }
      responses: { 200: { description: d, headers: { h: { schema: { type: string } } }, links: { l: { $ref: x } }, content: { text/plain: { schema: { $ref: '#/components/schemas/A' } } } } }
      callbacks: { c: { '{$request}': { post: { responses: {} } } } }
components:
  parameters: { P: { name: id, in: path, required: true, schema: { type: integer, exclusiveMinimum: 0 } } }
  schemas:
    A:
      type: object
      required: [a]
      nullable: false
      additionalProperties: { type: string, maxLength: 3 }
      $defs: { d: { enum: [1, null] } }
      discriminator: { propertyName: a, mapping: { x: '#/components/schemas/A' } }
      properties: { a: { prefixItems: [{ type: string }], minItems: 1 }, b: { oneOf: [{ type: 'null' }, { $ref: '#/$defs/d' }] }, c: { allOf: [{ if: {}, then: {} }], examples: [1] } }
";
