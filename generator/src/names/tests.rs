//! The lists of reserved names, held against the code they speak of.

use std::collections::BTreeSet;
use std::path::Path;
use std::{env, fs};

use regex::Regex;

use super::{REQUEST_METHODS, RUNTIME_TYPES};

/// The text of a file of this crate's sources.
fn source(path: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    fs::read_to_string(root.join(path)).unwrap()
}

fn rust_files(folder: &Path, found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rust_files(&path, found);
        } else {
            found.push(fs::read_to_string(&path).unwrap());
        }
    }
}

/// Methods that a setter of the same name would make a second definition of, whether they are public or not.
fn methods_of_requests() -> BTreeSet<String> {
    let mut files = Vec::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/runtime");
    rust_files(&root, &mut files);
    let mut methods = BTreeSet::new();
    for file in files {
        for item in syn::parse_file(&file).unwrap().items {
            let syn::Item::Impl(block) = item else {
                continue;
            };
            let syn::Type::Path(ty) = &*block.self_ty else {
                continue;
            };
            let is_request = ty
                .path
                .segments
                .last()
                .is_some_and(|last| last.ident == "Request");
            if !is_request || block.trait_.is_some() {
                continue;
            }
            methods.extend(block.items.iter().filter_map(|item| match item {
                syn::ImplItem::Fn(function) => Some(function.sig.ident.to_string()),
                _ => None,
            }));
        }
    }
    methods
}

#[test]
fn reserved_methods_are_those_of_the_runtimes_requests() {
    let mut expected = methods_of_requests();
    assert!(expected.contains("send_stream") && expected.contains("by_page"));
    // Of traits in scope; a setter would hide them.
    expected.extend(["clone", "from", "into"].map(str::to_owned));
    let reserved = REQUEST_METHODS.iter().map(|name| (*name).to_owned());
    assert_eq!(reserved.collect::<BTreeSet<_>>(), expected);
}

#[test]
fn whatever_files_of_operations_use_is_reserved() {
    let call = Regex::new(r#"(?:runtime|json_api|external)\(\s*(?:"[a-z_:]+",\s*)?"([A-Z]\w*)""#);
    let call = call.unwrap();
    let text = Regex::new(r#""([A-Z]\w*)""#).unwrap();
    let mut used = BTreeSet::new();
    for (file, pattern) in [
        ("emit/operations/mod.rs", &call),
        ("emit/operations/marker.rs", &call),
        ("emit/operations/method.rs", &call),
        ("emit/operations/setters.rs", &call),
        ("emit/operations/arguments.rs", &call),
        ("emit/operations/body.rs", &call),
        ("emit/paging.rs", &call),
        ("emit/headers.rs", &call),
        // Some of its names are chosen between.
        ("emit/types.rs", &text),
    ] {
        let source = source(file);
        used.extend(
            pattern
                .captures_iter(&source)
                .map(|found| found[1].to_owned()),
        );
    }
    assert!(used.contains("Upload") && used.contains("Cow") && used.contains("ResourceUpdate"));
    let missing: Vec<&String> = used
        .iter()
        .filter(|name| !RUNTIME_TYPES.contains(&name.as_str()))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn lists_of_names_are_sorted_and_have_no_name_twice() {
    for list in [&REQUEST_METHODS[..], &RUNTIME_TYPES[..]] {
        assert!(list.is_sorted_by(|one, other| one < other), "{list:?}");
    }
}
