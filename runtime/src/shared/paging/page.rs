//! What the runtime has to know of an operation to page through it; implemented by the generated types of operations.

use std::borrow::Cow;
use std::ops::{Deref, DerefMut};

use serde::Serialize;
use serde_json::Value;

use super::super::error::Error;
use super::super::operation::Operation;
use super::super::response::{RawResponseHead, Response};
use super::input::PageInput;
use super::link_header;

/// An operation that returns a page of a collection.
pub trait Paged: Operation {
    /// What the collection consists of.
    type Item;
    /// What a page says about the pages around it.
    #[doc(hidden)]
    const PAGE: fn(&Self::Output, &RawResponseHead) -> PageInfo;
    /// Where the items of a page are; `None` where it has no list of them.
    #[doc(hidden)]
    const ITEMS: fn(&mut Self::Output) -> Option<&mut Vec<Self::Item>>;
    /// What tells an item from others, for the audit and for dropping duplicates.
    #[doc(hidden)]
    const IDENTITY: fn(&Self::Item) -> Option<Cow<'_, str>> = |_| None;
    /// How to go on where the caller does not choose; more than links where responses have none.
    #[doc(hidden)]
    const DEFAULT: Paging = Paging::Links;
    /// Query parameters that ask for the total alone, such as a page size of 0.
    #[doc(hidden)]
    const COUNT: &'static [(&'static str, &'static str)] = &[];
}

/// How a pager gets from one page to the next. Links that a response gives are followed in any case.
#[derive(Debug, Clone, Copy)]
pub enum Paging {
    /// By links alone.
    Links,
    /// By number or offset.
    Skip(SkipPaging),
    /// By cursor.
    Cursor(CursorPaging),
}

/// An operation whose pages are addressed by number or offset.
pub trait SkipPaged: Paged {
    /// The parameters.
    #[doc(hidden)]
    const SKIP: SkipPaging;
}

/// An operation whose pages are addressed by a cursor.
pub trait CursorPaged: Paged {
    /// The parameters.
    #[doc(hidden)]
    const CURSOR: CursorPaging;
}

/// The parameters of skip-based paging.
#[derive(Debug, Clone, Copy)]
pub struct SkipPaging {
    /// Takes the page number or offset.
    pub number: PageInput,
    /// Takes the page size.
    pub size: Option<PageInput>,
    /// The number or offset of the first page.
    pub first: u64,
    /// The largest page size that the API allows.
    pub max_size: Option<u64>,
    /// What the number counts.
    pub kind: SkipKind,
}

/// What the number in skip-based paging counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SkipKind {
    /// Pages.
    PageNumber,
    /// Items that come before the page.
    Offset,
}

/// The parameters of cursor-based paging.
#[derive(Debug, Clone, Copy)]
pub struct CursorPaging {
    /// Takes the cursor.
    pub cursor: PageInput,
    /// Takes the page size.
    pub size: Option<PageInput>,
    /// The largest page size that the API allows.
    pub max_size: Option<u64>,
}

/// What a page says about the pages around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageInfo {
    /// Where the next page is.
    pub next: Next,
    /// How many items the collection has.
    pub total: Option<u64>,
    /// How many pages the collection has.
    pub pages: Option<u64>,
}

impl PageInfo {
    /// The same, with a cursor that goes before links.
    pub fn with_cursor(mut self, cursor: Next) -> Self {
        if cursor != Next::End {
            self.next = cursor;
        }
        self
    }

    /// The same for pages that never have links: their absence does not mean that this page is the last.
    pub fn without_links(mut self) -> Self {
        if self.next == Next::End {
            self.next = Next::Unknown;
        }
        self
    }

    /// A count that a response writes as a number of any kind.
    pub fn count(number: &impl Serialize) -> Option<u64> {
        let value = serde_json::to_value(number).ok()?;
        // Some servers write 10.0, or -1 for what they do not know.
        value
            .as_u64()
            .or_else(|| format!("{:.0}", value.as_f64()?).parse().ok())
    }
}

/// Where the next page is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Next {
    /// There is none: this page is the last.
    End,
    /// At this URL, absolute or relative to that of the page.
    Url(String),
    /// After this cursor: a text or a number, in rare cases an object.
    Cursor(Value),
    /// There is one, at the number, or offset, that follows.
    More,
    /// Responses do not say. Skip-based paging then goes on until the total is reached or a page is empty.
    Unknown,
}

impl Next {
    /// From a link that is present only if there is a next page.
    pub fn from_link(url: Option<&str>) -> Self {
        url.filter(|url| !url.is_empty())
            .map_or(Self::End, |url| Self::Url(url.to_owned()))
    }

    /// From a cursor that is present only if there is a next page.
    pub fn from_cursor(cursor: Option<&str>) -> Self {
        cursor
            .filter(|cursor| !cursor.is_empty())
            .map_or(Self::End, |cursor| Self::Cursor(cursor.into()))
    }

    /// From a text of which only the value tells whether it is a cursor or a link.
    pub fn from_cursor_or_link(value: Option<&str>) -> Self {
        let absolute = |text: &str| text.starts_with("https://") || text.starts_with("http://");
        let relative = |text: &str| text.starts_with(['/', '?']) && text.contains('?');
        match value {
            Some(text) if absolute(text) || relative(text) => Self::from_link(value),
            _ => Self::from_cursor(value),
        }
    }

    /// From a cursor of any type that is present, and neither null nor empty, only if there is a next page.
    pub fn from_value(cursor: Option<&impl Serialize>) -> Self {
        match cursor.map(serde_json::to_value) {
            Some(Ok(Value::String(text))) => Self::from_cursor(Some(&text)),
            Some(Ok(Value::Object(members))) if members.is_empty() => Self::End,
            Some(Ok(Value::Null)) | None => Self::End,
            Some(Ok(value)) => Self::Cursor(value),
            // What was decoded can be written.
            Some(Err(_)) => Self::Unknown,
        }
    }

    /// From the number, or offset, of the next page. None begins at 0 or below.
    pub fn from_number(number: Option<&impl Serialize>) -> Self {
        match Self::from_value(number) {
            Self::Cursor(Value::Number(number)) if number.as_f64().is_some_and(|at| at <= 0.0) => {
                Self::End
            }
            next => next,
        }
    }

    /// From a value of the page's last item; a page without items does not say.
    pub fn after_item(value: Option<&impl Serialize>) -> Self {
        match Self::from_value(value) {
            Self::End => Self::Unknown,
            next => next,
        }
    }

    /// Takes into account whether the response says that there are more pages.
    pub fn while_more(self, more: Option<bool>) -> Self {
        match (self, more) {
            (_, Some(false)) => Self::End,
            (Self::Unknown, Some(true)) => Self::More,
            (next, _) => next,
        }
    }

    /// The same for a response that says whether this is the last page.
    pub fn until_last(self, last: Option<bool>) -> Self {
        self.while_more(last.map(|last| !last))
    }

    /// From the `Link` header with the relation `next` (RFC 8288).
    pub fn from_link_header(head: &RawResponseHead) -> Self {
        let mut values = head
            .headers()
            .get_all("link")
            .into_iter()
            .filter_map(|value| value.to_str().ok());
        Self::from_link(values.find_map(link_header::next))
    }
}

/// A page as the server sent it. Dereferences to the decoded document.
#[derive(Debug, Clone)]
pub struct Page<T> {
    pub(super) response: Response<T>,
    pub(super) failed: Vec<(usize, Error)>,
}

impl<T> Page<T> {
    /// The decoded response, with its status and headers.
    pub fn response(&self) -> &Response<T> {
        &self.response
    }

    /// The decoded document.
    pub fn into_inner(self) -> T {
        self.response.into_inner()
    }

    /// The items that could not be decoded, with their positions from 0; lenient paging leaves them out.
    pub fn failed(&self) -> &[(usize, Error)] {
        &self.failed
    }
}

impl<T> Deref for Page<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.response
    }
}

impl<T> DerefMut for Page<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.response
    }
}
