//! Which rows lead where.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use super::Row;

/// Rows by relationship and target.
#[derive(Debug, Default)]
pub(super) struct Linked {
    rows: HashMap<u16, HashMap<Arc<str>, BTreeSet<u64>>>,
}

impl Linked {
    pub(super) fn rows(
        &self,
        relationship: usize,
        target: &str,
    ) -> impl Iterator<Item = u64> + use<'_> {
        let relationship = u16::try_from(relationship).ok();
        let rows = relationship.and_then(|relationship| self.rows.get(&relationship)?.get(target));
        rows.into_iter().flatten().copied()
    }

    pub(super) fn add(&mut self, row: &Row) {
        for link in &row.links {
            self.rows
                .entry(link.relationship)
                .or_default()
                .entry(link.id.clone())
                .or_default()
                .insert(row.sequence);
        }
    }

    pub(super) fn remove(&mut self, row: &Row) {
        for link in &row.links {
            let Some(targets) = self.rows.get_mut(&link.relationship) else {
                continue;
            };
            if let Some(rows) = targets.get_mut(&link.id) {
                rows.remove(&row.sequence);
                if rows.is_empty() {
                    targets.remove(&link.id);
                }
            }
        }
    }
}
