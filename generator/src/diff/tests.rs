use serde_json::Value;

use super::{Level, changes, structure};
use crate::diag::Diagnostics;
use crate::source::{Source, Sources};

const OLD: &str = "
openapi: 3.0.3
info: { title: Pets, version: '1' }
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
  /old: { get: { operationId: old, responses: {} } }
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
  /old: { get: { operationId: old, responses: {} } }
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
            "  /old: { get: { operationId: old, responses: {} } }\n",
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
        assert_eq!(found, [(level, message)]);
    }
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
