//! What holds for any text in a document, whatever it is.

use std::fmt::Write as _;

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

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

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
            for found in generated.diagnostics.iter() {
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
