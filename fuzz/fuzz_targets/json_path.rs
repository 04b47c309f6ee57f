//! Any text as the target of an overlay.

#![no_main]

use openapi_client_generator::{Document, Source};
use serde_json::json;

const DOCUMENT: &str = include_str!("../../tests/corpus/library.swagger2.yaml");

libfuzzer_sys::fuzz_target!(|target: &str| {
    let action = json!({ "target": target, "update": { "x-fuzz": target } });
    let overlay = json!({ "overlay": "1.1.0", "info": { "title": "O", "version": "1" }, "actions": [action] });
    let overlay = Source::new("overlay.json", overlay.to_string());
    let document = Source::new("api.yaml", DOCUMENT.to_owned());
    drop(Document::read(document, &[overlay]));
});
