//! A way of paging, chosen and adjusted before the first page is read.

use super::super::call::Call;
use super::super::handle::Handle;
use super::super::mode::Async;
use super::page::{Paged, Paging};
use super::plan::Position;
use super::resume::ResumeToken;

use std::fmt;
use std::marker::PhantomData;

/// A collection about to be read, with [`items`](Self::items) or [`pages`](Self::pages).
#[must_use = "a pager does nothing until its items or pages are asked for"]
pub struct Pager<O, M = Async> {
    pub(super) client: Handle<M>,
    pub(super) call: Call,
    pub(super) plan: Paging,
    pub(super) settings: Settings,
    pub(super) start: Option<ResumeToken>,
    pub(super) operation: PhantomData<fn() -> O>,
}

#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Settings {
    /// How many requests may be under way at once; 0 and 1 mean the same.
    pub(super) concurrency: usize,
    pub(super) read_ahead: bool,
    pub(super) ids: Ids,
    pub(super) lenient: bool,
    pub(super) max_pages: Option<u64>,
}

/// What is done with the ids of items.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) enum Ids {
    /// The most recent are remembered.
    #[default]
    Recent,
    /// All are remembered.
    All,
    /// All are remembered, and items whose id is known are left out.
    Unique,
}

impl<O: Paged, M> Pager<O, M> {
    pub(super) fn new(client: Handle<M>, call: Call, plan: Paging) -> Self {
        Self {
            client,
            call,
            plan,
            settings: Settings::default(),
            start: None,
            operation: PhantomData,
        }
    }

    /// Fetches up to this many pages at once and delivers them in order. Takes effect in skip-based paging
    /// where responses give a total; pages of a cursor are known only one after the other.
    pub fn concurrency(mut self, pages: usize) -> Self {
        self.settings.concurrency = pages;
        self
    }

    /// Asks for the next page while the items of this one are worked on.
    pub fn read_ahead(mut self) -> Self {
        self.settings.read_ahead = true;
        self
    }

    /// Leaves out items whose id was seen before, as happens in skip-based paging when items are inserted
    /// meanwhile. Remembers the ids of all items, at some 10 bytes each.
    pub fn drop_duplicates(mut self) -> Self {
        self.settings.ids = Ids::Unique;
        self
    }

    /// Remembers the ids of all items, at some 10 bytes each, so that the audit counts every duplicate. Otherwise
    /// it compares with the last 8,192 items.
    pub fn exact_audit(mut self) -> Self {
        if self.settings.ids == Ids::Recent {
            self.settings.ids = Ids::All;
        }
        self
    }

    /// Delivers an item that cannot be decoded as an error in its place, and goes on with the next. A page with more than
    /// 1,000 such items is an error as a whole.
    pub fn lenient(mut self) -> Self {
        self.settings.lenient = true;
        self
    }

    /// The most pages to read; 100,000 unless set. With more, reading ends with an error after the last of them, and the
    /// resume token leads on: a server may always say that there is one more page.
    pub fn max_pages(mut self, pages: u64) -> Self {
        self.settings.max_pages = Some(pages);
        self
    }

    /// Goes on where a token was taken. The request has to have the same parameters as then.
    pub fn resume(mut self, token: ResumeToken) -> Self {
        if token.operation == self.call.operation.id {
            self.start = Some(token);
        } else {
            let message = format!(
                "this resume token belongs to the operation {}",
                token.operation
            );
            self.call.invalid(message);
        }
        self
    }

    pub(super) fn start(&self) -> ResumeToken {
        self.start.clone().unwrap_or_else(|| ResumeToken {
            operation: self.call.operation.id.to_owned(),
            position: Position::Start,
            delivered: 0,
            last: None,
            audit: super::Audit::default(),
        })
    }
}

impl<O, M> fmt::Debug for Pager<O, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pager")
            .field("operation", &self.call.operation.id)
            .field("plan", &self.plan)
            .finish_non_exhaustive()
    }
}
