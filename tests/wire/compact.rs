//! Compact code does what derived code does: both versions of the same fixtures, given the same values.

use std::fmt::Debug;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};
use tests::{
    choices, choices_compact, compact, compact_derived, objects, objects_compact, unions,
    unions_compact,
};

/// What becomes of a value: how it is written back, or where it cannot be read.
fn outcome<T: DeserializeOwned + Serialize + Debug>(text: &str) -> Result<Value, String> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    match serde_path_to_error::deserialize::<_, T>(&mut deserializer) {
        Ok(value) => Ok(serde_json::to_value(&value).expect("JSON")),
        Err(error) => Err(error.path().to_string()),
    }
}

fn same<D, C>(value: &Value, errors: Errors) -> bool
where
    D: DeserializeOwned + Serialize + Debug,
    C: DeserializeOwned + Serialize + Debug,
{
    let text = value.to_string();
    let (derived, compact) = (outcome::<D>(&text), outcome::<C>(&text));
    match (&derived, &compact) {
        (Err(_), Err(_)) if errors == Errors::Anywhere => {}
        _ => assert_eq!(derived, compact, "{text}"),
    }
    derived.is_ok()
}

/// What is compared of errors.
#[derive(Clone, Copy, PartialEq)]
enum Errors {
    /// Where they are.
    Placed,
    /// That there are some: beside members that are not declared, derived code reads in another order, and does not know
    /// where it is.
    Anywhere,
}

/// A random value that often, but not always, fits: one of the samples with members left out, replaced or added.
fn mutated(samples: &[Value], random: &mut fastrand::Rng) -> Value {
    let mut value = samples[random.usize(..samples.len())].clone();
    for _ in 0..random.usize(..4) {
        mutate(&mut value, random);
    }
    value
}

fn mutate(value: &mut Value, random: &mut fastrand::Rng) {
    match value {
        Value::Object(members) if !members.is_empty() => {
            let name = members.keys().nth(random.usize(..members.len())).cloned();
            let name = name.unwrap_or_default();
            match random.u8(..5) {
                0 => drop(members.remove(&name)),
                1 => drop(members.insert(name, Value::Null)),
                2 => drop(members.insert(name, scalar(random))),
                3 => drop(members.insert(format!("x{}", random.u8(..3)), scalar(random))),
                _ => {
                    if let Some(member) = members.get_mut(&name) {
                        mutate(member, random);
                    }
                }
            }
        }
        Value::Array(items) if !items.is_empty() => {
            let index = random.usize(..items.len());
            mutate(&mut items[index], random);
        }
        other => *other = scalar(random),
    }
}

/// No list: derived code takes one for a struct whose members it holds in order, which no API means.
fn scalar(random: &mut fastrand::Rng) -> Value {
    match random.u8(..8) {
        0 => Value::Null,
        1 => json!(random.bool()),
        2 => json!(random.i64(-3..300)),
        3 => json!(1.5),
        4 => json!("cat"),
        5 => json!("2024-05-01T00:00:00Z"),
        6 => json!(u64::MAX),
        _ => json!({ "kind": "dog", "width": 3 }),
    }
}

fn compare<D, C>(errors: Errors, samples: &[Value])
where
    D: DeserializeOwned + Serialize + Debug,
    C: DeserializeOwned + Serialize + Debug,
{
    // The same values on every run.
    let mut random = fastrand::Rng::with_seed(7);
    let mut read = 0;
    // A union takes anything; all else is now and then given what it does not take.
    let fits_always = D::deserialize(json!([7])).is_ok();
    for sample in samples {
        assert!(same::<D, C>(sample, errors), "{sample}");
    }
    for _ in 0..3000 {
        read += usize::from(same::<D, C>(&mutated(samples, &mut random), errors));
    }
    assert!(read > 300, "only {read} of 3000 were read");
    assert_eq!(fits_always, read == 3000, "{read} of 3000 were read");
}

#[test]
fn objects_of_all_kinds() {
    compare::<objects::models::Thing, objects_compact::models::Thing>(
        Errors::Placed,
        &[
            json!({ "id": "1", "size": 2, "tags": ["a"] }),
            json!({
                "id": "1", "size": 2, "tags": ["a", "b"], "weight": 0.5, "labels": { "k": "v" }, "anything": [1, null],
                "open": { "x": {} }, "made_at": "2024-05-01T00:00:00Z", "day": "2024-05-01",
                "place": { "city": "Basel", "zip": null }, "parent": { "id": "0", "size": 1, "tags": [] }, "type": "t",
            }),
        ],
    );
}

#[test]
fn null_missing_and_additional_members() {
    compare::<compact_derived::models::Thing, compact::models::Thing>(
        Errors::Anywhere,
        &[
            json!({ "id": "1", "note": null }),
            json!({ "id": "1", "note": "n", "type": null, "size": 3, "other": "kept" }),
            json!({ "id": "1", "note": "n", "size": { "width": 3 }, "a": "1", "b": "2" }),
        ],
    );
}

#[test]
fn what_is_sent_is_written_alike() {
    use tests::runtime::Patch;
    for patch in [Patch::Keep, Patch::Null, Patch::Value("v".to_owned())] {
        for note in [None, Some("n".to_owned())] {
            let mut compact = compact::models::ThingUpdate::new(note.clone()).r#type(patch.clone());
            compact.additional.insert("x".into(), "y".into());
            let mut derived = compact_derived::models::ThingUpdate::new(note).r#type(patch.clone());
            derived.additional.insert("x".into(), "y".into());
            assert_eq!(
                serde_json::to_value(&compact).unwrap(),
                serde_json::to_value(&derived).unwrap()
            );
        }
    }
}

#[test]
fn unions_with_and_without_discriminator() {
    compare::<unions::models::Owner, unions_compact::models::Owner>(
        Errors::Placed,
        &[
            json!({ "pets": [{ "kind": "cat", "lives": 9 }, { "kind": "fish" }], "favourite": "x" }),
            json!({ "favourite": { "kind": "dog", "bark": "b" } }),
        ],
    );
    compare::<unions::models::Either, unions_compact::models::Either>(
        Errors::Placed,
        &[
            json!({ "kind": "cat", "lives": 9 }),
            json!({ "kind": "dog" }),
        ],
    );
    compare::<choices::models::Drawing, choices_compact::models::Drawing>(
        Errors::Anywhere,
        &[
            json!({ "shapes": [{ "shape": "circle", "radius": 1.5 }], "cover": "c", "size": 1, "extra": 5 }),
            json!({ "shapes": [{ "shape": "ray", "length": 1.0 }], "cover": { "shape": "Square", "side": 1.0 }, "mixed": 1 }),
        ],
    );
}

#[test]
fn a_missing_member_is_named_with_its_path() {
    let mut thing =
        json!({ "id": "1", "size": 2, "tags": [], "parent": { "id": "0", "tags": [] } });
    let derived = serde_json::from_value::<objects::models::Thing>(thing.clone()).unwrap_err();
    let compact =
        serde_json::from_value::<objects_compact::models::Thing>(thing.clone()).unwrap_err();
    assert_eq!(derived.to_string(), "missing field `size`");
    assert_eq!(derived.to_string(), compact.to_string());
    let text = thing.to_string();
    let path = outcome::<objects_compact::models::Thing>(&text).unwrap_err();
    assert_eq!(path, "parent");
    thing["parent"] = Value::Object(Map::new());
    assert!(!same::<
        objects::models::Thing,
        objects_compact::models::Thing,
    >(&thing, Errors::Placed));
}
