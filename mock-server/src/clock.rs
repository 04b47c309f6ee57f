//! The server's time, which can be moved and stopped.

use std::sync::{PoisonError, RwLock};

use jiff::{SignedDuration, Timestamp};

/// A clock.
#[derive(Debug, Default)]
pub struct Clock {
    state: RwLock<State>,
}

#[derive(Clone, Copy, Debug, Default)]
struct State {
    ahead: SignedDuration,
    frozen: Option<Timestamp>,
}

impl Clock {
    /// The time now.
    pub fn now(&self) -> Timestamp {
        let state = *self.state.read().unwrap_or_else(PoisonError::into_inner);
        state.frozen.unwrap_or_else(|| {
            Timestamp::now()
                .checked_add(state.ahead)
                .unwrap_or(Timestamp::MAX)
        })
    }

    /// The time now as RFC 3339, to the millisecond.
    pub fn text(&self) -> String {
        format!("{:.3}", self.now())
    }

    /// Moves the clock forward, or back.
    pub fn advance(&self, by: SignedDuration) {
        let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
        state.frozen = state
            .frozen
            .map(|time| time.checked_add(by).unwrap_or(Timestamp::MAX));
        state.ahead = state.ahead.checked_add(by).unwrap_or(state.ahead);
    }

    /// Stops the clock at a time.
    pub fn freeze(&self, at: Timestamp) {
        self.state
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .frozen = Some(at);
    }

    /// Lets the clock run again, on time.
    pub fn reset(&self) {
        *self.state.write().unwrap_or_else(PoisonError::into_inner) = State::default();
    }
}
