//! What was read, compared with what the server says there is.

use std::collections::hash_map::RandomState;
use std::collections::{HashSet, VecDeque};
use std::hash::BuildHasher as _;

use serde::{Deserialize, Serialize};

/// An account of what a pager has read so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Audit {
    /// Pages read.
    pub pages: u64,
    /// Items read, duplicates included, those that could not be decoded not.
    pub items: u64,
    /// Items whose id was seen before. Known only where items have an id.
    pub duplicates: u64,
    /// Items that could not be decoded; more than 0 only in lenient paging.
    pub failed: u64,
    /// The total that the first page gave.
    pub total_at_start: Option<u64>,
    /// The total that the last page read gave.
    pub total_at_end: Option<u64>,
    /// Whether the last page was reached.
    pub complete: bool,
    /// Whether all ids were remembered. If not, a duplicate that came long after the first may not be counted.
    pub exact: bool,
}

impl Audit {
    /// How many different items were read.
    pub fn distinct(&self) -> u64 {
        self.items - self.duplicates.min(self.items)
    }

    /// How many items were not read of those the server had at the start or at the end, whichever is more; `None`
    /// before the end or without a total.
    ///
    /// More than 0 means that the collection changed while it was read: items were inserted among those already
    /// read, or removed from them so that others moved up unseen, or removed before they were read.
    pub fn missed(&self) -> Option<u64> {
        let total = self
            .total_at_start
            .max(self.total_at_end)
            .filter(|_| self.complete)?;
        Some(total.saturating_sub(self.distinct().saturating_add(self.failed)))
    }
}

/// The ids seen so far, as hashes; the oldest are forgotten, so that memory does not grow with the collection.
#[derive(Debug)]
pub(super) struct Seen {
    hasher: RandomState,
    hashes: HashSet<u64>,
    order: VecDeque<u64>,
    most: usize,
}

impl Seen {
    /// Enough for what inserting and deleting items while paging moves from one page to another.
    pub(super) const RECENT: usize = 32_768;

    pub(super) fn new() -> Self {
        Self {
            hasher: RandomState::new(),
            hashes: HashSet::new(),
            order: VecDeque::new(),
            most: Self::RECENT,
        }
    }

    /// Remembers everything from now on.
    pub(super) fn remember_all(&mut self) {
        self.most = usize::MAX;
    }

    /// Whether this is seen for the first time.
    pub(super) fn insert(&mut self, id: &str) -> bool {
        let hash = self.hasher.hash_one(id);
        if !self.hashes.insert(hash) {
            return false;
        }
        if self.most < usize::MAX {
            self.order.push_back(hash);
        }
        true
    }

    /// Forgets the oldest beyond the limit; says whether there were any.
    pub(super) fn forget(&mut self) -> bool {
        let excess = self.order.len().saturating_sub(self.most);
        for hash in self.order.drain(..excess) {
            self.hashes.remove(&hash);
        }
        excess > 0
    }
}
