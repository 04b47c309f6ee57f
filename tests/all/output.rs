//! What happens on disk.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use openapi_client_generator::Stale;
use openapi_client_generator::{Config, Document, Output, Source, generate};

const SPEC: &str = r#"
openapi: 3.0.3
info: { title: Output, version: "1" }
paths:
  /things: { get: { tags: [TAG], operationId: listThings, responses: { "204": { description: None. } } } }
"#;

fn client(tag: &str) -> Output {
    let document = Document::read(Source::new("spec.yaml", SPEC.replace("TAG", tag)), &[]).unwrap();
    generate(&document, &Config::default()).unwrap().output
}

fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

#[test]
fn writing_twice_changes_nothing_the_second_time() {
    let folder = folder("twice");
    assert!(!client("a").write(&folder).unwrap().is_empty());
    assert_eq!(client("a").write(&folder).unwrap(), []);
}

#[test]
fn stale_generated_files_go_and_files_by_hand_stay() {
    let folder = folder("stale");
    client("a").write(&folder).unwrap();
    let by_hand = folder.join("operations/by_hand.rs");
    fs::write(&by_hand, "// mine\n").unwrap();
    let done = client("b").write(&folder).unwrap();
    assert!(
        done.contains(&Stale::Left(folder.join("operations/a.rs"))),
        "{done:?}"
    );
    assert!(
        done.contains(&Stale::Missing(folder.join("operations/b.rs"))),
        "{done:?}"
    );
    assert!(!folder.join("operations/a.rs").exists());
    assert!(by_hand.exists());
}

#[test]
fn a_file_by_hand_in_the_way_is_not_overwritten() {
    let folder = folder("in-the-way");
    fs::write(folder.join("lib.rs"), "// mine\n").unwrap();
    let error = client("a").write(&folder).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::AlreadyExists);
    assert_eq!(
        fs::read_to_string(folder.join("lib.rs")).unwrap(),
        "// mine\n"
    );
    assert!(!folder.join("client.rs").exists(), "nothing is written");
}

#[test]
fn comparing_lists_missing_changed_and_stale_files() {
    let folder = folder("compare");
    client("a").write(&folder).unwrap();
    fs::remove_file(folder.join("client.rs")).unwrap();
    let header = openapi_client_generator::unstable::HEADER;
    fs::write(folder.join("lib.rs"), header).unwrap();
    fs::write(folder.join("left.rs"), header).unwrap();
    let found = client("a").compare(&folder).unwrap();
    let expected = [
        Stale::Missing(folder.join("client.rs")),
        Stale::Changed(folder.join("lib.rs")),
        Stale::Left(folder.join("left.rs")),
    ];
    assert_eq!(found, expected);
}

#[test]
fn a_folder_that_cannot_be_written_is_an_error_with_its_path() {
    let folder = folder("unwritable");
    let file = folder.join("file");
    fs::write(&file, "").unwrap();
    let error = client("a").write(&file.join("src")).unwrap_err();
    assert!(error.to_string().contains("file"), "{error}");
}
