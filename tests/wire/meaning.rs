//! What is received is decoded into what it is, and written back as it was.

use std::fmt::Debug;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tests::alternatives::models::{Level, Partly, Route, Scored, Step, Version};
use tests::inherit::models::{Animal, Cat, Filter, Loose, Shape};
use tests::kept::models::{KeptThing, NewThing};

use super::client;
use super::server::{Reply, Server};

/// Reads each text, and writes it back: equal, and shown as it begins on the right.
#[track_caller]
fn all<T: DeserializeOwned + Serialize + Debug>(cases: &[(&str, &str)]) {
    for (text, shown) in cases {
        let read: T = serde_json::from_str(text).unwrap_or_else(|error| panic!("{text}: {error}"));
        let (before, after): (Value, Value) = (
            serde_json::from_str(text).unwrap(),
            serde_json::to_value(&read).unwrap(),
        );
        assert_eq!(after, before, "{read:?}");
        let debug = format!("{read:?}");
        assert!(debug.contains(shown), "{text}: {debug} is not {shown}");
        // From a tree as well as from text.
        let again: T = serde_json::from_value(before).unwrap();
        assert_eq!(format!("{again:?}"), debug);
    }
}

#[test]
fn a_member_with_one_value_tells_the_alternative() {
    all::<Route>(&[
        (r#"{"type":"ip","value":"1"}"#, "Ip("),
        (r#"{"type":"subnet","value":"1"}"#, "Subnet("),
        (r#"{"type":"subnet","value":"1","new":[1]}"#, "Subnet("),
        (r#"{"type":"vpc","value":"1"}"#, "Other("),
        (r#"{"value":"1"}"#, "Other("),
        (r#"[1]"#, "Other("),
    ]);
    all::<Step>(&[
        (r#"{"kind":"wait","seconds":3,"name":"n"}"#, "Wait("),
        (r#"{"kind":"run","command":"ls"}"#, "Run("),
        (r#"{"command":"ls"}"#, "Run("),
        (r#"{"kind":null,"seconds":1}"#, "Other("),
        (r#"{"kind":"stop","seconds":3}"#, "Other("),
        (r#""text""#, "String("),
    ]);
    all::<Version>(&[
        (r#"{"version":1,"a":"x"}"#, "First("),
        (r#"{"version":2,"a":"x"}"#, "Second("),
        (r#"{"version":3}"#, "Other("),
    ]);
    all::<Level>(&[
        (r#"{"level":1,"text":"x"}"#, "Level1("),
        (r#"{"level":-1,"text":5}"#, "LevelMinus1("),
        (r#"{"level":2,"text":5}"#, "Other("),
    ]);
    all::<Partly>(&[
        (r#"{"id":"1","deleted":true}"#, "Gone("),
        (r#"{"id":"1","deleted":false}"#, "Thing("),
        (r#"{"id":"1","note":"n"}"#, "Thing("),
    ]);
}

#[test]
fn the_alternative_that_knows_the_value_best_is_taken() {
    let scored = |member: &str, cases: &[(&str, &str)]| {
        let cases: Vec<(String, String)> = cases
            .iter()
            .map(|(value, shown)| {
                (
                    format!(r#"{{"{member}":{value}}}"#),
                    format!("{member}: Some({shown}"),
                )
            })
            .collect();
        let cases: Vec<(&str, &str)> = cases.iter().map(|(a, b)| (&**a, &**b)).collect();
        all::<Scored>(&cases);
    };
    scored(
        "optional",
        &[
            (r#"{"y":"1"}"#, "Y("),
            (r#"{"x":"1"}"#, "X("),
            (r#"{"z":"1"}"#, "Other("),
        ],
    );
    scored(
        "subset",
        &[
            (r#"{"a":"1","b":"2"}"#, "Big("),
            (r#"{"a":"1"}"#, "Small("),
            (r#"{"a":"1","c":"2"}"#, "Small("),
            (r#"{"b":"2"}"#, "Other("),
        ],
    );
    scored(
        "ids",
        &[
            (r#"{"id":7}"#, "Variant2("),
            (r#"{"id":"7"}"#, "Variant("),
            (r#"{"id":[]}"#, "Other("),
        ],
    );
    scored(
        "deep",
        &[
            (r#"{"data":{"y":"1"}}"#, "Variant2("),
            (r#"{"data":{"x":"1"}}"#, "Variant("),
        ],
    );
    scored(
        "listed",
        &[
            (r#"{"mode":"c"}"#, "Variant2("),
            (r#"{"mode":"b"}"#, "Variant("),
            (r#"{"mode":"e"}"#, "Other("),
        ],
    );
    scored(
        "arrays",
        &[
            (r#"[1,2]"#, "List2("),
            (r#"["a"]"#, "List("),
            (r#""a""#, "String("),
            (r#"[true]"#, "Other("),
        ],
    );
    scored(
        "number",
        &[("1", "Integer("), ("1.5", "Number("), (r#""1""#, "String(")],
    );
    scored(
        "flag",
        &[
            (r#""auto""#, "Auto(Auto"),
            ("true", "Bool("),
            (r#""off""#, "Other("),
        ],
    );
    scored(
        "when",
        &[
            (r#""2024-05-01T10:00:00Z""#, "DateTime("),
            (r#""soon""#, "String("),
        ],
    );
    // A member that is a union may be of a kind that is not known: where nothing else fits, that is the variant.
    scored(
        "inner",
        &[
            (r#"{"data":"1"}"#, "Data("),
            (
                r#"{"route":{"type":"ip","value":"1"}}"#,
                "Route(ScoredInnerRoute { route: Ip(",
            ),
            (
                r#"{"route":{"type":"vpc","value":"1"}}"#,
                "Route(ScoredInnerRoute { route: Other(",
            ),
        ],
    );
    scored(
        "either",
        &[
            (r#"{"route":{"type":"ip","value":"1"}}"#, "One("),
            (r#"{"route":{"id":"1","note":"2"}}"#, "Two("),
            (r#"{"route":{"type":"vpc"}}"#, "Other("),
        ],
    );
    // Any string is listed where the document allows any beside some values.
    scored(
        "free",
        &[
            (r#"{"text":"hello"}"#, "Screen("),
            (r#"{"text":"none"}"#, "Screen("),
            (r#""off""#, "Off("),
        ],
    );
    scored("maybe", &[(r#"{"a":"1"}"#, "Small")]);
    scored(
        "open",
        &[
            (r#"{"a":"1"}"#, "Small("),
            (r#"{"b":1}"#, "Object("),
            ("7", "Other("),
        ],
    );
    all::<Scored>(&[(r#"{"maybe":null}"#, "maybe: None")]);
}

#[tokio::test]
async fn a_base_stands_for_its_subtypes() {
    all::<Animal>(&[
        (r#"{"kind":"cat","name":"Tom","lives":9}"#, "Cat("),
        (r#"{"kind":"dog","name":"Rex","bark":"wuff"}"#, "Dog("),
        (
            r#"{"kind":"Puppy","name":"Rex","bark":"wuff","weeks":3}"#,
            "Puppy(",
        ),
        (r#"{"kind":"Animal","name":"Rex"}"#, "Animal("),
        (r#"{"kind":"Stray","name":"Rex"}"#, "Stray("),
        (r#"{"kind":"vulpes","name":"Fix"}"#, "Vulpes("),
        (r#"{"kind":"fish","name":"Wanda","fins":2}"#, "Other("),
    ]);
    let server = Server::start(|_, _| {
        Reply::json(
            200,
            &json!([{ "kind": "cat", "name": "Tom", "lives": 9 }]).to_string(),
        )
    })
    .await;
    let animals = client(&server)
        .put_animal(&Cat::new("Tom", 9).into())
        .send()
        .await
        .unwrap();
    assert!(matches!(&**animals, [Animal::Cat(cat)] if cat.lives == 9));
    assert_eq!(
        server.last().text(),
        r#"{"kind":"cat","name":"Tom","lives":9}"#
    );
    all::<Shape>(&[
        (r#"{"form":"round","radius":1.5,"colour":"red"}"#, "Round("),
        (r#"{"form":"square","side":1.5}"#, "Square("),
        (r#"{"form":"star"}"#, "Other("),
    ]);
}

#[test]
fn an_error_inside_an_alternative_says_where() {
    let text = r#"[{"kind":"cat","name":"Tom","lives":"nine"}]"#;
    let error = serde_json::from_str::<Vec<Animal>>(text).unwrap_err();
    assert!(
        error.to_string().contains("invalid type: string \"nine\""),
        "{error}"
    );
}

#[test]
fn alternatives_beside_members_are_kept_apart() {
    all::<Filter>(&[
        (r#"{"field":"f","op":"in","values":["a"]}"#, "In("),
        (r#"{"field":"f","op":"eq","value":"a"}"#, "Eq("),
        (r#"{"field":"f","value":[1]}"#, "Other("),
    ]);
    all::<Loose>(&[
        (r#"{"field":"f","value":"a"}"#, "String("),
        (r#"{"field":"f","value":[1]}"#, "List("),
    ]);
}

#[tokio::test]
async fn what_is_not_declared_is_kept_and_null_is_not_absent() {
    all::<KeptThing>(&[
        (r#"{"id":"1","parent":null}"#, "undeclared2: {}"),
        (r#"{"id":"1"}"#, "parent: None"),
        (
            r#"{"id":"1","parent":null,"name":null,"size":null,"list":null}"#,
            "name: None",
        ),
        (
            r#"{"id":"1","parent":null,"list":["a",null],"new":{"b":[1.5,null]},"undeclared":"u"}"#,
            "\"new\"",
        ),
        (
            r#"{"id":"1","parent":"p","inner":{"a":null,"b":1}}"#,
            "\"b\"",
        ),
    ]);
    let server = Server::start(|_, _| {
        Reply::json(
            200,
            &json!({ "id": "1", "parent": null, "name": null, "added": true }).to_string(),
        )
    })
    .await;
    let mut thing = client(&server)
        .put_thing(&KeptThing::new("1", None).name(None).size(3))
        .send()
        .await
        .unwrap()
        .into_inner();
    assert_eq!(
        server.last().text(),
        r#"{"id":"1","name":null,"parent":null,"size":3}"#
    );
    assert_eq!(thing.undeclared2.get("added"), Some(&json!(true)));
    thing.size = Some(4);
    client(&server).put_thing(&thing).send().await.unwrap();
    assert_eq!(
        server.last().text(),
        r#"{"id":"1","name":null,"parent":null,"size":4,"added":true}"#
    );
    for (body, expected) in [
        (NewThing::new(), "{}"),
        (NewThing::new().name(None), r#"{"name":null}"#),
        (NewThing::new().name("n"), r#"{"name":"n"}"#),
    ] {
        client(&server).add_thing(&body).send().await.ok();
        assert_eq!(server.last().text(), expected);
    }
}
