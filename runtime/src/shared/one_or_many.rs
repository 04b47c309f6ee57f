//! Bodies that take one value or a list of them, as bulk creates do.

use serde::de::{Deserialize, Deserializer, Error as _};
use serde::{Serialize, Serializer};
use serde_json::Value;

#[cfg(feature = "integer")]
use super::integer::{self, Integers};
#[cfg(feature = "testing")]
use super::sample;

/// One value, or a list of them.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum OneOrMany<T> {
    /// A value by itself.
    One(T),
    /// A list.
    Many(Vec<T>),
}

impl<T> OneOrMany<T> {
    /// The values.
    pub fn as_slice(&self) -> &[T] {
        match self {
            Self::One(value) => std::slice::from_ref(value),
            Self::Many(values) => values,
        }
    }
}

impl<T> From<T> for OneOrMany<T> {
    fn from(value: T) -> Self {
        Self::One(value)
    }
}

impl<T> From<Vec<T>> for OneOrMany<T> {
    fn from(values: Vec<T>) -> Self {
        Self::Many(values)
    }
}

impl<T: Serialize> Serialize for OneOrMany<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::One(value) => value.serialize(serializer),
            Self::Many(values) => values.serialize(serializer),
        }
    }
}

impl<'de, T: serde::de::DeserializeOwned> Deserialize<'de> for OneOrMany<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[cfg(feature = "testing")]
        if sample::is_active() {
            return T::deserialize(deserializer).map(Self::One);
        }
        read(
            Value::deserialize(deserializer)?,
            serde_json::from_value,
            serde_json::from_value,
        )
        .map_err(D::Error::custom)
    }
}

#[cfg(feature = "integer")]
impl<'de, T: for<'v> Integers<'v>> Integers<'de> for OneOrMany<T> {
    fn read<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[cfg(feature = "testing")]
        if sample::is_active() {
            return T::read(deserializer).map(Self::One);
        }
        read(
            Value::deserialize(deserializer)?,
            integer::read,
            integer::read,
        )
        .map_err(D::Error::custom)
    }
}

/// A list is many values, or one if values are lists themselves.
fn read<T, E>(
    value: Value,
    one: impl Fn(Value) -> Result<T, E>,
    many: impl Fn(Value) -> Result<Vec<T>, E>,
) -> Result<OneOrMany<T>, E> {
    if !value.is_array() {
        return one(value).map(OneOrMany::One);
    }
    many(value.clone())
        .map(OneOrMany::Many)
        .or_else(|error| one(value).map(OneOrMany::One).map_err(|_| error))
}
