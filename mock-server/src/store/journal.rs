//! Taking back a request that fails halfway.

use super::{Row, Store};
use crate::plan::KindId;

/// What was there before each write, latest last.
#[derive(Debug, Default)]
pub(super) struct Journal {
    entries: Vec<(KindId, u64, Option<Row>)>,
}

impl Journal {
    pub(super) fn note(&mut self, kind: KindId, sequence: u64, before: Option<Row>) {
        self.entries.push((kind, sequence, before));
    }
}

impl Store {
    /// Runs `change`; if it fails, nothing of it stays.
    pub(crate) fn all_or_nothing<T, E>(
        &mut self,
        change: impl FnOnce(&mut Self) -> Result<T, E>,
    ) -> Result<T, E> {
        self.journal = Some(Journal::default());
        let outcome = change(self);
        let journal = self.journal.take().unwrap_or_default();
        if outcome.is_err() {
            for (kind, sequence, before) in journal.entries.into_iter().rev() {
                self.take(kind, sequence);
                if let Some(row) = before {
                    self.put(kind, row);
                }
            }
        }
        outcome
    }
}
