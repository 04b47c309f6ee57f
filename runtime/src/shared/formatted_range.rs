//! Instants and days as they were received can begin and end a range.

use super::date_range::RangeEnd;
use super::formatted::Formatted;

impl<T> RangeEnd for Formatted<T> {
    fn rfc3339(&self) -> String {
        self.as_str().to_owned()
    }
}
