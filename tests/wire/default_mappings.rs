//! `defaultMapping` of OpenAPI 3.2: what a value is whose discriminator is missing or unknown.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tests::default_mappings::models::{Noise, Reading, Signal, Sound, Tone, Vehicle};

use super::client;
use super::server::{Reply, Server};

/// Reads a value, which is written as it came.
#[track_caller]
fn read<T: DeserializeOwned + Serialize>(received: Value) -> T {
    let value = serde_json::from_value(received.clone()).unwrap();
    assert_eq!(serde_json::to_value(&value).unwrap(), received);
    value
}

#[tokio::test]
async fn values_without_a_known_tag_are_received_as_the_default_and_sent_as_they_came() {
    let sounds = r#"[{"kind":"tone","pitch":440},{"color":"pink"},{"kind":"hum","pitch":50},{"kind":"Noise"},{"kind":null,"more":1.5},{"kind":"Hiss","loud":true}]"#;
    let server = Server::once(Reply::json(200, sounds)).await;
    let sent = [
        Sound::Noise(Noise::new().color("white")),
        Sound::Tone(Tone::new().pitch(1)),
    ];
    let received = client(&server)
        .put_sounds(&sent.to_vec())
        .send()
        .await
        .unwrap();
    assert_eq!(
        server.last().text(),
        r#"[{"color":"white"},{"kind":"tone","pitch":1}]"#
    );
    let told: Vec<&str> = received
        .iter()
        .map(|sound| match sound {
            Sound::Tone(_) => "tone",
            Sound::Noise(_) => "noise",
            Sound::Hiss(_) => "hiss",
            _ => "other",
        })
        .collect();
    assert_eq!(told, ["tone", "noise", "noise", "noise", "noise", "hiss"]);
    let Sound::Noise(hum) = &received[2] else {
        panic!("{received:?}")
    };
    assert_eq!((hum.kind.as_deref(), hum.pitch), (Some("hum"), Some(50)));
    assert_eq!(serde_json::to_string(&*received).unwrap(), sounds);
}

#[test]
fn what_does_not_fit_the_default_is_kept() {
    for odd in [
        json!({ "pitch": "high" }),
        json!({ "kind": "x", "color": 1 }),
        json!("text"),
    ] {
        assert!(matches!(read::<Sound>(odd), Sound::Other(_)));
    }
    // A known tag still says what is wrong.
    let error = serde_json::from_value::<Sound>(json!({ "kind": "tone", "pitch": "high" }));
    assert!(
        error
            .unwrap_err()
            .to_string()
            .contains("invalid type: string")
    );
}

#[test]
fn the_member_need_not_be_declared() {
    let rough = read(json!({ "value": 1.5 }));
    assert!(matches!(rough, Reading::Rough(_)));
    let rough = read(json!({ "how": "guessed", "value": 1.5 }));
    assert!(matches!(rough, Reading::Rough(_)));
    let rough = read(json!({ "how": "rough", "value": 1.5 }));
    assert!(matches!(rough, Reading::Rough(_)));
    let exact = read(json!({ "how": "exact", "value": 1.5 }));
    assert!(matches!(exact, Reading::Exact(_)));
}

#[test]
fn another_union_of_the_same_schemas_has_no_default() {
    let noise = read(json!({ "kind": "Noise", "color": "pink" }));
    assert!(matches!(noise, Signal::Noise(_)));
    assert!(matches!(
        read(json!({ "kind": "hum", "color": "pink" })),
        Signal::Other(_)
    ));
    let made = serde_json::to_value(Signal::Noise(Noise::new())).unwrap();
    assert_eq!(made, json!({ "kind": "Noise" }));
}

#[tokio::test]
async fn one_of_those_that_extend_a_schema_is_the_default() {
    let server = Server::once(Reply::json(200, r#"{"form":"sled","wheels":0,"note":"x"}"#)).await;
    let bike = read::<Vehicle>(json!({ "form": "Bike", "gears": 3 }));
    assert!(matches!(bike, Vehicle::Bike(_)));
    let received = client(&server).put_vehicle(&bike).send().await.unwrap();
    assert_eq!(server.last().text(), r#"{"form":"Bike","gears":3}"#);
    assert!(
        matches!(&*received, Vehicle::OtherVehicle(sled) if sled.form.as_deref() == Some("sled"))
    );
    assert!(matches!(
        read(json!({ "note": "no form" })),
        Vehicle::OtherVehicle(_)
    ));
}
