//! Instants, for clients that use the library `chrono`.

use std::fmt::{self, Display};
use std::ops::Deref;
use std::str::FromStr;

use chrono::{ParseError, SecondsFormat, Utc};
use serde::{Deserialize, Serialize};

/// An instant, read and written as RFC 3339 says, also where it is displayed: `2025-01-31T12:00:00Z`.
///
/// Everything that `chrono::DateTime<Utc>` can do is at hand by dereferencing; conversions lead both ways.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DateTime(pub chrono::DateTime<Utc>);

impl Display for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.to_rfc3339_opts(SecondsFormat::AutoSi, true))
    }
}

impl FromStr for DateTime {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        chrono::DateTime::parse_from_rfc3339(text).map(|instant| Self(instant.to_utc()))
    }
}

impl Deref for DateTime {
    type Target = chrono::DateTime<Utc>;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl From<chrono::DateTime<Utc>> for DateTime {
    fn from(instant: chrono::DateTime<Utc>) -> Self {
        Self(instant)
    }
}

impl From<DateTime> for chrono::DateTime<Utc> {
    fn from(instant: DateTime) -> Self {
        instant.0
    }
}
