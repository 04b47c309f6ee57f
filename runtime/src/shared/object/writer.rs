//! The members of an object being written.

use std::collections::BTreeMap;

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

#[cfg(feature = "patch")]
use super::super::patch::Patch;
#[cfg(feature = "tag")]
use super::super::tag::Tag;
use super::super::undeclared::Undeclared;

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
    ) -> Result<Self, S::Error> {
        Ok(Self {
            members: serializer.serialize_map(None)?,
            result: Ok(()),
            undeclared: None,
            written: Vec::new(),
        })
    }

    /// The members that are not declared, which are written at the end, and the marks of the others.
    pub fn keep(&mut self, undeclared: Option<&'a Undeclared>) {
        self.undeclared = undeclared;
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
    #[cfg(feature = "patch")]
    pub fn patch<T: Serialize>(&mut self, name: &str, value: &Patch<T>, _: u32) {
        if !value.is_keep() {
            self.entry(name, value);
        }
    }

    /// The same for integers.
    #[cfg(feature = "integer")]
    pub fn whole<T: Serialize>(&mut self, name: &str, value: &T, index: u32) {
        self.required(name, value, index);
    }

    /// The same for integers.
    #[cfg(feature = "integer")]
    pub fn whole_nullable<T: Serialize>(&mut self, name: &str, value: &Option<T>, index: u32) {
        self.nullable(name, value, index);
    }

    /// The same for integers.
    #[cfg(feature = "integer")]
    pub fn whole_optional<T: Serialize>(
        &mut self,
        name: &'static str,
        value: &Option<T>,
        index: u32,
    ) {
        self.optional(name, value, index);
    }

    /// The same for integers.
    #[cfg(all(feature = "integer", feature = "patch"))]
    pub fn whole_patch<T: Serialize>(&mut self, name: &str, value: &Patch<T>, index: u32) {
        self.patch(name, value, index);
    }

    /// A member that has one value only, unless another one was received, or none.
    #[cfg(feature = "tag")]
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
