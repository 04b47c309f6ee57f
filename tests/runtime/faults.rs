//! The fault matrix: the mock misbehaves, and what the client makes of it. Printed with `--nocapture`.

use std::future::Future;
use std::pin::Pin;
use std::time::{Duration, Instant};

use fitbit_plus::models::FetchPatientResponse;
use fitbit_plus::operations::patient::{CreatePatient, FetchPatients};
use fitbit_plus::{Client, Error, Request, Response, RetryPolicy};
use futures_util::{TryStreamExt as _, future::join_all};

use super::new_patient;
use crate::mock::{Mock, answer};

struct Case {
    fault: &'static str,
    expected: &'static str,
    /// The time within which the outcome has to be there: nothing hangs.
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
        "slow headers, once" => "ok after 2" within 20000 ms, slow_headers_once;
        "slow headers, always" => "Timeout after 4" within 20000 ms, slow_headers;
        "slow body" => "Timeout after 4" within 20000 ms, slow_body;
        "slow drip, total timeout" => "Timeout after 1" within 20000 ms, drip;
        "reset before headers, GET" => "ok after 2" within 20000 ms, reset_before_headers;
        "reset before headers, POST" => "Transport after 1; 1 request" within 20000 ms, reset_post;
        "reset before headers, POST said to be repeatable" => "ok after 2; 2 requests" within 20000 ms, reset_repeatable_post;
        "reset after headers" => "ok after 2" within 20000 ms, reset_after_headers;
        "truncated body" => "ok after 2" within 20000 ms, truncated;
        "wrong content type" => "Decode: text/html named, body quoted" within 20000 ms, wrong_content_type;
        "HTML error page" => "Status 502 after 4: body quoted" within 20000 ms, html_error_page;
        "body over the limit" => "BodyTooLarge after 1" within 20000 ms, too_large;
        "invalid JSON on page 3 of 5" => "20 items, Decode at byte 10, resumed: 30 more" within 20000 ms, invalid_page;
        "invalid item on page 3 of 5" => "20 items, Decode at data[4].attributes.first_name, item 4" within 20000 ms, invalid_item;
        "invalid items, lenient" => "48 items, failed 24 and 27, 5 pages" within 20000 ms, lenient;
        "429, Retry-After in seconds" => "ok after 2, waited" within 20000 ms, retry_after_seconds;
        "429, Retry-After as a date" => "ok after 2, waited" within 20000 ms, retry_after_date;
        "429, Retry-After of an hour" => "Status 429 after 1, retry_after 3600 s" within 20000 ms, retry_after_hour;
        "503 burst of 3, GET" => "ok after 4" within 20000 ms, burst;
        "503 burst of 3, POST" => "Status 503 after 1" within 20000 ms, burst_post;
        "503 for ever, 200 calls" => "at most 100 retries" within 60000 ms, budget;
        "no server" => "Connect after 4" within 20000 ms, no_server;
        "token expires mid-stream" => "50 items, 50 distinct, 2 tokens" within 20000 ms, token_expires;
        "401 storm, 64 callers" => "64 ok, 2 tokens" within 20000 ms, storm;
        "renewal fails, 64 callers" => "64 Authentication with cause, 3 tokens" within 20000 ms, failing_renewal;
        "next loops" => "20 items, Paging names the link" within 20000 ms, next_loops;
        "next leads to another origin" => "10 items, ForeignOrigin, 0 requests there" within 20000 ms, foreign_next;
        "redirect to another origin" => "ForeignOrigin, 0 requests there" within 20000 ms, foreign_redirect;
        "items inserted, by page" => "52 items, 2 duplicates, 2 missed" within 20000 ms, inserted;
        "items inserted, by page, duplicates dropped" => "50 items, 2 duplicates, 2 missed" within 20000 ms, inserted_dropped;
        "items removed, by page" => "48 items, 0 duplicates, 2 missed" within 20000 ms, removed;
        "items inserted, by cursor" => "50 items, 0 duplicates" within 20000 ms, inserted_by_cursor;
        "call dropped while it waits" => "1 request, none later" within 20000 ms, dropped;
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

/// Fifty patients, and these faults.
async fn with(faults: &str) -> Mock {
    let mock = Mock::of_patients(50).await;
    mock.fault(faults).unwrap();
    mock
}

async fn get(mock: &Mock) -> Result<Response<FetchPatientResponse>, Error> {
    mock.client().fetch_patient("p1").send().await
}

fn list(mock: &Mock) -> Request<FetchPatients> {
    let patients = mock.client().fetch_patients();
    patients.filter_organization(&mock.organization)
}

fn create(mock: &Mock) -> Request<CreatePatient> {
    mock.client().create_patient(new_patient(mock, "A"))
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

/// Gives up on silence after so many milliseconds.
async fn impatient(faults: &str, read_timeout: u64) -> String {
    let mock = with(faults).await;
    let client = mock
        .builder()
        .read_timeout(Duration::from_millis(read_timeout))
        .build()
        .unwrap();
    told(&client.fetch_patient("p1").send().await)
}

async fn slow_headers_once() -> String {
    impatient("latency=30s times=1", 2000).await
}

async fn slow_headers() -> String {
    impatient("latency=30s", 400).await
}

async fn slow_body() -> String {
    impatient("slow-body=64 delay=30s", 400).await
}

async fn drip() -> String {
    let mock = with("slow-body=8 delay=50").await;
    let request = mock.client().fetch_patient("p1");
    told(
        &request
            .total_timeout(Duration::from_millis(500))
            .send()
            .await,
    )
}

async fn reset_before_headers() -> String {
    told(&get(&with("reset times=1").await).await)
}

async fn reset_post() -> String {
    let mock = with("reset times=1").await;
    let outcome = create(&mock).send().await;
    format!("{}; {} request", told(&outcome), mock.seen().len())
}

async fn reset_repeatable_post() -> String {
    let mock = with("reset times=1").await;
    let outcome = create(&mock).repeatable().send().await;
    format!("{}; {} requests", told(&outcome), mock.seen().len())
}

async fn reset_after_headers() -> String {
    told(&get(&with("reset=after-headers times=1").await).await)
}

async fn truncated() -> String {
    told(&get(&with("truncate times=1").await).await)
}

async fn wrong_content_type() -> String {
    let page = answer(200, "<html><h1>Log in</h1></html>") + " content-type=text/html";
    let error = get(&with(&page).await).await.unwrap_err();
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
    let outcome = get(&with("html").await).await;
    let quoted = outcome
        .as_ref()
        .is_err_and(|error| error.to_string().contains("<title>502 Bad Gateway"));
    format!(
        "{}: {}",
        told(&outcome),
        if quoted { "body quoted" } else { "body lost" }
    )
}

async fn too_large() -> String {
    let mock = with("").await;
    let client = mock.builder().body_limit(100).build().unwrap();
    told(&client.fetch_patient("p1").send().await)
}

async fn invalid_page() -> String {
    let broken = answer(200, r#"{"data": [}, "#) + " operation=fetchPatients after=2 times=1";
    let mock = with(&broken).await;
    let mut items = list(&mock).by_page(10).items();
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
    let rest = list(&mock)
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

/// Some patients have a number for a first name.
async fn spoiled(bad: &[usize]) -> Mock {
    let mock = Mock::of_patients(50).await;
    for number in bad {
        mock.set("patient", &format!("p{number}"), "first_name", 7);
    }
    mock
}

async fn invalid_item() -> String {
    let mock = spoiled(&[24]).await;
    let mut items = list(&mock).by_page(10).items();
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
    let mock = spoiled(&[24, 27]).await;
    let mut items = list(&mock).by_page(10).lenient().items();
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

async fn after(retry_after: &str, at_least: Duration) -> String {
    let mock = with(&format!("status=429 times=1 retry-after={retry_after}")).await;
    let started = Instant::now();
    let outcome = told(&get(&mock).await);
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
    after("1", Duration::from_secs(1)).await
}

async fn retry_after_date() -> String {
    // Dates have whole seconds.
    after("date+2", Duration::from_millis(900)).await
}

async fn retry_after_hour() -> String {
    let outcome = get(&with("status=429 retry-after=3600").await).await;
    let error = outcome.as_ref().unwrap_err();
    let seconds = error.retry_after().unwrap().as_secs();
    format!("{}, retry_after {seconds} s", told(&outcome))
}

async fn burst() -> String {
    told(&get(&with("status=503 times=3").await).await)
}

async fn burst_post() -> String {
    told(&create(&with("status=503 times=3").await).send().await)
}

async fn budget() -> String {
    let mock = with("status=503").await;
    let client = mock.client();
    for _ in 0..200 {
        client.fetch_patient("p1").send().await.unwrap_err();
    }
    let retries = mock.seen().len() - 200;
    if retries <= 100 {
        "at most 100 retries".into()
    } else {
        format!("{retries} retries")
    }
}

async fn no_server() -> String {
    let mock = with("").await;
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let client = mock.builder().base_url(url).build().unwrap();
    told(&client.create_patient(new_patient(&mock, "A")).send().await)
}

fn with_credentials(mock: &Mock) -> Client {
    mock.with_credentials().build().unwrap()
}

async fn token_expires() -> String {
    let mock = with("expire-token operation=fetchPatients after=2 times=1").await;
    let patients = with_credentials(&mock).fetch_patients();
    let mut items = patients
        .filter_organization(&mock.organization)
        .by_page(10)
        .items();
    let mut read = 0;
    while items.try_next().await.unwrap().is_some() {
        read += 1;
    }
    format!(
        "{read} items, {} distinct, {} tokens",
        items.audit().distinct(),
        mock.count("createToken")
    )
}

async fn storm() -> String {
    let mock = with("").await;
    let client = with_credentials(&mock);
    client.fetch_patient("p1").send().await.unwrap();
    mock.expire_tokens();
    let calls = (0..64).map(|_| client.fetch_patient("p1").send());
    let ok = join_all(calls).await.into_iter().flatten().count();
    format!("{ok} ok, {} tokens", mock.count("createToken"))
}

async fn failing_renewal() -> String {
    let mock = with("").await;
    let client = with_credentials(&mock);
    client.fetch_patient("p1").send().await.unwrap();
    mock.expire_tokens();
    // Late enough for all callers to wait for the one renewal: with the refresh token, then with the credentials.
    mock.fault("latency=2s path=/oauth/token, status=403 path=/oauth/token")
        .unwrap();
    let calls = (0..64).map(|_| client.fetch_patient("p1").send());
    let failed = join_all(calls).await.into_iter().filter(|outcome| {
        let Err(error) = outcome else { return false };
        let cause = std::error::Error::source(error)
            .map(ToString::to_string)
            .unwrap_or_default();
        error.is_unauthorized()
            && error.operation() == Some("fetchPatient")
            && cause.contains("Forbidden")
    });
    format!(
        "{} Authentication with cause, {} tokens",
        failed.count(),
        mock.count("createToken")
    )
}

/// Reads until an error, and says what was read and which error it was.
async fn until_error(mock: &Mock) -> (usize, Error) {
    let mut items = list(mock).by_cursor(10).items();
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
    let mock = with("next=loop after=1").await;
    let (read, error) = until_error(&mock).await;
    let second = mock.seen()[1].query("page[after]").unwrap();
    let named = error
        .to_string()
        .contains(&format!("&page[limit]=10&page[after]={second}"));
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
    let other = Mock::of_patients(1).await;
    let mock = with(&format!("next={}", other.origin())).await;
    let (read, error) = until_error(&mock).await;
    assert!(error.to_string().contains(&other.origin()), "{error}");
    format!(
        "{read} items, {:?}, {} requests there",
        error.kind(),
        other.seen().len()
    )
}

async fn foreign_redirect() -> String {
    let other = Mock::of_patients(1).await;
    let mock = with(&format!("answer=302 header=location:{}/x", other.origin())).await;
    let error = get(&mock).await.unwrap_err();
    assert!(error.to_string().contains(&other.origin()), "{error}");
    format!("{:?}, {} requests there", error.kind(), other.seen().len())
}

/// 52 patients, of whom the first two are archived, and so not in the collection of those who are not.
async fn two_archived() -> Mock {
    let mock = Mock::of_patients(52).await;
    archive_two(&mock, true);
    mock
}

/// Bringing them back inserts them before all others.
fn archive_two(mock: &Mock, archived: bool) {
    for id in ["p0", "p1"] {
        mock.set("patient", id, "archived", archived);
    }
}

async fn inserted() -> String {
    inserted_with(false).await
}

async fn inserted_dropped() -> String {
    inserted_with(true).await
}

async fn inserted_with(drop_duplicates: bool) -> String {
    let mock = two_archived().await;
    let pager = list(&mock).filter_archived(false).by_page(10);
    let mut items = if drop_duplicates {
        pager.drop_duplicates().items()
    } else {
        pager.items()
    };
    let mut read = 0;
    while items.try_next().await.unwrap().is_some() {
        read += 1;
        if read == 20 {
            archive_two(&mock, false);
        }
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
    let mock = Mock::of_patients(50).await;
    let mut items = list(&mock).by_page(10).items();
    let mut read = 0;
    while items.try_next().await.unwrap().is_some() {
        read += 1;
        if read == 20 {
            mock.write(|store| store.remove("patient", "p0") && store.remove("patient", "p1"));
        }
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
    let mock = two_archived().await;
    let pager = list(&mock).filter_archived(false).by_cursor(10);
    let mut items = pager.read_ahead().items();
    let mut read = 0;
    while items.try_next().await.unwrap().is_some() {
        read += 1;
        if read == 20 {
            archive_two(&mock, false);
        }
    }
    format!("{read} items, {} duplicates", items.audit().duplicates)
}

async fn dropped() -> String {
    let mock = with("status=503 retry-after=1").await;
    let client = mock.client();
    let call = tokio::spawn(client.fetch_patient("p1").send());
    while mock.seen().is_empty() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    // The answer is on its way: let the client begin to wait.
    tokio::time::sleep(Duration::from_millis(100)).await;
    call.abort();
    let at_once = mock.seen().len();
    drop(client);
    tokio::time::sleep(Duration::from_millis(1500)).await;
    format!(
        "{at_once} request, {}",
        if mock.seen().len() == at_once {
            "none later"
        } else {
            "some later"
        }
    )
}

#[tokio::test]
async fn a_policy_of_none_sends_once() {
    let mock = with("status=503").await;
    let request = mock.client().fetch_patient("p1");
    request.retry(RetryPolicy::none()).send().await.unwrap_err();
    assert_eq!(mock.seen().len(), 1);
}
