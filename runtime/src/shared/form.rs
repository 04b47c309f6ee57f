//! Typed `multipart/form-data` bodies: what generated forms are written with.

use std::fmt::Display;

use bytes::Bytes;
use serde::Serialize;

use super::multipart::Multipart;
use super::part::Part;
use super::upload::Upload;

/// A file in a form.
#[derive(Debug, Clone, PartialEq)]
pub struct FormFile {
    name: String,
    media_type: Option<String>,
    headers: Vec<(String, String)>,
    content: Upload,
}

impl FormFile {
    /// A file with the name under which it is sent: bytes, or an [`Upload`] that is sent piece by piece.
    pub fn new(name: impl Into<String>, content: impl Into<Upload>) -> Self {
        Self {
            name: name.into(),
            media_type: None,
            headers: Vec::new(),
            content: content.into(),
        }
    }

    /// Says what the file is, such as `image/png`. Unless set it is what the document says, and where that leaves it
    /// open, `application/octet-stream`.
    #[must_use]
    pub fn media_type(mut self, media_type: impl Into<String>) -> Self {
        self.media_type = Some(media_type.into());
        self
    }

    /// Sets a header of the file's part of the form.
    #[must_use]
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        let name = name.into();
        self.headers
            .retain(|(known, _)| !known.eq_ignore_ascii_case(&name));
        self.headers.push((name, value.into()));
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
    pub fn jsons<T: Serialize>(mut self, name: &str, values: impl IntoIterator<Item = T>) -> Self {
        let texts = values
            .into_iter()
            .filter_map(|value| serde_json::to_vec(&value).ok());
        self.parts.extend(texts.map(|text| Part {
            name: name.to_owned(),
            file_name: None,
            media_type: None,
            usual: "application/json",
            headers: Vec::new(),
            content: text.into(),
        }));
        self
    }

    /// Adds a file per value.
    #[must_use]
    pub fn files<'f>(mut self, name: &str, files: impl IntoIterator<Item = &'f FormFile>) -> Self {
        self.parts.extend(files.into_iter().map(|file| Part {
            name: name.to_owned(),
            file_name: Some(file.name.clone()),
            media_type: file.media_type.clone(),
            usual: "application/octet-stream",
            headers: file.headers.clone(),
            content: file.content.clone(),
        }));
        self
    }
}
