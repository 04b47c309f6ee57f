//! What holds for any text in a document, whatever it is.

use std::fmt::Write as _;

use std::fs;
use std::path::{Path, PathBuf};

use openapi_client_generator::unstable::diff::changes;
use openapi_client_generator::{Config, Document, Source, generate};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

/// What a name is made of to be misread: separators of pointers and URIs, encodings of them, and encodings of those.
fn name() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("/"),
        Just("~"),
        Just("~0"),
        Just("~1"),
        Just("%"),
        Just("%25"),
        Just("%2525"),
        Just("%2F"),
        Just("%7E1"),
        Just(" "),
        Just("#"),
        Just("?"),
        Just("A"),
        Just("b"),
        Just("\u{e9}"),
        Just("e\u{301}"),
        Just("\u{1f980}"),
    ];
    let pieces = proptest::collection::vec(piece, 1..6).prop_map(|pieces| pieces.concat());
    prop_oneof![3 => pieces, 1 => any::<String>()]
}

/// A reference to what stands under a name: escaped as RFC 6901 says, then encoded as RFC 3986 says. `all` encodes whatever
/// may be encoded, otherwise what must be.
fn reference(section: &str, name: &str, all: bool) -> String {
    let mut reference = format!("#/{section}/");
    for byte in name.replace('~', "~0").replace('/', "~1").bytes() {
        let plain = byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
        let allowed = plain || (!all && b"!$&'()*+,;=:@/?".contains(&byte));
        if allowed {
            reference.push(char::from(byte));
        } else {
            let _ = write!(reference, "%{byte:02X}");
        }
    }
    reference
}

/// What a reference leads to, read by the two standards.
fn target<'t>(tree: &'t Value, reference: &str) -> Option<&'t Value> {
    let mut bytes = reference.strip_prefix('#')?.bytes();
    let mut decoded = Vec::new();
    while let Some(byte) = bytes.next() {
        let digits = match byte {
            b'%' => Some([bytes.next()?, bytes.next()?]),
            _ => None,
        };
        let digits = digits.map(|digits| String::from_utf8(digits.to_vec()));
        decoded.push(match digits {
            Some(digits) => u8::from_str_radix(&digits.ok()?, 16).ok()?,
            None => byte,
        });
    }
    tree.pointer(&String::from_utf8(decoded).ok()?)
}

/// Names that a reference to `name` would lead to if it were decoded once too often or too seldom.
fn decoys(name: &str) -> Vec<String> {
    let mut decoys = Vec::new();
    for (from, to) in [
        ("%25", "%"),
        ("%", "%25"),
        ("%2F", "/"),
        ("~1", "/"),
        ("~0", "~"),
        ("~", "~0"),
        ("/", "~1"),
        (" ", "%20"),
        ("#", "%23"),
    ] {
        let decoy = name.replace(from, to);
        if decoy != name && !decoys.contains(&decoy) {
            decoys.push(decoy);
        }
    }
    decoys
}

/// A document in which an operation answers with the schema of this name, and tells two alternatives by a mapping to it.
fn document(version: &str, name: &str, all: bool) -> Value {
    let is_swagger = version == "2.0";
    let section = if is_swagger {
        "definitions"
    } else {
        "components/schemas"
    };
    let to = json!({ "$ref": reference(section, name, all) });
    let object = |member: &str| json!({ "type": "object", "required": ["kind", member], "properties": { "kind": { "type": "string" }, (member): { "type": "string" } } });
    let mut schemas = Map::new();
    for decoy in decoys(name) {
        schemas.insert(decoy, object("decoy"));
    }
    schemas.insert(name.to_owned(), object("meant"));
    schemas.insert("Other, Not Meant".to_owned(), object("other"));
    if is_swagger {
        return json!({
            "swagger": version,
            "info": { "title": "T", "version": "1" },
            "paths": { "/a": { "get": { "operationId": "getA", "produces": ["application/json"], "responses": { "200": { "description": "d", "schema": to } } } } },
            "definitions": schemas,
        });
    }
    let mapping = json!({ "one": reference(section, name, all), "two": reference(section, "Other, Not Meant", all) });
    schemas.insert(
        "Union, Of Two".to_owned(),
        json!({
            "oneOf": [to, { "$ref": reference(section, "Other, Not Meant", all) }],
            "discriminator": { "propertyName": "kind", "mapping": mapping },
        }),
    );
    json!({
        "openapi": version,
        "info": { "title": "T", "version": "1" },
        "paths": { "/a": { "get": { "operationId": "getA", "responses": { "200": { "description": "d", "content": { "application/json": { "schema": to } } } } } } },
        "components": { "schemas": schemas },
    })
}

/// So many cases, unless `PROPTEST_CASES` says another number.
fn cases(cases: u32) -> ProptestConfig {
    let chosen = std::env::var("PROPTEST_CASES").ok();
    ProptestConfig {
        cases: chosen.and_then(|text| text.parse().ok()).unwrap_or(cases),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(cases(200))]

    #[test]
    fn an_encoded_reference_leads_to_the_component_of_its_name(name in name(), all: bool) {
        prop_assume!(name != "Other, Not Meant" && name != "Union, Of Two");
        for version in ["2.0", "3.0.3", "3.1.0"] {
            let text = document(version, &name, all).to_string();
            let read = Document::read(Source::new("api.json", text), &[]);
            let document = read.map_err(|found| TestCaseError::fail(found.to_string()))?;
            let tree = document.tree();
            let answer = &tree["paths"]["/a"]["get"]["responses"]["200"]["content"]["application/json"]["schema"];
            let reference = answer["$ref"].as_str().expect("a reference");
            let meant = |reference: &str| {
                target(tree, reference).is_some_and(|schema| schema["properties"].get("meant").is_some())
            };
            prop_assert!(meant(reference), "{version}: {reference:?} in {tree}");
            let generated = generate(&document, &Config::default());
            let generated = generated.map_err(|found| TestCaseError::fail(found.to_string()))?;
            for found in &generated.diagnostics {
                prop_assert!(found.code == "name-clash", "{version}: {found:?}");
            }
            if version != "2.0" {
                let mapped = tree["components"]["schemas"]["Union, Of Two"]["discriminator"]["mapping"]["one"].as_str();
                prop_assert!(mapped.is_some_and(meant), "{version}: {mapped:?}");
                let models: String = generated.output.files().iter().filter(|(path, _)| path.starts_with("models")).map(|(_, text)| text.as_str()).collect();
                prop_assert!(models.contains("\"one\""), "{version}: no value of the mapping in {models}");
            }
        }
    }
}

/// Plain data, without lists: an overlay adds to those every time.
fn data() -> impl Strategy<Value = Value> {
    let scalar = prop_oneof![
        any::<bool>().prop_map(Value::from),
        any::<i32>().prop_map(Value::from),
        "[a-c \u{e9}'\"\\\\]{0,4}".prop_map(Value::from),
    ];
    scalar.prop_recursive(3, 16, 4, |inner| {
        proptest::collection::vec(("[a-d]{1,2}", inner), 0..4)
            .prop_map(|members| Value::Object(members.into_iter().collect()))
    })
}

fn object() -> impl Strategy<Value = Value> {
    proptest::collection::vec(("[a-d]{1,2}", data()), 1..4)
        .prop_map(|members| Value::Object(members.into_iter().collect()))
}

/// A document with these data, after overlays of one action each.
fn overlaid(data: &Value, actions: &[Value]) -> Result<Value, TestCaseError> {
    let document = json!({ "openapi": "3.0.3", "info": { "title": "T", "version": "1" }, "paths": {}, "x-data": data });
    let overlays: Vec<Source> = actions
        .iter()
        .map(|action| {
            let overlay = json!({ "overlay": "1.0.0", "info": { "title": "O", "version": "1" }, "actions": [action] });
            Source::new("overlay.json", overlay.to_string())
        })
        .collect();
    let read = Document::read(Source::new("api.json", document.to_string()), &overlays);
    let read = read.map_err(|found| TestCaseError::fail(found.to_string()))?;
    Ok(read.tree()["x-data"].clone())
}

/// What an update makes of a value (Overlay 1.0, "Action Object"): objects are merged, anything else is replaced.
fn updated(value: &Value, update: &Value) -> Value {
    match (value, update) {
        (Value::Object(members), Value::Object(updates)) => {
            let mut merged = members.clone();
            for (name, update) in updates {
                let value = members
                    .get(name)
                    .map_or(update.clone(), |value| updated(value, update));
                merged.insert(name.clone(), value);
            }
            Value::Object(merged)
        }
        _ => update.clone(),
    }
}

proptest! {
    #![proptest_config(cases(300))]

    #[test]
    fn an_update_merges_and_a_second_one_changes_nothing(before in object(), update in object()) {
        // Where an object and a plain value meet, the overlay is refused.
        fn fits(value: &Value, update: &Value) -> bool {
            match (value, update) {
                (Value::Object(members), Value::Object(updates)) => {
                    updates.iter().all(|(name, update)| members.get(name).is_none_or(|value| fits(value, update)))
                }
                (value, update) => value.is_object() == update.is_object(),
            }
        }
        prop_assume!(fits(&before, &update));
        let action = json!({ "target": "$['x-data']", "update": update });
        let once = overlaid(&before, std::slice::from_ref(&action))?;
        prop_assert_eq!(&once, &updated(&before, &update));
        prop_assert_eq!(&overlaid(&before, &[action.clone(), action])?, &once);
    }

    #[test]
    fn what_is_added_and_removed_was_never_there(before in object(), added in data()) {
        let add = json!({ "target": "$['x-data']", "update": { "new one": added } });
        let remove = json!({ "target": "$['x-data']['new one']", "remove": true });
        prop_assert_eq!(&overlaid(&before, &[add, remove])?, &before);
    }
}

/// All documents of this repository.
fn documents() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut found = vec![root.join("spec/fitbit-plus.yaml")];
    for folder in ["tests/fixtures", "tests/corpus"] {
        for entry in fs::read_dir(root.join(folder)).expect("a folder") {
            let path = entry.expect("an entry").path();
            found.extend(
                path.extension()
                    .is_some_and(|extension| extension == "yaml")
                    .then_some(path),
            );
        }
    }
    found
}

#[test]
fn no_document_differs_from_itself() {
    let mut compared = 0;
    for path in documents() {
        let source =
            Source::read(&path).unwrap_or_else(|found| panic!("{}: {found:?}", path.display()));
        let Ok(document) = Document::read(source, &[]) else {
            continue;
        };
        let found = changes(document.tree(), document.tree());
        assert_eq!(
            found.level(),
            None,
            "{}: {}",
            path.display(),
            found.to_markdown()
        );
        compared += 1;
    }
    assert!(compared > 50, "only {compared} documents can be read");
}
