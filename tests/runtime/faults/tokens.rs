//! Tokens that expire.

use std::time::Duration;

use fitbit_plus::{Client, RetryPolicy};
use futures_util::future::join_all;

use super::with;
use crate::mock::Mock;
use crate::runtime::new_patient;

fn with_credentials(mock: &Mock) -> Client {
    mock.with_credentials().build().unwrap()
}

pub async fn token_expires() -> String {
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

pub async fn storm() -> String {
    let mock = with("").await;
    let client = with_credentials(&mock);
    client.fetch_patient("p1").send().await.unwrap();
    mock.expire_tokens();
    let calls = (0..64).map(|_| client.fetch_patient("p1").send());
    let ok = join_all(calls).await.into_iter().flatten().count();
    format!("{ok} ok, {} tokens", mock.count("createToken"))
}

pub async fn failing_renewal() -> String {
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

pub async fn trouble() -> String {
    let mock = with("status=429 rate=10% retry-after=1, expire-token rate=5%, latency=5..40").await;
    let before = mock.ids("patient").len();
    // More attempts than by default: of a thousand such runs, six have a call that is refused four times in a row.
    let retry = RetryPolicy::default()
        .max_attempts(6)
        .pauses(Duration::from_millis(5), Duration::from_millis(20));
    let client = mock.with_credentials().retry(retry).build().unwrap();
    let writes = (0..60).map(|number| {
        let patient = new_patient(&mock, &format!("Name {number}"));
        client.create_patient(patient).send()
    });
    let outcomes = join_all(writes).await;
    for error in outcomes.iter().filter_map(|outcome| outcome.as_ref().err()) {
        println!("{error}");
    }
    let ok = outcomes.iter().flatten().count();
    format!("{ok} ok, {} patients", mock.ids("patient").len() - before)
}
