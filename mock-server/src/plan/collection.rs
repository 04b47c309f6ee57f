//! Collections of plain REST documents: a path that lists or takes items, and below it the path of one item.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::paging::Paging;

/// Position of a collection in [`Plan::collections`](super::Plan::collections).
pub(crate) type CollectionId = usize;

/// What belongs together.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Collection {
    /// Template of the collection's path.
    pub(crate) path: String,
    /// The schema of an item.
    pub(crate) schema: Value,
    /// The member that an item is found by.
    pub(crate) id: String,
    /// Whether the id is a number.
    pub(crate) numeric: bool,
}

/// What a REST operation does with its collection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Verb {
    List,
    Fetch,
    Create,
    /// Everything anew (PUT).
    Replace,
    /// What is sent, the rest stays (PATCH).
    Change,
    Delete,
}

/// What an operation does, and where items stand in its answers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Rest {
    pub(crate) collection: CollectionId,
    pub(crate) verb: Verb,
    /// Way through the answer to the list, or to the item; `None` where answers have no item.
    pub(crate) place: Option<Vec<String>>,
    /// How the collection is paged.
    pub(crate) paging: Option<Paging>,
}
