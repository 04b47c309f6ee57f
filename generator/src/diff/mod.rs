//! What differs between two documents: their structure, and what that means for users of the
//! generated crate.
//!
//! Both trees have to be in OpenAPI 3.0 form (see [`crate::dialect::normalize`]).

mod event;
mod interface;
mod label;
mod level;
pub(crate) mod lookup;
mod render;
mod schema;
mod semver;
mod structure;
mod verdict;

use std::fmt;

use serde_json::Value;

pub use level::Level;
pub use semver::{Change, Changes, changes};
pub use structure::structure;

/// One difference between two documents, documentation aside.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// JSON pointer into the new tree; into the old one for what is gone. Where a reference leads
    /// to different places, the path goes on below the reference.
    pub pointer: String,
    /// What it is that differs.
    pub subject: Subject,
    /// What was there.
    pub old: Option<Value>,
    /// What is there now.
    pub new: Option<Value>,
}

/// What a [`Difference`] is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A member of the root, `servers` or `security`.
    Document,
    /// A whole path with all its operations.
    Path,
    /// A whole operation.
    Operation,
    /// A whole webhook or callback.
    Event,
    /// A member of an operation: `operationId`, `tags`, `security`, `deprecated` and so on.
    OperationMember,
    /// A whole parameter.
    Parameter,
    /// A member of a parameter: `required`, `style` and so on.
    ParameterMember,
    /// A whole request body, or its `required`.
    RequestBody,
    /// The media type of a body.
    MediaType,
    /// How a member of a form is sent.
    Encoding,
    /// A whole response.
    Response,
    /// A header of a response.
    Header,
    /// A whole named schema, or the schema of a parameter or body.
    Schema,
    /// A member of an object.
    Property,
    /// A member became required (`new`) or no longer is (`old`).
    Required,
    /// A value of an enumeration.
    EnumValue,
    /// A variant of `oneOf` or `anyOf`, or a part of `allOf`.
    Variant,
    /// Any other keyword of a schema.
    Keyword,
    /// A security scheme.
    SecurityScheme,
    /// A name of the client that no other difference explains: where descriptions or other names have a part in it.
    Name,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.old, &self.new) {
            (Some(old), Some(new)) => {
                write!(f, "~ {}: {} -> {}", self.pointer, short(old), short(new))
            }
            (Some(old), None) => write!(f, "- {}: {}", self.pointer, short(old)),
            (None, Some(new)) => write!(f, "+ {}: {}", self.pointer, short(new)),
            (None, None) => write!(f, "  {}", self.pointer),
        }
    }
}

/// The text of a value, cut where it gets long.
fn short(value: &Value) -> String {
    const LONGEST: usize = 100;
    let text = value.to_string();
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}...", &text[..end]),
        None => text,
    }
}

#[cfg(test)]
mod tests;
