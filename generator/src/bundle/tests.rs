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
    let folder = root.ancestors().nth(2).unwrap_or(root).to_owned();
    let source = Source::read(root).expect("the root file");
    let source = source.allow_refs_under([folder]);
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

#[cfg(unix)]
#[test]
fn references_stay_in_the_folder_of_the_document_whatever_they_go_through() {
    let folder = Folder::new(
        "outside",
        &[
            (
                "api/root.yaml",
                "a: { $ref: '../secret.yaml' }\nb: { $ref: link.yaml }\nc: { $ref: /etc/passwd }\nd: { $ref: folder/secret.yaml }\ne: { $ref: ../nothing.yaml }",
            ),
            ("secret.yaml", "type: string\ndescription: hidden"),
        ],
    );
    let link =
        |to: &str, name: &str| std::os::unix::fs::symlink(to, folder.0.join("api").join(name));
    link("../secret.yaml", "link.yaml").expect("a link");
    link("..", "folder").expect("a link");
    let read = |further: &[&str]| {
        let source = Source::read(&folder.0.join("api/root.yaml")).expect("the root file");
        let source = source.allow_refs_under(further.iter().map(|path| folder.0.join(path)));
        let mut tree = source.parse().expect("the root tree");
        let mut sources = Sources::new(source);
        let mut diagnostics = Diagnostics::default();
        bundle(&mut tree, &mut sources, &mut diagnostics);
        sources.locate_all(&mut diagnostics);
        (sources.files().len(), diagnostics.to_string())
    };
    let (files, found) = read(&[]);
    assert_eq!(files, 1);
    assert_eq!(
        found
            .matches("it is outside the folder of the document")
            .count(),
        5,
        "{found}"
    );
    assert!(
        !found.contains("hidden") && !found.contains("root:"),
        "{found}"
    );
    let (files, found) = read(&["."]);
    assert_eq!(files, 2);
    assert_eq!(found.matches("it is outside").count(), 1, "{found}");
}

#[test]
fn what_is_no_openapi_is_not_shown() {
    let folder = Folder::new(
        "quote",
        &[
            (
                "root.yaml",
                "a: { $ref: users }\nb: { $ref: ./users }\nc: { $ref: ./keys.yaml }\nd: { $ref: ./broken.yaml }",
            ),
            (
                "users",
                "root:x:0:0:root:/root:/bin/bash\nother:x:1:1::/:/bin/sh",
            ),
            ("keys.yaml", "password: hunter2\n"),
            ("broken.yaml", "hunter2: [\n"),
        ],
    );
    let (_, sources, diagnostics) = run(&folder.0.join("root.yaml"));
    let found = diagnostics.to_string();
    assert_eq!(sources.files().len(), 1, "{found}");
    assert!(
        !found.contains("hunter2") && !found.contains("bash"),
        "{found}"
    );
}
