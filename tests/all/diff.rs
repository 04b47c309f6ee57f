//! Two versions of one document: what changed for users, in each form it is printed in.

use std::path::Path;

use openapi_client_generator::unstable::diff::{Level, changes};
use openapi_client_generator::{Document, Source};

fn document(name: &str) -> Document {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("diff")
        .join(name);
    let source = Source::new(name, std::fs::read_to_string(path).unwrap());
    Document::read(source, &[]).unwrap_or_else(|found| panic!("{found}"))
}

#[test]
fn changes_as_text_markdown_and_json() {
    let (old, new) = (document("pets.old.yaml"), document("pets.new.yaml"));
    let found = changes(old.tree(), new.tree());
    assert_eq!(found.level(), Some(Level::Major));
    let text = format!(
        "{found}\n=== Markdown ===\n{}\n=== JSON ===\n{:#}\n",
        found.to_markdown(),
        found.to_json()
    );
    insta::with_settings!({ snapshot_path => "../snapshots", prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("diff_pets", text);
    });
}

#[test]
fn a_document_does_not_differ_from_itself() {
    let old = document("pets.old.yaml");
    assert_eq!(changes(old.tree(), old.tree()).level(), None);
}
