//! The token in use.

use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, SystemTime};

use super::super::clock::now;

use super::super::authenticator::Stamp;
use super::super::token::Token;

/// A new token serves for this long even if the server gives it no life at all: those who ask at the same moment share
/// it, and a server that means it says 401.
const MOMENT: Duration = Duration::from_secs(1);

/// A token in use. Each has another stamp.
#[derive(Clone)]
pub(super) struct Held {
    pub(super) token: Arc<Token>,
    pub(super) stamp: Stamp,
    expires_at: Option<SystemTime>,
    renew_at: Option<SystemTime>,
}

impl Held {
    fn new(token: Token, stamp: Stamp) -> Self {
        let soonest = now() + MOMENT;
        Self {
            expires_at: token.expires_at.map(|time| time.max(soonest)),
            renew_at: token.renew_at().map(|time| time.max(soonest)),
            token: Arc::new(token),
            stamp,
        }
    }

    pub(super) fn is_expired(&self) -> bool {
        self.expires_at.is_some_and(is_past)
    }

    /// Whether it is time for the next one, while this one is still good.
    pub(super) fn is_due(&self) -> bool {
        self.renew_at.is_some_and(is_past)
    }
}

fn is_past(time: SystemTime) -> bool {
    time <= now()
}

/// Where the token in use is.
#[derive(Default)]
pub(super) struct Holder(RwLock<Option<Held>>);

impl Holder {
    pub(super) fn get(&self) -> Option<Held> {
        self.0
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// A token that has not expired, other than that of this stamp.
    pub(super) fn other_than(&self, stamp: Stamp) -> Option<Held> {
        self.get()
            .filter(|held| held.stamp != stamp && !held.is_expired())
    }

    /// Puts a new token in the place of the one in use.
    pub(super) fn put(&self, token: Token) -> Held {
        let mut place = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let before = place.as_ref().map_or(0, |held| held.stamp.number);
        place
            .insert(Held::new(token, Stamp { number: before + 1 }))
            .clone()
    }

    /// Leaves the token in use for this long before the next try to renew it ahead of time.
    pub(super) fn postpone(&self, pause: Duration) {
        let mut place = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(held) = &mut *place {
            held.renew_at = now().checked_add(pause);
        }
    }
}
