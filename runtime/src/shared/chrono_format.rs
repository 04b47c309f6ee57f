//! Instants and days of the library `chrono`.

use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};

use super::formatted::{Format, is_date_time, is_full_date};

impl Format for DateTime<Utc> {
    fn read(text: &str) -> Option<Self> {
        let instant = || DateTime::parse_from_rfc3339(text).ok();
        is_date_time(text)
            .then(instant)
            .flatten()
            .map(|instant| instant.to_utc())
    }

    fn write(&self) -> String {
        self.to_rfc3339_opts(SecondsFormat::AutoSi, true)
    }
}

impl Format for NaiveDate {
    fn read(text: &str) -> Option<Self> {
        is_full_date(text).then(|| text.parse().ok()).flatten()
    }

    fn write(&self) -> String {
        self.to_string()
    }
}
