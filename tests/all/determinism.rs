//! The same input yields the same bytes, however its members are ordered.

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
