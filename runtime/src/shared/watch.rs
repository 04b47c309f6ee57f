//! Time limits on waiting for a server.

use std::future::poll_fn;
use std::pin::pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use super::clock::time::{Instant, sleep_until, timeout_at};

use super::error::{Error, ErrorKind};
use super::options::Limits;

/// When a call has to be over. `None` stands for a time too far away to be told.
#[derive(Debug, Clone, Copy)]
pub(super) struct Deadline {
    at: Option<Instant>,
    limit: Duration,
}

impl Deadline {
    pub(super) fn after(limit: Duration) -> Self {
        Self {
            at: Instant::now().checked_add(limit),
            limit,
        }
    }

    /// Whether it is reached before a pause is over.
    pub(super) fn is_within(&self, pause: Duration) -> bool {
        self.at
            .is_some_and(|at| at.saturating_duration_since(Instant::now()) <= pause)
    }

    /// Waits for something that is there at once as a rule.
    pub(super) async fn limit<T>(&self, future: impl Future<Output = T>) -> Result<T, Error> {
        match self.at {
            Some(at) => timeout_at(at, future).await.map_err(|_| self.missed()),
            None => Ok(future.await),
        }
    }

    fn missed(&self) -> Error {
        Error::new(
            ErrorKind::Timeout,
            format!("the call as a whole took longer than {:?}", self.limit),
        )
    }
}

/// Ends an attempt in which the server keeps silent, or that goes on past the deadline.
///
/// One timer does for both and for all parts of a response: setting a timer may wake a thread, and a timer for each
/// wait would cost more than all else that is done for a page.
pub(super) struct Watch {
    deadline: Deadline,
    read_timeout: Duration,
    progress: Progress,
}

/// When something last came from the server, or went to it.
#[derive(Debug, Clone)]
pub(super) struct Progress(Arc<Mutex<Instant>>);

impl Progress {
    fn new() -> Self {
        Self(Arc::new(Mutex::new(Instant::now())))
    }

    /// Something came or went just now.
    pub(super) fn made(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
    }

    fn last(&self) -> Instant {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Watch {
    pub(super) fn new(limits: &Limits, deadline: Deadline) -> Self {
        Self {
            deadline,
            read_timeout: limits.read_timeout,
            progress: Progress::new(),
        }
    }

    /// The server sent something.
    pub(super) fn heard(&self) {
        self.progress.made();
    }

    /// For a body that is sent in pieces: as long as they go out, the server may be silent.
    #[cfg(feature = "upload")]
    pub(super) fn progress(&self) -> &Progress {
        &self.progress
    }

    /// Runs a future that calls [`heard`](Self::heard) now and then.
    pub(super) async fn over<T>(
        &self,
        future: impl Future<Output = Result<T, Error>>,
    ) -> Result<T, Error> {
        let Some(due) = self.due() else {
            return future.await;
        };
        let (mut future, mut timer) = (pin!(future), pin!(sleep_until(due)));
        poll_fn(|cx| {
            let outcome = future.as_mut().poll(cx);
            while outcome.is_pending() && timer.as_mut().poll(cx).is_ready() {
                match self.due() {
                    Some(due) if due > Instant::now() => timer.as_mut().reset(due),
                    _ => return Err(self.missed()).into(),
                }
            }
            outcome
        })
        .await
    }

    /// When to give up unless something is heard.
    fn due(&self) -> Option<Instant> {
        let silent = self.progress.last().checked_add(self.read_timeout);
        match (silent, self.deadline.at) {
            (Some(silent), Some(deadline)) => Some(silent.min(deadline)),
            (silent, deadline) => silent.or(deadline),
        }
    }

    fn missed(&self) -> Error {
        if self.deadline.is_within(Duration::ZERO) {
            return self.deadline.missed();
        }
        Error::new(
            ErrorKind::Timeout,
            format!("the server sent nothing for {:?}", self.read_timeout),
        )
    }
}
