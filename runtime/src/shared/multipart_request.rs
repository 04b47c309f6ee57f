//! Forms with parts in requests, and changes to single parts.

use std::fmt::Display;

use super::multipart::Multipart;
use super::multipart_body::MultipartBody;
use super::part::{Part, PartEncoding};
use super::request::Request;

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
        self.set_form(MultipartBody::new(media_type, form, encodings))
    }

    /// Says what the parts of this name are: a choice among the media types that the document lists for them.
    pub fn part_media_type(self, part: &str, media_type: &str) -> Self {
        self.change_part(part, |part| part.media_type = Some(media_type.to_owned()))
    }

    /// Sets a header of the parts of this name.
    pub fn part_header(self, part: &str, name: &str, value: impl Display) -> Self {
        let value = value.to_string();
        self.change_part(part, |part| {
            part.headers
                .retain(|(known, _)| !known.eq_ignore_ascii_case(name));
            part.headers.push((name.to_owned(), value.clone()));
        })
    }

    fn change_part(mut self, name: &str, change: impl Fn(&mut Part)) -> Self {
        let Some(mut form) = self.call.form.as_deref().cloned() else {
            self.call
                .invalid(format!("there is no form with a part `{name}`"));
            return self;
        };
        if !form.change(name, change) {
            self.call.invalid(format!("the form has no part `{name}`"));
        }
        self.set_form(form)
    }

    fn set_form(mut self, form: MultipartBody) -> Self {
        let (body, lacking) = form.body();
        self.call.set_body(body);
        self.call.set_form(Some(form), lacking);
        self
    }
}

/// Gives the type of an operation with a form of parts the methods that change them.
#[cfg_attr(not(inline), macro_export)]
#[doc(hidden)]
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

#[cfg(inline)]
#[allow(
    unused_imports,
    reason = "no operation may be compiled in that needs it"
)]
pub(crate) use parts;
