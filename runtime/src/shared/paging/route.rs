//! Where the next page is, from what a page says and what is known of the way so far.

use std::collections::HashSet;
use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher as _, Hash};

use url::Url;

use super::super::core::Core;
use super::super::error::{Error, ErrorKind};
use super::super::response::RawResponse;
use super::page::{Next, PageInfo, Paging};
use super::plan::Position;

/// The way through a collection.
pub(super) struct Route {
    pub(super) plan: Paging,
    /// Whether pages may be asked for before those in front of them are read.
    concurrent: bool,
    /// The last page known to exist, where pages are fetched concurrently.
    horizon: Option<u64>,
    /// How many items a full page has.
    full: Option<usize>,
    /// Where links and cursors led, as hashes.
    visited: HashSet<u64>,
    last_body: Option<u64>,
    hasher: RandomState,
}

/// A page that was read.
pub(super) struct Read<'a> {
    pub(super) position: &'a Position,
    pub(super) raw: &'a RawResponse,
    pub(super) info: &'a PageInfo,
    pub(super) items: usize,
}

impl Route {
    pub(super) fn new(plan: Paging, concurrent: bool) -> Self {
        Self {
            plan,
            concurrent,
            horizon: None,
            full: None,
            visited: HashSet::new(),
            last_body: None,
            hasher: RandomState::new(),
        }
    }

    /// Whether more than one page is known to exist.
    pub(super) fn is_foreseen(&self) -> bool {
        self.horizon.is_some()
    }

    /// The page after this one, where it is known to exist before this one is read.
    pub(super) fn known_after(&self, position: &Position) -> Option<Position> {
        let after = self.plan.after(position, self.full?)?;
        matches!(after, Position::Number(number) if number <= self.horizon?).then_some(after)
    }

    /// The page after this one, if any.
    pub(super) fn after(
        &mut self,
        core: &Core,
        page: &Read<'_>,
    ) -> Result<Option<Position>, Error> {
        let full = *self.full.get_or_insert(page.items);
        let ends = page.info.next == Next::End;
        if self.concurrent
            && self.horizon.is_none()
            && !ends
            && full > 0
            && let Paging::Skip(skip) = self.plan
        {
            self.horizon = skip.last(page.info, full);
        }
        if let Some(known) = self.known_after(page.position).filter(|_| !ends) {
            return Ok(Some(known));
        }
        // From here on, one page leads to the next.
        (self.concurrent, self.horizon) = (false, None);
        match &page.info.next {
            Next::End => Ok(None),
            Next::Cursor(cursor) if matches!(self.plan, Paging::Cursor(_)) => {
                if let Position::Cursor(current) = page.position {
                    let current = self.hash(current.to_string());
                    self.visited.insert(current);
                }
                let text = cursor.to_string();
                self.visit(&text, &text, page)?;
                Ok(Some(Position::Cursor(cursor.clone())))
            }
            // Pages are asked for by number although there are cursors, or there are only flags.
            Next::Cursor(_) | Next::More => self.counted(page).map(Some),
            Next::Url(link) => {
                let url = resolve(&page.raw.head.url, link)?;
                self.visit(url.as_str(), &core.shown(&url), page)?;
                Ok(Some(Position::Url(url.into())))
            }
            Next::Unknown => {
                let next = self.plan.after(page.position, page.items);
                Ok(next.filter(|next| self.exists(next, full, page)))
            }
        }
    }

    /// The page at the number after this one, which is known to exist.
    fn counted(&self, page: &Read<'_>) -> Result<Position, Error> {
        let next = self.plan.after(page.position, page.items);
        let moves = |next: &Position| next != page.position && *next != self.first();
        next.filter(moves).ok_or_else(|| {
            let message = "the response says that there is a next page, but not where";
            Error::new(ErrorKind::Paging, message)
        })
    }

    fn first(&self) -> Position {
        match self.plan {
            Paging::Skip(skip) => Position::Number(skip.first),
            Paging::Links | Paging::Cursor(_) => Position::Start,
        }
    }

    /// Whether there is a page at this position, as far as a total or the items of the page before it tell.
    fn exists(&self, next: &Position, full: usize, page: &Read<'_>) -> bool {
        match (self.plan, next) {
            _ if page.items == 0 => false,
            (Paging::Skip(skip), Position::Number(number)) => skip
                .last(page.info, full)
                .is_none_or(|last| *number <= last),
            _ => true,
        }
    }

    /// A position that was visited before would be visited for ever.
    fn visit(&mut self, next: &str, shown: &str, page: &Read<'_>) -> Result<(), Error> {
        let current = self.hash(page.raw.head.url.as_str());
        self.visited.insert(current);
        if self.visited.insert(self.hash(next)) {
            return Ok(());
        }
        Err(Error::new(
            ErrorKind::Paging,
            format!("paging loops: this page leads back to {shown}"),
        ))
    }

    /// Where responses do not say what comes next, a server that ignores the page number would go unnoticed.
    pub(super) fn check_progress(&mut self, page: &Read<'_>) -> Result<(), Error> {
        if !matches!(page.info.next, Next::Unknown | Next::More) {
            return Ok(());
        }
        let body = Some(self.hash(&page.raw.body));
        if page.items > 0 && body == self.last_body {
            let message = "paging makes no progress: this page is the same as the one before it";
            return Err(Error::new(ErrorKind::Paging, message));
        }
        self.last_body = body;
        Ok(())
    }

    fn hash(&self, value: impl Hash) -> u64 {
        self.hasher.hash_one(value)
    }
}

/// A link becomes an absolute URL. Its query stays as the server wrote it; the client's API key takes the place of one
/// that the server echoes when the link is followed.
fn resolve(page: &Url, link: &str) -> Result<Url, Error> {
    page.join(link).map_err(|error| {
        let message = format!("the link to the next page is not a URL: {link}");
        Error::new(ErrorKind::Paging, message).with_source(error)
    })
}
