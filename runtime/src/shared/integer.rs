//! Integers as JSON writes them: `1.0` and `1e3` are integers too (JSON Schema validation, section 6.1.1).

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, Error, Unexpected, Visitor};

/// What is read from a JSON number that is a whole one, or from lists and maps of them.
pub trait Integers<'de>: Sized {
    /// Reads it. Text and fractions are refused.
    fn read<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error>;
}

/// Reads integers.
pub fn read<'de, T: Integers<'de>, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    T::read(deserializer)
}

impl<'de> Integers<'de> for i64 {
    fn read<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // Asked for a double, every deserializer hands over integers as they are.
        deserializer.deserialize_f64(Whole(PhantomData))
    }
}

impl<'de> Integers<'de> for u64 {
    fn read<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_f64(Whole(PhantomData))
    }
}

impl<'de, T: Integers<'de>> Integers<'de> for Option<T> {
    fn read<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Option::<Inner<T>>::deserialize(deserializer)?;
        Ok(value.map(|value| value.0))
    }
}

impl<'de, T: Integers<'de>> Integers<'de> for Box<T> {
    fn read<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::read(deserializer).map(Self::new)
    }
}

impl<'de, T: Integers<'de>> Integers<'de> for Vec<T> {
    fn read<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let values = Vec::<Inner<T>>::deserialize(deserializer)?;
        Ok(values.into_iter().map(|value| value.0).collect())
    }
}

impl<'de, T: Integers<'de>> Integers<'de> for BTreeMap<String, T> {
    fn read<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let values = BTreeMap::<String, Inner<T>>::deserialize(deserializer)?;
        let values = values.into_iter();
        Ok(values.map(|(name, value)| (name, value.0)).collect())
    }
}

/// Integers inside of something else.
pub struct Inner<T>(pub T);

impl<'de, T: Integers<'de>> Deserialize<'de> for Inner<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::read(deserializer).map(Self)
    }
}

struct Whole<T>(PhantomData<T>);

impl<T: TryFrom<i128>> Visitor<'_> for Whole<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an integer")
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<T, E> {
        T::try_from(value.into())
            .map_err(|_| E::invalid_value(Unexpected::Signed(value), &"an integer in range"))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<T, E> {
        T::try_from(value.into())
            .map_err(|_| E::invalid_value(Unexpected::Unsigned(value), &"an integer in range"))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<T, E> {
        let whole = whole(value).and_then(|value| T::try_from(value).ok());
        whole.ok_or_else(|| E::invalid_type(Unexpected::Float(value), &self))
    }
}

/// The integer that a double is, within what 64 bits hold.
#[allow(clippy::cast_possible_truncation)] // checked first
fn whole(value: f64) -> Option<i128> {
    /// 2^64.
    const END: f64 = 18_446_744_073_709_551_616.0;
    (value.fract() == 0.0 && value.abs() < END).then_some(value as i128)
}

/// JSON text in which every whole number is written as one; `None` where that changes nothing.
pub fn rewritten(json: &[u8]) -> Option<Vec<u8>> {
    let is_number = |byte: &u8| matches!(byte, b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E');
    let mut text = Vec::with_capacity(json.len());
    let (mut changed, mut quoted, mut escaped) = (false, false, false);
    let mut rest = json;
    while let [byte, behind @ ..] = rest {
        if !quoted && (byte.is_ascii_digit() || *byte == b'-') {
            let end = rest.iter().position(|byte| !is_number(byte));
            let (number, behind) = rest.split_at(end.unwrap_or(rest.len()));
            match as_whole(number) {
                Some(whole) => {
                    text.extend_from_slice(whole.to_string().as_bytes());
                    changed = true;
                }
                None => text.extend_from_slice(number),
            }
            rest = behind;
            continue;
        }
        (quoted, escaped) = match byte {
            b'"' if !escaped => (!quoted, false),
            b'\\' => (quoted, !escaped),
            _ => (quoted, false),
        };
        text.push(*byte);
        rest = behind;
    }
    changed.then_some(text)
}

fn as_whole(number: &[u8]) -> Option<i128> {
    let number = std::str::from_utf8(number).ok()?;
    let is_other = number.contains(['.', 'e', 'E']);
    is_other
        .then(|| number.parse().ok().and_then(whole))
        .flatten()
}
