//! Any text as an overlay of a document.

#![no_main]

use openapi_client_generator::{Document, Source};

const DOCUMENT: &str = include_str!("../../tests/corpus/orders.openapi31.yaml");

libfuzzer_sys::fuzz_target!(|text: &str| {
    let overlay = Source::new("overlay.yaml", text.to_owned());
    let document = Source::new("api.yaml", DOCUMENT.to_owned());
    drop(Document::read(document, &[overlay]));
});
