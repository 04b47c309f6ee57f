//! What was read, compared with what the server says there is.

use std::collections::HashSet;
use std::hash::{BuildHasherDefault, Hasher};

use serde::{Deserialize, Serialize};

/// An account of what a pager has read so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Audit {
    /// Pages read.
    pub pages: u64,
    /// Items read: duplicates count, items that could not be decoded do not.
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

/// The ids seen lately, as hashes. In two halves, of which the older is forgotten when the newer is full: so memory
/// does not grow with the collection, and forgetting costs nothing.
#[derive(Debug, Default)]
pub(super) struct Seen {
    seed: u64,
    newer: Hashes,
    older: Hashes,
    keep_all: bool,
    forgetful: bool,
}

type Hashes = HashSet<u64, BuildHasherDefault<Hashed>>;

impl Seen {
    /// More than what inserting and deleting items while paging moves from one page to another.
    const HALF: usize = 8_192;

    pub(super) fn new(keep_all: bool) -> Self {
        Self {
            keep_all,
            seed: fastrand::u64(..),
            ..Self::default()
        }
    }

    /// Whether this is seen for the first time.
    pub(super) fn insert(&mut self, id: &str) -> bool {
        let hash = hash(self.seed, id.as_bytes());
        if self.older.contains(&hash) || !self.newer.insert(hash) {
            return false;
        }
        if self.newer.len() >= Self::HALF && !self.keep_all {
            self.forgetful |= !self.older.is_empty();
            self.older.clear();
            std::mem::swap(&mut self.newer, &mut self.older);
        }
        true
    }

    /// Whether anything was forgotten.
    pub(super) fn is_forgetful(&self) -> bool {
        self.forgetful
    }
}

/// Eight bytes at a time, folded by a 128-bit product as wyhash does: this runs once for every item, and the hash of
/// the standard library would show in the time a collection takes.
fn hash(seed: u64, bytes: &[u8]) -> u64 {
    let (words, rest) = bytes.as_chunks::<8>();
    let start = seed ^ bytes.len() as u64;
    let start = rest
        .iter()
        .fold(start, |hash, byte| fold(hash ^ u64::from(*byte)));
    words
        .iter()
        .fold(start, |hash, word| fold(hash ^ u64::from_le_bytes(*word)))
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "the two halves of a product"
)]
fn fold(word: u64) -> u64 {
    let product = u128::from(word) * u128::from(0x9e37_79b9_7f4a_7c15_u64);
    (product >> 64) as u64 ^ product as u64
}

/// For numbers that are hashes already.
#[derive(Debug, Default)]
struct Hashed(u64);

impl Hasher for Hashed {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u64(self.0.rotate_left(8) ^ u64::from(*byte));
        }
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}
