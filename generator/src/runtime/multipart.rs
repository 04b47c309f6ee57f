//! `multipart/form-data` bodies (RFC 7578). A form whose files are all there can be sent again.

use std::fmt::{self, Display};

use bytes::{BufMut as _, Bytes, BytesMut};

use super::body::{Body, Content};
use super::request::Request;
use super::upload::{Parts, Upload};

/// The parts of a form, in order.
#[derive(Clone, Default)]
pub struct Multipart {
    parts: Vec<Part>,
}

#[derive(Clone)]
struct Part {
    name: String,
    file_name: Option<String>,
    media_type: Option<String>,
    content: Upload,
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
            content: content.into(),
        });
        self
    }

    fn encode(&self, boundary: &str) -> Content {
        let mut parts = Vec::new();
        let mut body = BytesMut::new();
        for part in &self.parts {
            let mut head = format!(
                "--{boundary}\r\nContent-Disposition: form-data; name=\"{}\"",
                quoted(&part.name)
            );
            if let Some(file_name) = &part.file_name {
                head = head + "; filename=\"" + &quoted(file_name) + "\"";
            }
            if let Some(media_type) = &part.media_type {
                head = head + "\r\nContent-Type: " + &without_breaks(media_type);
            }
            body.put(head.as_bytes());
            body.put(&b"\r\n\r\n"[..]);
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
        Parts(parts).content()
    }
}

impl fmt::Debug for Multipart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list()
            .entries(self.parts.iter().map(|part| &part.name))
            .finish()
    }
}

impl<O, M> Request<O, M> {
    /// Sets a `multipart/form-data` body.
    pub fn multipart(mut self, form: &Multipart) -> Self {
        // 128 random bits do not occur in any part.
        let boundary = format!("{:032x}", fastrand::u128(..));
        let media_type = format!("multipart/form-data; boundary={boundary}");
        self.call
            .set_body(Body::of(&media_type, form.encode(&boundary)));
        self
    }
}

/// As browsers escape names (WHATWG HTML, "multipart/form-data encoding algorithm").
fn quoted(name: &str) -> String {
    name.replace('"', "%22")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

fn without_breaks(media_type: &str) -> String {
    media_type.replace(['\r', '\n'], "")
}
