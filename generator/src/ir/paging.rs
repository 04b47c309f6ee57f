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
    /// Whether the configuration or an extension of the document says so, rather than the usual names.
    pub declared: bool,
    /// How pages are gone through unless the caller chooses.
    pub default: Route,
    /// What tells items apart, if it is known.
    pub identity: Option<Identity>,
    /// The query parameter that, set to 0, has the server answer with the number of items alone.
    pub count: Option<String>,
}

/// How pages are gone through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Route {
    /// By what each page says of the next one.
    Links,
    /// By number or offset: [`Paging::skip`].
    Skip,
    /// By cursor: [`Paging::cursor`].
    Cursor,
}

/// What tells items apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Identity {
    /// The `id` of a JSON:API resource.
    Resource,
    /// This member of the item, a text or an integer.
    Member(String),
}

impl Paging {
    /// Whether a page says how many items the collection has.
    pub fn has_total(&self) -> bool {
        match &self.page {
            PageShape::JsonApi { count, .. } => count.is_some(),
            PageShape::Object(page) => page.total.is_some(),
            PageShape::List => false,
        }
    }
}

/// Where things stand in a page.
#[derive(Clone, Debug, PartialEq)]
pub enum PageShape {
    /// A JSON:API document: data, links and `meta`.
    JsonApi {
        /// The number of all items is the member `count` (or `total`) of `meta`, named here, if it is declared.
        count: Option<String>,
        /// Whether documents have links. Where they have none, nothing follows from their absence.
        linked: bool,
    },
    /// The body is the list.
    List,
    /// An object: paths of member names.
    Object(PageObject),
}

/// Where things stand in an object that is a page: paths of member names.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PageObject {
    /// To the items.
    pub items: Vec<String>,
    /// To a link to the next page.
    pub next_link: Option<Vec<String>>,
    /// To whether there are more pages.
    pub more: Option<More>,
    /// To the number of all items.
    pub total: Option<Vec<String>>,
    /// To the number of all pages.
    pub total_pages: Option<Vec<String>>,
}

/// A member that says whether there are more pages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct More {
    /// To the member.
    pub path: Vec<String>,
    /// Whether it is true on the last page, rather than on all others.
    pub last: bool,
}

/// Where a request says which page it wants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PageInput {
    /// In this query parameter.
    Query(String),
    /// In the JSON body.
    Body {
        /// Media type of the body.
        media_type: String,
        /// Path to the member.
        path: Vec<String>,
    },
}

impl PageInput {
    /// Whether it is the query parameter of this name.
    pub fn is_query(&self, wire: &str) -> bool {
        matches!(self, Self::Query(name) if name == wire)
    }
}

/// Skip-based paging: by page number or by offset.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SkipPaging {
    /// Says which page, or how many items to skip.
    pub number: PageInput,
    /// Says how many items a page has.
    pub size: Option<PageInput>,
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
    /// Takes the cursor.
    pub cursor: PageInput,
    /// Says how many items a page has.
    pub size: Option<PageInput>,
    /// Largest size that the document allows.
    pub max_size: Option<u64>,
    /// Where the next cursor is.
    pub next: NextCursor,
    /// Whether it is the number of a page or an offset, of which none is 0 after the first page.
    pub counts: bool,
}

/// Where the next cursor is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NextCursor {
    /// In links, which are followed as they are.
    Link,
    /// At this path through the page; through `meta` in JSON:API documents.
    Member(Vec<String>),
    /// At this path through the page, where it may be a link as well: the value itself tells.
    MemberOrLink(Vec<String>),
    /// At this path through the last item of the page.
    LastItem(Vec<String>),
}
