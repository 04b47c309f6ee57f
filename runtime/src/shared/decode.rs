//! From the bytes of a response to a value, saying where it went wrong.

use std::borrow::Cow;
use std::fmt;

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use serde::de::{Deserialize, DeserializeOwned, Deserializer, Error, Visitor};

#[cfg(feature = "fit")]
use super::fit;
#[cfg(feature = "integer")]
use super::integer;
use super::response::RawResponse;
use super::secrets::Secrets;

/// Reads the body of a successful response.
pub type Decode<T> = fn(&RawResponse) -> Result<T, DecodeError>;

/// The most bytes of a body that an error quotes.
const EXCERPT: usize = 80;

/// A body that is not what the operation returns.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct DecodeError {
    /// What was expected and what was found.
    pub message: String,
    /// The JSON path of the member at fault, such as `data[3].attributes.birth_date`; empty at the root.
    pub path: String,
    /// Where in the body decoding failed, in bytes from its start.
    pub offset: usize,
    /// The text around that place.
    pub excerpt: String,
    /// The `Content-Type` of the response.
    pub content_type: Option<String>,
}

impl DecodeError {
    /// A failure that concerns the body as a whole.
    pub fn new(message: impl Into<String>, raw: &RawResponse) -> Self {
        Self::at(message.into(), String::new(), 0, &Received::from(raw))
    }

    fn at(message: String, path: String, offset: usize, received: &Received<'_>) -> Self {
        let secrets = &received.secrets;
        let content_type = received.content_type;
        Self {
            message: secrets.masked_text(message),
            path: secrets.masked_text(path),
            offset,
            excerpt: excerpt(&secrets.masked(received.body), offset),
            content_type: content_type.map(|text| secrets.masked_text(text.to_owned())),
        }
    }

    fn json(error: &serde_json::Error, path: String, received: &Received<'_>) -> Self {
        let offset = offset_of(received.body, error.line(), error.column());
        Self::at(error.to_string(), path, offset, received)
    }
}

/// A body, and what errors say and do not say about it.
pub(super) struct Received<'a> {
    body: &'a Bytes,
    content_type: Option<&'a str>,
    secrets: Secrets,
}

#[cfg(any(feature = "webhook", feature = "xml"))]
impl<'a> Received<'a> {
    /// A body that is no response.
    pub(super) fn unnamed(body: &'a Bytes) -> Self {
        Self {
            body,
            content_type: None,
            secrets: Secrets::default(),
        }
    }
}

#[cfg(feature = "xml")]
impl Received<'_> {
    /// Reads the JSON that this body stands for, which is a translation; errors show the body itself.
    pub(super) fn translated<T: DeserializeOwned>(
        &self,
        translate: impl FnOnce(&[u8]) -> Result<String, String>,
    ) -> Result<T, DecodeError> {
        let failed = |message| DecodeError::at(message, String::new(), 0, self);
        let json = Bytes::from(translate(self.body).map_err(failed)?);
        let translated = Received {
            body: &json,
            content_type: self.content_type,
            secrets: self.secrets.clone(),
        };
        read(&translated).map_err(|error| DecodeError {
            offset: 0,
            excerpt: excerpt(&self.secrets.masked(self.body), 0),
            ..error
        })
    }
}

impl<'a> From<&'a RawResponse> for Received<'a> {
    fn from(raw: &'a RawResponse) -> Self {
        let content_type = raw.head.headers().get(CONTENT_TYPE);
        Self {
            body: &raw.body,
            content_type: content_type.and_then(|value| value.to_str().ok()),
            secrets: raw.head.secrets.clone(),
        }
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.path.is_empty() {
            write!(f, "{}: ", self.path)?;
        }
        write!(f, "{} (byte {}", self.message, self.offset)?;
        if !self.excerpt.is_empty() {
            write!(f, ", near `{}`", self.excerpt)?;
        }
        match &self.content_type {
            Some(content_type) if !is_json(content_type) => {
                write!(f, ", content type {content_type})")
            }
            _ => f.write_str(")"),
        }
    }
}

impl std::error::Error for DecodeError {}

/// JSON of any media type; an empty body is an error.
///
/// # Errors
///
/// When the body is empty, is not JSON, or does not have the shape of `T`.
pub fn json<T: DeserializeOwned>(raw: &RawResponse) -> Result<T, DecodeError> {
    read(&Received::from(raw))
}

/// The same for a body that is no response.
#[cfg(feature = "webhook")]
pub(super) fn received<T: DeserializeOwned>(body: &[u8]) -> Result<T, DecodeError> {
    of_message(body, read)
}

/// The same for text.
#[cfg(feature = "webhook")]
pub(super) fn received_text(body: &[u8]) -> Result<String, DecodeError> {
    of_message(body, read_text)
}

#[cfg(feature = "webhook")]
fn of_message<T>(
    body: &[u8],
    read: fn(&Received<'_>) -> Result<T, DecodeError>,
) -> Result<T, DecodeError> {
    read(&Received::unnamed(&Bytes::copy_from_slice(body)))
}

fn read<T: DeserializeOwned>(received: &Received<'_>) -> Result<T, DecodeError> {
    if received.body.is_empty() {
        let message = "expected JSON, found an empty body".to_owned();
        return Err(DecodeError::at(message, String::new(), 0, received));
    }
    // Tracking the path costs time on every member, so it is done only once it is known to be needed.
    from_slice(received.body).map_err(|_| locate::<T>(received))
}

/// JSON text, in which integers may be written as `1.0` or `1e3` anywhere.
///
/// # Errors
///
/// When it is not JSON of the shape of `T`.
#[cfg(feature = "integer")]
pub fn from_slice<T: DeserializeOwned>(json: &[u8]) -> serde_json::Result<T> {
    serde_json::from_slice(json).or_else(|error| match integer::rewritten(json) {
        Some(json) => serde_json::from_slice(&json).map_err(|_| error),
        None => Err(error),
    })
}

#[cfg(not(feature = "integer"))]
pub use serde_json::from_slice;

/// A text that is not copied where the input allows, such as the name of a member.
#[doc(hidden)]
pub struct Text<'de>(pub Cow<'de, str>);

impl<'de> Deserialize<'de> for Text<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct TextVisitor;

        impl<'de> Visitor<'de> for TextVisitor {
            type Value = Text<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string")
            }

            fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Text<'de>, E> {
                Ok(Text(Cow::Borrowed(text)))
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Text<'de>, E> {
                Ok(Text(Cow::Owned(text.to_owned())))
            }

            fn visit_string<E: Error>(self, text: String) -> Result<Text<'de>, E> {
                Ok(Text(Cow::Owned(text)))
            }
        }

        deserializer.deserialize_str(TextVisitor)
    }
}

/// JSON of any media type; `None` for an empty body, and for `null`.
///
/// # Errors
///
/// When the body is neither empty nor JSON of the shape of `T`.
pub fn json_or_empty<T: DeserializeOwned>(raw: &RawResponse) -> Result<Option<T>, DecodeError> {
    if raw.body.is_empty() {
        Ok(None)
    } else {
        json(raw)
    }
}

/// UTF-8 text.
///
/// # Errors
///
/// When the body is not UTF-8.
pub fn text(raw: &RawResponse) -> Result<String, DecodeError> {
    read_text(&Received::from(raw))
}

fn read_text(received: &Received<'_>) -> Result<String, DecodeError> {
    match std::str::from_utf8(received.body) {
        Ok(text) => Ok(text.to_owned()),
        Err(error) => Err(DecodeError::at(
            error.to_string(),
            String::new(),
            error.valid_up_to(),
            received,
        )),
    }
}

/// Text that a server may send in a media type of text or as a string of JSON.
///
/// # Errors
///
/// When the body is said to be JSON and is no string of it, or is not UTF-8.
pub fn text_or_json(raw: &RawResponse) -> Result<String, DecodeError> {
    let content_type = raw.head.headers().get(CONTENT_TYPE);
    let content_type = content_type.and_then(|value| value.to_str().ok());
    if content_type.is_some_and(is_json) {
        json(raw)
    } else if content_type.is_some() {
        text(raw)
    } else {
        json(raw).or_else(|_| text(raw))
    }
}

/// The body as it came.
///
/// # Errors
///
/// None; the signature is that of every [`Decode`].
pub fn bytes(raw: &RawResponse) -> Result<Bytes, DecodeError> {
    Ok(raw.body.clone())
}

/// Nothing: whatever the body holds is ignored.
///
/// # Errors
///
/// None; the signature is that of every [`Decode`].
pub fn empty(_: &RawResponse) -> Result<(), DecodeError> {
    Ok(())
}

/// Decodes once more, this time keeping track of the path.
fn locate<T: DeserializeOwned>(received: &Received<'_>) -> DecodeError {
    #[cfg(feature = "fit")]
    fit::take_place();
    let mut deserializer = serde_json::Deserializer::from_slice(received.body);
    match serde_path_to_error::deserialize::<_, T>(&mut deserializer) {
        Err(error) => {
            let path = error.path().to_string();
            #[cfg(feature = "fit")]
            let path = fit::join(&path, &fit::take_place());
            DecodeError::json(error.inner(), path, received)
        }
        Ok(_) => match deserializer.end() {
            Err(error) => DecodeError::json(&error, String::new(), received),
            Ok(()) => {
                let message = "decoding fails only without path tracking".to_owned();
                DecodeError::at(message, String::new(), 0, received)
            }
        },
    }
}

/// The position of a line and column, both from 1, as `serde_json` counts them.
fn offset_of(body: &[u8], line: usize, column: usize) -> usize {
    let line_start = match line {
        0 | 1 => 0,
        _ => {
            let mut newlines = body.iter().enumerate().filter(|(_, byte)| **byte == b'\n');
            newlines
                .nth(line - 2)
                .map_or(body.len(), |(position, _)| position + 1)
        }
    };
    (line_start + column.saturating_sub(1)).min(body.len())
}

/// The text around a position, on one line, control characters made visible.
pub(super) fn excerpt(body: &[u8], offset: usize) -> String {
    let start = offset.saturating_sub(EXCERPT / 2);
    let end = start.saturating_add(EXCERPT).min(body.len());
    let window = body.get(start..end).unwrap_or_default();
    let text = String::from_utf8_lossy(window);
    text.chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect::<String>()
        .trim()
        .to_owned()
}

pub(super) fn is_json(content_type: &str) -> bool {
    let essence = content_type.split(';').next().unwrap_or_default().trim();
    essence.eq_ignore_ascii_case("application/json")
        || essence.to_ascii_lowercase().ends_with("+json")
}

/// A media type whose content is text.
#[cfg(feature = "answer")]
pub(super) fn is_text(content_type: &str) -> bool {
    let essence = content_type.split(';').next().unwrap_or_default().trim();
    let essence = essence.to_ascii_lowercase();
    essence.starts_with("text/") || essence.ends_with("+xml") || essence == "application/xml"
}
