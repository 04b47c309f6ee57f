//! The pages of a collection, in order, with as many requests under way as the pager allows.

use std::collections::HashSet;
use std::fmt;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use futures_util::StreamExt as _;
use futures_util::stream::FuturesOrdered;
use reqwest::Url;

use super::super::call::Call;
use super::super::client::Client;
use super::super::error::{Error, ErrorKind};
use super::super::mode::Async;
use super::super::operation::Operation;
use super::super::response::{RawResponse, Response};
use super::super::transport::{BoxFuture, execute};
use super::audit::{Audit, Seen};
use super::lenient::decode;
use super::page::{Next, Page, PageInfo, Paged};
use super::pager::{Pager, Settings};
use super::plan::{Plan, Position};
use super::resume::ResumeToken;

type Answer = (Position, Result<RawResponse, Error>);

/// The pages of a collection: a stream, or an iterator in a blocking client. It ends after an error; its
/// [`resume_token`](Self::resume_token) then leads to the page that failed.
#[must_use = "pages are fetched only as they are asked for"]
pub struct Pages<O, M = Async> {
    client: Client<M>,
    template: Call,
    plan: Plan,
    pub(super) settings: Settings,
    /// Requests under way, in the order of their pages. Nothing runs on its own: dropping this cancels them.
    under_way: FuturesOrdered<BoxFuture<'static, Answer>>,
    /// An answer that came before it was asked for.
    ahead: Option<Answer>,
    /// The next page to ask for.
    next: Option<Position>,
    /// The last page known to exist, where pages are fetched concurrently.
    horizon: Option<u64>,
    /// How many items a full page has.
    full: Option<usize>,
    /// Where the next page to deliver is; `None` once all are delivered.
    upcoming: Option<ResumeToken>,
    audit: Audit,
    ids: Seen,
    /// Positions that links led to, as hashes.
    visited: HashSet<u64>,
    last_body: Option<u64>,
    operation: PhantomData<fn() -> O>,
}

impl<O: Paged, M> Pages<O, M> {
    pub(super) fn new(pager: Pager<O, M>) -> Self {
        let start = pager.start();
        let mut ids = Seen::new();
        if pager.settings.remember_all {
            ids.remember_all();
        }
        Self {
            next: Some(start.position.clone()),
            audit: Audit {
                exact: start.audit == Audit::default(),
                ..start.audit
            },
            upcoming: Some(start),
            client: pager.client,
            template: pager.call,
            plan: pager.plan,
            settings: pager.settings,
            under_way: FuturesOrdered::new(),
            ahead: None,
            horizon: None,
            full: None,
            ids,
            visited: HashSet::new(),
            last_body: None,
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
        self.ask();
        let answer = match self.ahead.take() {
            Some(answer) => Some(answer),
            None => ready!(self.under_way.poll_next_unpin(cx)),
        };
        let Some((position, outcome)) = answer else {
            return Poll::Ready(None);
        };
        let page = outcome.and_then(|raw| self.accept(&position, raw));
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
        let most = if self.horizon.is_some() {
            self.settings.concurrency.max(1)
        } else {
            1
        };
        while self.under_way.len() + usize::from(self.ahead.is_some()) < most {
            let Some(position) = self.next.take() else {
                return;
            };
            self.next = self.known_after(&position);
            let call = self.plan.call(&self.template, &position);
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

    /// The page after this one, where it is known to exist before this one is read.
    fn known_after(&self, position: &Position) -> Option<Position> {
        let after = self.plan.after(position, self.full?)?;
        matches!(after, Position::Number(number) if number <= self.horizon?).then_some(after)
    }

    /// Takes a page into account and finds out what comes after it.
    fn accept(&mut self, position: &Position, raw: RawResponse) -> Result<Page<O::Output>, Error> {
        let (mut value, failed) = decode::<O>(&raw, self.settings.lenient)?;
        let mut info = (O::PAGE)(&value, &raw.head);
        let items = (O::ITEMS)(&mut value).map_or(0, |items| items.len()) + failed.len();
        if let Next::Url(link) = &info.next {
            info.next = Next::Url(self.resolve(&raw, link)?);
        }
        if info.next == Next::Unknown {
            self.check_progress(&raw, items)?;
        }

        self.count(&mut value, failed.len(), info.total);
        self.audit.failed += failed.len() as u64;
        let next = self.after(position, items, &info)?;
        self.audit.complete = next.is_none();
        self.upcoming = next.map(|position| ResumeToken {
            operation: O::ID.to_owned(),
            position,
            delivered: 0,
            last: None,
            audit: self.audit,
        });
        Ok(Page {
            response: Response::new(raw.head, value),
            failed,
        })
    }

    /// Where the page after this one is; asks for it unless it is under way already.
    fn after(
        &mut self,
        position: &Position,
        items: usize,
        info: &PageInfo,
    ) -> Result<Option<Position>, Error> {
        let full = *self.full.get_or_insert(items);
        if info.next != Next::End
            && self.settings.concurrency > 1
            && self.horizon.is_none()
            && full > 0
            && let (Plan::Skip(skip), Some(total)) = (self.plan, info.total)
        {
            self.horizon = Some(skip.last(total, full));
        }
        if info.next != Next::End
            && let Some(known) = self.known_after(position)
        {
            if self.next.is_none() && self.under_way.is_empty() && self.ahead.is_none() {
                self.next = Some(known.clone());
            }
            return Ok(Some(known));
        }
        // What is under way here lies beyond an end that moved.
        self.stop();
        self.horizon = None;
        let next = match &info.next {
            Next::End => None,
            Next::Url(url) => Some(Position::Url(self.visit(url)?)),
            Next::Cursor(cursor) => Some(Position::Cursor(self.visit(cursor)?)),
            Next::Unknown => self
                .plan
                .after(position, items)
                .filter(|next| self.exists(next, items, full, info)),
        };
        self.next.clone_from(&next);
        Ok(next)
    }

    /// Whether there is a page at this position, as far as a total or the items of the page before it tell.
    fn exists(&self, next: &Position, items: usize, full: usize, info: &PageInfo) -> bool {
        match (self.plan, next, info.total) {
            _ if items == 0 => false,
            (Plan::Skip(skip), Position::Number(number), Some(total)) => {
                *number <= skip.last(total, full)
            }
            _ => true,
        }
    }

    fn count(&mut self, value: &mut O::Output, failed: usize, total: Option<u64>) {
        let (audit, ids) = (&mut self.audit, &mut self.ids);
        audit.pages += 1;
        if audit.pages == 1 {
            audit.total_at_start = total;
        }
        audit.total_at_end = total.or(audit.total_at_end);
        let Some(items) = (O::ITEMS)(value) else {
            return;
        };
        audit.items += (items.len() + failed) as u64;
        let drop_duplicates = self.settings.drop_duplicates;
        items.retain(|item| {
            let new = (O::IDENTITY)(item).is_none_or(|id| ids.insert(&id));
            audit.duplicates += u64::from(!new);
            new || !drop_duplicates
        });
        audit.exact &= !ids.forget();
    }

    /// A link becomes an absolute URL without an API key that the server may have echoed.
    fn resolve(&self, raw: &RawResponse, link: &str) -> Result<String, Error> {
        let url = raw.head.url.join(link).map_err(|error| {
            let message = format!("the link to the next page is not a URL: {link}");
            Error::new(ErrorKind::Paging, message)
                .with_source(error)
                .with_call(&self.template.operation, None)
        })?;
        let is_key = |name: &str| self.client.core.is_key(name);
        Ok(without_keys(url, is_key).into())
    }

    /// A position that was visited before would be visited for ever.
    fn visit(&mut self, next: &str) -> Result<String, Error> {
        if self.visited.insert(self.ids.hash(next)) {
            return Ok(next.to_owned());
        }
        let message = format!(
            "paging loops: page {} leads back to {next}",
            self.audit.pages
        );
        Err(Error::new(ErrorKind::Paging, message).with_call(&self.template.operation, None))
    }

    /// Where responses do not say what comes next, a server that ignores the page number would go unnoticed.
    fn check_progress(&mut self, raw: &RawResponse, items: usize) -> Result<(), Error> {
        let body = Some(self.ids.hash(&raw.body));
        if items > 0 && body == self.last_body {
            let message = format!(
                "paging makes no progress: page {} is the same again",
                self.audit.pages
            );
            return Err(
                Error::new(ErrorKind::Paging, message).with_call(&self.template.operation, None)
            );
        }
        self.last_body = body;
        Ok(())
    }

    /// Cancels what is under way.
    fn stop(&mut self) {
        self.under_way = FuturesOrdered::new();
        self.ahead = None;
        self.next = None;
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

fn without_keys(mut url: Url, is_key: impl Fn(&str) -> bool) -> Url {
    let original = url.clone();
    if original.query_pairs().any(|(name, _)| is_key(&name)) {
        url.query_pairs_mut()
            .clear()
            .extend_pairs(original.query_pairs().filter(|(name, _)| !is_key(name)));
    }
    url
}
