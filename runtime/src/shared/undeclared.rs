//! What an object holds beyond its declared members.

use std::fmt;

use serde_json::{Map, Value};

#[cfg(feature = "patch")]
use super::patch::Patch;

/// Members that the document does not declare, as they were received. They are written back after the declared ones, so
/// that reading, changing and writing an object keeps what a newer server has added.
///
/// It also remembers which optional members were `null` rather than absent; an optional member that is `None` is written
/// as it was received.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct Undeclared {
    /// A bit for each of the first members: whether one that is `None` was null, whether one that is always there was
    /// missing.
    marks: u64,
    members: Option<Box<Map<String, Value>>>,
}

impl Undeclared {
    /// The value of a member that is not declared.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.members.as_ref()?.get(name)
    }

    /// Adds a member to what is sent. A member that is declared belongs into its own field.
    pub fn insert(&mut self, name: impl Into<String>, value: impl Into<Value>) -> Option<Value> {
        self.members
            .get_or_insert_default()
            .insert(name.into(), value.into())
    }

    /// Takes a member out.
    pub fn remove(&mut self, name: &str) -> Option<Value> {
        self.members.as_mut()?.remove(name)
    }

    /// Names and values, in the order in which they were received.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        let members = self.members.iter().flat_map(|members| members.iter());
        members.map(|(name, value)| (name.as_str(), value))
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.members
            .as_ref()
            .is_none_or(|members| members.is_empty())
    }

    /// Chooses among the three states of an optional member: left out, null, a value. For setters; `index` is the
    /// member's position.
    #[cfg(feature = "patch")]
    #[doc(hidden)]
    pub fn choose<T>(&mut self, index: u32, name: &'static str, value: Patch<T>) -> Option<T> {
        self.unmark(index, name);
        match value {
            Patch::Keep => None,
            Patch::Null => {
                self.mark(index, name);
                None
            }
            Patch::Value(value) => Some(value),
        }
    }

    pub(super) fn mark(&mut self, index: u32, name: &str) {
        match bit(index) {
            0 => drop(self.insert(name, Value::Null)),
            bit => self.marks |= bit,
        }
    }

    #[cfg(feature = "patch")]
    fn unmark(&mut self, index: u32, name: &str) {
        match bit(index) {
            0 => drop(self.remove(name)),
            bit => self.marks &= !bit,
        }
    }

    pub(super) fn is_marked(&self, index: u32) -> bool {
        self.marks & bit(index) != 0
    }
}

/// The mark of the member at this position; there is none for those far behind.
fn bit(index: u32) -> u64 {
    1_u64.checked_shl(index).unwrap_or(0)
}

impl fmt::Debug for Undeclared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}
