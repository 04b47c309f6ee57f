//! Request bodies. They are buffered, so that a retry sends the same bytes again.

use bytes::Bytes;
use reqwest::header::HeaderValue;
use serde::Serialize;
use serde_json::Value;

use super::error::{Error, ErrorKind};
use super::query::encode;

/// The bytes of a body and what they are.
#[derive(Clone)]
pub(super) struct Body {
    pub(super) content_type: HeaderValue,
    pub(super) bytes: Bytes,
}

// A body may hold a secret, as that of a token request does.
impl std::fmt::Debug for Body {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "Body({:?}, {} bytes)",
            self.content_type,
            self.bytes.len()
        )
    }
}

impl Body {
    pub(super) fn new(media_type: &str, bytes: impl Into<Bytes>) -> Result<Self, Error> {
        let content_type = HeaderValue::from_str(media_type).map_err(|_| {
            Error::new(
                ErrorKind::InvalidRequest,
                "the media type is not a header value",
            )
        })?;
        Ok(Self {
            content_type,
            bytes: bytes.into(),
        })
    }

    pub(super) fn json(media_type: &str, value: &impl Serialize) -> Result<Self, Error> {
        let bytes = serde_json::to_vec(value).map_err(unserialisable)?;
        Self::new(media_type, bytes)
    }

    /// `application/x-www-form-urlencoded` (WHATWG URL, section 5): lists repeat the name, members of
    /// objects are written in brackets, nulls are left out.
    pub(super) fn form(value: &impl Serialize) -> Result<Self, Error> {
        let Value::Object(members) = serde_json::to_value(value).map_err(unserialisable)? else {
            return Err(Error::new(
                ErrorKind::InvalidRequest,
                "a form body has to be an object",
            ));
        };
        let mut text = String::new();
        for (name, value) in &members {
            form_field(name, value, &mut text);
        }
        Self::new("application/x-www-form-urlencoded", text)
    }
}

fn form_field(name: &str, value: &Value, text: &mut String) {
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
    if !text.is_empty() {
        text.push('&');
    }
    text.push_str(&encode(name));
    text.push('=');
    text.push_str(&scalar);
}

fn unserialisable(error: serde_json::Error) -> Error {
    Error::new(
        ErrorKind::InvalidRequest,
        "the body cannot be written as JSON",
    )
    .with_source(error)
}
