//! Typed `multipart/form-data` bodies: what generated forms are written with.

use std::fmt::Display;

use bytes::Bytes;
use serde::Serialize;

use super::multipart::Multipart;
use super::upload::Upload;

/// A file in a form.
#[derive(Debug, Clone, PartialEq)]
pub struct FormFile {
    name: String,
    media_type: String,
    content: Upload,
}

impl FormFile {
    /// A file with the name under which it is sent: bytes, or an [`Upload`] that is sent piece by piece.
    pub fn new(name: impl Into<String>, content: impl Into<Upload>) -> Self {
        Self {
            name: name.into(),
            media_type: "application/octet-stream".to_owned(),
            content: content.into(),
        }
    }

    /// Says what the file is, such as `image/png`; `application/octet-stream` unless set.
    #[must_use]
    pub fn media_type(mut self, media_type: impl Into<String>) -> Self {
        self.media_type = media_type.into();
        self
    }
}

impl From<Bytes> for FormFile {
    fn from(content: Bytes) -> Self {
        Self::new("file", content)
    }
}

impl From<Vec<u8>> for FormFile {
    fn from(content: Vec<u8>) -> Self {
        Self::new("file", content)
    }
}

impl Multipart {
    /// Adds a text field per value.
    #[must_use]
    pub fn texts<T: Display>(self, name: &str, values: impl IntoIterator<Item = T>) -> Self {
        values
            .into_iter()
            .fold(self, |form, value| form.text(name, value))
    }

    /// Adds a JSON field per value. A value that cannot be written as JSON is left out.
    #[must_use]
    pub fn jsons<T: Serialize>(self, name: &str, values: impl IntoIterator<Item = T>) -> Self {
        let texts = values
            .into_iter()
            .filter_map(|value| serde_json::to_vec(&value).ok());
        texts.fold(self, |form, text| {
            form.typed(name, "application/json", text)
        })
    }

    /// Adds a file per value.
    #[must_use]
    pub fn files<'f>(self, name: &str, files: impl IntoIterator<Item = &'f FormFile>) -> Self {
        files.into_iter().fold(self, |form, file| {
            form.file(name, &file.name, &file.media_type, file.content.clone())
        })
    }
}
