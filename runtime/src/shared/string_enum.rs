//! What all open string enums have in common.

use std::fmt;
use std::marker::PhantomData;

use serde::Deserializer;
use serde::de::{Error, Visitor};

use super::fit;
#[cfg(feature = "testing")]
use super::sample;

/// Implements text conversions and serde for an open enum of strings, from its variants and what they are on the wire.
///
/// The variant `Unknown` keeps a value that the document does not list, so nothing here can fail on one. Where `any` stands
/// before the variants, the document allows any string, and none counts against the type.
#[cfg_attr(not(inline), macro_export)]
#[doc(hidden)]
macro_rules! string_enum {
    (@is_unlisted) => { |value| matches!(value, Self::Unknown(_)) };
    (@is_unlisted any) => { |_| false };
    (@first $first:literal $($other:literal)*) => { $first };
    (@first) => { "" };
    ($name:ident $($any:ident)? { $($variant:ident: $wire:literal),* $(,)? }) => {
        impl $name {
            /// The value as it is on the wire.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $wire,)*
                    Self::Unknown(value) => value,
                }
            }
        }

        impl ::std::convert::From<&str> for $name {
            fn from(text: &str) -> Self {
                match text {
                    $($wire => Self::$variant,)*
                    _ => Self::Unknown(text.to_owned()),
                }
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = ::std::convert::Infallible;

            fn from_str(text: &str) -> ::std::result::Result<Self, Self::Err> {
                Ok(Self::from(text))
            }
        }

        impl ::std::convert::AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl ::std::convert::From<::std::string::String> for $name {
            fn from(text: ::std::string::String) -> Self {
                Self::from(text.as_str())
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> ::std::result::Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                string_enum::read(deserializer, string_enum!(@is_unlisted $($any)?), string_enum!(@first $($wire)*))
            }
        }
    };
}

#[cfg(inline)]
pub(crate) use string_enum;

/// Reads an enumeration.
///
/// # Errors
///
/// When the value is no string.
pub fn read<'de, T: for<'t> From<&'t str>, D: Deserializer<'de>>(
    deserializer: D,
    is_unlisted: fn(&T) -> bool,
    first: &str,
) -> Result<T, D::Error> {
    struct Text<T>(PhantomData<T>);

    impl<T: for<'t> From<&'t str>> Visitor<'_> for Text<T> {
        type Value = T;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a string")
        }

        fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
            Ok(T::from(text))
        }
    }

    if let Some(first) = sampled(first) {
        return Ok(T::from(first));
    }
    let value = deserializer.deserialize_str(Text(PhantomData))?;
    if is_unlisted(&value) {
        fit::unlisted();
    }
    Ok(value)
}

/// The first value, for a sample.
#[cfg(feature = "testing")]
fn sampled(first: &str) -> Option<&str> {
    sample::is_active().then_some(first)
}

#[cfg(not(feature = "testing"))]
fn sampled(_: &str) -> Option<&str> {
    None
}
