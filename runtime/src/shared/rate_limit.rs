//! A limit on the client's side, for servers that count requests.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use super::clock::time::Instant;

/// How many requests may be sent in a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RateLimit {
    requests: u32,
    per: Duration,
    burst: u32,
}

impl RateLimit {
    /// This many requests per time, evenly spaced.
    pub fn new(requests: u32, per: Duration) -> Self {
        Self {
            requests: requests.max(1),
            per,
            burst: 1,
        }
    }

    /// This many requests per second, evenly spaced.
    pub fn per_second(requests: u32) -> Self {
        Self::new(requests, Duration::from_secs(1))
    }

    /// After a pause, this many requests may be sent at once.
    #[must_use]
    pub fn burst(mut self, requests: u32) -> Self {
        self.burst = requests.max(1);
        self
    }
}

/// Spaces requests evenly (the "generic cell rate algorithm"): each takes the next free slot and sleeps until
/// then, so that waiters keep their order.
#[derive(Debug)]
pub(super) struct RateLimiter {
    spacing: Duration,
    slack: Duration,
    next: Mutex<Option<Instant>>,
}

impl RateLimiter {
    pub(super) fn new(limit: RateLimit) -> Self {
        let spacing = limit.per / limit.requests;
        Self {
            spacing,
            slack: spacing.saturating_mul(limit.burst - 1),
            next: Mutex::new(None),
        }
    }

    /// Waits for the turn of this request.
    pub(super) async fn turn(&self) {
        let now = Instant::now();
        let due = {
            let mut next = self.next.lock().unwrap_or_else(PoisonError::into_inner);
            let due = next.map_or(now, |next| next.max(now));
            *next = due.checked_add(self.spacing);
            due
        };
        let wait = due.duration_since(now).saturating_sub(self.slack);
        if !wait.is_zero() {
            super::clock::time::sleep(wait).await;
        }
    }
}
