//! One resource as it is kept.

use std::sync::Arc;

use bytes::Bytes;

use super::Column;

/// One resource.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub(crate) id: Arc<str>,
    /// Its place in the order of its table.
    pub(crate) sequence: u64,
    /// As it is answered.
    pub(crate) json: Bytes,
    /// What it belongs to; `None` for what all share.
    pub(crate) tenant: Option<Arc<str>>,
    pub(crate) links: Box<[Link]>,
    pub(crate) columns: Box<[Column]>,
}

/// One target of a relationship.
#[derive(Clone, Debug)]
pub(crate) struct Link {
    /// Position of the relationship in its kind.
    pub(crate) relationship: u16,
    /// The target's kind, if the document has it.
    pub(crate) kind: Option<u16>,
    pub(crate) id: Arc<str>,
}

impl Row {
    /// What a relationship leads to.
    pub(crate) fn targets(&self, relationship: usize) -> impl Iterator<Item = &Link> {
        self.links
            .iter()
            .filter(move |link| usize::from(link.relationship) == relationship)
    }
}
