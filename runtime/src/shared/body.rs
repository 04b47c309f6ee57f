//! Request bodies. They are buffered, so that a retry sends the same bytes again, unless the caller hands over a stream.

#[cfg(feature = "upload")]
use std::sync::Arc;

use bytes::Bytes;
use http::header::HeaderValue;
use serde::Serialize;
use serde_json::Value;

use super::error::{Error, ErrorKind};
use super::query::encode;
use super::transport::HttpBody;
#[cfg(feature = "upload")]
use super::watch::Progress;

/// The bytes of a body and what they are.
#[derive(Clone)]
pub(super) struct Body {
    pub(super) content_type: HeaderValue,
    pub(super) content: Content,
}

/// What a body consists of.
#[derive(Clone)]
pub(super) enum Content {
    /// All of it.
    Bytes(Bytes),
    /// What becomes available piece by piece.
    #[cfg(feature = "upload")]
    Pieces(Arc<dyn Pieces>),
}

/// A body that is read while it is sent.
#[cfg(feature = "upload")]
pub(super) trait Pieces: Send + Sync {
    /// The body from its beginning, for one request; `progress` is told of each piece.
    fn open(&self, progress: Progress) -> Result<HttpBody, Error>;

    /// Whether it can be opened more than once.
    fn again(&self) -> bool;
}

impl Content {
    pub(super) fn open(
        &self,
        #[cfg(feature = "upload")] progress: &Progress,
    ) -> Result<HttpBody, Error> {
        match self {
            Self::Bytes(bytes) => Ok(bytes.clone().into()),
            #[cfg(feature = "upload")]
            Self::Pieces(pieces) => pieces.open(progress.clone()),
        }
    }

    /// All of it, where it is all there.
    #[cfg(feature = "hooks")]
    pub(super) fn bytes(&self) -> Option<&Bytes> {
        match self {
            Self::Bytes(bytes) => Some(bytes),
            #[cfg(feature = "upload")]
            Self::Pieces(_) => None,
        }
    }

    /// Whether it can be sent more than once.
    pub(super) fn again(&self) -> bool {
        match self {
            Self::Bytes(_) => true,
            #[cfg(feature = "upload")]
            Self::Pieces(pieces) => pieces.again(),
        }
    }
}

// A body may hold a secret, as that of a token request does.
impl std::fmt::Debug for Body {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.content {
            Content::Bytes(bytes) => {
                write!(f, "Body({:?}, {} bytes)", self.content_type, bytes.len())
            }
            #[cfg(feature = "upload")]
            Content::Pieces(_) => write!(f, "Body({:?}, in pieces)", self.content_type),
        }
    }
}

impl Body {
    pub(super) fn new(media_type: &str, bytes: impl Into<Bytes>) -> Result<Self, Error> {
        Self::of(media_type, Content::Bytes(bytes.into()))
    }

    pub(super) fn of(media_type: &str, content: Content) -> Result<Self, Error> {
        let content_type = HeaderValue::from_str(media_type).map_err(|_| {
            Error::new(
                ErrorKind::InvalidRequest,
                "the media type is not a header value",
            )
        })?;
        Ok(Self {
            content_type,
            content,
        })
    }

    pub(super) fn json(media_type: &str, value: &impl Serialize) -> Result<Self, Error> {
        let bytes = serde_json::to_vec(value).map_err(unserialisable)?;
        Self::new(media_type, bytes)
    }

    /// `application/x-www-form-urlencoded` (WHATWG URL, section 5): lists repeat the name, members of
    /// objects are written in brackets, nulls are left out.
    pub(super) fn form(value: &impl Serialize) -> Result<Self, Error> {
        Self::form_with(value, form_field)
    }

    /// A form whose members are written by `field`.
    pub(super) fn form_with(
        value: &impl Serialize,
        field: impl Fn(&str, &Value, &mut String),
    ) -> Result<Self, Error> {
        let Value::Object(members) = serde_json::to_value(value).map_err(unserialisable)? else {
            return Err(Error::new(
                ErrorKind::InvalidRequest,
                "a form body has to be an object",
            ));
        };
        let mut text = String::new();
        for (name, value) in &members {
            field(name, value, &mut text);
        }
        Self::new("application/x-www-form-urlencoded", text)
    }
}

pub(super) fn form_field(name: &str, value: &Value, text: &mut String) {
    let scalar = match value {
        Value::Null => return,
        Value::Array(items) => return items.iter().for_each(|item| form_field(name, item, text)),
        Value::Object(members) => {
            return members
                .iter()
                .for_each(|(key, value)| form_field(&format!("{name}[{key}]"), value, text));
        }
        Value::String(string) => encode(string),
        Value::Bool(_) | Value::Number(_) => encode(&value.to_string()),
    };
    form_pair(name, &scalar, text);
}

/// Adds a pair whose value is encoded already.
pub(super) fn form_pair(name: &str, encoded: &str, text: &mut String) {
    if !text.is_empty() {
        text.push('&');
    }
    text.push_str(&encode(name));
    text.push('=');
    text.push_str(encoded);
}

fn unserialisable(error: serde_json::Error) -> Error {
    Error::new(
        ErrorKind::InvalidRequest,
        "the body cannot be written as JSON",
    )
    .with_source(error)
}
