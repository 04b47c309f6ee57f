//! What the runtime has to know of an operation to page through it; implemented by generated marker types.

use std::borrow::Cow;
use std::ops::{Deref, DerefMut};

use super::super::error::Error;
use super::super::operation::Operation;
use super::super::response::{RawResponseHead, Response};
use super::link_header;

/// An operation that returns a page of a collection.
pub trait Paged: Operation {
    /// What the collection consists of.
    type Item;
    /// What a page says about the pages around it.
    const PAGE: fn(&Self::Output, &RawResponseHead) -> PageInfo;
    /// Where the items of a page are; `None` where it has no list of them.
    const ITEMS: fn(&mut Self::Output) -> Option<&mut Vec<Self::Item>>;
    /// What tells an item from others, for the audit and for dropping duplicates.
    const IDENTITY: fn(&Self::Item) -> Option<Cow<'_, str>> = |_| None;
    /// How to go on where the caller does not choose; more than links where responses have none.
    const DEFAULT: Paging = Paging::Links;
    /// Query parameters that ask for the total alone, such as a page size of 0.
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
    const SKIP: SkipPaging;
}

/// An operation whose pages are addressed by a cursor.
pub trait CursorPaged: Paged {
    /// The parameters.
    const CURSOR: CursorPaging;
}

/// The parameters of skip-based paging.
#[derive(Debug, Clone, Copy)]
pub struct SkipPaging {
    /// The query parameter of the page number or offset.
    pub number: &'static str,
    /// The query parameter of the page size.
    pub size: Option<&'static str>,
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
    /// The query parameter of the cursor.
    pub cursor: &'static str,
    /// The query parameter of the page size.
    pub size: Option<&'static str>,
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
}

/// Where the next page is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Next {
    /// There is none: this page is the last.
    End,
    /// At this URL, absolute or relative to that of the page.
    Url(String),
    /// After this cursor.
    Cursor(String),
    /// Responses do not say. Skip-based paging then goes on until the total is reached or a page is empty.
    Unknown,
}

impl Next {
    /// From a link that is there exactly if there is a next page.
    pub fn from_link(url: Option<&str>) -> Self {
        url.filter(|url| !url.is_empty())
            .map_or(Self::End, |url| Self::Url(url.to_owned()))
    }

    /// From a cursor that is there exactly if there is a next page.
    pub fn from_cursor(cursor: Option<&str>) -> Self {
        cursor
            .filter(|cursor| !cursor.is_empty())
            .map_or(Self::End, |cursor| Self::Cursor(cursor.to_owned()))
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
