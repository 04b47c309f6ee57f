//! The same input yields the same bytes, however its members are ordered; and the same code, however it is described.

use std::path::Path;

use openapi_client_generator::{Config, Document, Output, Source, generate};
use serde_json::Value;

fn spec(name: &str) -> Source {
    Source::read(
        &Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../spec")
            .join(name),
    )
    .unwrap()
}

fn client(source: Source) -> Output {
    let document = Document::read(source, &[spec("fitbit-plus.overlay.yaml")]).unwrap();
    generate(&document, &Config::default()).unwrap().output
}

#[test]
fn two_runs_yield_the_same_bytes() {
    assert_eq!(
        client(spec("fitbit-plus.yaml")),
        client(spec("fitbit-plus.yaml"))
    );
}

#[test]
fn json_with_members_in_reverse_yields_the_same_bytes_as_yaml() {
    fn reverse(value: &mut Value) {
        match value {
            Value::Object(members) => {
                members.values_mut().for_each(reverse);
                let reversed = std::mem::take(members).into_iter().rev().collect();
                *members = reversed;
            }
            Value::Array(items) => items.iter_mut().for_each(reverse),
            _ => {}
        }
    }
    let yaml = spec("fitbit-plus.yaml");
    let mut tree = yaml.parse().unwrap();
    reverse(&mut tree);
    let json = Source::new("fitbit-plus.json", tree.to_string());
    assert_eq!(client(json), client(yaml));
}

/// The code without its documentation.
fn code(output: &Output) -> Vec<(&str, Vec<&str>)> {
    let is_code = |line: &&str| !line.trim().is_empty() && !line.trim_start().starts_with("//");
    let files = output.files().iter();
    files
        .map(|(path, text)| (path.as_str(), text.lines().filter(is_code).collect()))
        .collect()
}

#[test]
fn other_words_in_every_place_yield_the_same_code() {
    /// Says something else, in each place, than in any other.
    fn reword(value: &mut Value, count: &mut usize) {
        match value {
            Value::Object(members) => {
                for (name, value) in members {
                    if name == "description" && value.is_string() {
                        *count += 1;
                        *value = Value::String(format!("Words {count}."));
                    } else {
                        reword(value, count);
                    }
                }
            }
            Value::Array(items) => items.iter_mut().for_each(|item| reword(item, count)),
            _ => {}
        }
    }
    let yaml = spec("fitbit-plus.yaml");
    let mut tree = yaml.parse().unwrap();
    let mut count = 0;
    // What `info` says is the client's own documentation.
    reword(&mut tree["paths"], &mut count);
    reword(&mut tree["components"], &mut count);
    assert!(count > 500, "{count} descriptions");
    let (before, after) = (
        client(yaml),
        client(Source::new("reworded.json", tree.to_string())),
    );
    for (before, after) in code(&before).iter().zip(code(&after)) {
        assert_eq!(*before, after, "{}", before.0);
    }
    assert_eq!(before.files().len(), after.files().len());
}
