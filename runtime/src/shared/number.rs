//! Numbers of which no digit is lost.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

/// A JSON number as it is written: `12.50` stays `12.50`, and 30 digits stay 30 digits.
///
/// Numbers are equal, ordered and hashed by value: `12.50`, `12.5` and `1.25e1` are equal. For arithmetic there is
/// [`Number::to_f64`], and `as_str().parse()` into the type of a library for decimal numbers.
///
/// Inside a union, and in clients with untyped JSON around it, a number may have passed through a double.
#[derive(Clone)]
pub struct Number(Box<str>);

impl Number {
    /// As it is written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The nearest double; infinite beyond what doubles hold.
    pub fn to_f64(&self) -> f64 {
        // What JSON calls a number Rust can read.
        self.0.parse().unwrap_or(f64::NAN)
    }

    /// The integer that it is; `None` for a fraction and for what is out of range.
    pub fn to_i64(&self) -> Option<i64> {
        self.to_i128().and_then(|value| i64::try_from(value).ok())
    }

    /// The integer that it is; `None` for a fraction and for what is out of range.
    pub fn to_u64(&self) -> Option<u64> {
        self.to_i128().and_then(|value| u64::try_from(value).ok())
    }

    /// The integer that it is; `None` for a fraction and for what is out of range.
    pub fn to_i128(&self) -> Option<i128> {
        /// More digits than any `i128` has.
        const MOST: i64 = 40;
        let parts = self.parts();
        if parts.digits.is_empty() {
            return Some(0);
        }
        if !(1..MOST).contains(&parts.magnitude) {
            return None;
        }
        let length = usize::try_from(parts.magnitude).ok()?;
        let zeros = length.checked_sub(parts.digits.len())?;
        let sign = if parts.negative { "-" } else { "" };
        let text = format!("{sign}{}{}", parts.digits, "0".repeat(zeros));
        text.parse().ok()
    }

    /// The value, in a form that is the same for all ways to write it.
    fn parts(&self) -> Parts {
        /// Exponents beyond this are all alike.
        const FURTHEST: i64 = 1 << 60;
        let (mantissa, exponent) = self.0.split_once(['e', 'E']).unwrap_or((&self.0, "0"));
        let exponent = exponent.parse().unwrap_or_else(|_| {
            let down = exponent.starts_with('-');
            if down { -FURTHEST } else { FURTHEST }
        });
        let (negative, mantissa) = match mantissa.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, mantissa),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let all = format!("{whole}{fraction}");
        let significant = all.trim_start_matches('0');
        let leading = all.len() - significant.len();
        let digits = significant.trim_end_matches('0').to_owned();
        if digits.is_empty() {
            return Parts {
                negative: false,
                magnitude: 0,
                digits,
            };
        }
        let length = |length| i64::try_from(length).unwrap_or(FURTHEST);
        Parts {
            negative,
            magnitude: exponent.clamp(-FURTHEST, FURTHEST) + length(whole.len()) - length(leading),
            digits,
        }
    }
}

/// `0.DIGITS` times ten to the power of `magnitude`, with no zeros around the digits.
#[derive(PartialEq, Eq, Hash)]
struct Parts {
    negative: bool,
    magnitude: i64,
    digits: String,
}

impl Parts {
    fn signum(&self) -> i8 {
        match (self.digits.is_empty(), self.negative) {
            (true, _) => 0,
            (false, true) => -1,
            (false, false) => 1,
        }
    }
}

impl PartialEq for Number {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0 || self.parts() == other.parts()
    }
}

impl Eq for Number {}

impl Hash for Number {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.parts().hash(state);
    }
}

impl Ord for Number {
    fn cmp(&self, other: &Self) -> Ordering {
        let (own, other) = (self.parts(), other.parts());
        let size = (own.magnitude, &own.digits).cmp(&(other.magnitude, &other.digits));
        let size = if own.negative { size.reverse() } else { size };
        own.signum().cmp(&other.signum()).then(size)
    }
}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Debug for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// A text or a double that is no number of JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotANumber;

impl fmt::Display for NotANumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a number of JSON")
    }
}

impl std::error::Error for NotANumber {}

impl FromStr for Number {
    type Err = NotANumber;

    /// Reads what JSON calls a number (RFC 8259, section 6).
    fn from_str(text: &str) -> Result<Self, NotANumber> {
        if is_number(text) {
            Ok(Self(text.into()))
        } else {
            Err(NotANumber)
        }
    }
}

fn is_number(text: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let text = text.strip_prefix('-').unwrap_or(text);
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (
            mantissa,
            exponent.strip_prefix(['+', '-']).unwrap_or(exponent),
        ),
        None => (text, "0"),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, "0"));
    digits(whole)
        && (whole == "0" || !whole.starts_with('0'))
        && digits(fraction)
        && digits(exponent)
}

macro_rules! from_integers {
    ($($integer:ident)*) => {
        $(impl From<$integer> for Number {
            fn from(value: $integer) -> Self {
                Self(value.to_string().into())
            }
        })*
    };
}

from_integers!(i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize);

impl TryFrom<f64> for Number {
    type Error = NotANumber;

    /// With as few digits as tell the double from all others. JSON has no numbers that are infinite or not numbers.
    fn try_from(value: f64) -> Result<Self, NotANumber> {
        let number = serde_json::Number::from_f64(value).ok_or(NotANumber)?;
        number.to_string().parse()
    }
}

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let raw: &RawValue = serde_json::from_str(&self.0).map_err(serde::ser::Error::custom)?;
        raw.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // The name by which `serde_json` is asked for text as it stands. Whatever does not know it, or no longer does,
        // hands over a number.
        deserializer.deserialize_newtype_struct("$serde_json::private::RawValue", NumberVisitor)
    }
}

struct NumberVisitor;

impl<'de> Visitor<'de> for NumberVisitor {
    type Value = Number;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number")
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(
        self,
        deserializer: D,
    ) -> Result<Number, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Number, E> {
        Ok(value.into())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Number, E> {
        Ok(value.into())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Number, E> {
        Number::try_from(value).map_err(E::custom)
    }

    /// Text as it stands, under a name that no object has.
    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Number, A::Error> {
        let is_raw = |name: &String| name.starts_with("$serde_json::private::");
        if !members
            .next_key::<String>()?
            .is_some_and(|name| is_raw(&name))
        {
            return Err(A::Error::custom("invalid type: map, expected a number"));
        }
        let text: String = members.next_value()?;
        let number = text.parse();
        number.map_err(|_| A::Error::custom("invalid type: expected a number"))
    }
}
