//! The vendored client is what its spec says.

use std::path::Path;

use openapi_client_generator::{Config, Document, Source, generate, rustfmt};

#[test]
fn the_vendored_client_is_up_to_date() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let read = |name: &str| Source::read(&root.join("spec").join(name)).unwrap();
    let document = Document::read(
        read("fitbit-plus.yaml"),
        &[read("fitbit-plus.overlay.yaml")],
    )
    .unwrap();
    let config = Config {
        package: Some("fitbit-plus".to_owned()),
        strict: true,
        ..Config::default()
    };
    let output = rustfmt(generate(&document, &config).unwrap().output).unwrap();
    let stale = output.compare(&root.join("generated-client/src")).unwrap();
    assert!(stale.is_empty(), "run `cargo xtask codegen`: {stale:?}");
}
