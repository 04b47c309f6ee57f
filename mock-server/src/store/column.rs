//! Attribute values in a form that compares quickly.

use std::cmp::Ordering;

use jiff::Timestamp;
use serde_json::Value;

use crate::plan::ColumnPlan;

/// A value taken out of a resource.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Column {
    None,
    Bool(bool),
    Number(f64),
    /// Text that is an instant, in milliseconds, and as it was written.
    Instant(i64, Box<str>),
    Text(Box<str>),
    /// Texts of a list.
    List(Box<[Box<str>]>),
    /// Members of the objects of a list.
    Objects(Box<[Object]>),
}

/// Members of one object, in the order of [`ColumnPlan::members`].
pub(crate) type Object = Box<[Option<Box<str>>]>;

impl Column {
    /// Takes a column out of `attributes`.
    pub(super) fn of(attributes: &serde_json::Map<String, Value>, plan: &ColumnPlan) -> Self {
        let Some((first, rest)) = plan.path.split_first() else {
            return Self::None;
        };
        let Some(mut value) = attributes.get(first) else {
            return Self::None;
        };
        if !plan.members.is_empty() {
            return Self::objects(value, &plan.members);
        }
        for (depth, name) in rest.iter().enumerate() {
            if let Some(items) = value.as_array() {
                let rest = rest.get(depth..).unwrap_or_default();
                let found = items.iter().filter_map(|item| {
                    rest.iter()
                        .try_fold(item, |value, name| value.get(name))?
                        .as_str()
                });
                return Self::List(found.map(Box::from).collect());
            }
            match value.get(name) {
                Some(inner) => value = inner,
                None => return Self::None,
            }
        }
        Self::value(value)
    }

    /// A JSON value as a column.
    pub(crate) fn value(value: &Value) -> Self {
        match value {
            Value::Bool(value) => Self::Bool(*value),
            Value::Number(number) => number.as_f64().map_or(Self::None, Self::Number),
            Value::String(text) => Self::text(text),
            Value::Array(items) => Self::List(
                items
                    .iter()
                    .filter_map(Value::as_str)
                    .map(Box::from)
                    .collect(),
            ),
            Value::Null | Value::Object(_) => Self::None,
        }
    }

    fn text(text: &str) -> Self {
        // Every instant has a `T` in the same place; the check spares most texts the parsing.
        let instant = if text.as_bytes().get(10) == Some(&b'T') {
            text.parse::<Timestamp>().ok()
        } else {
            None
        };
        match instant {
            Some(instant) => Self::Instant(instant.as_millisecond(), text.into()),
            None => Self::Text(text.into()),
        }
    }

    fn objects(value: &Value, members: &[String]) -> Self {
        let object = |item: &Value| {
            members
                .iter()
                .map(|name| item.get(name).and_then(Value::as_str).map(Box::from))
                .collect()
        };
        match value {
            Value::Array(items) => Self::Objects(items.iter().map(object).collect()),
            other => Self::Objects(Box::new([object(other)])),
        }
    }

    /// As text, for comparing with a parameter.
    pub(crate) fn is(&self, wanted: &str) -> bool {
        match self {
            Self::Bool(value) => wanted == if *value { "true" } else { "false" },
            Self::Number(value) => wanted
                .parse::<f64>()
                .is_ok_and(|wanted| (wanted - value).abs() < f64::EPSILON),
            Self::Text(text) => **text == *wanted,
            Self::Instant(instant, text) => {
                **text == *wanted
                    || wanted
                        .parse::<Timestamp>()
                        .is_ok_and(|wanted| wanted.as_millisecond() == *instant)
            }
            Self::List(items) => items.iter().any(|item| **item == *wanted),
            Self::None | Self::Objects(_) => false,
        }
    }

    /// Order for sorting: what has no value comes first.
    pub(crate) fn order(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Bool(a), Self::Bool(b)) => a.cmp(b),
            (Self::Number(a), Self::Number(b)) => a.total_cmp(b),
            (Self::Instant(a, _), Self::Instant(b, _)) => a.cmp(b),
            (Self::Text(a), Self::Text(b)) => a.cmp(b),
            (a, b) => a.rank().cmp(&b.rank()),
        }
    }

    fn rank(&self) -> u8 {
        match self {
            Self::None => 0,
            Self::Bool(_) => 1,
            Self::Number(_) => 2,
            Self::Instant(..) => 3,
            Self::Text(_) => 4,
            Self::List(_) | Self::Objects(_) => 5,
        }
    }

    /// The value again, for a cursor.
    pub(crate) fn json(&self) -> Value {
        match self {
            Self::Bool(value) => Value::Bool(*value),
            Self::Number(value) => {
                serde_json::Number::from_f64(*value).map_or(Value::Null, Value::Number)
            }
            Self::Text(text) | Self::Instant(_, text) => Value::String((**text).to_owned()),
            Self::None | Self::List(_) | Self::Objects(_) => Value::Null,
        }
    }
}
