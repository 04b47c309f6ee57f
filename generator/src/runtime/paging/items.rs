//! The items of a collection, taken from its pages.

use std::collections::VecDeque;
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use super::super::error::Error;
use super::super::mode::Async;
use super::audit::Audit;
use super::page::{Page, Paged};
use super::pager::Pager;
use super::pages::Pages;
use super::resume::ResumeToken;

/// The items of a collection: a stream, or an iterator in a blocking client. It ends after an error, except for
/// those of single items in lenient paging.
#[must_use = "items are fetched only as they are asked for"]
pub struct Items<O: Paged, M = Async> {
    pages: Pages<O, M>,
    /// What is left of the current page.
    left: VecDeque<Result<O::Item, Error>>,
    /// Leads to the start of the current page.
    page: Option<ResumeToken>,
    delivered: usize,
    /// The id of the last item delivered from the current page; empty where there is none.
    last: String,
    /// What a token said was delivered already.
    skip: Option<(usize, Option<String>)>,
}

impl<O: Paged, M> Items<O, M> {
    pub(super) fn new(pager: Pager<O, M>) -> Self {
        let start = pager.start();
        Self {
            skip: (start.delivered > 0).then(|| (start.delivered, start.last.clone())),
            page: Some(start),
            pages: Pages::new(pager),
            left: VecDeque::new(),
            delivered: 0,
            last: String::new(),
        }
    }

    /// An account of the pages read so far; complete once the last item is delivered.
    pub fn audit(&self) -> Audit {
        self.pages.audit()
    }

    /// Where to go on after the last item delivered, possibly in another process; `None` once all are.
    pub fn resume_token(&self) -> Option<ResumeToken> {
        if self.left.is_empty() && self.delivered > 0 {
            return self.pages.resume_token();
        }
        let mut token = self.page.clone()?;
        if self.delivered > 0 {
            token.delivered = self.delivered;
            token.last = Some(self.last.clone()).filter(|last| !last.is_empty());
        }
        Some(token)
    }

    fn poll_item(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<O::Item, Error>>> {
        loop {
            if let Some(item) = self.left.pop_front() {
                self.pages.look_ahead(cx);
                self.delivered += 1;
                self.last.clear();
                if let Ok(item) = &item
                    && let Some(id) = (O::IDENTITY)(item)
                {
                    self.last.push_str(&id);
                }
                return Poll::Ready(Some(item));
            }
            let token = self.pages.resume_token();
            match ready!(self.pages.poll_page(cx)) {
                Some(Ok(page)) => {
                    (self.page, self.delivered) = (token, 0);
                    self.open(page);
                }
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }

    /// Puts the items of a page in line, those that failed among them in their places.
    fn open(&mut self, mut page: Page<O::Output>) {
        let mut failed = std::mem::take(&mut page.failed).into_iter().peekable();
        let items = (O::ITEMS)(&mut page)
            .map(std::mem::take)
            .unwrap_or_default();
        let mut items = items.into_iter();
        self.left.reserve(items.len() + failed.len());
        loop {
            if let Some((_, error)) = failed.next_if(|(index, _)| *index <= self.left.len()) {
                self.left.push_back(Err(error));
            } else if let Some(item) = items.next() {
                self.left.push_back(Ok(item));
            } else {
                break;
            }
        }
        self.left.extend(failed.map(|(_, error)| Err(error)));
        self.skip_delivered();
    }

    /// Skips what was delivered before the token was taken: up to the last item, where it is still on the page.
    /// If it is gone, the page is delivered again from its start, as an item twice is better than one lost.
    fn skip_delivered(&mut self) {
        let Some((delivered, last)) = self.skip.take() else {
            return;
        };
        let is_last = |item: &Result<O::Item, Error>| {
            let id = item.as_ref().ok().and_then(|item| (O::IDENTITY)(item));
            id.is_some() && id.as_deref() == last.as_deref()
        };
        let done = match &last {
            Some(_) => self
                .left
                .iter()
                .position(is_last)
                .map_or(0, |position| position + 1),
            None => delivered.min(self.left.len()),
        };
        self.left.drain(..done);
        self.delivered = done;
        self.last = last.unwrap_or_default();
    }
}

impl<O: Paged> Items<O, Async> {
    /// The next item; `None` after the last.
    pub async fn next(&mut self) -> Option<Result<O::Item, Error>> {
        std::future::poll_fn(|cx| self.poll_item(cx)).await
    }

    /// The next item; `None` after the last.
    ///
    /// # Errors
    ///
    /// When its page cannot be fetched or decoded, or paging leads in a circle or to another origin.
    pub async fn try_next(&mut self) -> Result<Option<O::Item>, Error> {
        self.next().await.transpose()
    }
}

impl<O: Paged> Stream for Items<O, Async>
where
    O::Item: Unpin,
{
    type Item = Result<<O as Paged>::Item, Error>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll_item(cx)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left.len(), None)
    }
}

#[cfg(feature = "blocking")]
impl<O: Paged> Iterator for Items<O, super::super::mode::Blocking> {
    type Item = Result<<O as Paged>::Item, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let item = std::future::poll_fn(|cx| self.poll_item(cx));
        super::super::blocking::wait(item).unwrap_or_else(|error| Some(Err(error)))
    }
}

impl<O: Paged, M> fmt::Debug for Items<O, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items")
            .field("pages", &self.pages)
            .field("left", &self.left.len())
            .finish_non_exhaustive()
    }
}
