//! Whether paging gets anywhere. A server can always say that there is one more page.

use std::time::Duration;

use super::super::clock::time::Instant;

use super::super::error::{Error, ErrorKind};

/// So many pages in a row without a new item are a server that does not come to an end. Servers that filter after paging
/// send a few, and insertions can move a page of known items behind another.
const MOST_IDLE: u32 = 200;

/// More pages than this are read only if the caller says so.
pub(super) const MOST_PAGES: u64 = 100_000;

/// What a pager has been through.
#[derive(Debug, Default)]
pub(super) struct Progress {
    pages: u64,
    /// How many pages came in a row that brought nothing new, and how long the caller waited for them.
    idle: u32,
    waited: Duration,
    waiting_since: Option<Instant>,
}

impl Progress {
    /// The caller waits for a page.
    pub(super) fn wait(&mut self) {
        self.waiting_since.get_or_insert_with(Instant::now);
    }

    /// A page is there; it brought an item that was not seen before, or nothing `new`.
    pub(super) fn page(&mut self, new: bool) {
        let waited = self.waiting_since.take().map(|start| start.elapsed());
        self.pages = self.pages.saturating_add(1);
        if new {
            (self.idle, self.waited) = (0, Duration::ZERO);
        } else {
            self.idle = self.idle.saturating_add(1);
            self.waited = self.waited.saturating_add(waited.unwrap_or_default());
        }
    }

    /// Whether one more page may be read.
    pub(super) fn check(&self, most_pages: u64, total_timeout: Duration) -> Result<(), Error> {
        let message = if self.idle >= MOST_IDLE {
            format!("paging makes no progress: {MOST_IDLE} pages without a new item")
        } else if self.idle > 0 && self.waited > total_timeout {
            format!(
                "paging makes no progress: {} pages without a new item took longer than {total_timeout:?}",
                self.idle
            )
        } else if self.pages >= most_pages {
            format!(
                "there are more than {most_pages} pages: the resume token leads on, `max_pages` sets another limit"
            )
        } else {
            return Ok(());
        };
        Err(Error::new(ErrorKind::Paging, message))
    }
}
