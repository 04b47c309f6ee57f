//! What a server says went wrong: JSON:API errors, RFC 9457 problem details, OAuth2 errors.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// One problem a server reported.
///
/// Reads the members of JSON:API 1.0 "Error Objects" and of problem details (RFC 9457), whatever their
/// JSON type, and keeps everything else: an error report must never fail to decode.
#[derive(Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ErrorObject(Map<String, Value>);

impl ErrorObject {
    /// An identifier of this occurrence of the problem.
    pub fn id(&self) -> Option<Cow<'_, str>> {
        self.text("id")
    }

    /// The HTTP status the server gives for this problem.
    pub fn status(&self) -> Option<u16> {
        self.text("status")?.parse().ok()
    }

    /// An application-specific code; the `type` of problem details, the `error` of OAuth2.
    pub fn code(&self) -> Option<Cow<'_, str>> {
        self.text("code")
            .or_else(|| self.text("type"))
            .or_else(|| self.text("error"))
    }

    /// A summary that does not change from occurrence to occurrence.
    pub fn title(&self) -> Option<Cow<'_, str>> {
        self.text("title")
    }

    /// What happened this time.
    pub fn detail(&self) -> Option<Cow<'_, str>> {
        ["detail", "error_description", "message"]
            .iter()
            .find_map(|name| self.text(name))
    }

    /// A JSON pointer to the place in the request body, such as `/data/attributes/title`.
    pub fn pointer(&self) -> Option<&str> {
        self.0.get("source")?.get("pointer")?.as_str()
    }

    /// The attribute or the relationship at fault, by its name in the request body; else the last member that the pointer
    /// leads to.
    pub fn member(&self) -> Option<Cow<'_, str>> {
        let mut names = self.pointer()?.split('/').skip(1);
        let part = names.find(|name| matches!(*name, "attributes" | "relationships"));
        let name = match part.and_then(|_| names.next()) {
            Some(name) => name,
            None => self.pointer()?.rsplit_once('/')?.1,
        };
        // RFC 6901 section 4.
        Some(if name.contains('~') {
            Cow::Owned(name.replace("~1", "/").replace("~0", "~"))
        } else {
            Cow::Borrowed(name)
        })
    }

    /// The header at fault (JSON:API 1.1 "Error Objects").
    pub fn header(&self) -> Option<&str> {
        self.0.get("source")?.get("header")?.as_str()
    }

    /// The query parameter at fault.
    pub fn parameter(&self) -> Option<&str> {
        self.0.get("source")?.get("parameter")?.as_str()
    }

    /// Members the server added about the problem.
    pub fn meta(&self) -> Option<&Map<String, Value>> {
        self.0.get("meta")?.as_object()
    }

    /// Everything the server sent.
    pub fn as_map(&self) -> &Map<String, Value> {
        &self.0
    }

    fn text(&self, name: &str) -> Option<Cow<'_, str>> {
        match self.0.get(name)? {
            Value::String(text) => Some(Cow::Borrowed(text)),
            Value::Number(number) => Some(Cow::Owned(number.to_string())),
            _ => None,
        }
    }
}

impl From<Map<String, Value>> for ErrorObject {
    fn from(members: Map<String, Value>) -> Self {
        Self(members)
    }
}

impl fmt::Debug for ErrorObject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

/// `title: detail (at /data/attributes/title) [code]`, as far as these are known.
impl fmt::Display for ErrorObject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (code, title, detail) = (self.code(), self.title(), self.detail());
        match (&title, &detail) {
            (Some(title), Some(detail)) if title != detail => write!(f, "{title}: {detail}")?,
            (Some(text), _) | (None, Some(text)) => f.write_str(text)?,
            (None, None) => f.write_str(code.as_deref().unwrap_or("no description"))?,
        }
        if let Some(place) = self.pointer().or_else(|| self.parameter()) {
            write!(f, " (at {place})")?;
        }
        match code {
            Some(code) if title.is_some() || detail.is_some() => write!(f, " [{code}]"),
            _ => Ok(()),
        }
    }
}

/// What the body of an error response says.
#[derive(Debug, Default)]
pub(super) struct ErrorReport {
    pub(super) errors: Vec<ErrorObject>,
    pub(super) request_id: Option<String>,
}

impl ErrorReport {
    /// Reads an error body of any of the known shapes; an unknown one yields an empty report.
    pub(super) fn read(body: &[u8]) -> Self {
        let Ok(Value::Object(mut document)) = serde_json::from_slice(body) else {
            return Self::default();
        };
        let request_id = ["request_id", "req_id", "requestId"]
            .iter()
            .find_map(|name| {
                let meta = document.get("meta").and_then(|meta| meta.get(name));
                meta.or_else(|| document.get(*name))?
                    .as_str()
                    .map(str::to_owned)
            });
        let errors = match document.remove("errors") {
            Some(Value::Array(items)) => items.into_iter().filter_map(error_object).collect(),
            Some(Value::Object(error)) => vec![ErrorObject(error)],
            _ if document.contains_key("data") => Vec::new(),
            _ => match document.remove("error") {
                Some(Value::Object(error)) => vec![ErrorObject(error)],
                Some(error) => {
                    document.insert("error".to_owned(), error);
                    vec![ErrorObject(document)]
                }
                None if document.is_empty() => Vec::new(),
                None => vec![ErrorObject(document)],
            },
        };
        Self { errors, request_id }
    }
}

fn error_object(value: Value) -> Option<ErrorObject> {
    match value {
        Value::Object(members) => Some(ErrorObject(members)),
        Value::String(detail) => Some(ErrorObject(Map::from_iter([(
            "detail".to_owned(),
            Value::String(detail),
        )]))),
        _ => None,
    }
}
