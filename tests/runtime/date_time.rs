//! The same document with each library for dates and times: all clients say the same on the wire.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::json;
use tests::client::{Client, ClientBuilder};
use tests::dates_string::models::DayAndSince;
use tests::runtime::Api;

use super::server::{Reply, Server};

static API: Api = Api {
    name: "dates",
    version: "1",
    base_url: "",
    user_agent: "dates/1",
    operation_servers: &[],
    headers: &[],
    schemes: &[],
};

fn come_back_unchanged<Event: Serialize + DeserializeOwned>() {
    for event in [
        json!({ "at": "2025-01-31T12:00:00.5Z", "day": "2025-01-31" }),
        json!({
            "at": "1999-12-31T23:59:59Z",
            "day": "0999-01-02",
            "until": "2025-01-31T12:00:00.123456789Z",
            "moments": ["2024-02-29T00:00:00Z", "2024-02-29T00:00:00+02:00", "2024-02-29T00:00:00.000Z"],
            "days": { "a": "2024-02-29" },
        }),
        json!({ "at": "2025-01-31T12:00:00Z", "day": "2025-01-31", "either": "2025-02-01T00:00:00Z" }),
        json!({ "at": "2025-01-31T12:00:00Z", "day": "2025-01-31", "either": "2025-02-01" }),
        json!({ "at": "2025-01-31T12:00:00Z", "day": "2025-01-31", "either": 5 }),
    ] {
        let decoded: Event = serde_json::from_value(event.clone()).unwrap();
        assert_eq!(serde_json::to_value(&decoded).unwrap(), event);
    }
}

/// Texts that are not as the format says, or that a library has no value for.
const ODD: [&str; 12] = [
    "",
    "yesterday",
    "2025-01-31",
    "2025-13-31T12:00:00Z",
    "2024-01-02T03:04:05",
    "2024-01-02 03:04:05Z",
    "2024-01-02T03:04:60Z",
    "9999-12-31T23:59:59.9999999Z",
    "0001-01-01T00:00:00Z",
    "2024-W01-2",
    "2024-01-02T00:00:00+02:00[Europe/Berlin]",
    "2024-01-02T00:00:00é",
];

fn keep_what_is_none<Event: Serialize + DeserializeOwned>() {
    for odd in ODD {
        let event = json!({ "at": odd, "day": odd, "until": odd, "moments": [odd] });
        let decoded: Event = serde_json::from_value(event.clone()).unwrap();
        assert_eq!(serde_json::to_value(&decoded).unwrap(), event, "{odd:?}");
    }
    for no_text in [json!(5), json!(null), json!(["2025-01-31"])] {
        let event = json!({ "at": no_text, "day": "2025-01-31" });
        assert!(serde_json::from_value::<Event>(event).is_err(), "{no_text}");
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
fn what_is_no_instant_is_kept_by_every_library() {
    keep_what_is_none::<tests::dates_jiff::models::Event>();
    keep_what_is_none::<tests::dates_chrono::models::Event>();
    keep_what_is_none::<tests::dates_time::models::Event>();
    keep_what_is_none::<tests::dates_string::models::Event>();
}

#[test]
fn only_what_is_in_the_format_says_something() {
    let said = |odd: &str| {
        let event = json!({ "at": odd, "day": odd }).to_string();
        let jiff: tests::dates_jiff::models::Event = serde_json::from_str(&event).unwrap();
        let chrono: tests::dates_chrono::models::Event = serde_json::from_str(&event).unwrap();
        let time: tests::dates_time::models::Event = serde_json::from_str(&event).unwrap();
        [
            (jiff.at.value().is_some(), jiff.day.value().is_some()),
            (chrono.at.value().is_some(), chrono.day.value().is_some()),
            (time.at.value().is_some(), time.day.value().is_some()),
        ]
    };
    assert_eq!(said("2025-01-31T12:00:00.25+02:00"), [(true, false); 3]);
    assert_eq!(said("2025-01-31"), [(false, true); 3]);
    for none in [
        "",
        "2024-01-02T03:04:05",
        "2024-W01-2",
        "2025-02-30",
        "20250131",
    ] {
        assert_eq!(said(none), [(false, false); 3], "{none}");
    }
}

#[test]
fn texts_that_say_the_same_are_equal() {
    use tests::runtime::Formatted;
    type Instant = Formatted<jiff::Timestamp>;
    let noon: Instant = "2025-01-31T12:00:00Z".parse().unwrap();
    let berlin: Instant = "2025-01-31T13:00:00.000+01:00".parse().unwrap();
    assert_eq!(noon, berlin);
    assert_eq!(berlin.to_string(), "2025-01-31T13:00:00.000+01:00");
    assert_eq!(berlin, berlin.value().unwrap());
    assert_eq!(
        Instant::from(berlin.value().unwrap()).as_str(),
        "2025-01-31T12:00:00Z"
    );
    assert!(berlin > jiff::Timestamp::UNIX_EPOCH && Instant::from_text("soon") > berlin);
    assert!("soon".parse::<Instant>().is_err());
    assert_ne!(Instant::from_text("soon"), Instant::from_text("later"));
}

#[test]
fn members_are_of_the_types_of_the_library() {
    let text = r#"{ "at": "2025-01-31T12:00:00Z", "day": "2025-01-31" }"#;
    let event: tests::dates_chrono::models::Event = serde_json::from_str(text).unwrap();
    let at: chrono::DateTime<chrono::Utc> = event.at.value().unwrap();
    assert_eq!(
        (at.timestamp(), event.day.value().unwrap().leap_year()),
        (1_738_324_800, false)
    );
    let event: tests::dates_time::models::Event = serde_json::from_str(text).unwrap();
    let at: time::OffsetDateTime = event.at.value().unwrap();
    assert_eq!(
        (at.unix_timestamp(), event.day.value().unwrap().ordinal()),
        (1_738_324_800, 31)
    );
    let event: tests::dates_jiff::models::Event = serde_json::from_str(text).unwrap();
    let at: jiff::Timestamp = event.at.value().unwrap();
    assert_eq!(
        (at.as_second(), event.day.value().unwrap().in_leap_year()),
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
            let request = request.moments([since, until]);
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
    let request = client
        .list_events_string(DayAndSince {
            day: "2025-01-31",
            since,
        })
        .until(until);
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
