//! Ranges of times as filter values.

use std::fmt::{self, Display};
use std::ops::Range;

/// A range of dates or times, written `START..END`: the start belongs to it, the end does not.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct DateRange {
    start: String,
    end: String,
}

impl DateRange {
    /// From anything that is displayed as a date or time.
    pub fn new(start: impl Display, end: impl Display) -> Self {
        Self {
            start: start.to_string(),
            end: end.to_string(),
        }
    }
}

impl<T: Display> From<Range<T>> for DateRange {
    fn from(range: Range<T>) -> Self {
        Self::new(range.start, range.end)
    }
}

impl Display for DateRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}
