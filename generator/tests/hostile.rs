//! Documents that lead back to themselves or go on and on: every stage ends, in output or in findings, on a small stack.
//!
//! A stack that overflows takes the test binary with it, which fails as well; the last name printed says where.

use std::fmt::Write as _;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use openapi_client_generator::unstable::diff::changes;
use openapi_client_generator::unstable::doctor::examine;
use openapi_client_generator::unstable::read_api;
use openapi_client_generator::unstable::report::Coverage;
use openapi_client_generator::{Config, Diagnostics, Document, Source, generate};
use serde_json::{Map, Value, json};

/// The stack of a thread that nobody configured.
const STACK: usize = 2 << 20;
/// Far more than any of these takes, so that a busy machine does not matter; far less than one without a bound would.
const LONGEST: Duration = Duration::from_secs(300);

/// Runs `work` on a small stack and returns what it returns.
#[track_caller]
fn on_small_stack<T: Send + 'static>(name: &str, work: impl FnOnce() -> T + Send + 'static) -> T {
    println!("{name}");
    let (done, outcome) = mpsc::channel();
    let thread = thread::Builder::new().stack_size(STACK);
    let running = thread.spawn(move || done.send(work())).expect("a thread");
    match outcome.recv_timeout(LONGEST) {
        Ok(outcome) => {
            drop(running.join());
            outcome
        }
        Err(mpsc::RecvTimeoutError::Timeout) => panic!("{name} takes for ever"),
        Err(mpsc::RecvTimeoutError::Disconnected) => panic!("{name} panics"),
    }
}

/// Puts a document through everything; the findings as text.
#[track_caller]
fn everything(name: &str, text: String) -> String {
    on_small_stack(name, move || {
        match Document::read(Source::new("api", text), &[]) {
            Err(diagnostics) => diagnostics.to_string(),
            Ok(document) => {
                drop(examine(document.tree()).diagnostics(document.sources()));
                drop(changes(document.tree(), document.tree()));
                let mut other = document.tree().clone();
                other["info"]["version"] = json!("2");
                drop(changes(document.tree(), &other).to_markdown());
                match generate(&document, &Config::default()) {
                    Ok(generated) => {
                        let coverage = Coverage::of(&document, &generated);
                        format!("{}{coverage}", generated.diagnostics)
                    }
                    Err(diagnostics) => diagnostics.to_string(),
                }
            }
        }
    })
}

#[allow(clippy::needless_pass_by_value, reason = "built in place")]
fn document(schemas: Map<String, Value>, paths: Value) -> Value {
    json!({
        "openapi": "3.0.3",
        "info": { "title": "T", "version": "1" },
        "paths": paths,
        "components": { "schemas": schemas },
    })
}

/// How one schema leads to another.
const WAYS: [&str; 12] = [
    "$ref",
    "allOf",
    "oneOf",
    "anyOf",
    "items",
    "additionalProperties",
    "not",
    "properties",
    "both",
    "sides",
    "deep",
    "resource",
];

/// A schema that leads to `target` by `way`, and to itself not at all.
fn leading(way: &str, target: &str, number: usize) -> Value {
    let to = json!({ "$ref": format!("#/components/schemas/{target}") });
    let member = format!("m{number}");
    match way {
        "$ref" => to,
        "allOf" => json!({ "allOf": [to, { "properties": { (member): { "type": "string" } } }] }),
        "oneOf" | "anyOf" => {
            json!({ (way): [to, { "type": "object", "properties": { (member): to } }] })
        }
        "items" => json!({ "type": "array", "items": to }),
        "additionalProperties" => json!({ "type": "object", "additionalProperties": to }),
        "not" => {
            json!({ "not": to, "type": "object", "properties": { (member): { "type": "string" } } })
        }
        "properties" => {
            json!({ "type": "object", "properties": { "next": to, (member): { "type": "string" } } })
        }
        // Twice at once, as one part of several and as a member of each.
        "both" => {
            json!({ "allOf": [to, to], "oneOf": [to, to], "properties": { "next": { "allOf": [to] } } })
        }
        // Two sides declare the same member, each in its own way.
        "sides" => json!({ "allOf": [
            { "properties": { "list": { "type": "array", "items": to }, "one": { "allOf": [to] } } },
            { "properties": { "list": { "type": "array", "items": { "allOf": [to] } }, "one": to } },
            to,
        ] }),
        // A reference into another schema.
        "deep" => {
            let inside = format!("#/components/schemas/{target}/properties/{member}/properties/x");
            let inner = json!({ "type": "object", "properties": { "x": { "$ref": inside } } });
            json!({ "type": "object", "properties": { (member): inner } })
        }
        _ => json!({ "type": "object", "required": ["type"], "properties": {
            "type": {}, "id": { "type": "string" },
            "attributes": { "type": "object", "properties": { "next": to, (member): { "type": "array", "items": to } } },
            "relationships": { "type": "object", "properties": { "other": { "type": "object", "properties": { "data": to } } } },
        } }),
    }
}

/// Circles of a length through every pair of ways, each used by an operation.
fn circles(length: usize) -> Value {
    let mut schemas = Map::new();
    let mut paths = Map::new();
    for first in WAYS {
        for second in WAYS {
            let name = |number: usize| format!("{first}_{second}_{}", number % length);
            for number in 0..length {
                let way = if number % 2 == 0 { first } else { second };
                schemas.insert(name(number), leading(way, &name(number + 1), number));
            }
            let entry = json!({ "$ref": format!("#/components/schemas/{}", name(0)) });
            let body = json!({ "content": { "application/json": { "schema": entry } } });
            let document =
                json!({ "type": "object", "properties": { "data": entry, "meta": entry } });
            let answer = json!({ "description": "d", "content": { "application/json": { "schema": document } } });
            paths.insert(
                format!("/{first}/{second}"),
                json!({ "patch": {
                    "parameters": [{ "name": "q", "in": "query", "schema": entry }],
                    "requestBody": body,
                    "responses": { "200": answer, "default": answer },
                } }),
            );
        }
    }
    document(schemas, Value::Object(paths))
}

#[test]
fn circles_of_schemas_end() {
    for length in 1..=5 {
        let found = everything(&format!("circles of {length}"), circles(length).to_string());
        assert!(found.contains("operations  144 of 144"), "{found}");
    }
}

#[test]
fn circles_of_everything_else_end() {
    for length in 1..=5 {
        let mut components = Map::new();
        for section in [
            "parameters",
            "responses",
            "headers",
            "requestBodies",
            "callbacks",
            "pathItems",
            "examples",
            "links",
        ] {
            let members = (0..length).map(|number| {
                let next = (number + 1) % length;
                (
                    format!("c{number}"),
                    json!({ "$ref": format!("#/components/{section}/c{next}") }),
                )
            });
            components.insert(section.to_owned(), Value::Object(members.collect()));
        }
        let to = |section: &str| json!({ "$ref": format!("#/components/{section}/c0") });
        let mut paths = Map::new();
        for number in 0..length {
            let next = (number + 1) % length;
            paths.insert(
                format!("/p{number}"),
                json!({ "$ref": format!("#/paths/~1p{next}") }),
            );
        }
        paths.insert("/item".to_owned(), to("pathItems"));
        paths.insert(
            "/a".to_owned(),
            json!({
                "parameters": [to("parameters")],
                "post": {
                    "parameters": [to("parameters"), { "$ref": "#/paths/~1a/post/parameters/1" }],
                    "requestBody": to("requestBodies"),
                    "callbacks": { "c": to("callbacks"), "d": { "{$url}": { "post": { "$ref": "#/paths/~1a/post" } } } },
                    "responses": {
                        "200": to("responses"),
                        "201": { "description": "d", "headers": { "X": to("headers") }, "links": { "l": to("links") } },
                        "default": { "$ref": "#/paths/~1a/post/responses/default" },
                    },
                },
            }),
        );
        let mut tree = document(Map::new(), Value::Object(paths));
        tree["components"] = Value::Object(components);
        let found = everything(&format!("other circles of {length}"), tree.to_string());
        assert!(found.contains("ref-cycle"), "{found}");
    }
}

/// Schemas of which each leads to the next.
fn chain(way: &str, length: usize, backwards: bool) -> String {
    let mut text = String::from(
        r#"{"openapi":"3.0.3","info":{"title":"T","version":"1"},"paths":{},"components":{"schemas":{"#,
    );
    for number in 0..length {
        let next = if backwards {
            number.wrapping_sub(1)
        } else {
            number + 1
        };
        let schema = if next < length {
            leading(way, &format!("s{next}"), number)
        } else {
            json!({ "type": "object", "properties": { "end": { "type": "string" } } })
        };
        let comma = if number > 0 { "," } else { "" };
        let _ = write!(text, r#"{comma}"s{number}":{schema}"#);
    }
    text.push_str("}}}");
    text
}

#[test]
fn long_chains_of_schemas_end() {
    for way in WAYS {
        for backwards in [false, true] {
            everything(&format!("a chain of {way}"), chain(way, 230, backwards));
        }
    }
}

fn a_hundred_thousand(way: &str) {
    let text = chain(way, 100_000, true);
    on_small_stack(&format!("a very long chain of {way}"), move || {
        let document = Document::read(Source::new("api", text), &[])?;
        let (_, found) = read_api(&document, &Config::default());
        Ok::<usize, Diagnostics>(found.iter().count())
    })
    .expect("it can be read");
}

#[test]
fn a_hundred_thousand_references_to_references_end() {
    a_hundred_thousand("$ref");
}

#[test]
fn a_hundred_thousand_generations_end() {
    a_hundred_thousand("allOf");
}

#[test]
fn a_hundred_thousand_generations_with_a_discriminator_end() {
    let length = 100_000;
    let mut schemas = Map::new();
    let base = json!({ "type": "object", "required": ["kind"], "properties": { "kind": { "type": "string" } }, "discriminator": { "propertyName": "kind" } });
    schemas.insert("s0".to_owned(), base);
    for number in 1..length {
        schemas.insert(
            format!("s{number}"),
            leading("allOf", &format!("s{}", number - 1), number),
        );
    }
    let text = document(schemas, json!({})).to_string();
    let found = on_small_stack("generations with a discriminator", move || {
        let document = Document::read(Source::new("api", text), &[]).expect("it can be read");
        let (_, found) = read_api(&document, &Config::default());
        found.to_string()
    });
    assert!(found.contains("inheritance-size"), "{found}");
}

#[test]
fn a_hundred_thousand_lists_in_lists_end() {
    a_hundred_thousand("items");
}

#[test]
fn doubling_compositions_take_no_longer_than_others() {
    for keyword in ["allOf", "oneOf", "anyOf"] {
        let mut schemas = Map::new();
        for number in 0..60 {
            let below = json!({ "$ref": format!("#/components/schemas/s{}", number + 1) });
            let own = format!("m{number}");
            schemas.insert(
                format!("s{number}"),
                json!({ (keyword): [below, below], "type": "object", "properties": { (own): below } }),
            );
        }
        schemas.insert("s60".to_owned(), json!({ "type": "object" }));
        everything(keyword, document(schemas, json!({})).to_string());
    }
}

#[test]
fn inheritance_that_multiplies_members_ends_in_raw_json_and_a_warning() {
    let mut schemas = Map::new();
    for number in 0..2_000 {
        let own = format!("m{number}");
        schemas.insert(
            format!("s{number}"),
            json!({ "allOf": [{ "$ref": format!("#/components/schemas/s{}", number + 1) }, { "properties": { (own): { "type": "string" } } }] }),
        );
    }
    schemas.insert("s2000".to_owned(), json!({ "type": "object" }));
    schemas.insert(
        "other".to_owned(),
        json!({ "type": "object", "properties": { "a": { "type": "string" } } }),
    );
    let found = everything(
        "members that multiply",
        document(schemas, json!({})).to_string(),
    );
    assert!(found.contains("composition-depth"), "{found}");
    assert!(
        found.contains("more schemas are typed as raw JSON for the same reason"),
        "{found}"
    );
}

#[test]
fn members_that_mix_without_end_stop_at_a_budget() {
    let mut schemas = Map::new();
    let reference =
        |number: usize| json!({ "$ref": format!("#/components/schemas/t{}", number % 8) });
    for row in 0..8 {
        let members = (0..8).map(|column| {
            let parts = [reference(row * column + 1), reference(row * column + 2)];
            (format!("p{column}"), json!({ "allOf": parts }))
        });
        let members: Map<String, Value> = members.collect();
        schemas.insert(
            format!("t{row}"),
            json!({ "type": "object", "properties": members }),
        );
    }
    let all: Vec<Value> = (0..8).map(reference).collect();
    schemas.insert("z".to_owned(), json!({ "allOf": all }));
    let found = everything("members that mix", document(schemas, json!({})).to_string());
    // Whichever budget ends first.
    let ends = found.contains("composition-merged") || found.contains("composition-size");
    assert!(ends, "{found}");
}

#[test]
fn text_nested_too_deep_is_refused_at_once() {
    let head = "openapi: 3.0.3\ninfo: { title: t, version: '1' }\npaths: {}\nx:";
    let deep = 100_000;
    let texts = [
        format!(
            "{{\"openapi\":\"3.0.3\",\"paths\":{}{}}}",
            "{\"a\":".repeat(deep),
            "}".repeat(deep)
        ),
        format!(
            "{{\"openapi\":\"3.0.3\",\"paths\":{}{}}}",
            "[".repeat(deep),
            "]".repeat(deep)
        ),
        format!("{head} {}{}\n", "[".repeat(deep), "]".repeat(deep)),
        format!("{head} {}", "{a: ".repeat(deep)),
        format!("{head}\n  {}a\n", "- ".repeat(deep)),
        format!("{head}\n  {}a\n", "? ".repeat(deep)),
        format!("[{head} {}", "[".repeat(deep)),
    ];
    for text in texts {
        let found = everything("nested text", text);
        assert!(found.starts_with("error[syntax]"), "{found}");
    }
}

#[test]
fn aliases_add_a_bounded_number_of_values() {
    let head = "openapi: 3.0.3\ninfo: { title: t, version: '1' }\npaths: {}\n";
    let mut once = format!("{head}x-a: &a\n");
    for number in 0..10_000 {
        let _ = writeln!(once, "  k{number}: v");
    }
    once.push_str("x-b:\n");
    let twice = once.clone() + &"  - *a\n".repeat(2);
    let often = once + &"  - *a\n".repeat(3_000);
    let found = everything("few aliases", twice);
    assert!(!found.contains("aliases"), "{found}");
    let found = everything("many aliases", often);
    assert!(found.contains("repeat more than"), "{found}");
}

#[test]
fn overlays_stay_within_bounds() {
    let overlay = |actions: &str| {
        let text =
            format!("overlay: 1.1.0\ninfo: {{ title: t, version: '1' }}\nactions:\n{actions}");
        let document = document(Map::new(), json!({})).to_string();
        on_small_stack("an overlay", move || {
            let overlay = Source::new("o.yaml", text);
            let read = Document::read(Source::new("api", document), &[overlay]);
            read.map(drop).expect_err("too much").to_string()
        })
    };
    let found = overlay("- { target: '$..*..*..*', update: { x-a: 1 } }");
    assert!(found.contains("more than 2 times"), "{found}");
    let found = overlay("- { target: '$..[?$..a]', update: { x-a: 1 } }");
    assert!(found.contains("for each node"), "{found}");
    let list = "\"$.info['x-a']\"";
    let mut doubling = "- { target: $.info, update: { x-a: [1] } }\n".to_owned();
    for number in 0..40 {
        let _ = writeln!(
            doubling,
            "- {{ target: {list}, copy: {list}, description: '{number}' }}"
        );
    }
    let found = overlay(&doubling);
    assert!(found.contains("overlay-size"), "{found}");
}
