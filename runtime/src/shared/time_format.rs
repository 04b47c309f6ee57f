//! Instants and days of the library `time`.

use time::format_description::well_known::{Iso8601, Rfc3339};
use time::{Date, OffsetDateTime};

use super::formatted::{Format, is_date_time, is_full_date};

impl Format for OffsetDateTime {
    fn read(text: &str) -> Option<Self> {
        let instant = || OffsetDateTime::parse(text, &Rfc3339).ok();
        is_date_time(text).then(instant).flatten()
    }

    fn write(&self) -> String {
        // RFC 3339 has no years before 0 and no offsets with seconds.
        self.format(&Rfc3339).unwrap_or_else(|_| self.to_string())
    }
}

impl Format for Date {
    fn read(text: &str) -> Option<Self> {
        let day = || Date::parse(text, &Iso8601::DATE).ok();
        is_full_date(text).then(day).flatten()
    }

    fn write(&self) -> String {
        self.to_string()
    }
}
