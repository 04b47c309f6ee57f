//! How much of the machine connections may take.

use std::time::Duration;

/// Limits of connections.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// How many may be open at once; others wait until one of them ends.
    pub(crate) connections: usize,
    /// How long a connection may take to bring its next request, or to take more of an answer.
    pub(crate) idle: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 1_024,
            idle: Duration::from_secs(60),
        }
    }
}
