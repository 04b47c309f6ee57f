//! What structs have in common: reading and writing JSON objects.
//!
//! Derived code would do nearly the same. It is some ten times as much for the compiler to read, though.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{Error, IgnoredAny, MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use super::fit;
use super::integer::{Inner, Integers};
use super::patch::Patch;
pub use super::tag::Tag;
use super::undeclared::Undeclared;

/// Implements serde for a struct, from its members and how they may be absent. Each member stands with its position.
///
/// - `whole` begins those whose values are integers or lists and maps of them, which may be written as `1.0`.
/// - `is` begins members with one value only, which are no fields: their presence, name, value and position.
/// - `additional` names the field for further members of one type and how they are read, `undeclared` the one for members that are not declared.
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
        let Some($member) = $member else { return Err(object::missing($wire)) };
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
                let mut members = object::Writer::new(serializer, object!(@undeclared self $($undeclared)?))?;
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
            let mut members = Reader {
                members,
                undeclared: Undeclared::default(),
                seen: 0,
                declared: 0,
            };
            fit::inside(|| {
                let object = T::read(&mut members);
                fit::declared(members.declared);
                object
            })
        }
    }

    deserializer.deserialize_map(ObjectVisitor(PhantomData))
}

/// The members of an object being read.
pub struct Reader<A> {
    members: A,
    undeclared: Undeclared,
    /// A bit for each member with one value only that was there.
    seen: u64,
    /// How many declared members were there.
    declared: u32,
}

impl<'de, A: MapAccess<'de>> Reader<A> {
    /// The name of the next member.
    pub fn name(&mut self) -> Result<Option<Cow<'de, str>>, A::Error> {
        Ok(self.members.next_key::<Name<'de>>()?.map(|name| name.0))
    }

    /// Reads a member that is always there.
    pub fn required<T: Deserialize<'de>>(
        &mut self,
        member: &mut Option<T>,
        _: &'static str,
        _: u32,
    ) -> Result<(), A::Error> {
        *member = Some(self.members.next_value()?);
        self.declared += 1;
        Ok(())
    }

    /// Reads a member that may be null, or missing.
    pub fn optional<T: Deserialize<'de>>(
        &mut self,
        member: &mut Option<T>,
        name: &'static str,
        index: u32,
    ) -> Result<(), A::Error> {
        *member = self.members.next_value()?;
        if member.is_none() {
            self.undeclared.mark(index, name);
        }
        self.declared += 1;
        Ok(())
    }

    /// Reads a member that is always there, perhaps as null.
    pub fn nullable<T: Deserialize<'de>>(
        &mut self,
        member: &mut Option<Option<T>>,
        _: &'static str,
        _: u32,
    ) -> Result<(), A::Error> {
        *member = Some(self.members.next_value()?);
        self.declared += 1;
        Ok(())
    }

    /// Reads a member of an update.
    pub fn patch<T: Deserialize<'de>>(
        &mut self,
        member: &mut Patch<T>,
        _: &'static str,
        _: u32,
    ) -> Result<(), A::Error> {
        *member = self.members.next_value()?;
        self.declared += 1;
        Ok(())
    }

    /// Reads integers that are always there.
    pub fn whole<T: Integers<'de>>(
        &mut self,
        member: &mut Option<T>,
        name: &'static str,
        index: u32,
    ) -> Result<(), A::Error> {
        let mut inner = None;
        self.required::<Inner<T>>(&mut inner, name, index)?;
        *member = inner.map(|inner| inner.0);
        Ok(())
    }

    /// Reads integers that may be null, or missing.
    pub fn whole_optional<T: Integers<'de>>(
        &mut self,
        member: &mut Option<T>,
        name: &'static str,
        index: u32,
    ) -> Result<(), A::Error> {
        let mut inner = None;
        self.optional::<Inner<T>>(&mut inner, name, index)?;
        *member = inner.map(|inner| inner.0);
        Ok(())
    }

    /// Reads integers that are always there, perhaps as null.
    pub fn whole_nullable<T: Integers<'de>>(
        &mut self,
        member: &mut Option<Option<T>>,
        name: &'static str,
        index: u32,
    ) -> Result<(), A::Error> {
        let mut inner = None;
        self.nullable::<Inner<T>>(&mut inner, name, index)?;
        *member = inner.map(|inner| inner.map(|inner| inner.0));
        Ok(())
    }

    /// Reads integers of an update.
    pub fn whole_patch<T: Integers<'de>>(
        &mut self,
        member: &mut Patch<T>,
        _: &'static str,
        _: u32,
    ) -> Result<(), A::Error> {
        *member = self.members.next_value::<Inner<Patch<T>>>()?.0;
        self.declared += 1;
        Ok(())
    }

    /// Reads a member that has one value only. Any other value is kept, and written back.
    pub fn constant(&mut self, name: &'static str, only: Tag, index: u32) -> Result<(), A::Error> {
        let value: Value = self.members.next_value()?;
        self.seen |= 1_u64.checked_shl(index).unwrap_or(0);
        if !only.is(&value) {
            fit::unlisted();
            self.undeclared.insert(name, value);
        }
        self.declared += 1;
        Ok(())
    }

    /// Whether a member with one value only was there, as it has to be.
    pub fn always(&mut self, name: &'static str, index: u32) -> Result<(), A::Error> {
        if self.is_missing(index) {
            return Err(missing(name));
        }
        Ok(())
    }

    /// Remembers where a member with one value only was missing, as it may be.
    pub fn maybe(&mut self, name: &'static str, index: u32) -> Result<(), A::Error> {
        if self.is_missing(index) {
            self.undeclared.mark(index, name);
        }
        Ok(())
    }

    fn is_missing(&self, index: u32) -> bool {
        self.seen & 1_u64.checked_shl(index).unwrap_or(0) == 0
    }

    /// The value of a member that is always there, perhaps as null. That it is missing is remembered.
    pub fn present<T>(
        &mut self,
        member: Option<Option<T>>,
        name: &'static str,
        index: u32,
    ) -> Option<T> {
        member.unwrap_or_else(|| {
            fit::unlisted();
            if index < u64::BITS {
                self.undeclared.mark(index, name);
            }
            None
        })
    }

    /// Keeps the value of a further member.
    pub fn other<T: Deserialize<'de>>(
        &mut self,
        name: Cow<'de, str>,
        members: &mut BTreeMap<String, T>,
    ) -> Result<(), A::Error> {
        members.insert(name.into_owned(), self.members.next_value()?);
        Ok(())
    }

    /// Keeps the integers of a further member.
    pub fn whole_other<T: Integers<'de>>(
        &mut self,
        name: Cow<'de, str>,
        members: &mut BTreeMap<String, T>,
    ) -> Result<(), A::Error> {
        members.insert(name.into_owned(), self.members.next_value::<Inner<T>>()?.0);
        Ok(())
    }

    /// Keeps the value of a member that is not declared.
    pub fn keep(&mut self, name: Cow<'de, str>) -> Result<(), A::Error> {
        let value: Value = self.members.next_value()?;
        self.undeclared.insert(name, value);
        fit::undeclared();
        Ok(())
    }

    /// Passes over the value of a member that is not declared.
    pub fn skip(&mut self) -> Result<(), A::Error> {
        fit::undeclared();
        self.members.next_value::<IgnoredAny>().map(|_| ())
    }

    /// What was there beyond the declared members.
    pub fn undeclared(&mut self) -> Undeclared {
        std::mem::take(&mut self.undeclared)
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
    pub fn nullable<T>() -> Option<Option<T>> {
        None
    }

    /// A member of an update.
    pub fn patch<T>() -> Patch<T> {
        Patch::Keep
    }

    pub use {
        nullable as whole_nullable, optional as whole_optional, patch as whole_patch,
        required as whole,
    };
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
pub struct Writer<'a, M: SerializeMap> {
    members: M,
    result: Result<(), M::Error>,
    undeclared: Option<&'a Undeclared>,
    /// Members that were written although there is no mark for them.
    written: Vec<&'a str>,
}

impl<'a, M: SerializeMap> Writer<'a, M> {
    /// Begins an object.
    pub fn new<S: Serializer<SerializeMap = M, Error = M::Error>>(
        serializer: S,
        undeclared: Option<&'a Undeclared>,
    ) -> Result<Self, S::Error> {
        Ok(Self {
            members: serializer.serialize_map(None)?,
            result: Ok(()),
            undeclared,
            written: Vec::new(),
        })
    }

    fn entry<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) {
        if self.result.is_ok() {
            self.result = self.members.serialize_entry(name, value);
        }
    }

    fn is_marked(&self, index: u32) -> bool {
        self.undeclared
            .is_some_and(|undeclared| undeclared.is_marked(index))
    }

    /// A member that is always there.
    pub fn required<T: Serialize>(&mut self, name: &str, value: &T, _: u32) {
        self.entry(name, value);
    }

    /// A member that is always there, perhaps as null.
    pub fn nullable<T: Serialize>(&mut self, name: &str, value: &Option<T>, index: u32) {
        if value.is_some() || !self.is_marked(index) {
            self.entry(name, value);
        }
    }

    /// A member that is left out where there is no value, unless it was null.
    pub fn optional<T: Serialize>(&mut self, name: &'static str, value: &Option<T>, index: u32) {
        if value.is_some() && index >= u64::BITS {
            self.written.push(name);
        }
        if value.is_some() || self.is_marked(index) {
            self.entry(name, value);
        }
    }

    /// A member of an update, left out to keep what the server has.
    pub fn patch<T: Serialize>(&mut self, name: &str, value: &Patch<T>, _: u32) {
        if !value.is_keep() {
            self.entry(name, value);
        }
    }

    /// The same for integers.
    pub fn whole<T: Serialize>(&mut self, name: &str, value: &T, index: u32) {
        self.required(name, value, index);
    }

    /// The same for integers.
    pub fn whole_nullable<T: Serialize>(&mut self, name: &str, value: &Option<T>, index: u32) {
        self.nullable(name, value, index);
    }

    /// The same for integers.
    pub fn whole_optional<T: Serialize>(
        &mut self,
        name: &'static str,
        value: &Option<T>,
        index: u32,
    ) {
        self.optional(name, value, index);
    }

    /// The same for integers.
    pub fn whole_patch<T: Serialize>(&mut self, name: &str, value: &Patch<T>, index: u32) {
        self.patch(name, value, index);
    }

    /// A member that has one value only, unless another one was received, or none.
    pub fn constant(&mut self, name: &str, only: Tag, index: u32) {
        let other = self
            .undeclared
            .is_some_and(|undeclared| undeclared.get(name).is_some());
        if !other && !self.is_marked(index) {
            self.entry(name, &only);
        }
    }

    /// Further members of one type.
    pub fn others<T: Serialize>(&mut self, members: &BTreeMap<String, T>) {
        for (name, value) in members {
            self.entry(name, value);
        }
    }

    /// Ends the object.
    pub fn end(mut self) -> Result<M::Ok, M::Error> {
        for (name, value) in self.undeclared.into_iter().flat_map(Undeclared::iter) {
            if !self.written.contains(&name) {
                self.entry(name, value);
            }
        }
        self.result.and_then(|()| self.members.end())
    }
}
