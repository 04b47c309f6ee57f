//! Members of an update, which can be left alone, cleared or set.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

#[cfg(feature = "integer")]
use super::integer::Integers;

/// The three states of a member in a PATCH body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Patch<T> {
    /// Left out: the server keeps what it has.
    #[default]
    Keep,
    /// `null`: the server clears it.
    Null,
    /// The server takes this value.
    Value(T),
}

impl<T> Patch<T> {
    /// Whether the member is left out.
    pub fn is_keep(&self) -> bool {
        matches!(self, Self::Keep)
    }

    /// Whether the member is cleared.
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// The new value, if there is one.
    pub fn value(&self) -> Option<&T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Keep | Self::Null => None,
        }
    }
}

impl<T> From<T> for Patch<T> {
    fn from(value: T) -> Self {
        Self::Value(value)
    }
}

impl<T> From<Option<T>> for Patch<T> {
    /// `None` clears the member.
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Self::Value)
    }
}

impl From<&str> for Patch<String> {
    fn from(value: &str) -> Self {
        Self::Value(value.to_owned())
    }
}

impl<T: Serialize> Serialize for Patch<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value().serialize(serializer)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Patch<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Option::deserialize(deserializer).map(Self::from)
    }
}

#[cfg(feature = "integer")]
impl<'de, T: Integers<'de>> Integers<'de> for Patch<T> {
    fn read<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Option::read(deserializer).map(Self::from)
    }
}
