use std::collections::{BTreeMap, BTreeSet};

use super::select::{Decided, select};
use super::{FOLDER, NEEDS, files};

fn selected(text: &str, parts: &[&str]) -> String {
    let (parts, left_out) = (parts.iter().copied().collect(), BTreeSet::new());
    let decided = Decided {
        parts: &parts,
        left_out: &left_out,
    };
    select(text, decided)
}

#[test]
fn what_a_condition_excludes_goes_with_its_documentation() {
    let text = "\
use a;
#[cfg(feature = \"x\")]
use b;

/// Of x.
#[cfg(feature = \"x\")]
#[allow(
    dead_code,
    reason = \"none\"
)]
fn x<T>(
    one: T,
) -> T
where
    T: Copy,
{
    one

}

/// Stays.
fn y(#[cfg(feature = \"blocking\")] _one: u8) {
    #[cfg(feature = \"x\")]
    let long = one
        .two();
    three(
        #[cfg(not(feature = \"x\"))]
        four,
        #[cfg(feature = \"x\")]
        five,
    );
}
";
    let without = "\
use a;

/// Stays.
fn y(#[cfg(feature = \"blocking\")] _one: u8) {
    three(
        four,
    );
}
";
    assert_eq!(selected(text, &[]), without);
    let with = selected(text, &["x"]);
    assert!(!with.contains("cfg(feature = \"x\")") && !with.contains("four"));
    assert!(with.contains("fn x<T>(") && with.contains(".two();") && with.contains("five"));
}

#[test]
fn conditions_are_combined_and_those_of_the_client_stay() {
    let text = "\
#[cfg(all(feature = \"x\", inline))]
use a;
#[cfg(any(feature = \"x\", feature = \"y\"))]
use b;
#[cfg(feature = \"blocking\")]
use c;
#[cfg_attr(not(inline), macro_export)]
use d;
";
    assert_eq!(
        selected(text, &["y"]),
        "use b;\n#[cfg(feature = \"blocking\")]\nuse c;\nuse d;\n"
    );
    assert!(selected(text, &["x"]).starts_with("use a;\nuse b;\n"));
}

/// The features of this crate and what each enables.
fn features() -> BTreeMap<String, Vec<String>> {
    let manifest: toml::Table = toml::from_str(include_str!("../../Cargo.toml")).expect("TOML");
    let features = manifest["features"].as_table().expect("a table");
    let list = |value: &toml::Value| -> Vec<String> {
        let values = value.as_array().expect("a list").iter();
        values
            .filter_map(|value| value.as_str().map(str::to_owned))
            .collect()
    };
    features
        .iter()
        .map(|(name, value)| (name.clone(), list(value)))
        .collect()
}

#[test]
fn parts_need_each_other_as_the_manifest_says() {
    let known: BTreeMap<&str, &[&str]> = NEEDS.into_iter().collect();
    for (name, enables) in features() {
        if ["client", "default", "full", "sources"].contains(&&*name) {
            continue;
        }
        let parts: Vec<&str> = enables
            .iter()
            .map(String::as_str)
            .filter(|enabled| !enabled.contains([':', '/']))
            .collect();
        assert_eq!(
            known.get(&*name).copied().unwrap_or_default(),
            parts,
            "{name}"
        );
    }
}

#[test]
fn every_file_belongs_to_a_part_and_no_condition_of_a_part_is_left() {
    let features = features();
    let all: BTreeSet<&str> = features.keys().map(String::as_str).collect();
    let copied = files(&all, &BTreeSet::new());
    assert_eq!(copied.first().map(|file| &*file.path), Some("mod.rs"));
    let paths: BTreeSet<&str> = copied.iter().map(|file| &*file.path).collect();
    assert_eq!(paths.len(), copied.len(), "no file twice");
    let mut folders = vec![&FOLDER];
    while let Some(folder) = folders.pop() {
        folders.extend(folder.dirs());
        for file in folder.files() {
            let path = file.path().to_str().expect("UTF-8").replace('\\', "/");
            assert!(paths.contains(&*path), "{path} is no module");
        }
    }
    for parts in [all.clone(), BTreeSet::new()] {
        for file in files(&parts, &BTreeSet::new()) {
            for line in file.text.lines().filter(|line| line.contains("cfg(")) {
                let open = [
                    "\"blocking\"",
                    "\"testing\"",
                    "\"tracing\"",
                    "target_family",
                ];
                let open = open.iter().any(|name| line.contains(name));
                assert!(open, "{}: {line}", file.path);
            }
        }
    }
}
