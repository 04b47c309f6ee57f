//! Walks over a thousand patients while others add and take away.

use std::collections::HashSet;

use fitbit_plus::operations::patient::FetchPatients;
use fitbit_plus::{Audit, Items};

use crate::mock::Mock;
use crate::runtime::new_patient;

const PAGE: usize = 50;

/// A thousand patients, of whom the first twenty are archived.
async fn thousand() -> Mock {
    let mock = Mock::of_patients(1000).await;
    for number in 0..20 {
        mock.set("patient", &format!("p{number}"), "archived", true);
    }
    mock
}

/// Those who are not archived: 980 of them.
fn current(mock: &Mock) -> FetchPatients {
    let patients = mock.client().fetch_patients();
    patients
        .filter_organization(&mock.organization)
        .filter_archived(false)
}

/// Reads everything; `between` is told after each page how many were read.
async fn walk(
    mut items: Items<FetchPatients>,
    mut between: impl AsyncFnMut(usize),
) -> (Vec<String>, Audit) {
    let mut seen = Vec::new();
    while let Some(patient) = items.try_next().await.unwrap() {
        seen.push(patient.id.into());
        if seen.len().is_multiple_of(PAGE) {
            between(seen.len() / PAGE).await;
        }
    }
    (seen, items.audit())
}

/// Puts a patient before all that were read.
fn insert_before(mock: &Mock, page: usize) {
    mock.set("patient", &format!("p{}", 20 - page), "archived", false);
}

/// Takes away a patient that was read.
fn remove_before(mock: &Mock, page: usize) -> String {
    let id = format!("p{}", 20 + page);
    assert!(mock.write(|store| store.remove("patient", &id)), "{id}");
    id
}

#[tokio::test]
async fn by_cursor_nothing_that_was_there_throughout_is_missed_or_doubled() {
    let mock = thousand().await;
    let client = mock.client();
    let (mut removed, mut added) = (HashSet::new(), 0);
    let pager = current(&mock).by_cursor(PAGE as u64).items();
    let (seen, audit) = walk(pager, async |page| {
        if page <= 15 {
            insert_before(&mock, page);
            removed.insert(remove_before(&mock, page));
            // One that was not read yet, and one behind all others.
            let last = mock.ids("patient").pop().unwrap();
            mock.write(|store| store.remove("patient", &last));
            removed.insert(last);
            let request = client.create_patient(new_patient(&mock, "New"));
            request.send().await.unwrap();
            added += 1;
        }
    })
    .await;
    let distinct: HashSet<&String> = seen.iter().collect();
    assert_eq!(distinct.len(), seen.len(), "nothing twice");
    let missed: Vec<String> = (20..1000)
        .map(|number| format!("p{number}"))
        .filter(|id| !removed.contains(id) && !distinct.contains(id))
        .collect();
    assert_eq!(missed, Vec::<String>::new());
    assert_eq!(audit.duplicates, 0);
    assert!(audit.complete && audit.exact && removed.len() == 30 && added == 15);
    mock.assert_documented();
}

#[tokio::test]
async fn by_page_what_is_inserted_doubles_items_and_the_audit_says_so() {
    let mock = thousand().await;
    let pager = current(&mock).by_page(PAGE as u64).items();
    let (seen, audit) = walk(pager, async |page| {
        if page <= 10 {
            insert_before(&mock, page);
        }
    })
    .await;
    let distinct: HashSet<&String> = seen.iter().collect();
    // Each insertion pushes the last item of a page onto the next one, and goes unseen itself.
    assert_eq!((seen.len(), distinct.len()), (990, 980));
    assert_eq!((audit.duplicates, audit.missed()), (10, Some(10)));
    assert_eq!(
        (audit.total_at_start, audit.total_at_end),
        (Some(980), Some(990))
    );
    mock.assert_documented();
}

#[tokio::test]
async fn by_page_what_is_removed_skips_items_and_the_audit_says_so() {
    let mock = thousand().await;
    let pager = current(&mock).by_page(PAGE as u64).items();
    let (seen, audit) = walk(pager, async |page| {
        if page <= 10 {
            remove_before(&mock, page);
        }
    })
    .await;
    let distinct: HashSet<&String> = seen.iter().collect();
    let missed: Vec<String> = (20..1000)
        .map(|number| format!("p{number}"))
        .filter(|id| !distinct.contains(id))
        .collect();
    // Each removal pulls the first item of the next page onto the one just read.
    let skipped: Vec<String> = (0..10)
        .map(|page| format!("p{}", 20 + PAGE + page * (PAGE + 1)))
        .collect();
    assert_eq!(missed, skipped);
    assert_eq!((audit.duplicates, audit.missed()), (0, Some(10)));
    assert_eq!(
        (audit.total_at_start, audit.total_at_end),
        (Some(980), Some(970))
    );
    mock.assert_documented();
}
