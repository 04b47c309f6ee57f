//! How the parts of a form are written (OpenAPI 3.0, "Encoding Object"; RFC 7578), and changes to single ones.

use std::any::Any;
use std::sync::Arc;

use bytes::Bytes;

use super::body::Body;
use super::call::header;
use super::multipart::Multipart;
use super::request::Request;
use super::upload::Upload;

/// How the document says that the parts of one name are written.
#[derive(Debug, Clone, Copy)]
pub struct PartEncoding {
    /// The name of the part.
    pub name: &'static str,
    /// Its `Content-Type`, unless the caller gives another; empty for what its content is by itself.
    pub media_type: &'static str,
    /// What separates the items of a list that is written as one part; empty for a part per item.
    pub joined: &'static str,
    /// Headers of its own.
    pub headers: &'static [PartHeader],
}

/// A header of a part.
#[derive(Debug, Clone, Copy)]
pub struct PartHeader {
    /// Its name.
    pub name: &'static str,
    /// Its value, where the document leaves no choice; empty if the caller gives it.
    pub value: &'static str,
    /// Whether a part cannot be sent without it.
    pub required: bool,
}

/// One part.
#[derive(Debug, Clone)]
pub(super) struct Part {
    pub(super) name: String,
    pub(super) file_name: Option<String>,
    /// What the caller says that it is.
    pub(super) media_type: Option<String>,
    /// What it is if neither the caller nor the document says it; empty for none.
    pub(super) usual: &'static str,
    pub(super) headers: Vec<(String, String)>,
    pub(super) content: Upload,
}

impl Part {
    /// What stands before the content, and what is missing there.
    pub(super) fn head(&self, encodings: &[PartEncoding]) -> Result<String, String> {
        let mut head = format!(
            "Content-Disposition: form-data; name=\"{}\"",
            quoted(&self.name)
        );
        if let Some(file_name) = &self.file_name {
            head = head + "; filename=\"" + &quoted(file_name) + "\"";
        }
        let encoding = encodings.iter().find(|known| known.name == self.name);
        let documented = encoding.map_or("", |encoding| encoding.media_type);
        let usual = if documented.is_empty() {
            self.usual
        } else {
            documented
        };
        let media_type = self.media_type.as_deref().unwrap_or(usual);
        if !media_type.is_empty() {
            head = head + "\r\nContent-Type: " + &media_type.replace(['\r', '\n'], "");
        }
        let mut headers: Vec<(&str, &str)> = Vec::new();
        for wanted in encoding.map_or(&[][..], |encoding| encoding.headers) {
            let mut given = self.headers.iter();
            match given.find(|(name, _)| name.eq_ignore_ascii_case(wanted.name)) {
                Some((_, value)) => headers.push((wanted.name, value)),
                None if !wanted.value.is_empty() => headers.push((wanted.name, wanted.value)),
                None if wanted.required => {
                    return Err(format!(
                        "the part `{}` needs the header `{}`: set it with `part_header`",
                        self.name, wanted.name
                    ));
                }
                None => {}
            }
        }
        for (name, value) in &self.headers {
            if !headers
                .iter()
                .any(|(known, _)| known.eq_ignore_ascii_case(name))
            {
                headers.push((name, value));
            }
        }
        for (name, value) in headers {
            let (name, value) = header(name, value)
                .map_err(|_| format!("the part `{}` has an invalid header", self.name))?;
            let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
            head = head + "\r\n" + name.as_str() + ": " + &value;
        }
        Ok(head)
    }
}

/// A form in a request, from which its body is made once more when a part changes.
#[derive(Clone)]
struct Form {
    multipart: Multipart,
    media_type: String,
    encodings: &'static [PartEncoding],
    boundary: String,
}

impl<O, M> Request<O, M> {
    /// Sets a `multipart/form-data` body.
    #[doc(hidden)]
    pub fn multipart(self, form: &Multipart) -> Self {
        self.multipart_encoded("multipart/form-data", form, &[])
    }

    /// Sets a `multipart/form-data` body whose parts are written as the document says.
    #[doc(hidden)]
    pub fn multipart_encoded(
        self,
        media_type: &str,
        form: &Multipart,
        encodings: &'static [PartEncoding],
    ) -> Self {
        self.set_form(Form {
            multipart: form.joined(encodings),
            media_type: media_type.to_owned(),
            encodings,
            // 128 random bits do not occur in any part.
            boundary: format!("{:032x}", fastrand::u128(..)),
        })
    }

    /// Says what the parts of this name are: a choice among the media types that the document lists for them.
    pub fn part_media_type(self, part: &str, media_type: &str) -> Self {
        self.change_part(part, |part| part.media_type = Some(media_type.to_owned()))
    }

    /// Sets a header of the parts of this name.
    pub fn part_header(self, part: &str, name: &str, value: impl std::fmt::Display) -> Self {
        let value = value.to_string();
        self.change_part(part, |part| {
            part.headers
                .retain(|(known, _)| !known.eq_ignore_ascii_case(name));
            part.headers.push((name.to_owned(), value.clone()));
        })
    }

    fn change_part(mut self, name: &str, change: impl Fn(&mut Part)) -> Self {
        let form = self.call.form.as_deref();
        let form = form.and_then(|form| form.downcast_ref::<Form>());
        let Some(mut form) = form.cloned() else {
            self.call
                .invalid(format!("there is no form with a part `{name}`"));
            return self;
        };
        let parts = form.multipart.parts.iter_mut();
        let mut named: Vec<&mut Part> = parts.filter(|part| part.name == name).collect();
        if named.is_empty() {
            self.call.invalid(format!("the form has no part `{name}`"));
        }
        named.iter_mut().for_each(|part| change(part));
        self.set_form(form)
    }

    fn set_form(mut self, form: Form) -> Self {
        let content = form.multipart.encode(&form.boundary, form.encodings);
        let media_type = format!("{}; boundary={}", form.media_type, form.boundary);
        let (content, lacking) = match content {
            Ok(content) => (content, None),
            Err(lacking) => (super::body::Content::Bytes(Bytes::new()), Some(lacking)),
        };
        self.call.set_body(Body::of(&media_type, content));
        self.call.lacking = lacking;
        let form: Arc<dyn Any + Send + Sync> = Arc::new(form);
        self.call.form = Some(form);
        self
    }
}

/// As browsers escape names (WHATWG HTML, "multipart/form-data encoding algorithm").
fn quoted(name: &str) -> String {
    name.replace('"', "%22")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// Gives the type of an operation with a form of parts the methods that change them.
#[allow(
    unused_macros,
    reason = "no operation may be compiled in that needs it"
)]
macro_rules! parts {
    ($name:ident: $($method:ident)*) => {
        $(parts!(@$method $name);)*
    };
    (@part_media_type $name:ident) => {
        impl<M> $name<M> {
            /// Says what the parts of this name are: a choice among the media types that the document lists for them.
            pub fn part_media_type(self, part: &str, media_type: &str) -> Self {
                Self { request: self.request.part_media_type(part, media_type) }
            }
        }
    };
    (@part_header $name:ident) => {
        impl<M> $name<M> {
            /// Sets a header of the parts of this name.
            pub fn part_header(self, part: &str, name: &str, value: impl ::std::fmt::Display) -> Self {
                Self { request: self.request.part_header(part, name, value) }
            }
        }
    };
}

#[allow(
    unused_imports,
    reason = "no operation may be compiled in that needs it"
)]
pub(crate) use parts;
