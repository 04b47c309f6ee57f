//! The form that a body is made of, kept so that the body can be made once more when a part changes.

use bytes::Bytes;

use super::body::{Body, Content};
use super::error::Error;
use super::multipart::Multipart;
use super::part::{Part, PartEncoding};

/// A form and how it is written.
#[derive(Clone)]
pub(super) struct MultipartBody {
    form: Multipart,
    media_type: String,
    encodings: &'static [PartEncoding],
    boundary: String,
}

impl MultipartBody {
    pub(super) fn new(
        media_type: &str,
        form: &Multipart,
        encodings: &'static [PartEncoding],
    ) -> Self {
        Self {
            form: form.joined(encodings),
            media_type: media_type.to_owned(),
            encodings,
            // 128 random bits do not occur in any part.
            boundary: format!("{:032x}", fastrand::u128(..)),
        }
    }

    /// Changes the parts of this name; says whether there are any.
    pub(super) fn change(&mut self, name: &str, change: impl Fn(&mut Part)) -> bool {
        let mut found = false;
        for part in self.form.parts.iter_mut().filter(|part| part.name == name) {
            change(part);
            found = true;
        }
        found
    }

    /// The body, and what the form lacks.
    pub(super) fn body(&self) -> (Result<Body, Error>, Option<String>) {
        let media_type = format!("{}; boundary={}", self.media_type, self.boundary);
        let (content, lacking) = match self.form.encode(&self.boundary, self.encodings) {
            Ok(content) => (content, None),
            Err(lacking) => (Content::Bytes(Bytes::new()), Some(lacking)),
        };
        (Body::of(&media_type, content), lacking)
    }
}
