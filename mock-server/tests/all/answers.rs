//! Each answer of each operation keeps to its document: a property that holds for every document of this repository.

use std::fs;
use std::path::{Path, PathBuf};

use fitbit_plus_mock::MockServer;
use openapi_client_generator::Source;

/// The documents below a folder.
fn documents(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let ending = path.extension().and_then(|ending| ending.to_str());
        if path.is_dir() {
            documents(&path, found);
        } else if matches!(ending, Some("yaml" | "json")) {
            found.push(path);
        }
    }
}

#[test]
fn every_answer_to_every_operation_keeps_to_its_document() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    documents(&root.join("../tests/fixtures"), &mut found);
    documents(&root.join("tests/fixtures"), &mut found);
    found.sort();
    let (mut read, mut operations, mut checked) = (0, 0, 0);
    let mut invalid = Vec::new();
    for path in &found {
        for seed in [1, 42] {
            let Ok(source) = Source::read(path) else {
                continue;
            };
            let builder = MockServer::builder().seed(seed).patients(3);
            // Overlays and parts of documents are no documents.
            let Ok(probe) = builder.document(source, Vec::new()).probe() else {
                continue;
            };
            read += 1;
            operations += probe.operations;
            checked += probe.checked;
            assert_eq!(probe.unchecked, 0, "{}", path.display());
            let lines = probe.invalid.into_iter();
            invalid.extend(lines.map(|line| format!("{} ({seed}): {line}", path.display())));
        }
    }
    assert!(invalid.is_empty(), "{}", invalid.join("\n"));
    assert!(
        read > 80 && operations > 300 && checked > 180,
        "{read} documents, {operations} operations, {checked} answers"
    );
}

#[test]
fn every_answer_of_the_embedded_document_keeps_to_it() {
    for seed in [1, 2, 3] {
        let probe = MockServer::builder().seed(seed).patients(5).probe();
        let probe = probe.unwrap();
        assert!(probe.invalid.is_empty(), "{:#?}", probe.invalid);
        assert!(probe.unchecked == 0 && probe.checked > 100);
    }
}
