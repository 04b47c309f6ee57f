//! `include`: linked resources in the same answer (JSON:API 1.0, "Inclusion of Related Resources").

use std::collections::HashSet;

use super::Query;
use crate::plan::{KindId, Plan};
use crate::store::{Row, Store};

/// The `included` member for `rows`, if the request asks for one: each resource once, the primary ones not again.
pub(crate) fn included(
    store: &Store,
    plan: &Plan,
    kind: KindId,
    rows: &[&Row],
    query: &Query,
) -> Option<Vec<u8>> {
    query.get("include")?;
    let described = plan.kind(kind)?;
    let mut seen: HashSet<(KindId, &str)> = rows.iter().map(|row| (kind, &*row.id)).collect();
    let mut json = vec![b'['];
    for name in query.list("include") {
        let Some((position, _)) = described.relationship(name) else {
            continue;
        };
        for link in rows.iter().flat_map(|row| row.targets(position)) {
            let Some(target) = link.kind.map(usize::from) else {
                continue;
            };
            let Some(row) = store.row(target, &link.id) else {
                continue;
            };
            if seen.insert((target, &row.id)) {
                if json.len() > 1 {
                    json.push(b',');
                }
                json.extend_from_slice(&row.json);
            }
        }
    }
    json.push(b']');
    Some(json)
}
