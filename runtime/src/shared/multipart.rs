//! `multipart/form-data` bodies (RFC 7578). A form whose files are all there can be sent again.

use std::fmt::{self, Display};

use bytes::{BufMut as _, Bytes, BytesMut};

use super::body::Content;
use super::part::{Part, PartEncoding};
use super::upload::{Parts, Upload};

/// The parts of a form, in order.
#[derive(Clone, Default)]
pub struct Multipart {
    pub(super) parts: Vec<Part>,
}

impl Multipart {
    /// A form without parts.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a text field.
    #[must_use]
    pub fn text(self, name: &str, value: impl Display) -> Self {
        self.part(name, None, None, value.to_string())
    }

    /// Adds a JSON field, or any other that has a media type but is not a file.
    #[must_use]
    pub fn typed(self, name: &str, media_type: &str, content: impl Into<Bytes>) -> Self {
        self.part(name, None, Some(media_type), content.into())
    }

    /// Adds a file, all of it or as a stream.
    #[must_use]
    pub fn file(
        self,
        name: &str,
        file_name: &str,
        media_type: &str,
        content: impl Into<Upload>,
    ) -> Self {
        self.part(name, Some(file_name), Some(media_type), content)
    }

    fn part(
        mut self,
        name: &str,
        file_name: Option<&str>,
        media_type: Option<&str>,
        content: impl Into<Upload>,
    ) -> Self {
        self.parts.push(Part {
            name: name.to_owned(),
            file_name: file_name.map(str::to_owned),
            media_type: media_type.map(str::to_owned),
            usual: "",
            headers: Vec::new(),
            content: content.into(),
        });
        self
    }

    /// Lists that are written as one part, with a separator between their items.
    pub(super) fn joined(&self, encodings: &[PartEncoding]) -> Self {
        let mut parts: Vec<Part> = Vec::with_capacity(self.parts.len());
        for part in &self.parts {
            let mut encodings = encodings.iter();
            let separator = encodings
                .find(|known| known.name == part.name)
                .map_or("", |encoding| encoding.joined);
            let earlier = parts.iter_mut().find(|known| known.name == part.name);
            let both = earlier.as_ref().and_then(|earlier| {
                Some((earlier.content.bytes()?, part.content.bytes()?))
                    .filter(|_| !separator.is_empty())
                    .map(|(first, next)| [first, separator.as_bytes(), next].concat())
            });
            match (earlier, both) {
                (Some(earlier), Some(both)) => earlier.content = both.into(),
                _ => parts.push(part.clone()),
            }
        }
        Self { parts }
    }

    /// The form as it is sent, or what it lacks.
    pub(super) fn encode(
        &self,
        boundary: &str,
        encodings: &[PartEncoding],
    ) -> Result<Content, String> {
        let mut parts = Vec::new();
        let mut body = BytesMut::new();
        for part in &self.parts {
            let head = part.head(encodings)?;
            body.put(format!("--{boundary}\r\n{head}\r\n\r\n").as_bytes());
            match part.content.bytes() {
                Some(bytes) => body.put(bytes.as_ref()),
                None => {
                    parts.push(body.split().freeze().into());
                    parts.push(part.content.clone());
                }
            }
            body.put(&b"\r\n"[..]);
        }
        body.put(format!("--{boundary}--\r\n").as_bytes());
        parts.push(body.freeze().into());
        Ok(Parts(parts).content())
    }
}

impl fmt::Debug for Multipart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list()
            .entries(self.parts.iter().map(|part| &part.name))
            .finish()
    }
}
