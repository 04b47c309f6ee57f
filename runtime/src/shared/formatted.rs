//! Texts that say something: instants and days, kept as they are written.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::str::FromStr;

use serde::de::{Deserialize, Deserializer, Error, Visitor};
use serde::{Serialize, Serializer};

use super::fit;
#[cfg(feature = "testing")]
use super::sample;

/// A text in a format, and the value that it says: `Formatted<Timestamp>` for `format: date-time`.
///
/// What a server sends is kept as it was and written back unchanged: the offset `+02:00`, the number of digits behind the
/// second, and also text that is not in the format at all (no time zone, an empty text, a year that the library does not
/// reach). [`Formatted::value`] is what is said, where it can be told; [`Formatted::as_str`] is always there. The value is
/// read from the text whenever it is asked for, so that decoding an answer costs nothing for those that no one looks at.
///
/// Values that are sent are made from those of the library (`timestamp.into()`), or read from text in the format with
/// [`str::parse`]. Two are equal when they say the same, however they are written; text that says nothing is compared as
/// text, and comes last in order.
pub struct Formatted<T> {
    text: Box<str>,
    format: PhantomData<fn() -> T>,
}

/// What a [`Formatted`] text can say.
pub trait Format: Sized {
    /// The value that a text in the format says; `None` for any other text.
    fn read(text: &str) -> Option<Self>;

    /// The value in the format.
    fn write(&self) -> String;
}

impl<T> Formatted<T> {
    /// As it is written.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The value that is said; `None` for text that is not in the format.
    pub fn value(&self) -> Option<T>
    where
        T: Format,
    {
        T::read(&self.text)
    }

    /// Any text, also what is not in the format, to be sent as it is.
    pub fn from_text(text: impl Into<String>) -> Self {
        let text = text.into().into_boxed_str();
        let format = PhantomData;
        Self { text, format }
    }
}

impl<T> Clone for Formatted<T> {
    fn clone(&self) -> Self {
        Self::from_text(&*self.text)
    }
}

impl<T: Format> From<T> for Formatted<T> {
    fn from(value: T) -> Self {
        Self::from_text(value.write())
    }
}

/// A text that is not in the format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotInFormat;

impl fmt::Display for NotInFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the text is not in the format")
    }
}

impl std::error::Error for NotInFormat {}

impl<T: Format> FromStr for Formatted<T> {
    type Err = NotInFormat;

    fn from_str(text: &str) -> Result<Self, NotInFormat> {
        T::read(text)
            .map(|_| Self::from_text(text))
            .ok_or(NotInFormat)
    }
}

impl<T> AsRef<str> for Formatted<T> {
    fn as_ref(&self) -> &str {
        &self.text
    }
}

impl<T> fmt::Display for Formatted<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.text)
    }
}

impl<T> fmt::Debug for Formatted<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl<T: Format + PartialEq> PartialEq for Formatted<T> {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
            || matches!((self.value(), other.value()), (Some(own), Some(other)) if own == other)
    }
}

impl<T: Format + Eq> Eq for Formatted<T> {}

impl<T: Format + PartialEq> PartialEq<T> for Formatted<T> {
    fn eq(&self, other: &T) -> bool {
        self.value().as_ref() == Some(other)
    }
}

impl<T: Format + Ord> Ord for Formatted<T> {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self.value(), other.value()) {
            (Some(own), Some(other)) => own.cmp(&other),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => self.text.cmp(&other.text),
        }
    }
}

impl<T: Format + Ord> PartialOrd for Formatted<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<T: Format + PartialOrd> PartialOrd<T> for Formatted<T> {
    /// Text that says nothing is neither earlier nor later.
    fn partial_cmp(&self, other: &T) -> Option<Ordering> {
        self.value()?.partial_cmp(other)
    }
}

impl<T: Format + Hash> Hash for Formatted<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        match self.value() {
            Some(value) => value.hash(state),
            None => self.text.hash(state),
        }
    }
}

impl<T> Serialize for Formatted<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

impl<'de, T: Format> Deserialize<'de> for Formatted<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text<T>(PhantomData<T>);

        impl<T: Format> Visitor<'_> for Text<T> {
            type Value = Formatted<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Formatted<T>, E> {
                #[cfg(feature = "testing")]
                if sample::is_active() && T::read(text).is_none() {
                    return Err(E::custom(NotInFormat));
                }
                if fit::is_measured() && T::read(text).is_none() {
                    fit::unlisted();
                }
                Ok(Formatted::from_text(text))
            }
        }

        deserializer.deserialize_str(Text(PhantomData))
    }
}

/// Whether a text has the form of a `full-date` (RFC 3339, section 5.6).
#[cfg(any(feature = "chrono", feature = "jiff", feature = "time"))]
pub(super) fn is_full_date(text: &str) -> bool {
    let fits = |(index, byte): (usize, u8)| match index {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    };
    text.len() == 10 && text.bytes().enumerate().all(fits)
}

/// Whether a text may be a `date-time` (the same), with a space for the `T` if need be.
#[cfg(any(feature = "chrono", feature = "jiff", feature = "time"))]
pub(super) fn is_date_time(text: &str) -> bool {
    let colons = || {
        [13, 16]
            .iter()
            .all(|at| text.as_bytes().get(*at) == Some(&b':'))
    };
    text.get(..10).is_some_and(is_full_date)
        && text
            .get(10..11)
            .is_some_and(|separator| ["T", "t", " "].contains(&separator))
        && colons()
        && !text.ends_with(']')
}
