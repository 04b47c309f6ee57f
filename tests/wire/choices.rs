//! Unions and enumerations: what is known is typed, what is not is kept and written back.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tests::choices::models::{Drawing, DrawingCover, DrawingLevel, DrawingSize, Shape};
use tests::enums::models::{Colour, ListEnumsDay, Mixed, NullableColour};
use tests::objects::models::Thing;
use tests::unions::models::{Either, OpenText, Owner, OwnerFavourite, Pet, When};

/// Reads a value that has to come back unchanged.
#[track_caller]
fn read<T: DeserializeOwned + Serialize>(value: Value) -> T {
    let read: T = serde_json::from_value(value.clone()).unwrap();
    assert_eq!(serde_json::to_value(&read).unwrap(), value);
    read
}

#[test]
fn a_discriminator_selects_and_is_written_by_the_variant() {
    match read(json!({ "kind": "cat", "lives": 9 })) {
        Pet::Cat(cat) => assert_eq!(cat.lives, 9),
        other => panic!("{other:?}"),
    }
    assert!(matches!(
        read(json!({ "kind": "dog", "bark": "wuff" })),
        Pet::Dog(_)
    ));
}

#[test]
fn values_of_the_discriminator_come_from_the_alternatives_where_there_is_no_mapping() {
    assert!(matches!(
        read(json!({ "shape": "circle", "radius": 1.5 })),
        Shape::Circle(_)
    ));
    assert!(matches!(
        read(json!({ "shape": "line", "length": 2.5 })),
        Shape::Line(_)
    ));
    assert!(matches!(
        read(json!({ "shape": "ray", "length": 2.5 })),
        Shape::Line(_)
    ));
}

#[test]
fn an_alternative_without_the_discriminator_gets_it_when_it_is_written() {
    // By its name, as it lists no values.
    let shape: Shape = read(json!({ "side": 2.5, "shape": "Square" }));
    assert!(matches!(shape, Shape::Square(_)));
}

#[test]
fn an_unknown_alternative_is_kept() {
    for value in [
        json!({ "kind": "fish", "fins": [1, 2, { "x": null }] }),
        json!({ "lives": 9 }),
        json!({ "kind": 7 }),
        json!("no object"),
        json!(null),
    ] {
        assert_eq!(read::<Pet>(value.clone()), Pet::Other(value));
    }
}

#[test]
fn a_known_alternative_of_the_wrong_shape_is_an_error() {
    let error = serde_json::from_value::<Pet>(json!({ "kind": "cat" })).unwrap_err();
    assert!(error.to_string().contains("lives"), "{error}");
}

#[test]
fn without_a_discriminator_the_most_demanding_alternative_that_fits_is_taken() {
    assert!(matches!(
        read(json!({ "kind": "cat", "lives": 9 })),
        Either::Cat(_)
    ));
    assert!(matches!(read(json!({ "kind": "dog" })), Either::Dog(_)));
    assert_eq!(read::<Either>(json!([1])), Either::Other(json!([1])));
    assert!(matches!(read(json!("2024-05-01")), When::Date(_)));
    assert!(matches!(
        read(json!("2024-05-01T10:00:00Z")),
        When::DateTime(_)
    ));
    assert_eq!(read::<When>(json!("soon")), When::Other(json!("soon")));
}

#[test]
fn a_union_in_a_union_leaves_to_the_others_what_is_theirs() {
    let owner: Owner = read(json!({ "favourite": "Rex" }));
    assert_eq!(
        owner.favourite,
        Some(OwnerFavourite::String("Rex".to_owned()))
    );
    let owner: Owner =
        read(json!({ "favourite": { "kind": "dog" }, "pets": [{ "kind": "fish" }] }));
    assert!(matches!(
        owner.favourite,
        Some(OwnerFavourite::Pet(Pet::Dog(_)))
    ));
    let cover = |value: Value| {
        let drawing: Drawing = read(json!({ "shapes": [], "cover": value }));
        drawing.cover.unwrap()
    };
    assert!(matches!(cover(json!("blue")), DrawingCover::String(_)));
    assert!(matches!(cover(json!([1, 2])), DrawingCover::List(_)));
    assert!(matches!(
        cover(json!({ "shape": "circle", "radius": 1.5 })),
        DrawingCover::Shape(Shape::Circle(_))
    ));
}

#[test]
fn enumerations_of_strings_are_open() {
    assert_eq!(read::<Colour>(json!("dark-red")), Colour::DarkRed);
    assert_eq!(
        read::<Colour>(json!("mauve")),
        Colour::Unknown("mauve".to_owned())
    );
    assert_eq!("".parse(), Ok(Colour::Value));
    assert_eq!(
        read::<OpenText>(json!("c")),
        OpenText::Unknown("c".to_owned())
    );
    assert_eq!(read::<Option<NullableColour>>(json!(null)), None);
    assert!(serde_json::from_value::<Colour>(json!(1)).is_err());
}

#[test]
fn enumerations_of_integers_are_open() {
    assert_eq!(read::<ListEnumsDay>(json!(-1)), ListEnumsDay::Minus1);
    assert_eq!(read::<ListEnumsDay>(json!(7)), ListEnumsDay::Unknown(7));
    assert_eq!(ListEnumsDay::Unknown(7).to_string(), "7");
    assert_eq!(ListEnumsDay::from(1).value(), 1);
}

#[test]
fn enumerations_of_several_types_keep_whatever_comes() {
    for value in [json!(1), json!("two"), json!("three"), json!(null)] {
        assert_eq!(read::<Mixed>(value.clone()), value);
    }
}

#[test]
fn members_that_are_not_declared_stand_beside_those_that_are() {
    let drawing: Drawing = read(json!({
        "shapes": [{ "shape": "hexagon", "sides": 6 }],
        "size": "small",
        "level": 4,
        "mixed": "two",
        "extra": 5,
    }));
    assert_eq!(drawing.additional["extra"], 5);
    assert_eq!(drawing.level, Some(DrawingLevel::Unknown(4)));
    let size = |value: Value| {
        read::<Drawing>(json!({ "shapes": [], "size": value }))
            .size
            .unwrap()
    };
    assert_eq!(size(json!(3)), DrawingSize::Integer(3));
    assert_eq!(size(json!(3.5)), DrawingSize::Number(3.5));
    let wrong = json!({ "shapes": [], "extra": "text" });
    assert!(serde_json::from_value::<Drawing>(wrong).is_err());
}

#[test]
fn members_that_are_not_declared_are_kept() {
    let thing: Thing =
        serde_json::from_value(json!({ "id": "1", "size": 2, "tags": [], "new": true })).unwrap();
    let written = serde_json::to_value(&thing).unwrap();
    assert_eq!(
        written,
        json!({ "id": "1", "size": 2, "tags": [], "new": true })
    );
    assert_eq!(thing.undeclared.get("new"), Some(&json!(true)));
}

#[test]
fn one_value_may_be_a_list_itself() {
    for received in [json!([1.5, 2.5]), json!([[1.5], [2.5]]), json!([])] {
        let drawing = json!({ "shapes": [], "position": received });
        let read: Drawing = serde_json::from_value(drawing.clone()).unwrap();
        assert_eq!(serde_json::to_value(&read).unwrap(), drawing);
    }
}
