//! What a range may begin and end with, for clients that use the library `time`.

use time::Date;

use super::date_range::RangeEnd;
use super::formatted::Format;

impl RangeEnd for time::OffsetDateTime {
    fn rfc3339(&self) -> String {
        self.write()
    }
}

impl RangeEnd for Date {
    fn rfc3339(&self) -> String {
        self.to_string()
    }
}
