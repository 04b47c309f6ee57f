//! What a range may begin and end with, for clients that use the library `jiff`.

use jiff::civil::Date;
use jiff::{Timestamp, Zoned};

use super::date_range::RangeEnd;

impl RangeEnd for Timestamp {
    fn rfc3339(&self) -> String {
        self.to_string()
    }
}

impl RangeEnd for Zoned {
    /// Without the name of the time zone, which RFC 3339 does not know.
    fn rfc3339(&self) -> String {
        self.timestamp().to_string()
    }
}

impl RangeEnd for Date {
    fn rfc3339(&self) -> String {
        self.to_string()
    }
}
