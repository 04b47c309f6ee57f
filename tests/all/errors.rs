//! Bad documents: what the user is shown.

use std::path::Path;

use openapi_client_generator::{Config, Diagnostics, Document, Source, generate};

fn source(name: &str) -> Source {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("errors")
        .join(name);
    Source::new(name, std::fs::read_to_string(path).unwrap())
}

fn run(source: Source, overlays: &[Source]) -> Result<(), Diagnostics> {
    let config = Config {
        strict: true,
        ..Config::default()
    };
    let document = Document::read(source, overlays)?;
    generate(&document, &config).map(|_| ())
}

fn check(name: &str, overlays: &[&str]) {
    let overlays: Vec<Source> = overlays.iter().map(|overlay| source(overlay)).collect();
    let diagnostics =
        run(source(&format!("{name}.yaml")), &overlays).expect_err("the document is bad");
    insta::with_settings!({ snapshot_path => "../snapshots", prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!(format!("error_{name}"), diagnostics.to_string());
    });
}

#[test]
fn broken_yaml() {
    check("broken_yaml", &[]);
}

#[test]
fn dangling_ref() {
    check("dangling_ref", &[]);
}

#[test]
fn all_of_cycle() {
    check("all_of_cycle", &[]);
}

#[test]
fn ref_cycle() {
    check("ref_cycle", &[]);
}

#[test]
fn duplicate_operation_id() {
    check("duplicate_operation_id", &[]);
}

#[test]
fn overlay_without_match() {
    check(
        "overlay_without_match",
        &["overlay_without_match.overlay.yaml"],
    );
}

#[test]
fn not_openapi() {
    check("not_openapi", &[]);
}

#[test]
fn missing_file() {
    let diagnostic =
        Source::read(Path::new("no/such/file.yaml")).expect_err("there is no such file");
    assert_eq!(diagnostic.code, "read");
    assert!(
        diagnostic.message.contains("no/such/file.yaml"),
        "{diagnostic}"
    );
}
