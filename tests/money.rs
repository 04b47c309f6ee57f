//! A type of the user, which stands for a schema.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// An amount of euros, written `12.50 EUR`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Money {
    cents: u32,
}

impl Money {
    /// So many cents.
    pub fn euros(cents: u32) -> Self {
        Self { cents }
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:02} EUR", self.cents / 100, self.cents % 100)
    }
}

impl Serialize for Money {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Money {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let digits = text
            .strip_suffix(" EUR")
            .map(|euros| euros.replace('.', ""));
        let cents = digits.and_then(|digits| digits.parse().ok());
        let cents = cents.ok_or_else(|| de::Error::custom("not an amount"))?;
        Ok(Self { cents })
    }
}
