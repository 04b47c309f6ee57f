//! Ranges of times as filter values.

use std::fmt::{self, Display};
use std::ops::Range;

/// A range of dates or times, written `START..END`: the start belongs to it, the end does not.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct DateRange {
    start: String,
    end: String,
}

/// What a [`DateRange`] begins or ends with: a day or an instant, or text that says one.
pub trait RangeEnd {
    /// As RFC 3339 writes it: `full-date` or `date-time`.
    fn rfc3339(&self) -> String;
}

impl RangeEnd for str {
    fn rfc3339(&self) -> String {
        self.to_owned()
    }
}

impl RangeEnd for String {
    fn rfc3339(&self) -> String {
        self.clone()
    }
}

impl<T: RangeEnd + ?Sized> RangeEnd for &T {
    fn rfc3339(&self) -> String {
        (**self).rfc3339()
    }
}

impl DateRange {
    /// From days, instants, or text that says one.
    pub fn new(start: impl RangeEnd, end: impl RangeEnd) -> Self {
        Self {
            start: start.rfc3339(),
            end: end.rfc3339(),
        }
    }
}

impl<T: RangeEnd> From<Range<T>> for DateRange {
    fn from(range: Range<T>) -> Self {
        Self::new(range.start, range.end)
    }
}

impl Display for DateRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}
