//! The fault matrix: the mock misbehaves, and what the client makes of it. Printed with `--nocapture`.

mod answers;
mod changing;
mod connection;
mod links;
mod refusals;
mod tokens;

use std::future::Future;
use std::pin::Pin;
use std::time::{Duration, Instant};

use fitbit_plus::models::FetchPatientResponse;
use fitbit_plus::operations::patient::{CreatePatient, FetchPatients};
use fitbit_plus::{Error, Response};

use super::new_patient;
use crate::mock::Mock;

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
        "slow headers, once" => "ok after 2" within 20000 ms, connection::slow_headers_once;
        "slow headers, always" => "Timeout after 4" within 20000 ms, connection::slow_headers;
        "slow body" => "Timeout after 4" within 20000 ms, connection::slow_body;
        "slow drip, total timeout" => "Timeout after 1" within 20000 ms, connection::drip;
        "reset before headers, GET" => "ok after 2" within 20000 ms, connection::reset_before_headers;
        "reset before headers, POST" => "Transport after 1; 1 request" within 20000 ms, connection::reset_post;
        "reset before headers, POST said to be idempotent" => "ok after 2; 2 requests" within 20000 ms, connection::reset_idempotent_post;
        "reset after headers" => "ok after 2" within 20000 ms, connection::reset_after_headers;
        "truncated body" => "ok after 2" within 20000 ms, connection::truncated;
        "wrong content type" => "Decode: text/html named, body quoted" within 20000 ms, answers::wrong_content_type;
        "HTML error page" => "Status 502 after 4: body quoted" within 20000 ms, answers::html_error_page;
        "body over the limit" => "BodyTooLarge after 1" within 20000 ms, answers::too_large;
        "invalid JSON on page 3 of 5" => "20 items, Decode at byte 10, resumed: 30 more" within 20000 ms, answers::invalid_page;
        "invalid item on page 3 of 5" => "20 items, Decode at data[4].attributes.first_name, item 4" within 20000 ms, answers::invalid_item;
        "invalid items, lenient" => "48 items, failed 24 and 27, 5 pages" within 20000 ms, answers::lenient;
        "429, Retry-After in seconds" => "ok after 2, waited" within 20000 ms, refusals::retry_after_seconds;
        "429, Retry-After as a date" => "ok after 2, waited" within 20000 ms, refusals::retry_after_date;
        "429, Retry-After of an hour" => "Status 429 after 1, retry_after 3600 s" within 20000 ms, refusals::retry_after_hour;
        "503 burst of 3, GET" => "ok after 4" within 20000 ms, refusals::burst;
        "503 burst of 3, POST" => "Status 503 after 1" within 20000 ms, refusals::burst_post;
        "503 with Retry-After, POST" => "ok after 2" within 20000 ms, refusals::unavailable_post;
        "429, POST" => "ok after 2" within 20000 ms, refusals::rate_limited_post;
        "503 for ever, 200 calls" => "at most 100 retries" within 60000 ms, refusals::budget;
        "no server" => "Connect after 4" within 20000 ms, refusals::no_server;
        "token expires mid-stream" => "50 items, 50 distinct, 2 tokens" within 20000 ms, tokens::token_expires;
        "401 storm, 64 callers" => "64 ok, 2 tokens" within 20000 ms, tokens::storm;
        "renewal fails, 64 callers" => "64 Authentication with cause, 3 tokens" within 20000 ms, tokens::failing_renewal;
        "429s, tokens that expire and latency, 60 writes" => "60 ok, 60 patients" within 60000 ms, tokens::trouble;
        "next loops" => "20 items, Paging names the link" within 20000 ms, links::next_loops;
        "next leads to another origin" => "10 items, ForeignOrigin, 0 requests there" within 20000 ms, links::foreign_next;
        "redirect to another origin" => "ForeignOrigin, 0 requests there" within 20000 ms, links::foreign_redirect;
        "items inserted, by page" => "52 items, 2 duplicates, 2 missed" within 20000 ms, changing::inserted;
        "items inserted, by page, duplicates dropped" => "50 items, 2 duplicates, 2 missed" within 20000 ms, changing::inserted_dropped;
        "items removed, by page" => "48 items, 0 duplicates, 2 missed" within 20000 ms, changing::removed;
        "items inserted, by cursor" => "50 items, 0 duplicates" within 20000 ms, changing::inserted_by_cursor;
        "call dropped while it waits" => "1 request, none later" within 20000 ms, connection::dropped;
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

fn list(mock: &Mock) -> FetchPatients {
    let patients = mock.client().fetch_patients();
    patients.filter_organization(&mock.organization)
}

fn create(mock: &Mock) -> CreatePatient {
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
