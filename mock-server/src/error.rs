//! What goes wrong, as JSON:API error objects.

use serde_json::{Map, Value, json};

/// Why a request is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// HTTP status; 0 stands for the status that the operation has for invalid requests.
    pub status: u16,
    /// Code of the API; left out of answers where the document lists codes and not this one.
    pub code: &'static str,
    /// What is wrong, in words.
    pub detail: String,
    /// The parameter at fault.
    pub parameter: Option<String>,
    /// JSON pointer to what is at fault in the body.
    pub pointer: Option<String>,
}

impl Failure {
    /// A failure with a status of its own.
    pub fn new(status: u16, code: &'static str, detail: impl Into<String>) -> Self {
        Self {
            status,
            code,
            detail: detail.into(),
            parameter: None,
            pointer: None,
        }
    }

    /// A parameter breaks the rules.
    pub fn parameter(name: impl Into<String>, detail: impl Into<String>) -> Self {
        Self {
            parameter: Some(name.into()),
            ..Self::new(0, "InvalidParameter", detail)
        }
    }

    /// The body breaks the rules at `pointer`.
    pub fn body(pointer: impl Into<String>, detail: impl Into<String>) -> Self {
        Self {
            pointer: Some(pointer.into()),
            ..Self::new(0, "InvalidBodyParameter", detail)
        }
    }

    /// What is to be added is there already.
    pub fn duplicate(pointer: impl Into<String>, detail: impl Into<String>) -> Self {
        Self {
            status: 409,
            ..Self::body(pointer, detail)
        }
    }

    /// Nothing is there under this id.
    pub fn not_found(resource_type: &str, id: &str) -> Self {
        Self::new(
            404,
            "ResourceNotFound",
            format!("There is no {resource_type} with the id {id}"),
        )
    }

    /// The token does not give access.
    pub fn forbidden(detail: impl Into<String>) -> Self {
        Self::new(403, "Forbidden", detail)
    }

    /// There is no valid token.
    pub fn unauthorized(detail: impl Into<String>) -> Self {
        Self::new(401, "Unauthorized", detail)
    }

    /// Moves the pointer below `prefix`.
    #[must_use]
    pub fn under(mut self, prefix: &str) -> Self {
        self.pointer = self.pointer.map(|pointer| format!("{prefix}{pointer}"));
        self
    }

    /// As a JSON:API error object; `codes` are those the document lists.
    pub(crate) fn object(&self, status: u16, codes: &[String]) -> Value {
        let mut error = Map::new();
        if codes.is_empty() || codes.iter().any(|code| code == self.code) {
            error.insert("code".to_owned(), json!(self.code));
        }
        error.insert("detail".to_owned(), json!(self.detail));
        if let Some(parameter) = &self.parameter {
            error.insert("source".to_owned(), json!({ "parameter": parameter }));
        } else if let Some(pointer) = &self.pointer {
            error.insert("source".to_owned(), json!({ "pointer": pointer }));
        }
        error.insert("status".to_owned(), json!(status.to_string()));
        error.insert("title".to_owned(), json!(reason(status)));
        Value::Object(error)
    }
}

/// The reason phrase of a status.
pub(crate) fn reason(status: u16) -> &'static str {
    axum::http::StatusCode::from_u16(status)
        .ok()
        .and_then(|status| status.canonical_reason())
        .unwrap_or("Error")
}
