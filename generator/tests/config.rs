//! The configuration file: its reader and its schema say the same.

use std::collections::BTreeSet;
use std::path::Path;

use openapi_client_generator::config::{DateTime, Derive, Extra, KEYS, PAGING_KEYS, SCHEMA};
use openapi_client_generator::{Config, ConfigFile, Document, Source, generate};
use serde_json::{Value, json};

fn schema() -> Value {
    serde_json::from_str(SCHEMA).unwrap()
}

fn read(text: &str) -> Result<ConfigFile, String> {
    ConfigFile::parse(Source::new("client.config.yaml", text))
        .map_err(|diagnostics| diagnostics.to_string())
}

#[test]
fn every_key_is_in_the_schema_and_in_the_reader() {
    let schema = schema();
    let described: BTreeSet<&str> = schema["properties"]
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    assert_eq!(described, BTreeSet::from(KEYS));
    let choices = |list: &Value| -> Vec<String> { serde_json::from_value(list.clone()).unwrap() };
    assert_eq!(
        choices(&schema["properties"]["date_time"]["enum"]),
        DateTime::ALL.map(|(name, _)| name)
    );
    assert_eq!(
        choices(&schema["properties"]["derives"]["items"]["enum"]),
        Derive::ALL.map(|(name, _)| name)
    );
    assert_eq!(
        choices(&schema["properties"]["leave_out"]["items"]["enum"]),
        Extra::ALL.map(|(name, _)| name)
    );
}

#[test]
fn every_key_of_paging_is_in_the_schema_and_in_the_reader() {
    let schema = schema();
    let described = schema["$defs"]["paging_plan"]["properties"].as_object();
    let described: BTreeSet<&str> = described.unwrap().keys().map(String::as_str).collect();
    assert_eq!(described, BTreeSet::from(PAGING_KEYS));
}

#[test]
fn the_schema_is_one() {
    jsonschema::meta::validate(&schema()).unwrap();
}

#[test]
fn what_the_schema_accepts_the_reader_accepts() {
    for accepted in [
        json!({}),
        json!({ "$schema": "config.schema.json", "spec": "api.yaml", "overlays": ["a.yaml", "b.yaml"], "out": "client" }),
        json!({ "name": "my-client", "version": "1.2.3-rc.1+build.5" }),
        json!({ "date_time": "jiff" }),
        json!({ "date_time": "chrono" }),
        json!({ "date_time": "time" }),
        json!({ "date_time": "string" }),
        json!({ "renames": { "/components/schemas/Pet": "Animal", "listPets": "all_pets" } }),
        json!({ "renames": { "/components/schemas/Http": "HTTPServer2", "match": "match", "a": "v1_2" } }),
        json!({ "include_tags": ["pets"], "exclude_tags": [], "include_operations": ["listPets"], "exclude_operations": ["x"] }),
        json!({ "features_per_tag": true, "all_derives": true, "compact": false, "strict": true }),
        json!({ "derives": ["Hash", "Eq", "Hash"] }),
        json!({ "leave_out": ["hooks", "testing"] }),
        json!({ "exact_numbers": true, "exact_json": false, "doctests": false }),
        json!({ "idempotency_keys": { "pay": "X-Request-Id" } }),
        json!({ "webhooks": { "event": { "header": "X-Event" }, "signature": { "scheme": "standard-webhooks", "prefix": "svix-" } } }),
        json!({ "callbacks": { "event": { "member": "/data/type", "value": "/x-name" }, "signature": { "scheme": "hmac-sha256", "header": "X-Mac", "prefix": "v1=", "encoding": "base64" } } }),
        json!({ "webhooks": {}, "callbacks": {} }),
        json!({ "formats": { "uuid": true, "money": "money::Amount<f64>" }, "replace": {} }),
        json!({ "replace": { "/components/schemas/Point": "geo::Point" }, "crates": { "geo": "1" } }),
        json!({ "paging": {} }),
        json!({ "paging": { "listPets": false } }),
        json!({ "paging": { "a": { "cursor": "/at", "next_cursor": "/next/at", "items": "/result/points", "size": "/limit" } } }),
        json!({ "paging": { "a": { "cursor": "after", "last_item": "/id", "has_more": "/has_more" } } }),
        json!({ "paging": { "a": { "next_link": "/links/next" }, "b": { "link_header": true } } }),
        json!({ "paging": { "a": { "page": "page", "first": 0, "total_pages": "/pages" } } }),
        json!({ "paging": { "a": { "offset": "skip", "size": "take", "total": "/total", "link_header": true } } }),
    ] {
        assert!(
            jsonschema::is_valid(&schema(), &accepted),
            "schema: {accepted}"
        );
        let outcome = read(&accepted.to_string());
        assert!(outcome.is_ok(), "reader: {accepted}: {outcome:?}");
    }
}

#[test]
fn what_the_schema_rejects_the_reader_rejects() {
    for rejected in [
        json!([]),
        json!("api.yaml"),
        json!({ "crate": "my-client" }),
        json!({ "webhooks": { "event": "X-Event" } }),
        json!({ "webhooks": { "event": { "header": "X Event" } } }),
        json!({ "webhooks": { "event": { "header": "X-Event", "member": "/type" } } }),
        json!({ "webhooks": { "event": { "member": "type" } } }),
        json!({ "webhooks": { "event": { "member": "/type", "of": "x" } } }),
        json!({ "webhooks": { "signature": { "header": "X-Mac" } } }),
        json!({ "webhooks": { "signature": { "scheme": "hmac-sha1", "header": "X-Mac" } } }),
        json!({ "callbacks": { "signature": { "scheme": "hmac-sha256" } } }),
        json!({ "callbacks": { "signature": { "scheme": "standard-webhooks", "header": "X-Mac" } } }),
        json!({ "spec": "" }),
        json!({ "spec": 1 }),
        json!({ "overlays": "a.yaml" }),
        json!({ "overlays": [1] }),
        json!({ "name": "1st" }),
        json!({ "name": "my client" }),
        json!({ "name": "x\"\n[dependencies]" }),
        json!({ "version": "1.0" }),
        json!({ "version": "01.0.0" }),
        json!({ "version": "1.0.0-" }),
        json!({ "version": "1.0.0+" }),
        json!({ "version": "1.0.0-a..b" }),
        json!({ "version": 1.0 }),
        json!({ "date_time": "joda" }),
        json!({ "date_time": null }),
        json!({ "renames": [] }),
        json!({ "renames": { "listPets": "" } }),
        json!({ "renames": { "listPets": "allPets" } }),
        json!({ "renames": { "listPets": "all pets" } }),
        json!({ "renames": { "listPets": "all__pets" } }),
        json!({ "renames": { "listPets": "_all" } }),
        json!({ "renames": { "listPets": "all_" } }),
        json!({ "renames": { "listPets": "1st" } }),
        json!({ "renames": { "listPets": "self" } }),
        json!({ "renames": { "/components/schemas/Pet": "animal" } }),
        json!({ "renames": { "/components/schemas/Pet": "An imal" } }),
        json!({ "renames": { "/components/schemas/Pet": "An_imal" } }),
        json!({ "renames": { "/components/schemas/Pet": "Self" } }),
        json!({ "include_tags": "pets" }),
        json!({ "include_tags": [""] }),
        json!({ "features_per_tag": "yes" }),
        json!({ "compact": null }),
        json!({ "derives": ["Ord"] }),
        json!({ "derives": "Eq" }),
        json!({ "strict": 1 }),
        json!({ "doctests": "yes" }),
        json!({ "formats": ["uuid"] }),
        json!({ "formats": { "uuid": false } }),
        json!({ "replace": { "/components/schemas/Point": "" } }),
        json!({ "replace": { "/components/schemas/Point": true } }),
        json!({ "crates": { "geo": 1 } }),
        json!({ "paging": [] }),
        json!({ "paging": { "a": true } }),
        json!({ "paging": { "a": null } }),
        json!({ "paging": { "a": {} } }),
        json!({ "paging": { "a": { "link_header": false } } }),
        json!({ "paging": { "a": { "cursor": "after" } } }),
        json!({ "paging": { "a": { "next_cursor": "/next" } } }),
        json!({ "paging": { "a": { "page": "page", "next_cursor": "/next" } } }),
        json!({ "paging": { "a": { "cursor": "after", "next_cursor": "next" } } }),
        json!({ "paging": { "a": { "cursor": "after", "next_cursor": "/next", "last_item": "/id" } } }),
        json!({ "paging": { "a": { "cursor": "after", "next_cursor": "/next", "next_link": "/link" } } }),
        json!({ "paging": { "a": { "cursor": "after", "next_cursor": "/next", "link_header": true } } }),
        json!({ "paging": { "a": { "next_link": "/link", "link_header": true } } }),
        json!({ "paging": { "a": { "page": "page", "offset": "skip" } } }),
        json!({ "paging": { "a": { "page": "page", "first": -1 } } }),
        json!({ "paging": { "a": { "page": "" } } }),
        json!({ "paging": { "a": { "page": "page", "pages": "/pages" } } }),
    ] {
        assert!(
            !jsonschema::is_valid(&schema(), &rejected),
            "schema: {rejected}"
        );
        assert!(read(&rejected.to_string()).is_err(), "reader: {rejected}");
    }
}

#[test]
fn an_unknown_key_is_an_error_with_its_place_and_a_suggestion() {
    insta::assert_snapshot!(read("spec: api.yaml\nexclude_tag: [a]\nversion: 1.0\n").unwrap_err(), @r"
    error[config]: there is no key `exclude_tag`
     --> client.config.yaml:2:1
      |
    2 | exclude_tag: [a]
      | ^^^^^^^^^^^
      |
      = help: did you mean `exclude_tags`?

    error[config]: `version` takes a text, not a number; in YAML, put quotes around it to make it a string
     --> client.config.yaml:3:1
      |
    3 | version: 1.0
      | ^^^^^^^
    ");
}

#[test]
fn an_unknown_choice_is_an_error_with_its_place_and_a_suggestion() {
    insta::assert_snapshot!(read("date_time: crono\nderives:\n  - Eq\n  - Display\n").unwrap_err(), @r"
    error[config]: `crono` is not a choice for `date_time`
     --> client.config.yaml:1:1
      |
    1 | date_time: crono
      | ^^^^^^^^^
      |
      = help: did you mean `chrono`?

    error[config]: `Display` is not a choice for `derives`
     --> client.config.yaml:4:5
      |
    4 |   - Display
      |     ^^^^^^^
      |
      = help: choose one of Eq, Hash
    ");
}

#[test]
fn a_rename_of_the_wrong_form_is_an_error_with_its_place() {
    insta::assert_snapshot!(read("renames:\n  listPets: All\n").unwrap_err(), @r"
    error[rename]: `All` is not a name for a method: lower-case letters, digits and single `_` between them
     --> client.config.yaml:2:3
      |
    2 |   listPets: All
      |   ^^^^^^^^
    ");
}

#[test]
fn paths_are_relative_to_the_folder_of_the_file() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("config");
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join("client.config.yaml");
    let text = "spec: specs/api.yaml\noverlays: [/absolute.yaml, b.yaml]\nallow_refs_under: [shared]\nout: ../client\ndate_time: time\nderives: [Hash, Eq]\n";
    std::fs::write(&path, text).unwrap();
    let expected = ConfigFile {
        allow_refs_under: vec![folder.join("shared")],
        spec: Some(folder.join("specs/api.yaml")),
        overlays: vec!["/absolute.yaml".into(), folder.join("b.yaml")],
        out: Some(folder.join("../client")),
        config: Config {
            date_time: DateTime::Time,
            derives: vec![Derive::Eq, Derive::Hash],
            ..Config::default()
        },
    };
    assert_eq!(ConfigFile::read(&path).unwrap(), expected);
}

#[test]
fn exact_json_is_said_in_the_manifest() {
    let text = "openapi: 3.0.3\ninfo: { title: T, version: '1' }\npaths: {}\ncomponents: { schemas: { A: { type: object, properties: { a: { type: number }, b: {} } } } }\n";
    let generated = |config: &Config| {
        let source = Source::new("api.yaml", text);
        let document = openapi_client_generator::Document::read(source, &[]).unwrap();
        openapi_client_generator::generate(&document, config).unwrap()
    };
    let plain = generated(&Config::default());
    assert!(!plain.manifest.contains("arbitrary_precision"));
    let exact = generated(&Config {
        exact_json: true,
        exact_numbers: true,
        ..Config::default()
    });
    let line = "serde_json = { version = \"1\", features = [\"arbitrary_precision\", \"float_roundtrip\", \"raw_value\"] }";
    assert!(exact.manifest.contains(line), "{}", exact.manifest);
}

#[test]
fn types_of_the_user_are_paths_and_their_crates_are_dependencies() {
    let file = read(
        r#"
formats: { uuid: true, Int32: true, money: "rust_decimal::Decimal" }
replace: { /components/schemas/Point: "geo_types::Point<f64>" }
crates: { geo-types: '{ version = "0.7", features = ["serde"] }', rust_decimal: "1" }
"#,
    );
    let config = file.unwrap_or_else(|found| panic!("{found}")).config;
    assert_eq!(config.formats["uuid"], "uuid::Uuid");
    assert_eq!(config.formats["Int32"], "i32");
    assert_eq!(config.formats["money"], "rust_decimal::Decimal");
    assert_eq!(
        config.replace["/components/schemas/Point"],
        "geo_types::Point<f64>"
    );
    let document = "openapi: 3.0.3\ninfo: { title: T, version: '1' }\npaths: { /a: { get: { operationId: a, responses: { '200': { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/Point' } } } } } } } }\ncomponents: { schemas: { Point: { type: object, properties: { id: { type: string, format: uuid } } } } }\n";
    let document = Document::read(Source::new("api.yaml", document), &[]).unwrap();
    let generated = generate(&document, &config).unwrap();
    let manifest = &generated.manifest;
    assert!(
        manifest.contains(r#"geo-types = { version = "0.7", features = ["serde"] }"#),
        "{manifest}"
    );
    assert!(
        manifest.contains("[package.metadata.docs.rs]"),
        "{manifest}"
    );
    let operations = &generated.output.files()["operations/default.rs"];
    assert!(operations.contains("geo_types::Point<f64>"), "{operations}");

    for (text, message) in [
        (
            "formats: { colour: true }",
            "there is no obvious type for `colour`",
        ),
        ("formats: { uuid: 'fn() {}' }", "`fn() {}` is not a type"),
        ("replace: { /a: 7 }", "takes a text"),
        (
            "crates: { a: '1\", b = \"2' }",
            "is neither a version nor a table",
        ),
        ("crates: { 'a b': '1' }", "is not a name for a crate"),
    ] {
        let found = read(text).unwrap_err();
        assert!(found.contains(message), "{text}: {found}");
    }
}
