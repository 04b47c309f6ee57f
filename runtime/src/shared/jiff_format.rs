//! Instants and days of the library `jiff`.

use jiff::Timestamp;
use jiff::civil::Date;

use super::formatted::{Format, is_date_time, is_full_date};

impl Format for Timestamp {
    fn read(text: &str) -> Option<Self> {
        is_date_time(text).then(|| text.parse().ok()).flatten()
    }

    fn write(&self) -> String {
        self.to_string()
    }
}

impl Format for Date {
    fn read(text: &str) -> Option<Self> {
        is_full_date(text).then(|| text.parse().ok()).flatten()
    }

    fn write(&self) -> String {
        self.to_string()
    }
}
