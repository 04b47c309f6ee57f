//! A rule: what goes wrong, when, and for which requests.

use std::sync::atomic::{AtomicU64, Ordering};

use super::{Fault, Target};

/// A fault and the requests it strikes.
#[derive(Debug)]
pub struct Rule {
    /// What goes wrong.
    pub fault: Fault,
    pub(super) text: String,
    pub(super) rate: f64,
    /// Requests that pass first.
    pub(crate) after: u64,
    /// How often it strikes at most.
    pub(crate) times: u64,
    /// Strikes the first `burst` of every `every` requests.
    pub(super) every: Option<(u64, u64)>,
    pub(super) method: Option<String>,
    pub(super) path: Option<String>,
    pub(crate) operation: Option<String>,
    seen: AtomicU64,
    struck: AtomicU64,
}

impl Rule {
    /// A rule that strikes every request.
    pub(crate) fn new(text: &str) -> Self {
        Self {
            fault: Fault::Html,
            text: text.to_owned(),
            rate: 1.0,
            after: 0,
            times: u64::MAX,
            every: None,
            method: None,
            path: None,
            operation: None,
            seen: AtomicU64::new(0),
            struck: AtomicU64::new(0),
        }
    }

    /// As it was written.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Requests that it matched, and those it struck.
    pub fn counts(&self) -> (u64, u64) {
        (
            self.seen.load(Ordering::Relaxed),
            self.struck.load(Ordering::Relaxed),
        )
    }

    pub(super) fn matches(&self, target: Target<'_>) -> bool {
        self.method
            .as_deref()
            .is_none_or(|method| method == target.method)
            && self
                .operation
                .as_deref()
                .is_none_or(|operation| operation == target.operation)
            && self
                .path
                .as_deref()
                .is_none_or(|pattern| glob(pattern, target.path))
    }

    /// Whether it strikes the next request; what it throws for it, if so.
    pub(super) fn strikes(&self, target: Target<'_>, dice: impl Fn(u64) -> u64) -> Option<u64> {
        if let Fault::Down { every, length } = self.fault {
            let into = target.uptime.as_millis() % every.as_millis().max(1);
            return (into < length.as_millis()).then_some(0);
        }
        let number = self.seen.fetch_add(1, Ordering::Relaxed);
        let thrown = dice(number);
        let position = number.checked_sub(self.after)?;
        if self
            .every
            .is_some_and(|(every, burst)| position % every >= burst)
            || unit(thrown) >= self.rate
        {
            return None;
        }
        self.struck
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |struck| {
                (struck < self.times).then_some(struck + 1)
            })
            .ok()?;
        Some(dice(thrown))
    }
}

/// From 0, up to but without 1.
#[allow(clippy::cast_precision_loss)]
pub(super) fn unit(thrown: u64) -> f64 {
    (thrown >> 11) as f64 / (1_u64 << 53) as f64
}

/// `*` stands for any text.
fn glob(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = text.strip_prefix(first) else {
        return false;
    };
    let mut last = None;
    for part in parts {
        last = Some(part);
        match rest.find(part) {
            Some(at) => rest = rest.get(at + part.len()..).unwrap_or_default(),
            None => return false,
        }
    }
    rest.is_empty() || last.is_some_and(|last| last.is_empty() || text.ends_with(last))
}
