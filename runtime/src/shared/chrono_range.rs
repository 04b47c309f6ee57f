//! What a range may begin and end with, for clients that use the library `chrono`.

use chrono::{NaiveDate, SecondsFormat, TimeZone};

use super::date_range::RangeEnd;

impl<Z: TimeZone> RangeEnd for chrono::DateTime<Z> {
    fn rfc3339(&self) -> String {
        self.to_utc().to_rfc3339_opts(SecondsFormat::AutoSi, true)
    }
}

impl RangeEnd for NaiveDate {
    fn rfc3339(&self) -> String {
        self.to_string()
    }
}
