//! Which event a message is.

use bytes::Bytes;
use http::header::HeaderMap;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::super::decode::{self, DecodeError};
use super::error::WebhookError;

/// What says which event a message is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clue {
    /// The text of this header.
    Header(&'static str),
    /// The text at this JSON pointer into the body.
    Member(&'static str),
}

/// An event that the document describes.
pub struct Known<E: 'static> {
    /// For each clue what it says of this event; nothing where it does not tell this event from another.
    pub says: &'static [&'static [&'static str]],
    /// Reads the body.
    pub read: fn(&[u8]) -> Result<E, WebhookError>,
}

/// The events of a document; implemented by generated enums.
pub trait Events: Sized + 'static {
    /// What says which event a message is.
    const CLUES: &'static [Clue];
    /// Each event.
    const KNOWN: &'static [Known<Self>];

    /// Any other event.
    fn unknown(event: UnknownEvent) -> Self;
}

/// An event that the document does not describe, as it was received.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct UnknownEvent {
    /// What the message says it is, in the header or at the JSON pointer of that name, where it says anything.
    pub says: Vec<(&'static str, Option<String>)>,
    /// The body.
    pub body: Bytes,
}

impl UnknownEvent {
    /// The body as JSON; `serde_json::Value` takes any.
    ///
    /// # Errors
    ///
    /// When the body is not JSON of the shape of `T`.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, DecodeError> {
        decode::received(&self.body)
    }
}

/// The event that a message is.
///
/// # Errors
///
/// When the body is not what the document says of the event, or not JSON although it should say which event it is.
pub fn event<E: Events>(headers: &HeaderMap, body: &[u8]) -> Result<E, WebhookError> {
    let has_member = |clue: &Clue| matches!(clue, Clue::Member(_));
    let tree: Value = match E::CLUES.iter().any(has_member) {
        true => super::read::json("", body)?,
        false => Value::Null,
    };
    let says = E::CLUES.iter().map(|clue| match clue {
        Clue::Header(name) => {
            let value = headers.get(*name).and_then(|value| value.to_str().ok());
            (*name, value)
        }
        Clue::Member(at) => (*at, tree.pointer(at).and_then(Value::as_str)),
    });
    let says: Vec<(&'static str, Option<&str>)> = says.collect();
    let is = |known: &&Known<E>| {
        let mut clues = known.says.iter().zip(&says);
        clues.all(|(values, (_, said))| {
            values.is_empty() || said.is_some_and(|said| values.contains(&said))
        })
    };
    if let Some(known) = E::KNOWN.iter().find(is) {
        return (known.read)(body);
    }
    let owned = |(name, said): (&'static str, Option<&str>)| (name, said.map(str::to_owned));
    Ok(E::unknown(UnknownEvent {
        says: says.into_iter().map(owned).collect(),
        body: Bytes::copy_from_slice(body),
    }))
}

/// Implements [`Events`] for an enum with a variant per event and an open one. Each event has a module with its function
/// `parse`; one without a payload is marked.
#[cfg_attr(not(inline), macro_export)]
#[doc(hidden)]
#[allow(unused_macros, reason = "no event may be told apart, or compiled in")]
macro_rules! webhook_events {
    ($event:ident [$($clue:ident $at:literal),*] {
        $($kind:ident $variant:ident $module:ident [$([$($value:literal),*]),*],)*
    }) => {
        impl webhook::Events for $event {
            const CLUES: &'static [webhook::Clue] = &[$(webhook::Clue::$clue($at)),*];
            const KNOWN: &'static [webhook::Known<Self>] = &[$(webhook::Known {
                says: &[$(&[$($value),*]),*],
                read: webhook_events!(@$kind $variant $module),
            }),*];

            fn unknown(event: webhook::UnknownEvent) -> Self {
                Self::Unknown(event)
            }
        }
    };
    (@payload $variant:ident $module:ident) => {
        |body| $module::parse(body).map(|payload| Self::$variant(Box::new(payload)))
    };
    (@nothing $variant:ident $module:ident) => {
        |body| $module::parse(body).map(|()| Self::$variant)
    };
}

#[cfg(inline)]
#[allow(unused_imports, reason = "no event may be told apart, or compiled in")]
pub(crate) use webhook_events;
