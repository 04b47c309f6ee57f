//! How collections are paged.

use super::Type;

/// How a collection is paged.
#[derive(Clone, Debug, PartialEq)]
pub struct Paging {
    /// Type of an item.
    pub item: Type,
    /// Where things stand in a page.
    pub page: PageShape,
    /// Skip-based paging, if the operation has it.
    pub skip: Option<SkipPaging>,
    /// Cursor-based paging, if the operation has it.
    pub cursor: Option<CursorPaging>,
    /// Whether the header `Link` leads to the next page.
    pub link_header: bool,
}

/// Where things stand in a page.
#[derive(Clone, Debug, PartialEq)]
pub enum PageShape {
    /// A JSON:API document: data, links and `meta`.
    JsonApi {
        /// The number of all items is the member `count` (or `total`) of `meta`, named here, if it is declared.
        count: Option<String>,
    },
    /// The body is the list.
    List,
    /// An object: paths of member names.
    Object {
        /// To the items.
        items: Vec<String>,
        /// To a link to the next page.
        next_link: Option<Vec<String>>,
        /// To the next cursor.
        next_cursor: Option<Vec<String>>,
        /// To the number of all items.
        total: Option<Vec<String>>,
    },
}

/// Skip-based paging: by page number or by offset.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SkipPaging {
    /// Parameter that says which page, or how many items to skip.
    pub number: String,
    /// Parameter that says how many items a page has.
    pub size: Option<String>,
    /// The first page, or 0 for offsets.
    pub first: u64,
    /// Largest size that the document allows.
    pub max_size: Option<u64>,
    /// Whether `number` counts items rather than pages.
    pub offset: bool,
}

/// Cursor-based paging.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CursorPaging {
    /// Parameter that takes the cursor.
    pub cursor: String,
    /// Parameter that says how many items a page has.
    pub size: Option<String>,
    /// Largest size that the document allows.
    pub max_size: Option<u64>,
}
