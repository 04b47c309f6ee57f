//! Values of models made up for tests: whatever a type requires is there.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tests::runtime::sample;
use tests::{
    choices, dates_chrono, dates_jiff, dates_time, enums, json_api, known_formats, numbers,
    objects, recursion, unions,
};

/// A sample as JSON, which is read as the same value again.
fn written<T: DeserializeOwned + Serialize>() -> Value {
    let json = serde_json::to_string(&sample::<T>()).unwrap();
    let again: T = serde_json::from_str(&json).unwrap();
    assert_eq!(serde_json::to_string(&again).unwrap(), json);
    serde_json::from_str(&json).unwrap()
}

#[test]
fn a_sample_has_what_is_required_and_nothing_else() {
    let mut thing: objects::models::Thing = sample();
    assert_eq!((thing.id.as_str(), thing.size), ("", 0));
    assert!(thing.tags.is_empty() && thing.weight.is_none() && thing.parent.is_none());
    thing.id = "7".to_owned();
    let json = serde_json::to_value(&thing).unwrap();
    assert_eq!(json, json!({ "id": "7", "size": 0, "tags": [] }));
}

#[test]
fn dates_and_types_of_other_crates_are_valid() {
    let event: dates_jiff::models::Event = sample();
    assert_eq!(event.at.value().unwrap().as_second(), 0);
    assert_eq!(event.day.as_str(), "1970-01-01");
    let event: dates_chrono::models::Event = sample();
    assert_eq!(event.at.value().unwrap().timestamp(), 0);
    let event: dates_time::models::Event = sample();
    assert_eq!(event.at.value().unwrap().unix_timestamp(), 0);
    let offer: known_formats::models::Offer = sample();
    assert_eq!(offer.id, uuid::Uuid::nil());
    assert_eq!(offer.page.as_str(), "http://localhost/");
}

#[test]
fn an_enumeration_has_its_first_value_and_a_union_its_first_alternative() {
    assert_eq!(sample::<enums::models::Colour>().as_str(), "red");
    assert_eq!(
        written::<unions::models::Pet>(),
        json!({ "kind": "cat", "lives": 0 })
    );
    assert_eq!(written::<unions::models::Owner>(), json!({}));
    assert_eq!(
        written::<choices::models::Shape>(),
        json!({ "shape": "circle", "radius": 0.0 })
    );
    assert_eq!(
        written::<choices::models::Drawing>(),
        json!({ "shapes": [] })
    );
    assert_eq!(written::<numbers::models::Measure>(), json!({ "id": 0 }));
}

#[test]
fn a_resource_has_its_type_and_its_required_attributes() {
    let document: json_api::models::ArticleDocument = sample();
    assert_eq!(&*document.data.type_, "article");
    assert_eq!(document.data.attributes.title, "");
    assert_eq!(
        written::<json_api::models::ArticleDocument>(),
        json!({ "data": { "type": "article", "id": "", "attributes": { "title": "" } } })
    );
}

#[test]
fn a_type_in_itself_ends() {
    assert_eq!(written::<recursion::models::Node>(), json!({ "next": {} }));
    assert_eq!(written::<recursion::models::Json>(), json!([]));
}

#[test]
#[should_panic(expected = "it requires itself")]
fn a_type_that_requires_itself_has_no_sample() {
    #[derive(Debug, serde::Deserialize)]
    struct Endless {
        _next: Box<Self>,
    }
    let _: Endless = sample();
}
