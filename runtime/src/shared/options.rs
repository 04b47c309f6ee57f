//! Time and size limits, and what a single request may override.

use std::time::Duration;

use super::retry::RetryPolicy;

/// What applies to every request of a client.
#[derive(Debug, Clone)]
pub(super) struct Options {
    pub(super) connect_timeout: Duration,
    pub(super) read_timeout: Duration,
    pub(super) total_timeout: Duration,
    pub(super) body_limit: usize,
    pub(super) retry: RetryPolicy,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            connect_timeout: Duration::from_secs(10),
            read_timeout: Duration::from_secs(30),
            total_timeout: Duration::from_secs(120),
            body_limit: 64 << 20,
            retry: RetryPolicy::default(),
        }
    }
}

/// What one request does differently.
#[derive(Debug, Clone, Default)]
pub(super) struct Overrides {
    pub(super) read_timeout: Option<Duration>,
    pub(super) total_timeout: Option<Duration>,
    pub(super) body_limit: Option<usize>,
    pub(super) retry: Option<RetryPolicy>,
    /// The caller says that sending this request twice does no harm.
    pub(super) idempotent: bool,
}

impl Overrides {
    /// Takes over what `other` sets.
    pub(super) fn apply(&mut self, other: Self) {
        self.read_timeout = other.read_timeout.or(self.read_timeout);
        self.total_timeout = other.total_timeout.or(self.total_timeout);
        self.body_limit = other.body_limit.or(self.body_limit);
        self.retry = other.retry.or(self.retry.take());
        self.idempotent |= other.idempotent;
    }
}

/// What applies to one request.
#[derive(Debug, Clone)]
pub(super) struct Limits {
    pub(super) read_timeout: Duration,
    pub(super) total_timeout: Duration,
    pub(super) body_limit: usize,
    pub(super) retry: RetryPolicy,
}

impl Options {
    pub(super) fn with(&self, overrides: &Overrides) -> Limits {
        Limits {
            read_timeout: overrides.read_timeout.unwrap_or(self.read_timeout),
            total_timeout: overrides.total_timeout.unwrap_or(self.total_timeout),
            body_limit: overrides.body_limit.unwrap_or(self.body_limit),
            retry: overrides
                .retry
                .clone()
                .unwrap_or_else(|| self.retry.clone()),
        }
    }
}

#[cfg(feature = "operation-retry")]
impl Limits {
    /// With the number of attempts that is said of the operation, unless the call says otherwise or the client repeats nothing.
    pub(super) fn for_operation(mut self, attempts: Option<u32>, overrides: &Overrides) -> Self {
        if let (Some(attempts), None, true) = (attempts, &overrides.retry, self.retry.repeats()) {
            self.retry = self.retry.max_attempts(attempts);
        }
        self
    }
}
