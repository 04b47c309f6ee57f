//! Reading and writing JSON objects without losing a member.
//!
//! `#[serde(flatten)]` could keep unknown members too, but buffers every object first, which costs time and the
//! path of an error.

use std::marker::PhantomData;

use serde::de::value::{Error as ValueError, UnitDeserializer};
use serde::de::{self, Deserialize, Deserializer, IntoDeserializer};

pub(super) use super::super::decode::Text as Name;
#[cfg(feature = "testing")]
use super::super::sample;

/// Implements serde, `Clone`, `Debug` and `PartialEq` for a struct that stands for a JSON object and has a
/// field `other` for undeclared members.
///
/// A field whose value serialises as nothing (`None`) is not written, unless its member is `always` and that other field has
/// nothing either. A `null` that a field cannot hold is kept
/// in `other`. A `nullable` field, an `Option<Option<T>>`, tells `null` from absent.
macro_rules! json_object {
    (
        [$($generic:tt)*] $name:ident [$($argument:tt)*]
        { $($field:ident: $type:ty = $member:literal,)* }
        nullable { $($null_field:ident: $null_type:ty = $null_member:literal,)* }
        $(always { $($always:literal unless $other_field:ident,)* })?
        marker { $($marker:ident,)* }
    ) => {
        impl<'de, $($generic)*> ::serde::Deserialize<'de> for $name<$($argument)*>
        where
            $($type: ::serde::Deserialize<'de>,)*
            $($null_type: ::serde::Deserialize<'de>,)*
        {
            fn deserialize<Z: ::serde::Deserializer<'de>>(deserializer: Z) -> Result<Self, Z::Error> {
                deserializer.deserialize_map(super::members::ObjectVisitor::<Self>::new())
            }
        }

        impl<'de, $($generic)*> ::serde::de::Visitor<'de> for super::members::ObjectVisitor<$name<$($argument)*>>
        where
            $($type: ::serde::Deserialize<'de>,)*
            $($null_type: ::serde::Deserialize<'de>,)*
        {
            type Value = $name<$($argument)*>;

            fn expecting(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str("a JSON object")
            }

            fn visit_map<Z: ::serde::de::MapAccess<'de>>(self, mut map: Z) -> Result<Self::Value, Z::Error> {
                $(let mut $field: Option<$type> = None;)*
                $(let mut $null_field: Option<Option<$null_type>> = None;)*
                let mut other = super::Map::new();
                while let Some(super::members::Name(name)) = map.next_key()? {
                    match &*name {
                        $($member => match map.next_value()? {
                            super::members::Member::Value(value) => $field = Some(value),
                            super::members::Member::Null => {
                                other.insert($member.to_owned(), ::serde_json::Value::Null);
                            }
                        },)*
                        $($null_member => $null_field = Some(map.next_value()?),)*
                        _ => {
                            let name = name.into_owned();
                            other.insert(name, map.next_value()?);
                        }
                    }
                }
                Ok($name {
                    $($field: match $field {
                        Some(value) => value,
                        None => super::members::absent($member)?,
                    },)*
                    $($null_field,)*
                    $($marker: ::std::marker::PhantomData,)*
                    other,
                })
            }
        }

        impl<$($generic)*> ::serde::Serialize for $name<$($argument)*>
        where
            $($type: ::serde::Serialize,)*
            $($null_type: ::serde::Serialize,)*
        {
            fn serialize<Z: ::serde::Serializer>(&self, serializer: Z) -> Result<Z::Ok, Z::Error> {
                use ::serde::ser::SerializeMap as _;
                let mut map = serializer.serialize_map(None)?;
                let mut written: Vec<&str> = Vec::new();
                let always: &[&str] = &[$($(
                    if super::nothing::is_none(&self.$other_field) { $always } else { "" },
                )*)?];
                $(if always.contains(&$member) || !super::nothing::is_none(&self.$field) {
                    map.serialize_entry($member, &self.$field)?;
                    if !self.other.is_empty() {
                        written.push($member);
                    }
                })*
                $(if let Some(value) = &self.$null_field {
                    map.serialize_entry($null_member, value)?;
                    if !self.other.is_empty() {
                        written.push($null_member);
                    }
                })*
                for (name, value) in &self.other {
                    if !written.contains(&name.as_str()) && !always.contains(&name.as_str()) {
                        map.serialize_entry(name, value)?;
                    }
                }
                map.end()
            }
        }

        impl<$($generic)*> Clone for $name<$($argument)*>
        where
            $($type: Clone,)*
            $($null_type: Clone,)*
        {
            fn clone(&self) -> Self {
                Self {
                    $($field: self.$field.clone(),)*
                    $($null_field: self.$null_field.clone(),)*
                    $($marker: ::std::marker::PhantomData,)*
                    other: self.other.clone(),
                }
            }
        }

        impl<$($generic)*> ::std::fmt::Debug for $name<$($argument)*>
        where
            $($type: ::std::fmt::Debug,)*
            $($null_type: ::std::fmt::Debug,)*
        {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                let mut debug = f.debug_struct(stringify!($name));
                $(debug.field($member, &self.$field);)*
                $(debug.field($null_member, &self.$null_field);)*
                if !self.other.is_empty() {
                    debug.field("other", &self.other);
                }
                debug.finish()
            }
        }

        impl<$($generic)*> PartialEq for $name<$($argument)*>
        where
            $($type: PartialEq,)*
            $($null_type: PartialEq,)*
        {
            fn eq(&self, other: &Self) -> bool {
                $(self.$field == other.$field &&)*
                $(self.$null_field == other.$null_field &&)*
                self.other == other.other
            }
        }
    };
}

pub(super) use json_object;

/// Reads a `T` from a map of members; `json_object!` says how for each `T`.
pub(super) struct ObjectVisitor<T>(PhantomData<fn() -> T>);

impl<T> ObjectVisitor<T> {
    pub(super) fn new() -> Self {
        Self(PhantomData)
    }
}

/// A member that is there.
pub(super) enum Member<T> {
    Null,
    Value(T),
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Member<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Option::deserialize(deserializer).map(|value| value.map_or(Self::Null, Self::Value))
    }
}

/// The value of a member that is not there: `None` for an optional one, an error for any other.
pub(super) fn absent<'de, T: Deserialize<'de>, E: de::Error>(member: &'static str) -> Result<T, E> {
    let nothing: UnitDeserializer<ValueError> = ().into_deserializer();
    let value = T::deserialize(nothing);
    #[cfg(feature = "testing")]
    let value = value.or_else(|error| match sample::is_active() {
        true => sample::member(),
        false => Err(error),
    });
    value.map_err(|_| E::missing_field(member))
}
