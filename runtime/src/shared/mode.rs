//! The two ways to wait: generated methods serve both.

/// Calls return futures and pagers are streams.
#[derive(Debug, Clone, Copy)]
pub enum Async {}

/// Calls block and pagers are iterators.
#[cfg(feature = "blocking")]
#[derive(Debug, Clone, Copy)]
pub enum Blocking {}
