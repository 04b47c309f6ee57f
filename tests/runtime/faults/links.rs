//! Links and redirects that lead astray.

use fitbit_plus::Error;

use super::{get, list, with};
use crate::mock::Mock;

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

pub async fn next_loops() -> String {
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

pub async fn foreign_next() -> String {
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

pub async fn foreign_redirect() -> String {
    let other = Mock::of_patients(1).await;
    let mock = with(&format!("answer=302 header=location:{}/x", other.origin())).await;
    let error = get(&mock).await.unwrap_err();
    assert!(error.to_string().contains(&other.origin()), "{error}");
    format!("{:?}, {} requests there", error.kind(), other.seen().len())
}
