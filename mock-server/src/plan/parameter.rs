//! Parameters and what their values may be.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A query parameter.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Parameter {
    pub(crate) name: String,
    pub(crate) required: bool,
    /// Whether the value is a list, parted by commas.
    pub(crate) list: bool,
    /// Whether the parameter may be given several times, an item each (`explode`).
    pub(crate) repeated: bool,
    /// Whether it is an object, written as `name[member]` (`style: deepObject`).
    pub(crate) deep: bool,
    pub(crate) ty: ValueType,
    pub(crate) default: Option<Value>,
    /// Bounds of a number.
    pub(crate) minimum: Option<i64>,
    pub(crate) maximum: Option<i64>,
}

/// What a value (or each item of a list) is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum ValueType {
    Text,
    Integer,
    Number,
    Boolean,
    /// One of these.
    Choice(Vec<String>),
    DateTime,
    Date,
    /// `START..END`.
    DateRange,
}
