//! `multipart/form-data` bodies (RFC 7578), built in memory so that a retry can send them again.

use std::fmt::{self, Display};

use bytes::{BufMut as _, Bytes, BytesMut};

use super::body::Body;
use super::request::Request;

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
    content: Bytes,
}

impl Multipart {
    /// A form without parts.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a text field.
    #[must_use]
    pub fn text(self, name: &str, value: impl Display) -> Self {
        self.part(name, None, None, value.to_string().into())
    }

    /// Adds a JSON field, or any other that has a media type but is not a file.
    #[must_use]
    pub fn typed(self, name: &str, media_type: &str, content: impl Into<Bytes>) -> Self {
        self.part(name, None, Some(media_type), content.into())
    }

    /// Adds a file.
    #[must_use]
    pub fn file(
        self,
        name: &str,
        file_name: &str,
        media_type: &str,
        content: impl Into<Bytes>,
    ) -> Self {
        self.part(name, Some(file_name), Some(media_type), content.into())
    }

    fn part(
        mut self,
        name: &str,
        file_name: Option<&str>,
        media_type: Option<&str>,
        content: Bytes,
    ) -> Self {
        self.parts.push(Part {
            name: name.to_owned(),
            file_name: file_name.map(str::to_owned),
            media_type: media_type.map(str::to_owned),
            content,
        });
        self
    }

    fn encode(&self, boundary: &str) -> Bytes {
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
            body.put(part.content.as_ref());
            body.put(&b"\r\n"[..]);
        }
        body.put(format!("--{boundary}--\r\n").as_bytes());
        body.freeze()
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
            .set_body(Body::new(&media_type, form.encode(&boundary)));
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
