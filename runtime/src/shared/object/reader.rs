//! The members of an object being read.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Deserialize;
#[cfg(feature = "testing")]
use serde::de::DeserializeOwned;
use serde::de::{Error, IgnoredAny, MapAccess};
use serde_json::Value;

use super::super::decode::Text;
#[cfg(feature = "fit")]
use super::super::fit;
#[cfg(feature = "integer")]
use super::super::integer::{Inner, Integers};
#[cfg(feature = "patch")]
use super::super::patch::Patch;
#[cfg(feature = "testing")]
use super::super::sample;
#[cfg(feature = "tag")]
use super::super::tag::Tag;
use super::super::undeclared::Undeclared;

/// The members of an object being read.
pub struct Reader<A> {
    members: A,
    undeclared: Undeclared,
    /// A bit for each member with one value only that was there.
    #[cfg(feature = "tag")]
    seen: u64,
    /// How many declared members were there.
    #[cfg(feature = "fit")]
    declared: u32,
}

impl<'de, A: MapAccess<'de>> Reader<A> {
    pub(super) fn new(members: A) -> Self {
        #[cfg(feature = "fit")]
        fit::enter();
        Self {
            members,
            undeclared: Undeclared::default(),
            #[cfg(feature = "tag")]
            seen: 0,
            #[cfg(feature = "fit")]
            declared: 0,
        }
    }

    /// A declared member was there.
    fn is_declared(&mut self) {
        #[cfg(feature = "fit")]
        {
            self.declared += 1;
        }
    }

    /// The name of the next member.
    pub fn name(&mut self) -> Result<Option<Cow<'de, str>>, A::Error> {
        Ok(self.members.next_key::<Text<'de>>()?.map(|name| name.0))
    }

    /// Reads a member that is always there.
    pub fn required<T: Deserialize<'de>>(
        &mut self,
        member: &mut Option<T>,
        _: &'static str,
        _: u32,
    ) -> Result<(), A::Error> {
        *member = Some(self.members.next_value()?);
        self.is_declared();
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
        self.is_declared();
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
        self.is_declared();
        Ok(())
    }

    /// Reads a member of an update.
    #[cfg(feature = "patch")]
    pub fn patch<T: Deserialize<'de>>(
        &mut self,
        member: &mut Patch<T>,
        _: &'static str,
        _: u32,
    ) -> Result<(), A::Error> {
        *member = self.members.next_value()?;
        self.is_declared();
        Ok(())
    }

    /// Reads integers that are always there.
    #[cfg(feature = "integer")]
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
    #[cfg(feature = "integer")]
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
    #[cfg(feature = "integer")]
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
    #[cfg(all(feature = "integer", feature = "patch"))]
    pub fn whole_patch<T: Integers<'de>>(
        &mut self,
        member: &mut Patch<T>,
        _: &'static str,
        _: u32,
    ) -> Result<(), A::Error> {
        *member = self.members.next_value::<Inner<Patch<T>>>()?.0;
        self.is_declared();
        Ok(())
    }

    /// Reads a member that has one value only. Any other value is kept, and written back.
    #[cfg(feature = "tag")]
    pub fn constant(&mut self, name: &'static str, only: Tag, index: u32) -> Result<(), A::Error> {
        let value: Value = self.members.next_value()?;
        self.seen |= 1_u64.checked_shl(index).unwrap_or(0);
        if !only.is(&value) {
            #[cfg(feature = "fit")]
            fit::unlisted();
            self.undeclared.insert(name, value);
        }
        self.is_declared();
        Ok(())
    }

    /// Whether a member with one value only was there, as it has to be.
    #[cfg(feature = "tag")]
    pub fn always(&mut self, name: &'static str, index: u32) -> Result<(), A::Error> {
        if self.is_missing(index) {
            return Err(missing(name));
        }
        Ok(())
    }

    /// Remembers where a member with one value only was missing, as it may be.
    #[cfg(feature = "tag")]
    pub fn maybe(&mut self, name: &'static str, index: u32) -> Result<(), A::Error> {
        if self.is_missing(index) {
            self.undeclared.mark(index, name);
        }
        Ok(())
    }

    #[cfg(feature = "tag")]
    fn is_missing(&self, index: u32) -> bool {
        #[cfg(feature = "testing")]
        if sample::is_active() {
            return false;
        }
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
            #[cfg(feature = "testing")]
            if sample::is_active() {
                return None;
            }
            #[cfg(feature = "fit")]
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
    #[cfg(feature = "integer")]
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
        #[cfg(feature = "fit")]
        fit::undeclared();
        Ok(())
    }

    /// Passes over the value of a member that is not declared.
    pub fn skip(&mut self) -> Result<(), A::Error> {
        #[cfg(feature = "fit")]
        fit::undeclared();
        self.members.next_value::<IgnoredAny>().map(|_| ())
    }

    /// What was there beyond the declared members.
    pub fn undeclared(&mut self) -> Undeclared {
        std::mem::take(&mut self.undeclared)
    }
}

#[cfg(feature = "fit")]
impl<A> Drop for Reader<A> {
    fn drop(&mut self) {
        fit::leave(self.declared);
    }
}

/// The value of a member that has to be there.
#[cfg(not(feature = "testing"))]
pub fn given<T>(value: Option<T>) -> Option<T> {
    value
}

/// The value of a member that has to be there; one is made up for a sample.
#[cfg(feature = "testing")]
pub fn given<T: DeserializeOwned>(value: Option<T>) -> Option<T> {
    match value {
        None if sample::is_active() => sample::member::<T, serde_json::Error>().ok(),
        value => value,
    }
}

/// The error for a member that has to be there.
pub fn missing<E: Error>(name: &'static str) -> E {
    E::missing_field(name)
}
