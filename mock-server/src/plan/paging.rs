//! How a collection of plain REST is paged.

use serde::{Deserialize, Serialize};

/// How a collection is paged.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Paging {
    pub(crate) skip: Option<Skip>,
    pub(crate) cursor: Option<Cursor>,
    /// Whether the header `Link` leads to the next page.
    pub(crate) link_header: bool,
    /// Ways through the answer to a link to the next page, and to the number of all items and pages.
    pub(crate) next_link: Option<Vec<String>>,
    pub(crate) total: Option<Vec<String>>,
    pub(crate) total_pages: Option<Vec<String>>,
    /// To whether there are more pages; whether it is true on the last one rather than on all others.
    pub(crate) more: Option<(Vec<String>, bool)>,
}

/// By page number or by offset; query parameters.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Skip {
    pub(crate) number: String,
    pub(crate) size: Option<String>,
    pub(crate) first: u64,
    /// Whether `number` counts items.
    pub(crate) offset: bool,
}

/// By cursor; query parameters.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Cursor {
    pub(crate) parameter: String,
    pub(crate) size: Option<String>,
    pub(crate) next: Next,
}

/// Where the next cursor is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) enum Next {
    /// In links.
    Link,
    /// At this way through the answer.
    Member(Vec<String>),
    /// At this way through the last item.
    LastItem(Vec<String>),
}
