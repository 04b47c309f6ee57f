//! What structs have in common: reading and writing JSON objects.
//!
//! Derived code would do nearly the same. It is some ten times as much for the compiler to read, though.

mod reader;
mod writer;

use std::fmt;
use std::marker::PhantomData;

use serde::Deserializer;
use serde::de::{MapAccess, Visitor};

#[cfg(feature = "tag")]
pub use super::tag::Tag;
pub use reader::{Reader, given, missing};
pub use writer::Writer;

/// Implements serde for a struct, from its members and how they may be absent. Each member stands with its position.
///
/// - `whole` begins those whose values are integers or lists and maps of them, which may be written as `1.0`.
/// - `is` begins members with one value only, which are no fields: their presence, name, value and position.
/// - `additional` names the field for further members of one type and how they are read, `undeclared` the one for members that are not declared.
#[cfg_attr(not(inline), macro_export)]
#[doc(hidden)]
macro_rules! object {
    ($name:ident [$($direction:ident)*] $members:tt) => {
        $(object!(@$direction $name $members);)*
    };
    (@read $name:ident {
        $($presence:ident $member:ident: $wire:literal $index:literal,)*
        $(; is { $($constancy:ident $constant:literal = $value:ident($text:literal) $place:literal,)* })?
        $(; additional $additional:ident as $how:ident)? $(; undeclared $undeclared:ident)?
    }) => {
        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> ::std::result::Result<Self, D::Error> {
                object::read(deserializer)
            }
        }

        impl object::Object for $name {
            fn read<'de, A: ::serde::de::MapAccess<'de>>(members: &mut object::Reader<A>) -> ::std::result::Result<Self, A::Error> {
                $(let mut $member = object::absent::$presence();)*
                $(let mut $additional = ::std::collections::BTreeMap::new();)?
                while let Some(name) = members.name()? {
                    match &*name {
                        $($wire => members.$presence(&mut $member, $wire, $index),)*
                        $($($constant => members.constant($constant, object::Tag::$value($text), $place),)*)?
                        _ => object!(@other members name $($additional $how)? $(keep $undeclared)?),
                    }?;
                }
                $($(members.$constancy($constant, $place)?;)*)?
                $(object!(@present members $presence $member $wire $index);)*
                Ok(Self { $($member,)* $($additional,)? $($undeclared: members.undeclared(),)? })
            }
        }
    };
    (@other $members:ident $name:ident) => { $members.skip() };
    (@other $members:ident $name:ident keep $undeclared:ident) => { $members.keep($name) };
    (@other $members:ident $name:ident $additional:ident $how:ident $(keep $undeclared:ident)?) => {
        $members.$how($name, &mut $additional)
    };
    (@present $members:ident required $member:ident $wire:literal $index:literal) => {
        let Some($member) = object::given($member) else { return Err(object::missing($wire)) };
    };
    (@present $members:ident whole $member:ident $wire:literal $index:literal) => {
        object!(@present $members required $member $wire $index);
    };
    (@present $members:ident nullable $member:ident $wire:literal $index:literal) => {
        let $member = $members.present($member, $wire, $index);
    };
    (@present $members:ident whole_nullable $member:ident $wire:literal $index:literal) => {
        let $member = $members.present($member, $wire, $index);
    };
    (@present $members:ident $presence:ident $member:ident $wire:literal $index:literal) => {};
    (@write $name:ident {
        $($presence:ident $member:ident: $wire:literal $index:literal,)*
        $(; is { $($constancy:ident $constant:literal = $value:ident($text:literal) $place:literal,)* })?
        $(; additional $additional:ident as $how:ident)? $(; undeclared $undeclared:ident)?
    }) => {
        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> ::std::result::Result<S::Ok, S::Error> {
                let mut members = object::Writer::new(serializer)?;
                members.keep(object!(@undeclared self $($undeclared)?));
                $($(members.constant($constant, object::Tag::$value($text), $place);)*)?
                $(members.$presence($wire, &self.$member, $index);)*
                $(members.others(&self.$additional);)?
                members.end()
            }
        }
    };
    (@undeclared $self:ident) => { None };
    (@undeclared $self:ident $undeclared:ident) => { Some(&$self.$undeclared) };
}

#[cfg(inline)]
pub(crate) use object;

/// A struct that is read from a JSON object.
pub trait Object: Sized {
    /// Reads the members of the object.
    fn read<'de, A: MapAccess<'de>>(members: &mut Reader<A>) -> Result<Self, A::Error>;
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
            T::read(&mut Reader::new(members))
        }
    }

    deserializer.deserialize_map(ObjectVisitor(PhantomData))
}

/// Members before they are read.
pub mod absent {
    #[cfg(feature = "patch")]
    use super::super::patch::Patch;

    /// A member that is always there.
    pub fn required<T>() -> Option<T> {
        None
    }

    /// A member that may be null, or missing.
    pub fn optional<T>() -> Option<T> {
        None
    }

    /// A member that is always there, perhaps as null.
    pub fn nullable<T>() -> Option<Option<T>> {
        None
    }

    /// A member of an update.
    #[cfg(feature = "patch")]
    pub fn patch<T>() -> Patch<T> {
        Patch::Keep
    }

    #[cfg(all(feature = "integer", feature = "patch"))]
    pub use patch as whole_patch;
    #[cfg(feature = "integer")]
    pub use {nullable as whole_nullable, optional as whole_optional, required as whole};
}
