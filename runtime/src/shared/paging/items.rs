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
    /// What is left of the current page, as the server sent it: items are large, and not moved more than needed.
    left: std::vec::IntoIter<O::Item>,
    /// Items of the current page that could not be decoded, with their positions on it.
    failed: VecDeque<(usize, Error)>,
    /// Leads to the start of the current page.
    page: Option<ResumeToken>,
    delivered: usize,
    /// The id of the last item delivered from the current page; empty where there is none.
    last: String,
    /// What a token said was delivered already.
    skip: Option<(usize, Option<String>)>,
}

impl<O: Paged, M> Pager<O, M> {
    /// The items, one after the other: a stream, or an iterator in a blocking client.
    pub fn items(self) -> Items<O, M> {
        Items::new(self)
    }
}

impl<O: Paged, M> Items<O, M> {
    pub(super) fn new(pager: Pager<O, M>) -> Self {
        let start = pager.start();
        Self {
            skip: (start.delivered > 0).then(|| (start.delivered, start.last.clone())),
            page: Some(start),
            pages: Pages::new(pager),
            left: Vec::new().into_iter(),
            failed: VecDeque::new(),
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
        if self.left_over() == 0 && self.delivered > 0 {
            return self.pages.resume_token();
        }
        let mut token = self.page.clone()?;
        if self.delivered > 0 {
            token.delivered = self.delivered;
            token.last = Some(self.last.clone()).filter(|last| !last.is_empty());
        }
        Some(token)
    }

    /// Waits until there is an item to take; says whether there is one.
    ///
    /// Apart from [`take`](Self::take), so that only references and no items pass through the layers of polling.
    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<bool, Error>> {
        if self.left_over() > 0 {
            self.pages.look_ahead(cx);
        }
        while self.left_over() == 0 {
            let token = self.pages.resume_token();
            match ready!(self.pages.poll_page(cx)).transpose()? {
                Some(page) => {
                    (self.page, self.delivered) = (token, 0);
                    self.open(page);
                }
                None => return Poll::Ready(Ok(false)),
            }
        }
        Poll::Ready(Ok(true))
    }

    fn open(&mut self, mut page: Page<O::Output>) {
        self.failed = std::mem::take(&mut page.failed).into();
        let items = (O::ITEMS)(&mut page).map(std::mem::take);
        self.left = items.unwrap_or_default().into_iter();
        self.skip_delivered();
    }

    /// The next item of this page, or the error that stands in its place.
    #[inline]
    fn take(&mut self) -> Result<Option<O::Item>, Error> {
        if let Some(error) = self.take_failed() {
            return Err(error);
        }
        let Some(item) = self.left.as_slice().first() else {
            return Ok(None);
        };
        self.delivered += 1;
        self.last.clear();
        if let Some(id) = (O::IDENTITY)(item) {
            self.last.push_str(&id);
        }
        Ok(self.left.next())
    }

    /// The error that stands in the place of the next item, if one does.
    fn take_failed(&mut self) -> Option<Error> {
        let (index, _) = self.failed.front()?;
        if *index > self.delivered && self.left.len() > 0 {
            return None;
        }
        self.delivered += 1;
        self.last.clear();
        self.failed.pop_front().map(|(_, error)| error)
    }

    fn left_over(&self) -> usize {
        self.left.len() + self.failed.len()
    }

    /// Skips what was delivered before the token was taken: up to the last item, where it is still on the page.
    /// If it is gone, the page is delivered again from its start, as an item twice is better than one lost.
    fn skip_delivered(&mut self) {
        let Some((delivered, last)) = self.skip.take() else {
            return;
        };
        let is_last = |item: &O::Item| (O::IDENTITY)(item).as_deref() == last.as_deref();
        let left = match &last {
            Some(_) => {
                let items = self.left.as_slice();
                items
                    .iter()
                    .position(is_last)
                    .map(|position| items.len() - position - 1)
            }
            None => Some(self.left.len().saturating_sub(delivered)),
        };
        let Some(left) = left else { return };
        while self.left.len() > left {
            // What fails here was delivered as well.
            let _ = self.take();
        }
    }
}

impl<O: Paged> Items<O, Async> {
    /// The next item; `None` after the last.
    pub async fn next(&mut self) -> Option<Result<O::Item, Error>> {
        self.try_next().await.transpose()
    }

    /// The next item; `None` after the last.
    ///
    /// # Errors
    ///
    /// When its page cannot be fetched or decoded, or paging leads in a circle or to another origin, or comes to no end.
    pub async fn try_next(&mut self) -> Result<Option<O::Item>, Error> {
        std::future::poll_fn(|cx| self.poll_ready(cx)).await?;
        self.take()
    }
}

impl<O: Paged> Stream for Items<O, Async>
where
    O::Item: Unpin,
{
    type Item = Result<<O as Paged>::Item, Error>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let items = self.get_mut();
        match ready!(items.poll_ready(cx)) {
            Ok(_) => Poll::Ready(items.take().transpose()),
            Err(error) => Poll::Ready(Some(Err(error))),
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left_over(), None)
    }
}

#[cfg(feature = "blocking")]
impl<O: Paged> Iterator for Items<O, super::super::mode::Blocking> {
    type Item = Result<<O as Paged>::Item, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let ready = std::future::poll_fn(|cx| self.poll_ready(cx));
        match super::super::blocking::wait(ready) {
            Ok(Ok(_)) => self.take().transpose(),
            Ok(Err(error)) | Err(error) => Some(Err(error)),
        }
    }
}

impl<O: Paged, M> fmt::Debug for Items<O, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items")
            .field("pages", &self.pages)
            .field("left", &self.left_over())
            .finish_non_exhaustive()
    }
}
