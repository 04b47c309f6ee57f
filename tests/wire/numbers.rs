//! Numbers come back as they were received.

use serde_json::{Value, json};
use tests::numbers;

use super::client;
use super::server::{Reply, Server};

/// Sends back what was received, and returns what went over the wire.
async fn echoed(body: &str) -> String {
    let server = Server::once(Reply::json(200, body)).await;
    let measure = numbers::models::Measure::new(1);
    let received = client(&server).weigh(&measure).send().await.unwrap();
    let received = received.into_inner();
    drop(server);
    let server = Server::once(Reply::json(200, "{\"id\":1}")).await;
    client(&server).weigh(&received).send().await.unwrap();
    server.last().text()
}

#[tokio::test]
async fn no_digit_is_lost() {
    for body in [
        r#"{"id":-9223372036854775808,"unsigned":18446744073709551615}"#,
        r#"{"huge":18446744073709551615,"id":9223372036854775807}"#,
        r#"{"count":18446744073709551615,"id":1}"#,
        r#"{"id":1,"rounded":-18446744073709551616123}"#,
        r#"{"id":1,"wide":-18446744073709551616123}"#,
        r#"{"id":1,"short":3000000000}"#,
        r#"{"decimal":123456789012345.678901,"id":1}"#,
        r#"{"decimal":12.500,"id":1}"#,
        r#"{"double":2.5976931e-101,"id":1}"#,
        r#"{"decimal":1e400,"id":1}"#,
    ] {
        assert_eq!(echoed(body).await, body);
    }
}

#[tokio::test]
async fn whole_numbers_are_integers_however_they_are_written() {
    let body = r#"{"id":1.0,"count":2e3,"short":3.0,"level":2.0,"none":4.0,"rows":[[1.0],[]],"byName":{"a":5.0,"b":null},"ids":[1e1],"either":7.0}"#;
    let sent = r#"{"byName":{"a":5,"b":null},"count":2000,"either":7,"id":1,"ids":[10],"level":2,"none":4,"rows":[[1],[]],"short":3}"#;
    let sent: Value = serde_json::from_str(sent).unwrap();
    let echoed: Value = serde_json::from_str(&echoed(body).await).unwrap();
    assert_eq!(echoed, sent);
    let measure: numbers::models::Measure = serde_json::from_str(body).unwrap();
    assert_eq!(measure.either, Some(7_i64.into()));
    let counts = r#"{"total":1.0,"more":2.0}"#;
    let counts: numbers::models::Counts = serde_json::from_str(counts).unwrap();
    assert_eq!(
        serde_json::to_value(counts).unwrap(),
        json!({ "total": 1, "more": 2 })
    );
}

#[tokio::test]
async fn a_body_that_is_a_list_of_integers() {
    let server = Server::once(Reply::json(200, r#" [1.0, 2e2, -0.0, "a\"1.0"] "#)).await;
    assert!(client(&server).list_measure_ids().send().await.is_err());
    let server = Server::once(Reply::json(200, "[1.0, 2e2, -0.0]")).await;
    let ids = client(&server).list_measure_ids().send().await.unwrap();
    assert_eq!(*ids, [1, 200, 0]);
}

#[test]
fn what_is_no_integer_is_refused() {
    for no_integer in [
        "1.5",
        "\"1\"",
        "true",
        "null",
        "1e30",
        "9223372036854775808",
    ] {
        let text = format!("{{\"id\":{no_integer}}}");
        let read = serde_json::from_str::<numbers::models::Measure>(&text);
        assert!(read.is_err(), "{no_integer}");
    }
    let either = |text: &str| {
        let text = format!("{{\"id\":1,\"either\":{text}}}");
        let measure: numbers::models::Measure = serde_json::from_str(&text).unwrap();
        measure.either.unwrap()
    };
    assert_eq!(either("\"7\""), "7".into());
    assert_eq!(serde_json::to_value(either("1.5")).unwrap(), json!(1.5));
}

#[test]
fn exact_numbers_are_compared_by_value() {
    use tests::runtime::Number;
    let number = |text: &str| text.parse::<Number>().unwrap();
    assert_eq!(number("12.50"), number("1.25e1"));
    assert_eq!(number("-0"), 0.into());
    assert!(number("-2") < number("-1.5") && number("-1.5") < 0.into());
    assert!(number("9.99e9") < number("1e10") && number("12") < number("123"));
    assert_eq!(number("1.20e3").to_i64(), Some(1200));
    assert_eq!(
        (number("1.5").to_i64(), number("1e99").to_i128()),
        (None, None)
    );
    assert!((number("0.1").to_f64() - 0.1).abs() < f64::EPSILON);
    assert_eq!(Number::try_from(0.1).unwrap().as_str(), "0.1");
    for none in ["", "-", "01", "1.", ".5", "1e", "+1", "0x1", "NaN", "1 "] {
        assert!(none.parse::<Number>().is_err(), "{none}");
    }
    let value = serde_json::to_value(number("12.50")).unwrap();
    assert_eq!(value, json!(12.5));
    assert_eq!(
        serde_json::from_value::<Number>(value).unwrap(),
        number("12.5")
    );
    for none in [json!("1"), json!({}), json!([1]), json!(true)] {
        assert!(serde_json::from_value::<Number>(none).is_err());
    }
    assert!(serde_json::from_str::<Number>("\"1\"").is_err());
    assert!(serde_json::from_str::<Number>("{\"a\":1}").is_err());
}

#[tokio::test]
async fn parameters_take_numbers_as_they_are() {
    let server = Server::once(Reply::json(200, "{\"id\":1}")).await;
    let request = client(&server).weigh(&numbers::models::Measure::new(1));
    let price: tests::runtime::Number = "0.10".parse().unwrap();
    request.seed(i64::MIN).price(price).send().await.unwrap();
    assert_eq!(
        server.last().target(),
        "/measures?seed=-9223372036854775808&price=0.10"
    );
}
