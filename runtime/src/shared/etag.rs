//! Conditional requests (RFC 9110, section 13).

use std::fmt;

use http::StatusCode;
use http::header::{ETAG, IF_MATCH, IF_NONE_MATCH};

use super::call_options::CallOptions;
use super::error::Error;
use super::response::Response;

/// An entity tag: which version of a resource a response shows (RFC 9110, section 8.8.3).
///
/// It is passed on as it was received, to a setter `if_match` of an operation that declares the header, or to
/// [`CallOptions::if_match`].
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ETag(String);

impl ETag {
    /// Whether it stands for versions that differ, though not in meaning. A server must refuse `If-Match` with a weak tag
    /// (section 13.1.1).
    pub fn is_weak(&self) -> bool {
        self.0.starts_with("W/")
    }
}

impl fmt::Display for ETag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<ETag> for String {
    fn from(tag: ETag) -> Self {
        tag.0
    }
}

impl From<&ETag> for String {
    fn from(tag: &ETag) -> Self {
        tag.0.clone()
    }
}

impl<T> Response<T> {
    /// Which version of the resource this is, where the server says so.
    pub fn etag(&self) -> Option<ETag> {
        let tag = self.head().header(ETAG.as_str())?;
        Some(ETag(tag.to_owned()))
    }
}

impl CallOptions {
    /// The call is carried out only if the resource is still in this version; else it fails, and
    /// [`Error::is_precondition_failed`] says so.
    pub fn if_match(self, tag: &ETag) -> Self {
        self.header(IF_MATCH.as_str(), tag)
    }

    /// The call is carried out only if the resource is no longer in this version; else it fails, and
    /// [`Error::is_not_modified`] says so for GET.
    pub fn if_none_match(self, tag: &ETag) -> Self {
        self.header(IF_NONE_MATCH.as_str(), tag)
    }
}

impl Error {
    /// 412: the resource has changed since the version that `If-Match` names.
    pub fn is_precondition_failed(&self) -> bool {
        self.status() == Some(StatusCode::PRECONDITION_FAILED)
    }

    /// 304: the resource is still in the version that `If-None-Match` names.
    pub fn is_not_modified(&self) -> bool {
        self.status() == Some(StatusCode::NOT_MODIFIED)
    }
}
