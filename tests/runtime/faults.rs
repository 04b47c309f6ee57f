//! The fault matrix: a server that misbehaves, and what the client makes of it. Printed with `--nocapture`.

use std::future::Future;
use std::pin::Pin;
use std::time::{Duration, Instant, SystemTime};

use futures_util::{TryStreamExt as _, future::join_all};
use serde_json::{Value, json};

use super::builder;
use super::patients::{self, patient, patients};
use super::sample::models::patient::PatientCreateAttributes;
use super::sample::runtime::jsonapi::NewResource;
use super::sample::runtime::{Client, Credential, Error, Response, RetryPolicy};
use super::server::{Fault, Reply, Seen, Server};

struct Case {
    fault: &'static str,
    expected: &'static str,
    /// The time within which the outcome has to be there.
    limit: Duration,
    run: fn() -> Pin<Box<dyn Future<Output = String> + Send>>,
}

macro_rules! cases {
    ($($fault:literal => $expected:literal within $limit:literal ms, $run:path;)*) => {
        [$(Case { fault: $fault, expected: $expected, limit: Duration::from_millis($limit), run: || Box::pin($run()) }),*]
    };
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_fault_ends_in_the_right_result_or_the_right_error() {
    let cases = cases! {
        "slow headers, once" => "ok after 2" within 3000 ms, slow_headers_once;
        "slow headers, always" => "Timeout after 4" within 6000 ms, slow_headers;
        "slow body" => "Timeout after 4" within 6000 ms, slow_body;
        "slow drip, total timeout" => "Timeout after 1" within 3000 ms, drip;
        "reset before headers, GET" => "ok after 2" within 3000 ms, reset_before_headers;
        "reset before headers, POST" => "Transport after 1; 1 request" within 3000 ms, reset_post;
        "reset before headers, POST said to be repeatable" => "ok after 2; 2 requests" within 3000 ms, reset_repeatable_post;
        "reset after headers" => "ok after 2" within 3200 ms, reset_after_headers;
        "truncated body" => "ok after 2" within 3000 ms, truncated;
        "wrong content type" => "Decode: text/html named, body quoted" within 3000 ms, wrong_content_type;
        "HTML error page" => "Status 502 after 4: body quoted" within 3000 ms, html_error_page;
        "body over the limit" => "BodyTooLarge after 1" within 3000 ms, too_large;
        "invalid JSON on page 3 of 5" => "20 items, Decode at byte 10, resumed: 30 more" within 3000 ms, invalid_page;
        "invalid item on page 3 of 5" => "20 items, Decode at data[4].attributes.first_name, item 4" within 3000 ms, invalid_item;
        "invalid items, lenient" => "48 items, failed 24 and 27, 5 pages" within 3000 ms, lenient;
        "429, Retry-After in seconds" => "ok after 2, waited" within 8000 ms, retry_after_seconds;
        "429, Retry-After as a date" => "ok after 2, waited" within 16000 ms, retry_after_date;
        "429, Retry-After of an hour" => "Status 429 after 1, retry_after 3600 s" within 3000 ms, retry_after_hour;
        "503 burst of 3, GET" => "ok after 4" within 3000 ms, burst;
        "503 burst of 3, POST" => "Status 503 after 1" within 3000 ms, burst_post;
        "503 for ever, 200 calls" => "at most 100 retries" within 36000 ms, budget;
        "no server" => "Connect after 4" within 3000 ms, no_server;
        "token expires mid-stream" => "50 items, 50 distinct, 2 tokens" within 4000 ms, token_expires;
        "401 storm, 64 callers" => "64 ok, 2 tokens" within 12000 ms, storm;
        "renewal fails, 64 callers" => "64 Authentication with cause, 2 tokens" within 12000 ms, failing_renewal;
        "next loops" => "20 items, Paging names the link" within 3000 ms, next_loops;
        "next leads to another origin" => "10 items, ForeignOrigin, 0 requests there" within 3000 ms, foreign_next;
        "redirect to another origin" => "ForeignOrigin, 0 requests there" within 3000 ms, foreign_redirect;
        "items inserted, by page" => "52 items, 2 duplicates, 2 missed" within 4000 ms, inserted;
        "items inserted, by page, duplicates dropped" => "50 items, 2 duplicates, 2 missed" within 4000 ms, inserted_dropped;
        "items removed, by page" => "48 items, 0 duplicates, 2 missed" within 4000 ms, removed;
        "items inserted, by cursor" => "50 items, 0 duplicates" within 4000 ms, inserted_by_cursor;
        "call dropped while it waits" => "1 request, none later" within 4000 ms, dropped;
    };
    let mut failures = 0;
    println!("{:<50} {:>8}  outcome", "fault", "time");
    for case in cases {
        let started = Instant::now();
        let outcome = tokio::time::timeout(case.limit, (case.run)()).await;
        let outcome = outcome.unwrap_or_else(|_| format!("NOT WITHIN {:?}", case.limit));
        let right = outcome == case.expected;
        let time = format!("{} ms", started.elapsed().as_millis());
        println!(
            "{:<50} {time:>8}  {outcome}{}",
            case.fault,
            if right { "" } else { "  <-- WRONG" }
        );
        if !right {
            println!("{:>60}  {}", "expected", case.expected);
            failures += 1;
        }
    }
    assert_eq!(failures, 0, "see the matrix above");
}

fn one(id: usize) -> Value {
    json!({ "data": patient(id) })
}

/// Answers the first requests with `bad` and all others well.
async fn at_first(times: usize, bad: Reply) -> Server {
    Server::start(move |_, before| {
        if before < times {
            bad.clone()
        } else {
            Reply::json(200, one(1))
        }
    })
    .await
}

async fn get(
    server: &Server,
) -> Result<Response<super::sample::models::patient::FetchPatientResponse>, Error> {
    builder(server)
        .read_timeout(Duration::from_millis(400))
        .build()
        .unwrap()
        .fetch_patient("p1")
        .send()
        .await
}

fn told<T>(outcome: &Result<Response<T>, Error>) -> String {
    match outcome {
        Ok(response) => format!("ok after {}", response.head().attempts()),
        Err(error) => match error.status() {
            Some(status) if !error.is_decode() => {
                format!(
                    "{:?} {} after {}",
                    error.kind(),
                    status.as_u16(),
                    error.attempts()
                )
            }
            _ => format!("{:?} after {}", error.kind(), error.attempts()),
        },
    }
}

async fn slow_headers_once() -> String {
    let server = at_first(
        1,
        Reply::json(200, one(1)).fault(Fault::SlowHeaders(Duration::from_secs(9))),
    )
    .await;
    told(&get(&server).await)
}

async fn slow_headers() -> String {
    let server = at_first(
        9,
        Reply::json(200, one(1)).fault(Fault::SlowHeaders(Duration::from_secs(9))),
    )
    .await;
    told(&get(&server).await)
}

async fn slow_body() -> String {
    let server = at_first(
        9,
        Reply::json(200, one(1)).fault(Fault::SlowBody(Duration::from_secs(9))),
    )
    .await;
    told(&get(&server).await)
}

async fn drip() -> String {
    let server = at_first(
        9,
        Reply::json(200, one(1)).fault(Fault::SlowBody(Duration::from_secs(9))),
    )
    .await;
    let request = builder(&server)
        .build()
        .unwrap()
        .fetch_patient("p1")
        .total_timeout(Duration::from_millis(300));
    told(&request.send().await)
}

async fn reset_before_headers() -> String {
    told(&get(&at_first(1, Reply::default().fault(Fault::ResetBeforeHeaders)).await).await)
}

async fn reset_post() -> String {
    let server = at_first(1, Reply::default().fault(Fault::ResetBeforeHeaders)).await;
    let client = builder(&server).build().unwrap();
    let outcome = client
        .create_patient(NewResource::new(PatientCreateAttributes::new("A")))
        .send()
        .await;
    format!("{}; {} request", told(&outcome), server.seen().len())
}

async fn reset_repeatable_post() -> String {
    let server = at_first(1, Reply::default().fault(Fault::ResetBeforeHeaders)).await;
    let client = builder(&server).build().unwrap();
    let request = client.create_patient(NewResource::new(PatientCreateAttributes::new("A")));
    let outcome = request.repeatable().send().await;
    format!("{}; {} requests", told(&outcome), server.seen().len())
}

async fn reset_after_headers() -> String {
    told(&get(&at_first(1, Reply::json(200, one(1)).fault(Fault::ResetAfterHeaders)).await).await)
}

async fn truncated() -> String {
    told(&get(&at_first(1, Reply::json(200, one(1)).fault(Fault::Truncated)).await).await)
}

fn html(status: u16) -> Reply {
    Reply::json(status, "<html><h1>Log in</h1></html>")
        .header("content-type", "text/html; charset=utf-8")
}

async fn wrong_content_type() -> String {
    let error = get(&at_first(9, html(200)).await).await.unwrap_err();
    let text = error.to_string();
    let named = text.contains("text/html") && text.contains("<h1>Log in");
    format!(
        "{:?}: {}",
        error.kind(),
        if named {
            "text/html named, body quoted"
        } else {
            &text
        }
    )
}

async fn html_error_page() -> String {
    let outcome = get(&at_first(9, html(502)).await).await;
    let quoted = outcome
        .as_ref()
        .is_err_and(|error| error.to_string().contains("<h1>Log in"));
    format!(
        "{}: {}",
        told(&outcome),
        if quoted { "body quoted" } else { "body lost" }
    )
}

async fn too_large() -> String {
    let server = at_first(0, Reply::default()).await;
    told(
        &builder(&server)
            .body_limit(100)
            .build()
            .unwrap()
            .fetch_patient("p1")
            .send()
            .await,
    )
}

fn fifty(seen: &Seen) -> Reply {
    patients::page(seen, &patients(0..50))
}

async fn invalid_page() -> String {
    let server = Server::start(|seen, before| {
        let broken = seen.number("page[number]") == Some(3) && before < 3;
        if broken {
            Reply::json(200, r#"{"data": [}, "#)
        } else {
            fifty(seen)
        }
    })
    .await;
    let client = builder(&server).build().unwrap();
    let mut items = client.fetch_patients().by_page(10).items();
    let mut read = 0;
    let error = loop {
        match items.next().await {
            Some(Ok(_)) => read += 1,
            Some(Err(error)) => break error,
            None => return "no error".into(),
        }
    };
    assert!(items.next().await.is_none(), "a stream ends after an error");
    let token = items.resume_token().unwrap().to_string();
    let rest = client
        .fetch_patients()
        .by_page(10)
        .resume(token.parse().unwrap())
        .items();
    let rest = rest.try_collect::<Vec<_>>().await.unwrap().len();
    let at = error
        .decode_error()
        .map(|error| error.offset)
        .unwrap_or_default();
    format!(
        "{read} items, {:?} at byte {at}, resumed: {rest} more",
        error.kind()
    )
}

async fn spoiled(bad: &'static [usize]) -> Server {
    let mut all = patients(0..50);
    for index in bad {
        all[*index]["attributes"]["first_name"] = 7.into();
    }
    Server::start(move |seen, _| patients::page(seen, &all)).await
}

async fn invalid_item() -> String {
    let server = spoiled(&[24]).await;
    let client = builder(&server).build().unwrap();
    let mut items = client.fetch_patients().by_page(10).items();
    let mut read = 0;
    while let Some(item) = items.next().await {
        match item {
            Ok(_) => read += 1,
            Err(error) => {
                let path = &error.decode_error().unwrap().path;
                let index = error.item_index().unwrap();
                return format!("{read} items, {:?} at {path}, item {index}", error.kind());
            }
        }
    }
    "no error".into()
}

async fn lenient() -> String {
    let server = spoiled(&[24, 27]).await;
    let client = builder(&server).build().unwrap();
    let mut items = client.fetch_patients().by_page(10).lenient().items();
    let (mut read, mut failed, mut position) = (0, Vec::new(), 0);
    while let Some(item) = items.next().await {
        match item {
            Ok(item) => {
                assert_eq!(item.id, format!("p{position}"), "in its place");
                read += 1;
            }
            Err(error) => {
                assert_eq!(error.item_index(), Some(position % 10));
                let path = &error.decode_error().unwrap().path;
                assert_eq!(
                    *path,
                    format!("data[{}].attributes.first_name", position % 10)
                );
                failed.push(position.to_string());
            }
        }
        position += 1;
    }
    let audit = items.audit();
    assert_eq!((audit.failed, audit.missed()), (2, Some(0)));
    format!(
        "{read} items, failed {}, {} pages",
        failed.join(" and "),
        audit.pages
    )
}

async fn after(retry_after: String, at_least: Duration) -> String {
    let server = at_first(1, Reply::json(429, "{}").header("retry-after", retry_after)).await;
    let started = Instant::now();
    let outcome = told(&get(&server).await);
    format!(
        "{outcome}, {}",
        if started.elapsed() >= at_least {
            "waited"
        } else {
            "too early"
        }
    )
}

async fn retry_after_seconds() -> String {
    after("1".into(), Duration::from_secs(1)).await
}

async fn retry_after_date() -> String {
    // Dates have whole seconds.
    let date = httpdate::fmt_http_date(SystemTime::now() + Duration::from_secs(2));
    after(date, Duration::from_millis(900)).await
}

async fn retry_after_hour() -> String {
    let outcome = get(&at_first(9, Reply::json(429, "{}").header("retry-after", 3600)).await).await;
    let seconds = outcome
        .as_ref()
        .unwrap_err()
        .retry_after()
        .unwrap()
        .as_secs();
    format!("{}, retry_after {seconds} s", told(&outcome))
}

async fn burst() -> String {
    told(&get(&at_first(3, Reply::json(503, "{}")).await).await)
}

async fn burst_post() -> String {
    let server = at_first(3, Reply::json(503, "{}")).await;
    let client = builder(&server).build().unwrap();
    told(
        &client
            .create_patient(NewResource::new(PatientCreateAttributes::new("A")))
            .send()
            .await,
    )
}

async fn budget() -> String {
    let server = at_first(usize::MAX, Reply::json(503, "{}")).await;
    let client = builder(&server).build().unwrap();
    for _ in 0..200 {
        client.fetch_patient("p1").send().await.unwrap_err();
    }
    let retries = server.seen().len() - 200;
    if retries <= 100 {
        "at most 100 retries".into()
    } else {
        format!("{retries} retries")
    }
}

async fn no_server() -> String {
    let server = at_first(0, Reply::default()).await;
    let client = builder(&server).build().unwrap();
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop((listener, client));
    let client = builder(&server).base_url(url).build().unwrap();
    told(
        &client
            .create_patient(NewResource::new(PatientCreateAttributes::new("A")))
            .send()
            .await,
    )
}

fn token(number: usize) -> Reply {
    let attributes = json!({ "access_token": format!("token-{number}"), "token_type": "bearer", "expires_in": 3600 });
    Reply::json(
        201,
        json!({ "data": { "type": "oauth/token", "id": "1", "attributes": attributes } }),
    )
}

fn with_credentials(server: &Server) -> Client {
    let credential = Credential::client_credentials("id", "client-secret");
    builder(server)
        .credential("OAuth2", credential)
        .build()
        .unwrap()
}

/// Hands out tokens numbered from 0 and accepts the one that `good` says for a request.
async fn tokens(good: impl Fn(&Seen, usize) -> usize + Send + Sync + 'static) -> Server {
    let issued = std::sync::atomic::AtomicUsize::new(0);
    Server::start(move |seen, before| {
        if seen.path() == "/pub/oauth/token" {
            return token(issued.fetch_add(1, std::sync::atomic::Ordering::SeqCst));
        }
        let expected = format!("Bearer token-{}", good(seen, before));
        if seen.header("authorization") == Some(&expected) {
            fifty(seen)
        } else {
            Reply::json(401, "{}")
        }
    })
    .await
}

async fn token_expires() -> String {
    let server = tokens(|seen, _| usize::from(seen.number("page[number]") >= Some(3))).await;
    let mut items = with_credentials(&server)
        .fetch_patients()
        .by_page(10)
        .items();
    let mut read = 0;
    while items.try_next().await.unwrap().is_some() {
        read += 1;
    }
    format!(
        "{read} items, {} distinct, {} tokens",
        items.audit().distinct(),
        server.count("/pub/oauth/token")
    )
}

async fn storm() -> String {
    let server = tokens(|_, before| usize::from(before > 1)).await;
    let client = with_credentials(&server);
    client.fetch_patients().send().await.unwrap();
    let calls = (0..64).map(|_| client.fetch_patients().send());
    let ok = join_all(calls).await.into_iter().flatten().count();
    format!("{ok} ok, {} tokens", server.count("/pub/oauth/token"))
}

async fn failing_renewal() -> String {
    let server = Server::start(|seen, before| match (seen.path(), before) {
        ("/pub/oauth/token", 0) => token(0),
        ("/pub/oauth/token", _) => Reply::json(403, json!({ "errors": [{ "title": "Revoked" }] }))
            .fault(Fault::SlowHeaders(Duration::from_millis(300))),
        (_, 1) => fifty(seen),
        _ => Reply::json(401, "{}"),
    })
    .await;
    let client = with_credentials(&server);
    client.fetch_patients().send().await.unwrap();
    let calls = (0..64).map(|_| client.fetch_patients().send());
    let failed = join_all(calls).await.into_iter().filter(|outcome| {
        let Err(error) = outcome else { return false };
        let cause = std::error::Error::source(error)
            .map(ToString::to_string)
            .unwrap_or_default();
        error.is_unauthorized()
            && error.operation() == Some("fetchPatients")
            && cause.contains("Revoked")
    });
    format!(
        "{} Authentication with cause, {} tokens",
        failed.count(),
        server.count("/pub/oauth/token")
    )
}

/// Reads until an error, and says what was read and which error it was.
async fn until_error(server: &Server) -> (usize, Error) {
    let client = builder(server).build().unwrap();
    let mut items = client.fetch_patients().by_cursor(10).items();
    let mut read = 0;
    loop {
        match items.next().await {
            Some(Ok(_)) => read += 1,
            Some(Err(error)) => return (read, error),
            None => panic!("the collection ended after {read} items"),
        }
    }
}

async fn next_loops() -> String {
    let server = Server::start(|seen, _| {
        let mut page: Value = serde_json::from_str(&fifty(seen).body).unwrap();
        if seen.query("page[after]").is_some() {
            page["links"]["next"] = "/pub/patient?page[limit]=10&page[after]=p9".into();
        }
        Reply::json(200, page)
    })
    .await;
    let (read, error) = until_error(&server).await;
    let named = error
        .to_string()
        .contains("/pub/patient?page[limit]=10&page[after]=p9");
    format!(
        "{read} items, {:?} {}",
        error.kind(),
        if named {
            "names the link"
        } else {
            "does not name the link"
        }
    )
}

async fn foreign_next() -> String {
    let other = at_first(0, Reply::default()).await;
    let url = format!("{}/pub/patient?page[after]=p9", other.url);
    let server = Server::start(move |seen, _| {
        let mut page: Value = serde_json::from_str(&fifty(seen).body).unwrap();
        page["links"]["next"] = url.clone().into();
        Reply::json(200, page)
    })
    .await;
    let (read, error) = until_error(&server).await;
    assert!(error.to_string().contains(&other.url), "{error}");
    format!(
        "{read} items, {:?}, {} requests there",
        error.kind(),
        other.seen().len()
    )
}

async fn foreign_redirect() -> String {
    let other = at_first(0, Reply::default()).await;
    let server = at_first(
        9,
        Reply::json(302, "").header("location", format!("{}/x", other.url)),
    )
    .await;
    let error = get(&server).await.unwrap_err();
    assert!(error.to_string().contains(&other.url), "{error}");
    format!("{:?}, {} requests there", error.kind(), other.seen().len())
}

/// A collection that changes after the second page was read, paged by number.
async fn changing(change: impl Fn(&mut Vec<Value>) + Send + Sync + 'static) -> Server {
    Server::start(move |seen, before| {
        let mut all = patients(0..50);
        if before >= 2 {
            change(&mut all);
        }
        patients::page(seen, &all)
    })
    .await
}

fn insert_two(all: &mut Vec<Value>) {
    all.splice(0..0, patients(100..102));
}

async fn inserted() -> String {
    inserted_with(false).await
}

async fn inserted_dropped() -> String {
    inserted_with(true).await
}

async fn inserted_with(drop_duplicates: bool) -> String {
    let server = changing(insert_two).await;
    let client = builder(&server).build().unwrap();
    let pager = client.fetch_patients().by_page(10);
    let mut items = if drop_duplicates {
        pager.drop_duplicates().items()
    } else {
        pager.items()
    };
    let mut read = 0;
    while items.try_next().await.unwrap().is_some() {
        read += 1;
    }
    let audit = items.audit();
    assert_eq!(
        (audit.total_at_start, audit.total_at_end),
        (Some(50), Some(52))
    );
    // The two that were inserted before the pages read are the ones missed.
    format!(
        "{read} items, {} duplicates, {} missed",
        audit.duplicates,
        audit.missed().unwrap()
    )
}

async fn removed() -> String {
    let server = changing(|all| drop(all.drain(0..2))).await;
    let client = builder(&server).build().unwrap();
    let mut items = client.fetch_patients().by_page(10).items();
    let mut read = 0;
    while items.try_next().await.unwrap().is_some() {
        read += 1;
    }
    let audit = items.audit();
    assert_eq!(
        (audit.total_at_start, audit.total_at_end),
        (Some(50), Some(48))
    );
    format!(
        "{read} items, {} duplicates, {} missed",
        audit.duplicates,
        audit.missed().unwrap()
    )
}

async fn inserted_by_cursor() -> String {
    // A cursor names an item, not a position: what is inserted before it shifts nothing.
    let server = changing(insert_two).await;
    let client = builder(&server).build().unwrap();
    let mut items = client.fetch_patients().by_cursor(10).read_ahead().items();
    let mut read = 0;
    while items.try_next().await.unwrap().is_some() {
        read += 1;
    }
    format!("{read} items, {} duplicates", items.audit().duplicates)
}

async fn dropped() -> String {
    let server = at_first(9, Reply::json(503, "{}").header("retry-after", 1)).await;
    let client = builder(&server).build().unwrap();
    let call = tokio::spawn(client.fetch_patient("p1").send());
    tokio::time::sleep(Duration::from_millis(100)).await;
    call.abort();
    let at_once = server.seen().len();
    drop(client);
    tokio::time::sleep(Duration::from_millis(500)).await;
    format!(
        "{at_once} request, {}",
        if server.seen().len() == at_once {
            "none later"
        } else {
            "some later"
        }
    )
}

#[tokio::test]
async fn a_policy_of_none_sends_once() {
    let server = at_first(9, Reply::json(503, "{}")).await;
    let client = builder(&server).build().unwrap();
    client
        .fetch_patient("p1")
        .retry(RetryPolicy::none())
        .send()
        .await
        .unwrap_err();
    assert_eq!(server.seen().len(), 1);
}
