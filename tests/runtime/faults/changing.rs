//! Collections that change while they are read.

use super::list;
use crate::mock::Mock;

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

pub async fn inserted() -> String {
    inserted_with(false).await
}

pub async fn inserted_dropped() -> String {
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

pub async fn removed() -> String {
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

pub async fn inserted_by_cursor() -> String {
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
