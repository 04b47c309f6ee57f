use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::bundle;
use crate::diag::{Diagnostics, Severity};
use crate::source::{Source, Sources};

/// A folder of its own per test, removed at the end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str, files: &[(&str, &str)]) -> Self {
        let folder = std::env::temp_dir().join(format!("bundle-{name}-{}", std::process::id()));
        for (path, text) in files {
            let path = folder.join(path);
            fs::create_dir_all(path.parent().unwrap_or(&folder)).expect("a folder for the test");
            fs::write(path, text).expect("a file for the test");
        }
        Self(folder)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn run(root: &Path) -> (Value, Sources, Diagnostics) {
    let source = Source::read(root).expect("the root file");
    let mut tree = source.parse().expect("the root tree");
    let mut sources = Sources::new(source);
    let mut diagnostics = Diagnostics::default();
    bundle(&mut tree, &mut sources, &mut diagnostics);
    sources.locate_all(&mut diagnostics);
    (tree, sources, diagnostics)
}

#[test]
fn files_are_mounted_once_and_references_lead_into_the_tree() {
    let folder = Folder::new(
        "mount",
        &[
            (
                "api/root.yaml",
                "a: { $ref: 'b.yaml#/x' }\nb: { $ref: './../common/c.json' }\nc: { $ref: '#/a' }\nexample: { $ref: nope.yaml }",
            ),
            (
                "api/b.yaml",
                "x: { $ref: '#/y' }\ny: { $ref: '../common/c.json#/z' }\nback: { $ref: 'root.yaml#/a' }",
            ),
            ("common/c.json", r#"{ "z": { "$ref": "../api/b.yaml" } }"#),
        ],
    );
    let (tree, sources, diagnostics) = run(&folder.0.join("api/root.yaml"));
    assert!(diagnostics.is_empty(), "{diagnostics}");
    let expected = json!({
        "a": { "$ref": "#/x-external/0/x" },
        "b": { "$ref": "#/x-external/1" },
        "c": { "$ref": "#/a" },
        "example": { "$ref": "nope.yaml" },
        "x-external": {
            "0": {
                "x": { "$ref": "#/x-external/0/y" },
                "y": { "$ref": "#/x-external/1/z" },
                "back": { "$ref": "#/a" }
            },
            "1": { "z": { "$ref": "#/x-external/0" } }
        }
    });
    assert_eq!(tree, expected);
    assert_eq!(sources.files().len(), 3);
    let place = sources.locate("/x-external/0/y").expect("a place");
    assert!(place.file.ends_with("b.yaml"));
    assert_eq!(place.line, 2);
}

#[test]
fn what_cannot_be_read_is_reported_where_it_is_referred_to() {
    let folder = Folder::new(
        "missing",
        &[
            ("root.yaml", "a:\n  $ref: other.yaml\n"),
            (
                "other.yaml",
                "b: 1\nc:\n  $ref: missing.yaml#/x\nd: { $ref: 'https://example.com/x.yaml' }\ne: { $ref: broken.json }\nf: { $ref: . }\n",
            ),
            ("broken.json", "{ \"a\": ]"),
        ],
    );
    let (_, _, diagnostics) = run(&folder.0.join("root.yaml"));
    let found: Vec<_> = diagnostics
        .iter()
        .map(|d| (d.code, d.severity, d.location.as_ref().map(|at| at.line)))
        .collect();
    let expected = [
        ("external-ref", Severity::Error, Some(3)),
        ("remote-ref", Severity::Warning, Some(4)),
        ("external-ref", Severity::Error, Some(5)),
        ("external-ref", Severity::Error, Some(6)),
    ];
    assert_eq!(found, expected, "{diagnostics}");
    assert!(diagnostics.iter().all(|d| {
        d.location
            .as_ref()
            .is_some_and(|at| at.file.ends_with("other.yaml"))
    }));
}

#[test]
fn a_property_called_ref_is_no_reference() {
    let folder = Folder::new(
        "names",
        &[(
            "root.yaml",
            "properties: { $ref: nothing, mapping: { a: b.yaml } }",
        )],
    );
    let (_, sources, diagnostics) = run(&folder.0.join("root.yaml"));
    assert!(diagnostics.is_empty(), "{diagnostics}");
    assert_eq!(sources.files().len(), 1);
}
