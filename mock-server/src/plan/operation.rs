//! What an operation takes and what it answers.

use serde::{Deserialize, Serialize};

use super::action::Action;
use super::parameter::Parameter;
use super::{Filter, JSON_API};

/// An operation of the document.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Operation {
    /// JSON pointer.
    pub(crate) pointer: String,
    pub(crate) id: String,
    /// Upper case.
    pub(crate) method: String,
    /// Template, without the path of the server.
    pub(crate) path: String,
    pub(crate) action: Action,
    pub(crate) parameters: Vec<Parameter>,
    /// Lists of parameters of each of which one is to be given.
    pub(crate) required_one_of: Vec<Vec<String>>,
    /// Lists of parameters that are to be given together.
    pub(crate) required_together: Vec<Vec<String>>,
    pub(crate) bodies: Vec<Body>,
    pub(crate) body_required: bool,
    /// Whether any query parameter may be given: one is an object that is written as parameters of its own.
    pub(crate) open: bool,
    /// Everything that can be answered, by status as written.
    pub(crate) responses: Vec<Response>,
    /// Alternatives of security schemes, of each of which all are asked for; empty if nothing is.
    pub(crate) security: Vec<Vec<usize>>,
    /// What the filters do, by parameter name; decided once all kinds are known.
    pub(crate) filters: Vec<(String, Filter)>,
    /// Columns to sort by, by the name used in `sort`.
    pub(crate) sorts: Vec<(String, usize)>,
}

/// A request body in one media type.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Body {
    pub(crate) media: String,
    /// JSON pointer of its schema, if it has one.
    pub(crate) schema: Option<String>,
}

/// An answer in one media type.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Response {
    /// Such as `201`, `4XX` or `default`.
    pub(crate) status: String,
    pub(crate) media: Option<String>,
    pub(crate) schema: Option<String>,
    /// JSON pointer of the media type, which may have examples.
    pub(crate) content: Option<String>,
    /// Its outermost element in the plan, if it is XML whose elements the document describes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) xml: Option<usize>,
}

/// Whether a media type is that of JSON:API, whatever its parameters are.
pub(crate) fn is_json_api(media: &str) -> bool {
    media.split(';').next().unwrap_or_default().trim() == JSON_API
}

/// Whether a media type is JSON.
pub(crate) fn is_json(media: &str) -> bool {
    let essence = media.split(';').next().unwrap_or_default().trim();
    essence.ends_with("/json") || essence.ends_with("+json") || essence == "*/*"
}

/// Whether a media type is XML (RFC 7303).
#[cfg(feature = "documents")]
pub(crate) fn is_xml(media: &str) -> bool {
    let essence = media.split(';').next().unwrap_or_default().trim();
    matches!(essence, "application/xml" | "text/xml") || essence.ends_with("+xml")
}

impl Operation {
    /// The status of success.
    pub(crate) fn success(&self) -> u16 {
        let successes = self
            .responses
            .iter()
            .filter_map(|response| response.status.parse().ok());
        let class = |digit: &str| {
            self.responses
                .iter()
                .any(|response| response.status.eq_ignore_ascii_case(digit))
        };
        successes
            .filter(|status| (200..300).contains(status))
            .min()
            .or_else(|| {
                // Nothing but a redirection, say, is what the operation is for.
                let statuses = self
                    .responses
                    .iter()
                    .filter_map(|response| response.status.parse().ok());
                let none = !class("2XX") && !class("default");
                statuses
                    .filter(|status| none && (300..400).contains(status))
                    .min()
            })
            .unwrap_or(200)
    }

    /// Whether the document describes any answer of success, or a redirection.
    pub(crate) fn has_success(&self) -> bool {
        self.responses.iter().any(|response| {
            let status = response.status.as_str();
            status.starts_with(['2', '3']) || status.eq_ignore_ascii_case("default")
        })
    }

    /// What is answered with `status`, in the document's words.
    pub(crate) fn response(&self, status: u16) -> Option<&Response> {
        let class = format!("{}XX", status / 100);
        let exact = status.to_string();
        // Where there are several media types, JSON is what most clients ask for.
        let by = |wanted: &str| {
            let mut found = self
                .responses
                .iter()
                .filter(|response| response.status.eq_ignore_ascii_case(wanted));
            let first = found.clone().next();
            found
                .find(|response| response.media.as_deref().is_some_and(is_json))
                .or(first)
        };
        by(&exact).or_else(|| by(&class)).or_else(|| by("default"))
    }

    /// Whether the document foresees this very status.
    pub(crate) fn answers(&self, status: u16) -> bool {
        let status = status.to_string();
        self.responses
            .iter()
            .any(|response| response.status == status)
    }

    /// Media type of success.
    pub(crate) fn media(&self) -> &str {
        self.response(self.success())
            .and_then(|response| response.media.as_deref())
            .unwrap_or(JSON_API)
    }

    /// The status for a request that breaks the rules: the first of the usual ones that the document names.
    pub(crate) fn invalid(&self) -> u16 {
        let named = |status: &u16| {
            self.responses
                .iter()
                .any(|response| response.status == status.to_string())
        };
        [400, 409, 422].into_iter().find(named).unwrap_or(400)
    }
}
