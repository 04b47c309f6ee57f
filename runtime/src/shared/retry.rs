//! When a failed request is sent again, and after how long.

use std::sync::Mutex;
use std::time::Duration;

use super::error::{Error, ErrorKind};

/// How often and how fast failed requests are repeated.
///
/// Repeated are, whatever the method, requests that were not carried out: there was no connection, or the server refused
/// with 429 (RFC 6585, section 4), or with 503 and a `Retry-After` (RFC 9110, section 15.6.4). Where a request is
/// idempotent (RFC 9110, section 9.2.2), by its method or because the caller says so with `CallOptions::idempotent`,
/// or where it carries an idempotency key that the document declares,
/// or because the document or the configuration of the generator says so of the operation, it is also repeated after broken connections, timeouts and the statuses 408, 500, 502, 503 and 504. The pause is random
/// between nothing and a bound that doubles each time ("full jitter"), and never shorter than `Retry-After` asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RetryPolicy {
    max_attempts: u32,
    first_pause: Duration,
    longest_pause: Duration,
    longest_retry_after: Duration,
}

impl Default for RetryPolicy {
    /// Four attempts, pauses up to 250 ms, 500 ms, 1 s, and a `Retry-After` of up to 60 s.
    fn default() -> Self {
        Self {
            max_attempts: 4,
            first_pause: Duration::from_millis(250),
            longest_pause: Duration::from_secs(20),
            longest_retry_after: Duration::from_secs(60),
        }
    }
}

impl RetryPolicy {
    /// Every request is sent once.
    pub fn none() -> Self {
        Self::default().max_attempts(1)
    }

    /// How often a request is sent at most, the first time included. What is sent again because its token was rejected and
    /// renewed does not count.
    #[must_use]
    pub fn max_attempts(mut self, attempts: u32) -> Self {
        self.max_attempts = attempts.max(1);
        self
    }

    /// The bound of the first pause, and that of any pause.
    #[must_use]
    pub fn pauses(mut self, first: Duration, longest: Duration) -> Self {
        (self.first_pause, self.longest_pause) = (first, longest);
        self
    }

    /// The longest `Retry-After` to wait for; a longer one is reported as the error it is.
    #[must_use]
    pub fn longest_retry_after(mut self, longest: Duration) -> Self {
        self.longest_retry_after = longest;
        self
    }

    /// Whether anything is sent more than once.
    #[cfg(feature = "operation-retry")]
    pub(super) fn repeats(&self) -> bool {
        self.max_attempts > 1
    }

    /// The pause before the next attempt, or `None` where there is to be none.
    pub(super) fn pause(&self, error: &Error, attempt: u32, idempotent: bool) -> Option<Duration> {
        let worthwhile = match error.kind() {
            // Obtaining a credential has had its own retries.
            ErrorKind::Authentication => false,
            _ => error.was_not_carried_out() || idempotent && error.is_retryable(),
        };
        if attempt >= self.max_attempts || !worthwhile {
            return None;
        }
        let doubled = self
            .first_pause
            .saturating_mul(1 << attempt.saturating_sub(1).min(20));
        let jitter = doubled.min(self.longest_pause).mul_f64(fastrand::f64());
        match error.retry_after() {
            Some(wait) if wait > self.longest_retry_after => None,
            Some(wait) => Some(wait.saturating_add(jitter.min(self.first_pause))),
            None => Some(jitter),
        }
    }
}

/// What all requests of a client may spend on retries.
///
/// While a server is down, retries of every request would multiply its load; so each retry takes from a
/// common purse that successes slowly fill again.
#[derive(Debug)]
pub(super) struct RetryBudget(Mutex<u32>);

impl RetryBudget {
    const FULL: u32 = 500;
    const RETRY: u32 = 5;

    pub(super) fn new() -> Self {
        Self(Mutex::new(Self::FULL))
    }

    /// Takes the price of a retry, if it is there.
    pub(super) fn spend(&self) -> bool {
        let mut purse = self
            .0
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        match purse.checked_sub(Self::RETRY) {
            Some(rest) => {
                *purse = rest;
                true
            }
            None => false,
        }
    }

    /// A success after retries gives back the price of one, any other success a fifth of that.
    pub(super) fn refund(&self, attempts: u32) {
        let amount = if attempts > 1 { Self::RETRY } else { 1 };
        let mut purse = self
            .0
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        *purse = (*purse + amount).min(Self::FULL);
    }
}
