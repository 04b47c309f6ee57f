//! How long a connection may keep the server waiting.

use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::time::{Instant, Sleep, sleep_until};

/// What is known of a connection: who is to act next, and since when.
#[derive(Debug)]
pub(super) struct Turn {
    opened: Instant,
    /// How many answers are being worked on.
    working: AtomicUsize,
    /// Since when the other side is to act, in milliseconds after the connection was opened.
    since: AtomicU64,
}

impl Default for Turn {
    fn default() -> Self {
        Self {
            opened: Instant::now(),
            working: AtomicUsize::new(0),
            since: AtomicU64::new(0),
        }
    }
}

impl Turn {
    /// The server has a request, and is to act.
    pub(super) fn begin(&self) {
        self.working.fetch_add(1, Ordering::AcqRel);
    }

    pub(super) fn end(&self) {
        self.heard();
        self.working.fetch_sub(1, Ordering::AcqRel);
    }

    /// The other side did what it was waited for. Bytes of a request that is not complete do not count: they could be sent
    /// one a minute.
    pub(super) fn heard(&self) {
        let since = u64::try_from(self.opened.elapsed().as_millis()).unwrap_or(u64::MAX);
        self.since.store(since, Ordering::Release);
    }

    /// When patience ends; `None` while the server is to act.
    fn due(&self, idle: Duration) -> Option<Instant> {
        if self.working.load(Ordering::Acquire) > 0 {
            return None;
        }
        let since = Duration::from_millis(self.since.load(Ordering::Acquire));
        self.opened.checked_add(since)?.checked_add(idle)
    }
}

/// Ends when the other side has kept the server waiting for too long.
#[derive(Debug)]
pub(super) struct Patience {
    idle: Duration,
    timer: Option<Pin<Box<Sleep>>>,
}

impl Patience {
    pub(super) fn new(idle: Duration) -> Self {
        Self { idle, timer: None }
    }

    /// Called whenever there is nothing to read or to write.
    pub(super) fn poll(&mut self, turn: &Turn, context: &mut Context<'_>) -> Poll<()> {
        loop {
            let Some(due) = turn.due(self.idle) else {
                return Poll::Pending;
            };
            if due <= Instant::now() {
                return Poll::Ready(());
            }
            let timer = self.timer.get_or_insert_with(|| Box::pin(sleep_until(due)));
            if timer.deadline() != due {
                timer.as_mut().reset(due);
            }
            if timer.as_mut().poll(context).is_pending() {
                return Poll::Pending;
            }
        }
    }
}
