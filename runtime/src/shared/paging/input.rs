//! Where a request says which page it wants: in its query or in its JSON body.

use serde_json::{Map, Value};

use super::super::body::{Body, Content};
use super::super::call::Call;
use super::super::error::{Error, ErrorKind};

/// Where a request says which page it wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageInput {
    /// In this query parameter.
    Query(&'static str),
    /// In a member of the JSON body.
    Body {
        /// Media type of the body.
        media_type: &'static str,
        /// The names that lead to the member.
        path: &'static [&'static str],
    },
}

impl std::fmt::Display for PageInput {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Query(name) => f.write_str(name),
            Self::Body { path, .. } => f.write_str(&path.join(".")),
        }
    }
}

impl Call {
    /// Puts a value in its place, replacing what is there.
    pub(super) fn set_input(&mut self, input: PageInput, value: Value) {
        match input {
            PageInput::Query(name) => match value {
                Value::String(text) => self.query.set(name, &text),
                other => self.query.set(name, &other.to_string()),
            },
            PageInput::Body { media_type, path } => {
                let body = with_member(self.body.as_ref(), media_type, path, value);
                self.set_body(body);
            }
        }
    }
}

/// The body with a value at the end of a path; objects on the way are made where they are missing.
fn with_member(
    body: Option<&Body>,
    media_type: &str,
    path: &[&str],
    value: Value,
) -> Result<Body, Error> {
    let invalid = |message| Error::new(ErrorKind::InvalidRequest, message);
    let mut document = match body.map(|body| &body.content) {
        None => Value::Object(Map::new()),
        Some(Content::Bytes(bytes)) => serde_json::from_slice(bytes).map_err(|error| {
            invalid("the body is not JSON, and takes no cursor").with_source(error)
        })?,
        #[cfg(feature = "upload")]
        Some(Content::Pieces(_)) => return Err(invalid("a streamed body takes no cursor")),
    };
    let mut at = &mut document;
    for name in path {
        if at.is_null() {
            *at = Value::Object(Map::new());
        }
        let members = at
            .as_object_mut()
            .ok_or_else(|| invalid("the body has no place for a cursor"))?;
        at = members.entry(*name).or_insert(Value::Null);
    }
    *at = value;
    let mut written = Body::json(media_type, &document)?;
    if let Some(body) = body {
        written.content_type = body.content_type.clone();
    }
    Ok(written)
}
