//! Unions that nothing but the shape of a value tells apart.

/// Implements serde for a union: the first variant that fits is taken.
macro_rules! untagged_union {
    ($name:ident [$($direction:ident)*] $variants:tt) => {
        $(untagged_union!(@$direction $name $variants);)*
    };
    (@read $name:ident { $($variant:ident),* $(,)? }) => {
        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                let value = <::serde_json::Value as ::serde::Deserialize>::deserialize(deserializer)?;
                $(if let Ok(found) = ::serde::Deserialize::deserialize(&value) {
                    return Ok(Self::$variant(found));
                })*
                Ok(Self::Other(value))
            }
        }
    };
    (@write $name:ident { $($variant:ident),* $(,)? }) => {
        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                match self {
                    $(Self::$variant(value) => ::serde::Serialize::serialize(value, serializer),)*
                    Self::Other(value) => ::serde::Serialize::serialize(value, serializer),
                }
            }
        }
    };
}

pub(crate) use untagged_union;
