//! Answers that are not what they should be.

use futures_util::TryStreamExt as _;

use super::{get, list, told, with};
use crate::mock::{Mock, answer};

pub async fn wrong_content_type() -> String {
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

pub async fn html_error_page() -> String {
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

pub async fn too_large() -> String {
    let mock = with("").await;
    let client = mock.builder().body_limit(100).build().unwrap();
    told(&client.fetch_patient("p1").send().await)
}

pub async fn invalid_page() -> String {
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

pub async fn invalid_item() -> String {
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

pub async fn lenient() -> String {
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
