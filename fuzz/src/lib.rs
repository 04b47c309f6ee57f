//! What the targets have in common: what is done with a document, and documents to begin with.

use openapi_client_generator::unstable::diff::changes;
use openapi_client_generator::unstable::doctor::examine;
use openapi_client_generator::{Config, Document, Source, generate};
use serde_json::Value;

/// Documents of the repository whose parts are put together in new ways.
const DOCUMENTS: [&str; 8] = [
    include_str!("../../tests/corpus/library.swagger2.yaml"),
    include_str!("../../tests/corpus/orders.openapi31.yaml"),
    include_str!("../../tests/fixtures/articles.yaml"),
    include_str!("../../tests/fixtures/inherit.yaml"),
    include_str!("../../tests/fixtures/keywords.yaml"),
    include_str!("../../tests/fixtures/pairs.yaml"),
    include_str!("../../tests/fixtures/payloads.yaml"),
    include_str!("../../tests/fixtures/unions.yaml"),
];

/// The trees of [`DOCUMENTS`] as they are read.
pub fn trees() -> Vec<Value> {
    let read = DOCUMENTS.iter().filter_map(|text| {
        let source = Source::new("api.yaml", (*text).to_owned());
        Some(Document::read(source, &[]).ok()?.tree().clone())
    });
    read.collect()
}

/// Puts a document through everything: each stage ends, in output or in diagnostics.
pub fn everything(text: &str, overlays: &[Source]) {
    let Ok(document) = Document::read(Source::new("api.yaml", text.to_owned()), overlays) else {
        return;
    };
    drop(examine(document.tree()).diagnostics(document.sources()));
    assert_eq!(changes(document.tree(), document.tree()).level(), None);
    drop(generate(&document, &Config::default()));
}
