//! What the structs of a big API have in common: reading and writing JSON objects.
//!
//! Derived code would do the same. It is some ten times as much for the compiler to read, though, which tells where
//! there are thousands of structs.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{Error, IgnoredAny, MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::patch::Patch;

/// Implements serde for a struct, from its members and how they may be absent.
macro_rules! object {
    ($name:ident [$($direction:ident)*] $members:tt) => {
        $(object!(@$direction $name $members);)*
    };
    (@read $name:ident { $($presence:ident $member:ident: $wire:literal,)* $(..$additional:ident)? }) => {
        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> ::std::result::Result<Self, D::Error> {
                object::read(deserializer)
            }
        }

        impl object::Object for $name {
            fn read<'de, A: ::serde::de::MapAccess<'de>>(mut members: object::Reader<A>) -> ::std::result::Result<Self, A::Error> {
                $(let mut $member = object::absent::$presence();)*
                $(let mut $additional = ::std::collections::BTreeMap::new();)?
                while let Some(name) = members.name()? {
                    match &*name {
                        $($wire => members.$presence(&mut $member),)*
                        _ => object!(@other members name $($additional)?),
                    }?;
                }
                $(object!(@present $presence $member $wire);)*
                Ok(Self { $($member,)* $($additional)? })
            }
        }
    };
    (@other $members:ident $name:ident) => { $members.skip() };
    (@other $members:ident $name:ident $additional:ident) => { $members.other($name, &mut $additional) };
    (@present required $member:ident $wire:literal) => {
        let Some($member) = $member else { return Err(object::missing($wire)) };
    };
    (@present $presence:ident $member:ident $wire:literal) => {};
    (@write $name:ident { $($presence:ident $member:ident: $wire:literal,)* $(..$additional:ident)? }) => {
        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> ::std::result::Result<S::Ok, S::Error> {
                let mut members = object::Writer::new(serializer)?;
                $(members.$presence($wire, &self.$member);)*
                $(members.others(&self.$additional);)?
                members.end()
            }
        }
    };
}

pub(crate) use object;

/// A struct that is read from a JSON object.
pub trait Object: Sized {
    /// Reads the members of the object.
    fn read<'de, A: MapAccess<'de>>(members: Reader<A>) -> Result<Self, A::Error>;
}

/// Reads a struct.
pub fn read<'de, T: Object, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    struct ObjectVisitor<T>(PhantomData<T>);

    impl<'de, T: Object> Visitor<'de> for ObjectVisitor<T> {
        type Value = T;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object")
        }

        fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<T, A::Error> {
            T::read(Reader(members))
        }
    }

    deserializer.deserialize_map(ObjectVisitor(PhantomData))
}

/// The members of an object being read.
pub struct Reader<A>(A);

impl<'de, A: MapAccess<'de>> Reader<A> {
    /// The name of the next member.
    pub fn name(&mut self) -> Result<Option<Cow<'de, str>>, A::Error> {
        Ok(self.0.next_key::<Name<'de>>()?.map(|name| name.0))
    }

    /// Reads a member that is always there.
    pub fn required<T: Deserialize<'de>>(
        &mut self,
        member: &mut Option<T>,
    ) -> Result<(), A::Error> {
        *member = Some(self.0.next_value()?);
        Ok(())
    }

    /// Reads a member that may be null, or missing.
    pub fn optional<T: Deserialize<'de>>(
        &mut self,
        member: &mut Option<T>,
    ) -> Result<(), A::Error> {
        *member = self.0.next_value()?;
        Ok(())
    }

    /// Reads a member that is always there, perhaps as null.
    pub fn nullable<T: Deserialize<'de>>(
        &mut self,
        member: &mut Option<T>,
    ) -> Result<(), A::Error> {
        self.optional(member)
    }

    /// Reads a member of an update.
    pub fn patch<T: Deserialize<'de>>(&mut self, member: &mut Patch<T>) -> Result<(), A::Error> {
        *member = self.0.next_value()?;
        Ok(())
    }

    /// Keeps the value of a member that is not declared.
    pub fn other<T: Deserialize<'de>>(
        &mut self,
        name: Cow<'de, str>,
        members: &mut BTreeMap<String, T>,
    ) -> Result<(), A::Error> {
        members.insert(name.into_owned(), self.0.next_value()?);
        Ok(())
    }

    /// Passes over the value of a member that is not declared.
    pub fn skip(&mut self) -> Result<(), A::Error> {
        self.0.next_value::<IgnoredAny>().map(|_| ())
    }
}

/// Members before they are read.
pub mod absent {
    use super::Patch;

    /// A member that is always there.
    pub fn required<T>() -> Option<T> {
        None
    }

    /// A member that may be null, or missing.
    pub fn optional<T>() -> Option<T> {
        None
    }

    /// A member that is always there, perhaps as null.
    pub fn nullable<T>() -> Option<T> {
        None
    }

    /// A member of an update.
    pub fn patch<T>() -> Patch<T> {
        Patch::Keep
    }
}

/// The error for a member that has to be there.
pub fn missing<E: Error>(name: &'static str) -> E {
    E::missing_field(name)
}

/// The name of a member, not copied where the input allows.
struct Name<'de>(Cow<'de, str>);

impl<'de> Deserialize<'de> for Name<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct NameVisitor;

        impl<'de> Visitor<'de> for NameVisitor {
            type Value = Name<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the name of a member")
            }

            fn visit_borrowed_str<E: Error>(self, name: &'de str) -> Result<Name<'de>, E> {
                Ok(Name(Cow::Borrowed(name)))
            }

            fn visit_str<E: Error>(self, name: &str) -> Result<Name<'de>, E> {
                Ok(Name(Cow::Owned(name.to_owned())))
            }

            fn visit_string<E: Error>(self, name: String) -> Result<Name<'de>, E> {
                Ok(Name(Cow::Owned(name)))
            }
        }

        deserializer.deserialize_identifier(NameVisitor)
    }
}

/// The members of an object being written, and the first thing that went wrong.
pub struct Writer<M: SerializeMap>(M, Result<(), M::Error>);

impl<M: SerializeMap> Writer<M> {
    /// Begins an object.
    pub fn new<S: Serializer<SerializeMap = M, Error = M::Error>>(
        serializer: S,
    ) -> Result<Self, S::Error> {
        Ok(Self(serializer.serialize_map(None)?, Ok(())))
    }

    /// A member that is always there.
    pub fn required<T: Serialize>(&mut self, name: &str, value: &T) {
        if self.1.is_ok() {
            self.1 = self.0.serialize_entry(name, value);
        }
    }

    /// A member that is always there, perhaps as null.
    pub fn nullable<T: Serialize>(&mut self, name: &str, value: &Option<T>) {
        self.required(name, value);
    }

    /// A member that is left out where there is no value.
    pub fn optional<T: Serialize>(&mut self, name: &str, value: &Option<T>) {
        if let Some(value) = value {
            self.required(name, value);
        }
    }

    /// A member of an update, left out to keep what the server has.
    pub fn patch<T: Serialize>(&mut self, name: &str, value: &Patch<T>) {
        if !value.is_keep() {
            self.required(name, value);
        }
    }

    /// Members that are not declared.
    pub fn others<T: Serialize>(&mut self, members: &BTreeMap<String, T>) {
        members
            .iter()
            .for_each(|(name, value)| self.required(name, value));
    }

    /// Ends the object.
    pub fn end(self) -> Result<M::Ok, M::Error> {
        self.1.and_then(|()| self.0.end())
    }
}
