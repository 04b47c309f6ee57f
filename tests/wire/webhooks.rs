//! What an API sends by itself: told apart, verified, answered.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use sha2::Sha256;
use tests::hooks::webhooks as hooks;
use tests::runtime::{HmacSha256, SignatureError, StandardWebhooks, VerifyWebhook, WebhookError};
use tests::webhooks::callbacks;
use tests::webhooks::models::Receipt;
use tests::webhooks::webhooks::{Event, Webhook, pet_created, pet_returned, pet_sold};

#[path = "../examples/webhooks.rs"]
mod example;

const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const OTHER: &str = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX";
const SOLD: &str = r#"{"type":"sold","price":12,"buyer":{"name":"Ann"}}"#;

fn headers(pairs: &[(&str, &str)]) -> HeaderMap {
    let pair = |(name, value): &(&str, &str)| {
        let name = HeaderName::from_bytes(name.as_bytes()).unwrap();
        (name, HeaderValue::from_str(value).unwrap())
    };
    pairs.iter().map(pair).collect()
}

fn mac(key: &[u8], text: &[u8]) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).unwrap();
    mac.update(text);
    mac.finalize().into_bytes().to_vec()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Headers of a message that was signed so many seconds ago.
fn signed(secret: &str, ago: i64, body: &str, event: &str) -> HeaderMap {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    let time = (i64::try_from(now.as_secs()).unwrap() - ago).to_string();
    let key = STANDARD.decode(&secret["whsec_".len()..]).unwrap();
    let mac = mac(&key, format!("msg_1.{time}.{body}").as_bytes());
    let signature = format!("v1a,bm90IG91cnM= v1,{}", STANDARD.encode(mac));
    headers(&[
        ("webhook-id", "msg_1"),
        ("webhook-timestamp", &time),
        ("webhook-signature", &signature),
        ("x-event", event),
    ])
}

fn signature_error(error: WebhookError) -> SignatureError {
    match error {
        WebhookError::Signature(error) => error,
        other => panic!("{other}"),
    }
}

/// The example of the reference libraries of Standard Webhooks.
#[test]
fn standard_webhooks_are_verified_as_the_reference_libraries_do() {
    let body = br#"{"test": 2432232314}"#;
    let signature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
    let sent = |prefix: &str, signature: &str| {
        headers(&[
            (&format!("{prefix}id"), "msg_p5jXN8AQM9LWM0D4loKWxJek"),
            (&format!("{prefix}timestamp"), "1614265330"),
            (&format!("{prefix}signature"), signature),
        ])
    };
    let at = |seconds| UNIX_EPOCH + Duration::from_secs(seconds);
    let now = at(1_614_265_330);
    let standard = StandardWebhooks::new([SECRET]).unwrap();
    let verify = |now, signature: &str| standard.verify_at(now, &sent("webhook-", signature), body);
    assert_eq!(verify(now, signature), Ok(()));
    assert_eq!(verify(at(1_614_265_630), signature), Ok(()));
    assert_eq!(
        verify(at(1_614_265_631), signature),
        Err(SignatureError::TooOld)
    );
    assert_eq!(
        verify(at(1_614_265_029), signature),
        Err(SignatureError::TooNew)
    );
    // Without its prefix it is the same secret.
    let bare = StandardWebhooks::new([&SECRET["whsec_".len()..]]).unwrap();
    assert_eq!(
        bare.verify_at(now, &sent("webhook-", signature), body),
        Ok(())
    );
    // Other versions count for nothing, wherever they stand.
    let other = signature.replace("v1,", "v2,");
    assert_eq!(verify(now, &other), Err(SignatureError::NoMatch));
    assert_eq!(verify(now, &format!("{other} v1,!! {signature}")), Ok(()));
    assert_eq!(verify(now, ""), Err(SignatureError::NoMatch));
    let longer = verify(at(1_614_300_000), signature);
    assert_eq!(longer, Err(SignatureError::TooOld));
    let day = standard.clone().tolerance(Duration::from_secs(86_400));
    assert_eq!(
        day.verify_at(at(1_614_300_000), &sent("webhook-", signature), body),
        Ok(())
    );
    let svix = standard.clone().header_prefix("svix-");
    assert_eq!(svix.verify_at(now, &sent("svix-", signature), body), Ok(()));
    let missing = svix.verify_at(now, &sent("webhook-", signature), body);
    assert_eq!(missing, Err(SignatureError::Missing("svix-id".to_owned())));
    assert!(!format!("{standard:?}").contains("MfKQ"));
}

#[test]
fn a_secret_that_is_no_key_is_an_error_that_does_not_show_it() {
    for secret in ["whsec_not base64", "whsec_", ""] {
        let error = Webhook::new([secret]).unwrap_err();
        assert!(matches!(
            error,
            WebhookError::Signature(SignatureError::Secret(_))
        ));
        assert!(!error.to_string().contains("not base64 "));
    }
    assert!(StandardWebhooks::new([""; 0]).is_err());
    assert!(HmacSha256::new("x", [""]).is_err());
}

/// RFC 4231, section 4: all cases but the truncated one.
#[test]
fn bodies_are_verified_by_the_vectors_of_rfc_4231() {
    let larger = "This is a test using a larger than block-size key and a larger than block-size data. The key needs to be hashed before being used by the HMAC algorithm.";
    let cases: [(Vec<u8>, Vec<u8>, &str); 6] = [
        (
            vec![0x0b; 20],
            b"Hi There".to_vec(),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
        ),
        (
            b"Jefe".to_vec(),
            b"what do ya want for nothing?".to_vec(),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
        ),
        (
            vec![0xaa; 20],
            vec![0xdd; 50],
            "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe",
        ),
        (
            (1..=25).collect(),
            vec![0xcd; 50],
            "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b",
        ),
        (
            vec![0xaa; 131],
            b"Test Using Larger Than Block-Size Key - Hash Key First".to_vec(),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
        ),
        (
            vec![0xaa; 131],
            larger.as_bytes().to_vec(),
            "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2",
        ),
    ];
    for (key, data, digits) in cases {
        let verify = HmacSha256::of_keys("x-mac", [&key]).unwrap();
        assert_eq!(verify.verify(&headers(&[("x-mac", digits)]), &data), Ok(()));
        let upper = digits.to_uppercase();
        assert_eq!(verify.verify(&headers(&[("x-mac", &upper)]), &data), Ok(()));
        let mut other = data.clone();
        other.push(b' ');
        let wrong = verify.verify(&headers(&[("x-mac", digits)]), &other);
        assert_eq!(wrong, Err(SignatureError::NoMatch));
        let bytes: Vec<u8> = (0..digits.len() / 2)
            .map(|at| u8::from_str_radix(&digits[at * 2..at * 2 + 2], 16).unwrap())
            .collect();
        let text = format!("v={}", STANDARD.encode(bytes));
        let base64 = verify.prefix("v=").base64();
        assert_eq!(base64.verify(&headers(&[("x-mac", &text)]), &data), Ok(()));
    }
}

#[test]
fn the_document_names_standard_webhooks_by_their_headers() {
    let webhook = Webhook::new([SECRET]).unwrap();
    let Event::PetSold(sale) = webhook
        .parse(&signed(SECRET, 0, SOLD, "sale"), SOLD.as_bytes())
        .unwrap()
    else {
        panic!("another event");
    };
    assert_eq!(sale.price, 12);
    assert_eq!(
        sale.buyer.and_then(|buyer| buyer.name).as_deref(),
        Some("Ann")
    );
    let reject = |headers: &HeaderMap, body: &str| {
        signature_error(webhook.parse(headers, body.as_bytes()).unwrap_err())
    };
    let changed = SOLD.replace("12", "13");
    assert_eq!(
        reject(&signed(SECRET, 0, SOLD, "sale"), &changed),
        SignatureError::NoMatch
    );
    assert_eq!(
        reject(&signed(OTHER, 0, SOLD, "sale"), SOLD),
        SignatureError::NoMatch
    );
    assert_eq!(
        reject(&signed(SECRET, 301, SOLD, "sale"), SOLD),
        SignatureError::TooOld
    );
    assert_eq!(
        reject(&signed(SECRET, -310, SOLD, "sale"), SOLD),
        SignatureError::TooNew
    );
    let missing = SignatureError::Missing("webhook-id".to_owned());
    assert_eq!(reject(&HeaderMap::new(), SOLD), missing);
    // While one secret takes the place of another, both are right.
    let both = Webhook::new([OTHER, SECRET]).unwrap();
    for secret in [SECRET, OTHER] {
        assert!(
            both.parse(&signed(secret, 0, SOLD, "sale"), SOLD.as_bytes())
                .is_ok()
        );
    }
}

#[test]
fn two_clues_tell_events_apart_where_one_does_not() {
    let webhook = Webhook::unverified();
    let parse =
        |event: &str, body: &str| webhook.parse(&headers(&[("x-event", event)]), body.as_bytes());
    assert!(matches!(
        parse("sale", r#"{"type":"returned"}"#),
        Ok(Event::PetReturned(_))
    ));
    // Only one event has this header: its body need not say what it is.
    let Ok(Event::PetCreated(pet)) = parse("stock", r#"{"name":"Rex","id":7}"#) else {
        panic!("another event");
    };
    // What only the API says is there.
    assert_eq!((pet.name.as_str(), pet.id), ("Rex", Some(7)));
    for (event, body) in [
        ("sale", r#"{"type":"lent"}"#),
        ("sale", "{}"),
        ("post", SOLD),
    ] {
        let Ok(Event::Unknown(unknown)) = parse(event, body) else {
            panic!("{event} {body}");
        };
        assert_eq!(unknown.body, body.as_bytes());
        assert_eq!(unknown.says[0], ("x-event", Some(event.to_owned())));
        assert!(unknown.json::<serde_json::Value>().is_ok());
    }
    let error = parse("sale", r#"{"type":"sold","price":"much"}"#).unwrap_err();
    assert_eq!(error.status(), StatusCode::BAD_REQUEST);
    let wrong =
        "not the event `pet.sold`: price: invalid type: string \"much\", expected an integer";
    assert!(error.to_string().starts_with(wrong), "{error}");
    let error = parse("sale", "type=sold").unwrap_err();
    assert!(error.to_string().starts_with("not an event: "), "{error}");
}

#[test]
fn each_event_is_read_by_itself_too() {
    assert_eq!(pet_sold::parse(SOLD.as_bytes()).unwrap().price, 12);
    assert!(pet_created::parse(b"").is_err());
    let term = callbacks::renewed::parse(br#"{"until":"2025-02-03"}"#).unwrap();
    assert_eq!(term.until.to_string(), "2025-02-03");
    let _: callbacks::ended::Payload = term;
}

#[test]
fn the_configuration_names_the_header_and_the_document_its_values() {
    let body = br#"{"action":"completed","run":"7"}"#;
    let webhook = hooks::Webhook::new(["It's a Secret to Everybody"]).unwrap();
    let digits = hex(&mac(b"It's a Secret to Everybody", body));
    for name in ["run", "workflow_run"] {
        let signature = format!("sha256={digits}");
        let sent = headers(&[("x-hook-event", name), ("x-hook-signature-256", &signature)]);
        let Ok(hooks::Event::RunCompleted(run)) = webhook.parse(&sent, body) else {
            panic!("another event");
        };
        assert_eq!(run.run.as_deref(), Some("7"));
    }
    for signature in [
        digits.clone(),
        "sha256=".to_owned() + &digits[1..],
        "sha256=zz".to_owned(),
    ] {
        let sent = headers(&[
            ("x-hook-event", "run"),
            ("x-hook-signature-256", &signature),
        ]);
        let error = signature_error(webhook.parse(&sent, body).unwrap_err());
        assert_eq!(
            error,
            SignatureError::Malformed("x-hook-signature-256".to_owned())
        );
    }
    // The first signature is of a secret that is gone.
    let several = format!("sha256={}, sha256={digits}", "00".repeat(32));
    let sent = headers(&[("x-hook-event", "run"), ("x-hook-signature-256", &several)]);
    assert!(webhook.parse(&sent, body).is_ok());
    let open = hooks::Webhook::unverified();
    assert_eq!(
        open.parse(&headers(&[("x-hook-event", "ping")]), b"{}")
            .unwrap(),
        hooks::Event::Ping
    );
}

#[test]
fn answers_are_those_of_the_document() {
    let answer = pet_sold::Reply::Status200(Receipt::new("7"))
        .response()
        .unwrap();
    assert_eq!(answer.status(), 200);
    assert_eq!(answer.headers()["content-type"], "application/json");
    assert_eq!(answer.body(), r#"{"number":"7"}"#);
    let answer = pet_returned::Reply::Status204.response().unwrap();
    assert_eq!((answer.status().as_u16(), answer.body().len()), (204, 0));
    let no = |status| pet_sold::Reply::Status4XX(status, "no".to_owned()).response();
    let answer = no(StatusCode::CONFLICT).unwrap();
    assert_eq!(answer.headers()["content-type"], "text/plain");
    assert_eq!(answer.body(), "no");
    let error = no(StatusCode::OK).unwrap_err();
    assert_eq!(error.status(), StatusCode::INTERNAL_SERVER_ERROR);
}

#[tokio::test]
async fn a_server_of_axum_receives_them() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/webhooks", listener.local_addr().unwrap());
    let app = example::app(Webhook::new([SECRET]).unwrap());
    tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
    let client = reqwest::Client::new();
    let send = async |headers: HeaderMap, body: &'static str| {
        let answer = client.post(&url).headers(headers).body(body).send();
        let answer = answer.await.unwrap();
        (answer.status().as_u16(), answer.text().await.unwrap())
    };
    let sold = send(signed(SECRET, 0, SOLD, "sale"), SOLD).await;
    assert_eq!(sold, (200, r#"{"number":"paid 12"}"#.to_owned()));
    let returned = r#"{"type":"returned"}"#;
    let answer = send(signed(SECRET, 0, returned, "sale"), returned).await;
    assert_eq!(answer, (204, String::new()));
    let created = r#"{"name":"Rex"}"#;
    assert_eq!(
        send(signed(SECRET, 0, created, "stock"), created).await.0,
        202
    );
    assert_eq!(send(signed(SECRET, 0, "{}", "new"), "{}").await.0, 200);
    assert_eq!(send(signed(OTHER, 0, SOLD, "sale"), SOLD).await.0, 401);
    let wrong = r#"{"type":"sold"}"#;
    assert_eq!(send(signed(SECRET, 0, wrong, "sale"), wrong).await.0, 400);
}
