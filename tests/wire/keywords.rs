//! Whatever is valid by JSON Schema 2020-12 comes back as it was.

use serde_json::{Value, json};
use tests::keywords::models::{All, Other, Tree};

fn comes_back(value: &Value) {
    let text = value.to_string();
    let read: All = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{text}: {error}"));
    assert_eq!(serde_json::to_value(&read).unwrap(), *value);
}

#[test]
fn valid_values_come_back() {
    for value in [
        json!({ "pair": ["a", 1] }),
        json!({ "pair": ["a"] }),
        json!({ "pair": [] }),
        json!({ "longer": ["a", 1, 2] }),
        json!({ "open": ["a", 1, null, {}] }),
        json!({ "patterns": { "S_a": "x", "I_b": 1, "other": [null] } }),
        json!({ "some": { "S_a": "x", "other": 1 } }),
        json!({ "closed": { "S_a": "x" } }),
        json!({ "picture": "iVBORw==", "version": "2", "number": 9_007_199_254_740_993_i64 }),
        json!({ "version": "3" }),
        json!({ "listed": "a" }),
        json!({ "listed": 1 }),
        json!({ "listed": { "b": true } }),
        json!({ "several": "a" }),
        json!({ "several": 1 }),
        json!({ "names": { "a": 1 }, "beside": { "id": "1", "more": 2 } }),
        json!({ "tree": { "value": 1, "kids": [{ "value": 2, "kids": [] }] }, "anchored": { "id": "1" } }),
        json!({ "condition": { "kind": "x", "size": 1 } }),
        json!({ "condition": { "kind": "y", "size": "big" } }),
        json!({ "dependent": { "card": "c", "billing": "b" } }),
        json!({ "shown": { "a": "b" } }),
        json!({ "shown": "text" }),
    ] {
        comes_back(&value);
    }
}

#[test]
fn members_under_a_condition_and_named_schemas_are_typed() {
    let text = r#"{ "condition": { "kind": "y", "size": 2 }, "dependent": { "billing": "b" }, "anchored": { "id": "7" } }"#;
    let all: All = serde_json::from_str(text).unwrap();
    let condition = all.condition.unwrap();
    assert_eq!(
        (condition.kind.as_deref(), condition.size),
        (Some("y"), Some(2_i64.into()))
    );
    assert_eq!(all.dependent.unwrap().billing.as_deref(), Some("b"));
    assert_eq!(all.anchored.unwrap().id, "7");
    let tree: Tree = serde_json::from_value(json!({ "kids": [{ "value": 5 }] })).unwrap();
    assert_eq!(tree.kids.unwrap()[0].value, Some(5));
    let other: Other = serde_json::from_value(json!({ "leaf": { "leaf": {} } })).unwrap();
    assert!(other.leaf.unwrap().leaf.is_some());
}
