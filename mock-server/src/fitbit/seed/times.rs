//! Times that do not depend on when the server starts.

use jiff::{SignedDuration, Timestamp};

/// 2025-06-02T00:00:00Z, a Monday: the day that the data is about.
const TODAY: i64 = 1_748_822_400;

/// An instant some minutes before (or, if negative, after) that day, as the API writes it.
pub(super) fn ago(minutes: i64) -> String {
    let today = Timestamp::from_second(TODAY).unwrap_or_default();
    let then = today
        .checked_sub(SignedDuration::from_mins(minutes))
        .unwrap_or(today);
    format!("{then:.3}")
}

pub(super) const HOUR: i64 = 60;
pub(super) const DAY: i64 = 24 * HOUR;
