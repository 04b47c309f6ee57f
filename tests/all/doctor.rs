//! Documents that contradict themselves: what is found, what is proposed, and what the proposal leaves.

use std::path::{Path, PathBuf};

use openapi_client_generator::unstable::{doctor, to_yaml};
use openapi_client_generator::{Diagnostics, Document, Source};

fn package() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The findings as a user sees them.
fn shown(document: &Document) -> String {
    let report = doctor::examine(document.tree());
    report.diagnostics(document.sources()).to_string()
}

/// Snapshots the findings in `doctor/NAME.yaml`, the drafted overlay, and what is found once the overlay is applied.
fn check(name: &str) {
    let path = package().join("doctor").join(format!("{name}.yaml"));
    let text = std::fs::read_to_string(path).unwrap();
    let read = |overlays: &[Source]| {
        Document::read(Source::new(format!("{name}.yaml"), text.clone()), overlays)
            .unwrap_or_else(|found| panic!("{found}"))
    };
    let document = read(&[]);
    let draft = doctor::examine(document.tree())
        .draft(document.tree(), "Draft")
        .expect("something to propose");
    let draft = to_yaml(&draft);
    let corrected = read(&[Source::new("draft.yaml", draft.clone())]);
    let text = format!(
        "{}\n=== drafted overlay ===\n{draft}\n=== with the overlay ===\n{}",
        shown(&document),
        shown(&corrected)
    );
    insta::with_settings!({ snapshot_path => "../snapshots", prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!(format!("doctor_{name}"), text);
    });
}

#[test]
fn examples() {
    check("examples");
}

#[test]
fn schemas() {
    check("schemas");
}

#[test]
fn operations() {
    check("operations");
}

/// The vendor's own document, where it is at hand: it is not part of the repository.
#[test]
fn the_vendors_nineteen_contradicting_examples_are_found() {
    let path: PathBuf = package().join("../../shared/specs/fitbit-plus-v7.78.1.openapi3.json");
    if !path.exists() {
        println!("skipped: {} is not here", path.display());
        return;
    }
    let document = Source::read(&path)
        .map_err(Diagnostics::from)
        .and_then(|source| Document::read(source, &[]))
        .unwrap();
    let report = doctor::examine(document.tree());
    assert_eq!(report.contradicting_examples(), (19, 35));
}
