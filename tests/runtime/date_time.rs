//! The same document with each library for dates and times: all clients say the same on the wire.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tests::runtime::{Api, Client, ClientBuilder};

use super::server::{Reply, Server};

static API: Api = Api {
    name: "dates",
    version: "1",
    base_url: "",
    user_agent: "dates/1",
    schemes: &[],
};

fn come_back_unchanged<Event: Serialize + DeserializeOwned>() {
    for event in [
        json!({ "at": "2025-01-31T12:00:00.5Z", "day": "2025-01-31" }),
        json!({
            "at": "1999-12-31T23:59:59Z",
            "day": "0999-01-02",
            "until": "2025-01-31T12:00:00.123456789Z",
            "moments": ["2024-02-29T00:00:00Z"],
            "days": { "a": "2024-02-29" },
        }),
        json!({ "at": "2025-01-31T12:00:00Z", "day": "2025-01-31", "either": "2025-02-01T00:00:00Z" }),
        json!({ "at": "2025-01-31T12:00:00Z", "day": "2025-01-31", "either": "2025-02-01" }),
        json!({ "at": "2025-01-31T12:00:00Z", "day": "2025-01-31", "either": 5 }),
    ] {
        let decoded: Event = serde_json::from_value(event.clone()).unwrap();
        // As the library writes it: `.5` may be `.500`.
        let written = serde_json::to_string(&decoded).unwrap();
        let written = written.replace(".500Z", ".5Z");
        assert_eq!(serde_json::from_str::<Value>(&written).unwrap(), event);
    }
}

fn are_refused_if_they_are_none<Event: DeserializeOwned>() {
    for at in ["", "yesterday", "2025-01-31", "2025-13-31T12:00:00Z"] {
        let event = json!({ "at": at, "day": "2025-01-31" });
        assert!(serde_json::from_value::<Event>(event).is_err(), "{at:?}");
    }
}

#[test]
fn instants_and_days_come_back_unchanged_with_every_library() {
    come_back_unchanged::<tests::dates_jiff::models::Event>();
    come_back_unchanged::<tests::dates_chrono::models::Event>();
    come_back_unchanged::<tests::dates_time::models::Event>();
    come_back_unchanged::<tests::dates_string::models::Event>();
}

#[test]
fn what_is_no_instant_is_refused_by_every_library() {
    are_refused_if_they_are_none::<tests::dates_jiff::models::Event>();
    are_refused_if_they_are_none::<tests::dates_chrono::models::Event>();
    are_refused_if_they_are_none::<tests::dates_time::models::Event>();
}

#[test]
fn members_are_of_the_types_of_the_library() {
    let text = r#"{ "at": "2025-01-31T12:00:00Z", "day": "2025-01-31" }"#;
    let event: tests::dates_chrono::models::Event = serde_json::from_str(text).unwrap();
    let at: chrono::DateTime<chrono::Utc> = event.at.into();
    assert_eq!(
        (at.timestamp(), event.day.leap_year()),
        (1_738_324_800, false)
    );
    let event: tests::dates_time::models::Event = serde_json::from_str(text).unwrap();
    let at: time::OffsetDateTime = event.at.into();
    assert_eq!(
        (at.unix_timestamp(), event.day.ordinal()),
        (1_738_324_800, 31)
    );
    let event: tests::dates_jiff::models::Event = serde_json::from_str(text).unwrap();
    let at: jiff::Timestamp = event.at;
    assert_eq!(
        (at.as_second(), event.day.in_leap_year()),
        (1_738_324_800, false)
    );
    let event: tests::dates_string::models::Event = serde_json::from_str(text).unwrap();
    assert_eq!(
        (event.at.as_str(), event.day.as_str()),
        ("2025-01-31T12:00:00Z", "2025-01-31")
    );
}

#[tokio::test]
async fn requests_say_the_same_with_every_library() {
    let server = Server::start(|_| Reply::json(200, json!([]))).await;
    let client: Client = ClientBuilder::new(&API)
        .base_url(server.url.clone())
        .build()
        .unwrap();
    /// Values of the library's own types in all places of a request.
    macro_rules! request {
        ($method:ident, $day:expr, $since:expr, $until:expr) => {{
            let (day, since, until) = ($day, $since, $until);
            let request = client.$method(day, since).until(until).days([day, day]);
            let request = request.moments([since.into(), until.into()]);
            request.within(since..until).send().await.unwrap();
        }};
    }
    request!(
        list_events_jiff,
        jiff::civil::date(2025, 1, 31),
        jiff::Timestamp::UNIX_EPOCH,
        jiff::Timestamp::from_second(1_738_324_800).unwrap()
    );
    request!(
        list_events_chrono,
        chrono::NaiveDate::from_ymd_opt(2025, 1, 31).unwrap(),
        chrono::DateTime::UNIX_EPOCH,
        chrono::DateTime::from_timestamp(1_738_324_800, 0).unwrap()
    );
    request!(
        list_events_time,
        time::macros::date!(2025 - 01 - 31),
        time::OffsetDateTime::UNIX_EPOCH,
        time::macros::datetime!(2025-01-31 12:00:00 UTC)
    );
    let (since, until) = ("1970-01-01T00:00:00Z", "2025-01-31T12:00:00Z");
    let request = client.list_events_string("2025-01-31", since).until(until);
    let request = request.days(["2025-01-31"; 2]).moments([since, until]);
    request.within(since..until).send().await.unwrap();

    let (since, until) = ("1970-01-01T00%3A00%3A00Z", "2025-01-31T12%3A00%3A00Z");
    let expected = format!(
        "/events/2025-01-31?since={since}&until={until}&days=2025-01-31,2025-01-31&moments={since}&moments={until}&within={since}..{until}"
    );
    let seen = server.seen();
    assert_eq!(seen.len(), 4);
    for seen in seen {
        assert_eq!(seen.target, expected);
    }
}
