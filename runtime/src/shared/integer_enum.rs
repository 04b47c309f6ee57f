//! What all open integer enums have in common.

use serde::Deserializer;

pub use super::fit::unlisted;
use super::integer;
#[cfg(feature = "testing")]
use super::sample;

/// Implements text conversions and serde for an open enum of integers, from its variants and their values.
///
/// The variant `Unknown` keeps a value that the document does not list, so nothing here can fail on one.
#[cfg_attr(not(inline), macro_export)]
#[doc(hidden)]
macro_rules! integer_enum {
    (@first $first:literal $($other:literal)*) => { $first };
    (@first) => { 0 };
    ($name:ident { $($variant:ident: $wire:literal),* $(,)? }) => {
        impl $name {
            /// The value as it is on the wire.
            pub fn value(self) -> i64 {
                match self {
                    $(Self::$variant => $wire,)*
                    Self::Unknown(value) => value,
                }
            }
        }

        impl ::std::convert::From<i64> for $name {
            fn from(value: i64) -> Self {
                match value {
                    $($wire => Self::$variant,)*
                    _ => Self::Unknown(value),
                }
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::fmt::Display::fmt(&self.value(), f)
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> ::std::result::Result<S::Ok, S::Error> {
                serializer.serialize_i64(self.value())
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                let first = integer_enum!(@first $($wire)*);
                let value = integer_enum::read(deserializer, first).map(Self::from)?;
                if matches!(value, Self::Unknown(_)) {
                    integer_enum::unlisted();
                }
                Ok(value)
            }
        }
    };
}

#[cfg(inline)]
pub(crate) use integer_enum;

/// Reads the value of an enumeration.
///
/// # Errors
///
/// When the value is no integer.
pub fn read<'de, D: Deserializer<'de>>(deserializer: D, first: i64) -> Result<i64, D::Error> {
    match sampled(first) {
        Some(first) => Ok(first),
        None => integer::read(deserializer),
    }
}

/// The first value, for a sample.
#[cfg(feature = "testing")]
fn sampled(first: i64) -> Option<i64> {
    sample::is_active().then_some(first)
}

#[cfg(not(feature = "testing"))]
fn sampled(_: i64) -> Option<i64> {
    None
}
