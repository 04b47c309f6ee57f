use serde_json::Value;

use super::{Level, changes, structure};
use crate::diag::Diagnostics;
use crate::source::{Source, Sources};

const OLD: &str = "
openapi: 3.0.3
info: { title: Pets, version: '1' }
servers: [{ url: 'https://a.example', description: Live }, { url: 'https://b.example' }]
tags: [{ name: pets }]
paths:
  /pets:
    parameters: [{ name: trace, in: header, schema: { type: string } }]
    get:
      operationId: listPets
      parameters:
        - { name: limit, in: query, schema: { type: integer } }
        - { name: sort, in: query, schema: { type: string, enum: [a, b] } }
      responses:
        '200': { description: ok, content: { application/json: { schema: { type: array, items: { $ref: '#/components/schemas/Pet' } } } } }
    post:
      operationId: createPet
      requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } }
      responses: { '201': { $ref: '#/components/responses/Made' } }
  /toy:
    get:
      operationId: toy
      responses:
        '202': { description: later, content: { application/json: { schema: { $ref: '#/components/schemas/Toy' } } } }
  /old: { get: { operationId: old, tags: [pets], responses: {} } }
components:
  responses: { Made: { description: made, content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } } }
  schemas:
    Pet:
      type: object
      required: [id, name]
      properties:
        id: { type: string }
        name: { type: string, maxLength: 10 }
        born: { type: string, format: date }
        parent: { $ref: '#/components/schemas/Pet' }
        title: { type: string }
    Toy:
      type: object
      properties:
        weight: { type: number }
        maker: { type: object, properties: { a: { type: string } } }
    Maker: { type: object, properties: { a: { type: string } } }
";

fn tree(text: &str) -> Value {
    let source = Source::new("api.yaml", text);
    let tree = source.parse().expect("the text is YAML");
    let mut diagnostics = Diagnostics::default();
    let tree = crate::dialect::normalize(tree, &mut Sources::new(source), &mut diagnostics);
    assert!(diagnostics.is_empty(), "{diagnostics}");
    tree
}

/// The old document with one text replaced.
fn edited(old: &str, new: &str) -> Value {
    assert!(OLD.contains(old), "{old}");
    tree(&OLD.replace(old, new))
}

#[test]
fn documentation_order_and_references_make_no_difference() {
    let same = "
openapi: 3.0.0
info: { title: Animals, version: '1', contact: { name: me } }
servers: [{ url: 'https://a.example', description: Live }, { url: 'https://b.example' }]
paths:
  /pets:
    post:
      operationId: createPet
      description: Makes one.
      parameters: [{ name: trace, in: header, required: false, schema: { type: string } }]
      requestBody: { required: false, content: { application/json: { schema: { $ref: '#/components/schemas/Pet' }, example: { id: 1 } } } }
      responses: { '201': { description: other, content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } } }
    get:
      operationId: listPets
      x-note: something
      parameters:
        - { $ref: '#/components/parameters/Sort' }
        - { name: Trace, in: header, schema: { type: string } }
        - { name: limit, in: query, style: form, explode: true, schema: { type: integer, nullable: false } }
      responses:
        '200': { description: ok, content: { application/json: { schema: { type: array, items: { $ref: '#/components/schemas/Pet' } } } } }
  /old: { get: { operationId: old, tags: [pets], responses: {} } }
  /toy:
    get:
      operationId: toy
      responses:
        '202': { description: later, content: { application/json: { schema: { $ref: '#/components/schemas/Toy' } } } }
components:
  parameters: { Sort: { name: sort, in: query, schema: { type: string, enum: [b, a] } } }
  schemas:
    Pet:
      required: [name, id]
      properties:
        title: { type: string, title: A title, example: x }
        parent: { $ref: '#/components/schemas/Pet' }
        id: { type: string, description: The id }
        name: { type: string, maxLength: 10 }
        born: { type: string, format: date }
      type: object
    Toy:
      type: object
      properties:
        weight: { type: number }
        maker: { type: object, properties: { a: { type: string } } }
    Maker: { type: object, properties: { a: { type: string } } }
";
    let differences = structure(&tree(OLD), &tree(same));
    assert!(differences.is_empty(), "{differences:?}");
}

#[test]
fn a_property_called_like_documentation_counts() {
    let new = edited("        title: { type: string }\n", "");
    let found: Vec<String> = structure(&tree(OLD), &new)
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(
        found,
        [r#"- /components/schemas/Pet/properties/title: {"type":"string"}"#]
    );
}

#[test]
#[allow(clippy::too_many_lines)] // a table
fn each_change_has_its_level_and_its_words() {
    use Level::{Major, Minor, Patch};
    for (old, new, level, message) in [
        (
            "  /old: { get: { operationId: old, tags: [pets], responses: {} } }\n",
            "",
            Major,
            "removed operation GET /old (`old`)",
        ),
        (
            "get: { operationId: old,",
            "put: { operationId: new, responses: {} }, get: { operationId: old,",
            Minor,
            "new operation PUT /old (`new`)",
        ),
        (
            "operationId: old",
            "operationId: older",
            Major,
            "GET /old is now called `older`",
        ),
        (
            "name: limit, in: query",
            "name: limit, required: true, in: query",
            Major,
            "parameter `limit` of GET /pets is now required",
        ),
        (
            "        - { name: limit",
            "        - { name: more, in: query, schema: {} }\n        - { name: limit",
            Minor,
            "new optional parameter `more` of GET /pets",
        ),
        (
            "        - { name: limit",
            "        - { name: more, in: query, required: true, schema: {} }\n        - { name: limit",
            Major,
            "new required parameter `more` of GET /pets",
        ),
        (
            "enum: [a, b]",
            "enum: [a]",
            Major,
            "removed value `b` of parameter `sort` of GET /pets",
        ),
        (
            "enum: [a, b]",
            "enum: [a, b, c]",
            Minor,
            "new value `c` of parameter `sort` of GET /pets",
        ),
        (
            "schema: { type: integer }",
            "schema: { type: number }",
            Major,
            "the type of parameter `limit` of GET /pets changed from `integer` to `number`",
        ),
        (
            "required: [id, name]",
            "required: [id]",
            Major,
            "member `Pet.name` is no longer required",
        ),
        (
            "maxLength: 10",
            "maxLength: 20",
            Patch,
            "`maxLength` of `Pet.name` changed from `10` to `20`",
        ),
        (
            "format: date",
            "format: date-time",
            Major,
            "the format of `Pet.born` changed from `date` to `date-time`",
        ),
        (
            "schema: { type: integer }",
            "schema: { type: integer, format: int32 }",
            Patch,
            "the format of parameter `limit` of GET /pets changed from none to `int32`",
        ),
        (
            "schema: { type: integer }",
            "schema: { type: integer, format: uint64 }",
            Major,
            "`format` of parameter `limit` of GET /pets changed from none to `uint64`: another type holds its numbers",
        ),
        (
            "schema: { type: integer }",
            "schema: { type: integer, maximum: 100 }",
            Patch,
            "`maximum` of parameter `limit` of GET /pets changed from none to `100`",
        ),
        (
            "schema: { type: integer }",
            "schema: { type: integer, maximum: 18446744073709551615 }",
            Major,
            "`maximum` of parameter `limit` of GET /pets changed from none to `18446744073709551615`: another type holds its numbers",
        ),
        (
            "title: { type: string }",
            "title: { type: string, format: uuid }",
            Patch,
            "the format of `Pet.title` changed from none to `uuid`",
        ),
        (
            "        title: { type: string }",
            "        title: { type: string }\n        kind: { type: string, readOnly: true }",
            Major,
            "new member `Pet.kind` of one direction: what is sent is a type of its own from now on",
        ),
        (
            "        title: { type: string }",
            "        title: { type: string }\n        kind: { type: string }",
            Minor,
            "new member `Pet.kind`",
        ),
        (
            "type: string, format: date",
            "type: string, nullable: true, format: date",
            Major,
            "`Pet.born` may now be null",
        ),
        (
            "servers: [{ url: 'https://a.example', description: Live }, { url: 'https://b.example' }]",
            "servers: [{ url: 'https://a.example', description: Main }, { url: 'https://b.example' }]",
            Major,
            "removed `ClientBuilder::server_live`",
        ),
        (
            "schema: { type: integer }",
            "deprecated: true, schema: { type: integer }",
            Minor,
            "parameter `limit` of GET /pets is deprecated",
        ),
        (
            "name: limit, in: query",
            "name: limit, in: header",
            Patch,
            "parameter `limit` of GET /pets is sent in another form",
        ),
        (
            "operationId: old, tags: [pets]",
            "operationId: old, tags: [pets, more]",
            Patch,
            "GET /old has other tags beside the first",
        ),
        (
            "weight: { type: number }",
            "weight: { type: number, nullable: true }",
            Patch,
            "`nullable` of `Toy.weight` changed",
        ),
        (
            "weight: { type: number }",
            "weight: { type: number, readOnly: true }",
            Patch,
            "`readOnly` of `Toy.weight` changed",
        ),
        (
            "weight: { type: number }",
            "weight: { type: number, deprecated: true }",
            Patch,
            "the deprecation of `Toy.weight` changed",
        ),
        (
            "maker: { type: object, properties: { a: { type: string } } }",
            "maker: { $ref: '#/components/schemas/Maker' }",
            Major,
            "the type of `Toy.maker` changed",
        ),
        (
            "'202': { description: later, content: { application/json: { schema: { $ref: '#/components/schemas/Toy' } } } }",
            "'202': { description: later }",
            Major,
            "the response 202 of GET /toy no longer has a body",
        ),
        (
            "'202': { description: later,",
            "'203': { description: other, content: { application/json: { schema: { $ref: '#/components/schemas/Toy' } } } }\n        '202': { description: later,",
            Patch,
            "new: the response 203 of GET /toy",
        ),
        (
            "'200':",
            "'404': { description: none }\n        '200':",
            Minor,
            "new: the response 404 of GET /pets",
        ),
    ] {
        let found = changes(&tree(OLD), &edited(old, new));
        let found: Vec<_> = found
            .0
            .iter()
            .map(|change| (change.level, change.message.as_str()))
            .collect();
        assert!(found.contains(&(level, message)), "{found:?}");
        assert_eq!(found[0].0, level, "{found:?}");
    }
}

#[test]
fn names_that_make_way_for_others_break_what_uses_them() {
    let text = OLD.replace(
        "    Maker:",
        "    ToyMaker: { type: object, properties: { b: { type: string } } }\n    Maker:",
    );
    let found = changes(&tree(OLD), &tree(&text)).to_string();
    assert!(found.contains("minor: new schema `ToyMaker`"), "{found}");
    assert!(
        found.contains("major: removed `models::ToyMaker.a`"),
        "{found}"
    );
}

#[test]
fn an_alternative_that_is_added_leaves_the_others_as_they_are() {
    let text = OLD.replace(
        "    Maker:",
        "    Either: { oneOf: [{ $ref: '#/components/schemas/Toy' }, { type: string }] }\n    Maker:",
    );
    let more = text.replace(
        "Toy' }, { type: string }]",
        "Toy' }, { type: string }, { $ref: '#/components/schemas/Pet' }]",
    );
    let found = changes(&tree(&text), &tree(&more));
    assert_eq!(
        found.to_string(),
        "minor: new variant of `Either`\nminor step: 0 major, 1 minor, 0 patch\n"
    );
}

#[test]
fn a_new_required_member_breaks_only_what_is_sent() {
    let new = OLD
        .replace("required: [id, name]", "required: [id, name, kind]")
        .replace(
            "        title: {",
            "        kind: { type: string }\n        title: {",
        );
    let found = changes(&tree(OLD), &tree(&new));
    assert_eq!(
        found.to_string(),
        "major: new required member `Pet.kind`\nmajor step: 1 major, 0 minor, 0 patch\n"
    );
    let [old, new] = [OLD, &new].map(|text| {
        tree(&text.replace("      requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } }\n", ""))
    });
    assert_eq!(changes(&old, &new).level(), Some(Level::Minor));
}

#[test]
fn changes_are_rendered_as_markdown_and_json() {
    let new = OLD
        .replace("enum: [a, b]", "enum: [a, c]")
        .replace("maxLength: 10", "maxLength: 11");
    let found = changes(&tree(OLD), &tree(&new));
    let expected = "\
### Breaking

- removed value `b` of parameter `sort` of GET /pets

### Added

- new value `c` of parameter `sort` of GET /pets

### Changed

- `maxLength` of `Pet.name` changed from `10` to `11`
";
    assert_eq!(found.to_markdown(), expected);
    let json = found.to_json();
    assert_eq!(json["level"], "major");
    assert_eq!(
        json["changes"][2]["pointer"],
        "/components/schemas/Pet/properties/name/maxLength"
    );
    assert_eq!(json["changes"][2]["new"], 11);
    assert_eq!(changes(&tree(OLD), &tree(OLD)).to_string(), "no changes\n");
}

#[test]
fn circles_of_references_end() {
    let text = "openapi: 3.0.0\npaths: {}\ncomponents: { schemas: { A: { $ref: '#/components/schemas/B' }, B: { $ref: '#/components/schemas/A' }, C: { items: { $ref: '#/components/schemas/D/items' } }, D: { items: { items: { $ref: '#/components/schemas/C/items' } } } } }";
    let other = text.replace("D: { items: {", "D: { items: { type: array,");
    structure(&tree(text), &tree(&other));
}

const EVENTS: &str = "
openapi: 3.1.0
info: { title: Events, version: '1' }
paths:
  /jobs:
    post:
      operationId: startJob
      responses: { '204': { description: begun } }
      callbacks:
        ended: { '{$request.query.url}': { post: { requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Job' } } } }, responses: { '204': { description: seen } } } } }
webhooks:
  done:
    post:
      parameters: [{ name: x-try, in: header, schema: { type: integer } }]
      requestBody: { content: { application/json: { schema: { type: object, required: [id], properties: { id: { type: string }, note: { type: string } } } } } }
      responses: { '200': { description: seen, content: { application/json: { schema: { $ref: '#/components/schemas/Receipt' } } } } }
  lost: { post: { responses: { '204': { description: seen } } } }
components:
  schemas:
    Job: { type: object, properties: { id: { type: string } } }
    Receipt: { type: object, properties: { number: { type: string } } }
";

/// Levels and messages of a change of [`EVENTS`].
fn event_changes(old: &str, new: &str) -> Vec<String> {
    assert!(EVENTS.contains(old), "{old}");
    let found = changes(&tree(EVENTS), &tree(&EVENTS.replace(old, new)));
    let rows = found.0.iter();
    rows.map(|change| format!("{} {}", change.level, change.message))
        .collect()
}

#[test]
fn events_are_operations_turned_around() {
    let lost = "  lost: { post: { responses: { '204': { description: seen } } } }\n";
    let more = format!("{lost}{}", lost.replace("lost", "found"));
    let job = "Job: { type: object, properties: {";
    let receipt = "Receipt: { type: object, properties: {";
    for (old, new, expected) in [
        (lost, "", "major removed: webhook `lost`"),
        (lost, &*more, "minor new: webhook `found`"),
        // What comes is received: a new required member breaks nobody.
        (
            "note: { type: string }",
            "note: { type: string }, at: { type: string }",
            "minor new member `at` of the body of webhook `done`",
        ),
        (
            "note: { type: string }",
            "",
            "major removed member `note` of the body of webhook `done`",
        ),
        (
            "required: [id]",
            "required: [id, note]",
            "major member `note` of the body of webhook `done` is now required",
        ),
        (
            job,
            "Job: { type: object, required: [at], properties: { at: { type: string },",
            "major new required member `Job.at`: its type has no `Default` any more",
        ),
        // What answers is sent.
        (
            receipt,
            "Receipt: { type: object, required: [at], properties: { at: { type: string },",
            "major new required member `Receipt.at`",
        ),
        (
            "name: x-try",
            "name: x-retry",
            "major removed: parameter `x-try` of webhook `done`",
        ),
        ("{$request.query.url}", "{$request.body#/url}", ""),
        (
            "        ended:",
            "        over:",
            "major removed: callback `ended` of POST /jobs",
        ),
        (
            "'200': { description: seen,",
            "'201': { description: seen,",
            "major removed answer: the response 200 of webhook `done`",
        ),
    ] {
        let found = event_changes(old, new);
        match expected {
            "" => assert_eq!(found, Vec::<String>::new(), "{old} -> {new}"),
            expected => assert!(
                found.iter().any(|row| row == expected),
                "{old} -> {new}: {found:#?}"
            ),
        }
        // The gravest says what the step is.
        let level = expected.split(' ').next().unwrap();
        assert!(
            found.first().is_none_or(|row| row.starts_with(level)),
            "{found:#?}"
        );
    }
}
