//! What all open integer enums have in common.

pub use super::fit::unlisted;

/// Implements text conversions and serde for an open enum of integers, from its variants and their values.
///
/// The variant `Unknown` keeps a value that the document does not list, so nothing here can fail on one.
#[cfg_attr(not(inline), macro_export)]
#[doc(hidden)]
macro_rules! integer_enum {
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
                let value = <i64 as integer::Integers>::read(deserializer).map(Self::from)?;
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
