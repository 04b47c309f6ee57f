//! The ways from a request to its pages.

use super::super::error::{Error, ErrorKind};
use super::super::mode::Async;
use super::super::operation::Operation;
use super::super::request::Request;
use super::super::response::Response;
use super::input::PageInput;
use super::items::Items;
use super::page::{CursorPaged, Paged, Paging, SkipPaged};
use super::pager::Pager;
use super::pages::Pages;

impl<O: Paged, M> Request<O, M> {
    /// A pager that starts with the page the server sends by default and follows its links.
    pub fn pager(self) -> Pager<O, M> {
        Pager::new(self.client, self.call, O::DEFAULT)
    }

    /// All items of the collection, not only those of the first page.
    pub fn items(self) -> Items<O, M> {
        self.pager().items()
    }

    /// All pages of the collection.
    pub fn pages(self) -> Pages<O, M> {
        self.pager().pages()
    }

    fn for_count(mut self) -> Self {
        for (name, value) in O::COUNT {
            self.call.query.set(name, value);
        }
        self
    }
}

impl<O: SkipPaged, M> Request<O, M> {
    /// A pager that asks for pages of this many items.
    pub fn by_page(mut self, size: u64) -> Pager<O, M> {
        self.call
            .set_page_size(O::SKIP.size, size, O::SKIP.max_size);
        Pager::new(self.client, self.call, Paging::Skip(O::SKIP))
    }

    /// A request of one page: its number, or offset, as the API counts, and its size.
    pub fn page_at(mut self, number: u64, size: u64) -> Self {
        self.call.set_input(O::SKIP.number, number.into());
        self.call
            .set_page_size(O::SKIP.size, size, O::SKIP.max_size);
        self
    }
}

impl<O: CursorPaged, M> Request<O, M> {
    /// A pager that asks for this many items at a time and goes on from where each page ended, so that items
    /// inserted meanwhile shift nothing.
    pub fn by_cursor(mut self, size: u64) -> Pager<O, M> {
        self.call
            .set_page_size(O::CURSOR.size, size, O::CURSOR.max_size);
        Pager::new(self.client, self.call, Paging::Cursor(O::CURSOR))
    }
}

impl<O: Paged> Request<O, Async> {
    /// How many items the collection has, without reading them where the API allows.
    ///
    /// # Errors
    ///
    /// As `send`, and when the response gives no total.
    pub async fn count(self) -> Result<u64, Error> {
        total::<O>(&self.for_count().send().await?)
    }
}

#[cfg(feature = "blocking")]
impl<O: Paged> Request<O, super::super::mode::Blocking> {
    /// How many items the collection has, without reading them where the API allows.
    ///
    /// # Errors
    ///
    /// As `send`, and when the response gives no total.
    pub fn count(self) -> Result<u64, Error> {
        total::<O>(&self.for_count().send()?)
    }
}

fn total<O: Paged>(response: &Response<<O as Operation>::Output>) -> Result<u64, Error> {
    let info = (O::PAGE)(response, response.head());
    info.total.ok_or_else(|| {
        Error::new(
            ErrorKind::Paging,
            format!("{}: the response gives no total", O::ID),
        )
    })
}

impl super::super::call::Call {
    fn set_page_size(&mut self, input: Option<PageInput>, size: u64, most: Option<u64>) {
        let Some(input) = input else { return };
        if size == 0 || most.is_some_and(|most| size > most) {
            let most = most.map_or(String::new(), |most| format!(" and at most {most}"));
            self.invalid(format!("`{input}` has to be at least 1{most}, not {size}"));
        }
        self.set_input(input, size.into());
    }
}
