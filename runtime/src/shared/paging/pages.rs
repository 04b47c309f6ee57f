//! The pages of a collection, in order, with as many requests under way as the pager allows.

use std::fmt;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use futures_util::StreamExt as _;
use futures_util::stream::FuturesOrdered;

use super::super::call::Call;
use super::super::dispatch::BoxFuture;
use super::super::error::Error;
use super::super::execute::execute;
use super::super::handle::Handle;
use super::super::mode::Async;
use super::super::operation::Operation;
use super::super::response::{RawResponse, Response};
use super::audit::{Audit, Seen};
use super::lenient::decode;
use super::page::{Page, Paged};
use super::pager::{Ids, Pager, Settings};
use super::plan::Position;
use super::progress::{MOST_PAGES, Progress};
use super::resume::ResumeToken;
use super::route::{Read, Route};

type Answer = (Position, Result<RawResponse, Error>);

/// The pages of a collection: a stream, or an iterator in a blocking client. It ends after an error; its
/// [`resume_token`](Self::resume_token) then leads to the page that failed.
#[must_use = "pages are fetched only as they are asked for"]
pub struct Pages<O, M = Async> {
    client: Handle<M>,
    template: Call,
    route: Route,
    pub(super) settings: Settings,
    /// Requests under way, in the order of their pages. Nothing runs on its own: dropping this cancels them.
    under_way: FuturesOrdered<BoxFuture<'static, Answer>>,
    /// An answer that came before it was asked for.
    ahead: Option<Answer>,
    /// The next page to ask for.
    next: Option<Position>,
    /// Where the next page to deliver is; `None` once all are delivered.
    upcoming: Option<ResumeToken>,
    audit: Audit,
    ids: Seen,
    progress: Progress,
    /// Why there is no going on after the page delivered last.
    fault: Option<Error>,
    operation: PhantomData<fn() -> O>,
}

impl<O: Paged, M> Pager<O, M> {
    /// The pages, one after the other: a stream, or an iterator in a blocking client.
    pub fn pages(self) -> Pages<O, M> {
        Pages::new(self)
    }
}

impl<O: Paged, M> Pages<O, M> {
    pub(super) fn new(pager: Pager<O, M>) -> Self {
        let start = pager.start();
        Self {
            next: Some(start.position.clone()),
            audit: Audit {
                exact: start.audit == Audit::default(),
                ..start.audit
            },
            upcoming: Some(start),
            client: pager.client,
            template: pager.call,
            route: Route::new(pager.plan, pager.settings.concurrency > 1),
            settings: pager.settings,
            under_way: FuturesOrdered::new(),
            ahead: None,
            ids: Seen::new(pager.settings.ids != Ids::Recent),
            progress: Progress::default(),
            fault: None,
            operation: PhantomData,
        }
    }

    /// An account of the pages delivered so far.
    pub fn audit(&self) -> Audit {
        self.audit
    }

    /// Where to go on later, possibly in another process; `None` once all pages are delivered.
    pub fn resume_token(&self) -> Option<ResumeToken> {
        self.upcoming.clone()
    }

    pub(super) fn poll_page(
        &mut self,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Page<O::Output>, Error>>> {
        if let Some(error) = self.fault.take() {
            return Poll::Ready(Some(Err(error)));
        }
        self.ask();
        self.progress.wait();
        let answer = match self.ahead.take() {
            Some(answer) => Some(answer),
            None => ready!(self.under_way.poll_next_unpin(cx)),
        };
        let Some((position, outcome)) = answer else {
            return Poll::Ready(None);
        };
        let page = outcome.and_then(|raw| self.accept(&position, raw));
        let page = page.map_err(|error| error.with_call(&self.template.operation, None));
        if page.is_err() {
            self.stop();
        }
        self.look_ahead(cx);
        Poll::Ready(Some(page))
    }

    /// Lets requests for later pages make progress while the caller is busy with this one.
    pub(super) fn look_ahead(&mut self, cx: &mut Context<'_>) {
        if self.settings.read_ahead || self.settings.concurrency > 1 {
            self.ask();
            if self.ahead.is_none()
                && let Poll::Ready(answer) = self.under_way.poll_next_unpin(cx)
            {
                self.ahead = answer;
            }
        }
    }

    /// Asks for as many pages as may be under way and are known to exist.
    fn ask(&mut self) {
        let most = if self.route.is_foreseen() {
            self.settings.concurrency.max(1)
        } else {
            1
        };
        while self.under_way.len() + usize::from(self.ahead.is_some()) < most {
            let Some(position) = self.next.take() else {
                return;
            };
            self.next = self.route.known_after(&position);
            let call = self.route.plan.call(&self.template, &position);
            let core = Arc::clone(&self.client.core);
            self.under_way.push_back(Box::pin(async move {
                let outcome = match call {
                    Ok(call) => execute(core, call).await,
                    Err(error) => Err(error),
                };
                (position, outcome)
            }));
        }
    }

    /// Takes a page into account and finds out what comes after it.
    fn accept(&mut self, position: &Position, raw: RawResponse) -> Result<Page<O::Output>, Error> {
        let limits = self.client.core.options.with(&self.template.overrides);
        let lenient = self.settings.lenient.then_some(limits.total_timeout);
        let (mut value, failed) = decode::<O>(&raw, lenient)?;
        let info = (O::PAGE)(&value, &raw.head);
        let items = (O::ITEMS)(&mut value).map_or(0, |items| items.len()) + failed.len();
        let page = Read {
            position,
            raw: &raw,
            info: &info,
            items,
        };
        self.route.check_progress(&page)?;
        let new = self.count(&mut value, failed.len(), info.total);
        self.progress.page(new);
        let most = self.settings.max_pages.unwrap_or(MOST_PAGES);
        let outcome = match self.route.after(&self.client.core, &page) {
            Ok(next) => {
                let more = next.is_some();
                self.go_on(next);
                if more {
                    self.progress.check(most, limits.total_timeout)
                } else {
                    Ok(())
                }
            }
            Err(error) => Err(error.without(&raw.head.secrets)),
        };
        if let Err(error) = outcome {
            // This page is good all the same.
            self.stop();
            self.fault = Some(error.with_call(&self.template.operation, Some(&raw.head.shown_url)));
        }
        Ok(Page {
            response: Response::with_head(raw.head, value),
            failed,
        })
    }

    fn go_on(&mut self, next: Option<Position>) {
        let nothing_asked =
            self.next.is_none() && self.under_way.is_empty() && self.ahead.is_none();
        if nothing_asked || !self.route.is_foreseen() {
            // What is under way here lies beyond an end that moved.
            self.stop();
            self.next.clone_from(&next);
        }
        self.audit.complete = next.is_none();
        self.upcoming = next.map(|position| ResumeToken {
            operation: self.template.operation.id.to_owned(),
            position: position.without_keys(&self.client.core),
            delivered: 0,
            last: None,
            audit: self.audit,
        });
    }

    /// Whether there is an item that was not seen before, as far as known.
    fn count(&mut self, value: &mut O::Output, failed: usize, total: Option<u64>) -> bool {
        let (audit, ids) = (&mut self.audit, &mut self.ids);
        // A resume token may hold any number.
        audit.pages = audit.pages.saturating_add(1);
        audit.failed = audit.failed.saturating_add(failed as u64);
        if audit.pages == 1 {
            audit.total_at_start = total;
        }
        audit.total_at_end = total.or(audit.total_at_end);
        let Some(items) = (O::ITEMS)(value) else {
            return false;
        };
        audit.items = audit.items.saturating_add(items.len() as u64);
        let mut is_new = failed > 0;
        let unique = self.settings.ids == Ids::Unique;
        items.retain(|item| {
            let new = (O::IDENTITY)(item).is_none_or(|id| ids.insert(&id));
            audit.duplicates = audit.duplicates.saturating_add(u64::from(!new));
            is_new |= new;
            new || !unique
        });
        audit.exact &= !ids.is_forgetful();
        is_new
    }

    /// Cancels what is under way.
    fn stop(&mut self) {
        self.under_way = FuturesOrdered::new();
        self.ahead = None;
        self.next = None;
    }
}

impl<O: Paged> Pages<O, Async> {
    /// The next page; `None` after the last.
    pub async fn next(&mut self) -> Option<Result<Page<O::Output>, Error>> {
        std::future::poll_fn(|cx| self.poll_page(cx)).await
    }

    /// The next page; `None` after the last.
    ///
    /// # Errors
    ///
    /// When it cannot be fetched or decoded, or paging leads in a circle or to another origin, or comes to no end.
    pub async fn try_next(&mut self) -> Result<Option<Page<O::Output>>, Error> {
        self.next().await.transpose()
    }
}

impl<O: Paged> Stream for Pages<O, Async> {
    type Item = Result<Page<<O as Operation>::Output>, Error>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll_page(cx)
    }
}

#[cfg(feature = "blocking")]
impl<O: Paged> Iterator for Pages<O, super::super::mode::Blocking> {
    type Item = Result<Page<<O as Operation>::Output>, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let page = std::future::poll_fn(|cx| self.poll_page(cx));
        super::super::blocking::wait(page).unwrap_or_else(|error| Some(Err(error)))
    }
}

impl<O, M> fmt::Debug for Pages<O, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages")
            .field("operation", &self.template.operation.id)
            .field("audit", &self.audit)
            .finish_non_exhaustive()
    }
}
