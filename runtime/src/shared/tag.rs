//! Values that tell the variants of a union apart.

use serde::{Serialize, Serializer};
use serde_json::Value;

/// The only value of a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tag {
    /// A string.
    Text(&'static str),
    /// An integer.
    Integer(i64),
    /// `true` or `false`.
    Bool(bool),
}

impl Tag {
    /// Whether a value is this one. Numbers are compared by value: `1.0` is `1`.
    pub fn is(self, value: &Value) -> bool {
        match self {
            Self::Text(text) => value.as_str() == Some(text),
            #[allow(clippy::cast_precision_loss, clippy::float_cmp)]
            Self::Integer(integer) => {
                value.as_i64() == Some(integer) || value.as_f64() == Some(integer as f64)
            }
            Self::Bool(is) => value.as_bool() == Some(is),
        }
    }
}

impl Serialize for Tag {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match *self {
            Self::Text(text) => serializer.serialize_str(text),
            Self::Integer(integer) => serializer.serialize_i64(integer),
            Self::Bool(is) => serializer.serialize_bool(is),
        }
    }
}
