//! What a server sends is written back as it came: unions, members of updates in three states, members that nobody declared.

use proptest::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};
use tests::directions::models::{User, UserUpdate};
use tests::unions::models::{Either, OpenText, Owner, Pet, When};

use super::cases;

fn scalar() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(json!(null)),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        (-1e9..1e9).prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        proptest::sample::select(vec![
            "",
            "a",
            "cat",
            "dog",
            "bird",
            "2024-05-01",
            "2024-05-01T10:00:00+02:00",
            "2024-13-01",
            "24:00:00",
        ])
        .prop_map(Value::from),
    ]
}

/// Values in which the members of the fixtures occur, with values of any kind.
fn value() -> impl Strategy<Value = Value> {
    scalar().prop_recursive(3, 24, 5, |inner| {
        let names = proptest::sample::select(vec![
            "kind",
            "lives",
            "bark",
            "pets",
            "favourite",
            "id",
            "name",
            "nick",
            "password",
            "address",
            "city",
            "other",
        ]);
        let member = (names, inner.clone());
        let object = proptest::collection::vec(member, 0..6).prop_map(|members| {
            let members = members
                .into_iter()
                .map(|(name, value)| (name.to_owned(), value));
            Value::Object(members.collect::<Map<String, Value>>())
        });
        prop_oneof![
            object,
            proptest::collection::vec(inner, 0..3).prop_map(Value::from)
        ]
    })
}

/// Decodes a value as a type, if it is one, and encodes it again.
fn again<T: DeserializeOwned + Serialize>(value: &Value) -> Option<Value> {
    let decoded: T = serde_json::from_str(&value.to_string()).ok()?;
    Some(serde_json::to_value(decoded).expect("what was decoded can be encoded"))
}

proptest! {
    #![proptest_config(cases(2_000))]

    #[test]
    fn what_is_decoded_is_encoded_as_it_was(value in value()) {
        let all = [again::<Pet>(&value), again::<Either>(&value), again::<When>(&value), again::<OpenText>(&value), again::<Owner>(&value), again::<User>(&value)];
        for again in all.into_iter().flatten() {
            prop_assert_eq!(&again, &value);
        }
    }

    #[test]
    fn an_update_says_what_was_set_and_nothing_else(name: String, nick in proptest::option::of(proptest::option::of(any::<String>()))) {
        let mut update = UserUpdate::new(&name);
        let mut expected = Map::from_iter([("name".to_owned(), json!(name))]);
        if let Some(nick) = &nick {
            update = update.nick(nick.clone());
            expected.insert("nick".to_owned(), json!(nick));
        }
        prop_assert_eq!(serde_json::to_value(&update).unwrap(), Value::Object(expected));
    }
}
