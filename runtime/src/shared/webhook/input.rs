//! What comes with an event beside its body.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;

use http::header::HeaderMap;
use percent_encoding::percent_decode_str;

/// A header of an event and the type of its value.
pub struct EventHeader<T>(&'static str, PhantomData<fn() -> T>);

impl<T> EventHeader<T> {
    /// A header of this name.
    pub const fn new(name: &'static str) -> Self {
        Self(name, PhantomData)
    }

    /// Its name.
    pub const fn name(&self) -> &'static str {
        self.0
    }
}

impl<T: FromStr> EventHeader<T> {
    /// Its value; `None` if the header is not there, is not text, or is not what the document says.
    pub fn read(&self, headers: &HeaderMap) -> Option<T> {
        headers.get(self.0)?.to_str().ok()?.trim().parse().ok()
    }
}

impl<T> fmt::Debug for EventHeader<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "EventHeader({:?})", self.0)
    }
}

/// A query parameter of the URL that an event is sent to, and the type of its value.
pub struct EventQuery<T>(&'static str, PhantomData<fn() -> T>);

impl<T> EventQuery<T> {
    /// A parameter of this name.
    pub const fn new(name: &'static str) -> Self {
        Self(name, PhantomData)
    }

    /// Its name.
    pub const fn name(&self) -> &'static str {
        self.0
    }
}

impl<T: FromStr> EventQuery<T> {
    /// Its first value in the query of a URL, without the `?`; `None` if it is not there, or is not what the document says.
    pub fn read(&self, query: &str) -> Option<T> {
        let mut pairs = query
            .split('&')
            .map(|pair| pair.split_once('=').unwrap_or((pair, "")));
        let value = pairs.find_map(|(name, value)| (decoded(name)? == self.0).then_some(value))?;
        decoded(value)?.parse().ok()
    }
}

impl<T> fmt::Debug for EventQuery<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "EventQuery({:?})", self.0)
    }
}

/// As forms are written: `+` is a space.
fn decoded(text: &str) -> Option<String> {
    let text = text.replace('+', " ");
    let decoded = percent_decode_str(&text).decode_utf8().ok();
    decoded.map(Cow::into_owned)
}
