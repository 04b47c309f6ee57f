//! Parameters in every style, read back as the table "Style Values" of OpenAPI 3.0 says.

use proptest::prelude::*;
use tests::pairs::models::Colour;
use tests::styles::models::Colour as Rgb;

use super::cases;
use super::tape::{Tape, run};

/// Percent-decoded text (RFC 3986, section 2.1).
fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digits = [rest.next().unwrap(), rest.next().unwrap()];
            let digits = std::str::from_utf8(&digits).unwrap();
            bytes.push(u8::from_str_radix(digits, 16).unwrap());
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).unwrap()
}

/// The pairs of a query, in order.
fn pairs(query: Option<&str>) -> Vec<(String, String)> {
    let pairs = query.into_iter().flat_map(|query| query.split('&'));
    let pairs = pairs.map(|pair| pair.split_once('=').unwrap_or((pair, "")));
    pairs
        .map(|(name, value)| (decoded(name), decoded(value)))
        .collect()
}

/// The value of the only pair of a query, as it is written.
fn only<'q>(query: Option<&'q str>, name: &str) -> &'q str {
    let (found, value) = query.expect("a query").split_once('=').expect("a pair");
    assert_eq!(found, name);
    value
}

fn items(text: &str, separator: &str) -> Vec<String> {
    text.split(separator).map(decoded).collect()
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-c/?#&=+%,;.|\" \u{e4}\u{1f980}\\[\\]]{0,6}",
        any::<String>()
    ]
}

fn texts() -> impl Strategy<Value = Vec<String>> {
    proptest::collection::vec(text(), 1..5)
}

/// A text that can be a segment of a path: `.` and `..` would be taken for folders, and nothing for no segment.
fn segment() -> impl Strategy<Value = String> {
    text().prop_filter("no segment", |text| {
        !matches!(text.as_str(), "" | "." | "..")
    })
}

proptest! {
    #![proptest_config(cases(500))]

    #[test]
    fn queries_are_read_back(one in text(), list in texts(), number: i64, piece in text()) {
        run(async {
            let tape = Tape::default();
            let client = tape.client();
            let query = |seen: usize| {
                let uri = tape.seen()[seen].0.clone();
                uri.query().map(str::to_owned)
            };
            client.pairs().one(&one).send().await.unwrap();
            prop_assert_eq!(pairs(query(0).as_deref()), vec![("one".to_owned(), one.clone())]);

            client.pairs().repeated(&list).send().await.unwrap();
            let expected: Vec<_> = list.iter().map(|item| ("repeated".to_owned(), item.clone())).collect();
            prop_assert_eq!(pairs(query(1).as_deref()), expected);

            client.pairs().comma(&list).send().await.unwrap();
            prop_assert_eq!(&items(only(query(2).as_deref(), "comma"), ","), &list);

            // These separators cannot be told from themselves in a value (OpenAPI 3.0.4, appendix E).
            let plain: Vec<String> = list.iter().map(|item| item.replace([' ', '|'], "")).collect();
            client.pairs().space(&plain).send().await.unwrap();
            prop_assert_eq!(&items(only(query(3).as_deref(), "space"), "%20"), &plain);
            client.pairs().pipe(&plain).send().await.unwrap();
            prop_assert_eq!(&items(only(query(4).as_deref(), "pipe"), "%7C"), &plain);

            let colour = Colour::new(number).g(&piece);
            client.pairs().free(&colour).send().await.unwrap();
            let members = vec![("G".to_owned(), piece.clone()), ("R".to_owned(), number.to_string())];
            prop_assert_eq!(pairs(query(5).as_deref()), members);
            client.pairs().bound(&colour).send().await.unwrap();
            let flat = vec!["G".to_owned(), piece.clone(), "R".to_owned(), number.to_string()];
            prop_assert_eq!(items(only(query(6).as_deref(), "bound"), ","), flat);
            client.pairs().json(&colour).send().await.unwrap();
            let json: serde_json::Value = serde_json::from_str(&decoded(only(query(7).as_deref(), "json"))).unwrap();
            prop_assert_eq!(json, serde_json::json!({ "R": number, "G": piece }));
            Ok(())
        })?;
    }

    #[test]
    fn paths_are_read_back(one in segment(), list in proptest::collection::vec(segment(), 1..5), number: i64, piece in segment()) {
        run(async {
            let tape = Tape::default();
            let client = tape.client();
            let colour = Rgb::new(&piece, number);
            client.simple(&one, &list, &colour, &colour).send().await.unwrap();
            client.matrix(&one, &list, &list, &colour, &colour).send().await.unwrap();
            let seen = tape.seen();
            let segments = |index: usize| -> Vec<String> {
                seen[index].0.path().split('/').map(str::to_owned).collect()
            };
            let simple = segments(0);
            prop_assert_eq!(simple.len(), 6);
            prop_assert_eq!(decoded(&simple[2]), one.clone());
            prop_assert_eq!(&items(&simple[3], ","), &list);
            let flat = vec!["G".to_owned(), piece.clone(), "R".to_owned(), number.to_string()];
            prop_assert_eq!(&items(&simple[4], ","), &flat);
            let exploded = vec![format!("G={piece}"), format!("R={number}")];
            prop_assert_eq!(&items(&simple[5], ","), &exploded);

            let matrix = segments(1);
            prop_assert_eq!(matrix.len(), 7);
            prop_assert_eq!(decoded(&matrix[2]), format!(";id={one}"));
            let bound = matrix[3].strip_prefix(";list=");
            prop_assert_eq!(bound.map(|text| items(text, ",")), Some(list.clone()));
            let each: Vec<String> = list.iter().map(|item| format!("more={item}")).collect();
            prop_assert_eq!(matrix[4].strip_prefix(';').map(|text| items(text, ";")), Some(each));
            Ok(())
        })?;
    }
}
