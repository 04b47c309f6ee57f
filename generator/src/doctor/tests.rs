use serde_json::{Value, json};

use super::{Report, examine};
use crate::diag::Diagnostics;
use crate::source::{Source, Sources, to_yaml};
use crate::{dialect, overlay};

fn tree(text: &str) -> Value {
    let source = Source::new("api.yaml", text);
    let tree = source.parse().expect("the text is YAML");
    dialect::normalize(tree, &mut Sources::new(source), &mut Diagnostics::default())
}

/// A document with these schemas, in flow style.
fn schemas(text: &str) -> Value {
    tree(&format!(
        "openapi: 3.0.3\npaths: {{}}\ncomponents: {{ schemas: {{ {text} }} }}"
    ))
}

fn codes(report: &Report) -> Vec<&'static str> {
    report.findings.iter().map(|finding| finding.code).collect()
}

/// Applies the draft of an overlay as a user would, from its text.
fn corrected(tree: &Value) -> Value {
    let draft = examine(tree)
        .draft(tree, "Draft")
        .expect("something to propose");
    let mut corrected = tree.clone();
    let mut diagnostics = Diagnostics::default();
    let source = Source::new("draft.overlay.yaml", to_yaml(&draft));
    overlay::apply(&mut corrected, &source, &mut diagnostics);
    assert!(diagnostics.is_empty(), "{diagnostics}");
    corrected
}

#[test]
fn examples_that_contradict_their_schema_are_found_and_the_draft_settles_them() {
    for (schema, code) in [
        (
            "{ type: object, properties: { a: { type: object } }, example: { a: text } }",
            "example-type",
        ),
        (
            "{ type: object, properties: { a: { $ref: '#/components/schemas/B' } }, example: { a: [{ b: 1 }] } }",
            "example-type",
        ),
        ("{ type: integer, example: 1.5 }", "example-type"),
        (
            "{ type: object, properties: { a: { type: string } }, example: { a: null } }",
            "example-null",
        ),
        (
            "{ type: object, properties: { a: { $ref: '#/components/schemas/B' } }, example: { a: null } }",
            "example-null",
        ),
        (
            "{ type: object, required: [a, b], properties: { a: {}, b: {} }, example: { a: 1 } }",
            "example-missing",
        ),
        (
            "{ type: object, properties: { a: {} }, example: { a: 1, c: x } }",
            "example-undeclared",
        ),
        (
            "{ type: object, properties: { a: {} }, additionalProperties: false, example: { a: 1, c: x } }",
            "example-refused",
        ),
        (
            "{ allOf: [{ $ref: '#/components/schemas/B' }, { properties: { c: {} } }], example: { b: 1, c: 1, d: 1 } }",
            "example-undeclared",
        ),
        ("{ type: string, enum: [a], example: b }", "example-enum"),
        (
            "{ type: string, format: date, example: '2020-01-01T00:00:00Z' }",
            "example-format",
        ),
        (
            "{ type: string, format: uuid, example: x }",
            "example-format",
        ),
        (
            "{ type: string, pattern: '^a+$', example: b }",
            "example-pattern",
        ),
        ("{ type: integer, maximum: 3, example: 4 }", "example-bound"),
        (
            "{ type: array, items: { type: integer }, minItems: 2, example: [1] }",
            "example-bound",
        ),
        (
            "{ type: object, required: [a], properties: { a: { type: integer } }, example: { data: { a: 1 } } }",
            "example-wrapped",
        ),
        (
            "{ type: object, required: [a], properties: { a: { type: integer } }, example: '{\"a\": 1}' }",
            "example-text",
        ),
    ] {
        let tree = schemas(&format!(
            "A: {schema}, B: {{ type: object, properties: {{ b: {{ type: integer }} }} }}"
        ));
        let report = examine(&tree);
        assert_eq!(codes(&report), [code], "{schema}");
        let after = examine(&corrected(&tree));
        assert!(after.findings.is_empty(), "{schema}: {:?}", after.findings);
    }
}

#[test]
fn examples_that_fit_are_left_alone() {
    for schema in [
        "{ type: object, example: { any: thing } }",
        "{ type: string, nullable: true, example: null }",
        "{ type: integer, example: 2.0 }",
        "{ type: object, required: [a], properties: { a: { type: string, readOnly: true } }, example: {} }",
        "{ type: object, properties: { a: {} }, additionalProperties: true, example: { b: 1 } }",
        "{ type: string, format: dateTime, example: '2020-01-01T00:00:00.123+01:00' }",
        "{ oneOf: [{ type: string }, { type: integer }], example: 1 }",
        "{ type: object, properties: { next: { $ref: '#/components/schemas/A' } }, example: { next: { next: {} } } }",
        "{ type: string, pattern: '(?<=x)y', example: z }",
    ] {
        let report = examine(&schemas(&format!("A: {schema}")));
        let findings = report
            .findings
            .iter()
            .filter(|finding| finding.code != "format");
        assert_eq!(findings.count(), 0, "{schema}: {:?}", report.findings);
        assert_eq!(report.examples.len(), 1);
    }
}

#[test]
fn a_finding_points_at_what_is_wrong_and_shows_the_correction() {
    let text = "openapi: 3.0.3\npaths: {}\ncomponents:\n  schemas:\n    A:\n      type: object\n      properties:\n        kind: { type: string, enum: [x] }\n      example:\n        kind: y\n";
    let source = Source::new("api.yaml", text);
    let report = examine(&tree(text));
    let mut diagnostics = Diagnostics::from(report.findings[0].to_diagnostic());
    Sources::new(source).locate_all(&mut diagnostics);
    let expected = "\
error[example-enum]: the example has \"y\" at /kind, which is not one of the listed values
  --> api.yaml:10:9
   |
10 |         kind: y
   |         ^^^^
   |
   = help: an overlay could say
           - target: $.components.schemas.A.properties.kind.enum
             update:
             - y";
    assert_eq!(diagnostics.to_string().trim_end(), expected);
}

#[test]
fn examples_of_parameters_and_bodies_are_held_against_their_schemas_too() {
    let report = examine(&tree("
openapi: 3.0.3
paths:
  /a:
    get:
      parameters: [{ name: n, in: query, example: x, schema: { type: integer } }]
      responses:
        '200':
          description: ok
          content:
            application/json: { schema: { type: boolean }, examples: { e: { $ref: '#/components/examples/E' } } }
            text/plain: { schema: { type: boolean }, example: x }
components: { examples: { E: { value: 3 } } }
"));
    let pointers: Vec<_> = report
        .findings
        .iter()
        .map(|finding| finding.pointer.as_str())
        .collect();
    assert_eq!(
        pointers,
        [
            "/paths/~1a/get/parameters/0/example",
            "/components/examples/E/value"
        ]
    );
}

#[test]
fn schemas_that_contradict_themselves_are_found() {
    for (schema, code) in [
        ("{ type: integer, default: x }", "default"),
        ("{ type: string, enum: [a], default: b }", "default"),
        ("{ type: string, enum: [1, 2] }", "enum"),
        (
            "{ type: object, required: [b], properties: { a: {} } }",
            "required-undeclared",
        ),
        ("{ type: string, format: ISODate }", "format"),
        ("{ $ref: '#/components/schemas/X' }", "dangling-ref"),
        ("{ $ref: '#/components/schemas/A' }", "ref-circle"),
        (
            "{ oneOf: [{}], discriminator: { propertyName: a, mapping: { x: Y } } }",
            "dangling-ref",
        ),
    ] {
        assert_eq!(
            codes(&examine(&schemas(&format!("A: {schema}")))),
            [code],
            "{schema}"
        );
    }
}

#[test]
fn a_part_of_a_whole_may_require_what_another_part_declares() {
    let report = examine(&schemas(
        "A: { allOf: [{ properties: { a: {} } }, { required: [a], properties: { b: {} } }] }, B: { anyOf: [{ required: [a] }], properties: { a: {} } }",
    ));
    assert!(report.findings.is_empty(), "{:?}", report.findings);
}

const OPERATIONS: &str = "
openapi: 3.0.3
security: [{ missing: [] }]
paths:
  /a/{id}:
    get: { operationId: same, responses: { '200': { description: ok } } }
  /b:
    parameters: [{ name: id, in: path, required: true, schema: {} }]
    get: { operationId: same, responses: { '404': { description: none } } }
  /c:
    get:
      parameters: [{ name: 'page[size]', in: query, schema: {} }]
      responses: { '200': { description: ok, content: { application/json: { schema: { type: object, properties: { data: {} } } } } } }
  /d:
    get:
      responses: { '200': { description: ok, content: { application/json: { schema: { properties: { links: { properties: { next: {} } } } } } } } }
  /e:
    get:
      parameters:
        - { name: 'filter[a]', in: query, schema: { type: string }, description: 'Comma-separated ids. One of the following must be specified: `filter[a]`, `filter[b]` or `filter[c]`' }
        - { name: 'filter[b]', in: query, schema: { type: string } }
      responses: { '200': { description: ok } }
";

#[test]
fn operations_that_contradict_their_paths_or_prose_are_found() {
    let report = examine(&tree(OPERATIONS));
    let found: Vec<_> = report
        .findings
        .iter()
        .map(|f| (f.code, f.pointer.as_str()))
        .collect();
    let expected = [
        ("security-scheme", "/security/0/missing"),
        ("operation-id", "/paths/~1b/get/operationId"),
        ("no-success", "/paths/~1b/get"),
        ("path-parameter", "/paths/~1a~1{id}/get"),
        ("path-parameter", "/paths/~1b/parameters/0"),
        ("paging-links", "/paths/~1c/get/parameters/0"),
        (
            "paging-parameters",
            "/paths/~1d/get/responses/200/content/application~1json/schema",
        ),
        ("prose-one-of", "/paths/~1e/get"),
        ("prose-list", "/paths/~1e/get/parameters/0"),
        ("prose-name", "/paths/~1e/get/parameters/0"),
    ];
    assert_eq!(found, expected);
    let corrected = corrected(&tree(OPERATIONS));
    let operation = &corrected["paths"]["/e"]["get"];
    assert_eq!(
        operation["x-required-one-of"],
        json!([["filter[a]", "filter[b]"]])
    );
    let expected = json!({ "type": "array", "items": { "type": "string" } });
    assert_eq!(operation["parameters"][0]["schema"], expected);
    assert_eq!(
        corrected["paths"]["/a/{id}"]["get"]["parameters"][0]["name"],
        "id"
    );
}

#[test]
fn circles_and_deep_combinations_end() {
    let circle = "A: { allOf: [{ $ref: '#/components/schemas/A' }], example: {} }, B: { oneOf: [{ $ref: '#/components/schemas/B' }, { $ref: '#/components/schemas/B' }], example: 1 }";
    examine(&schemas(circle));
}
