//! Where to go on later, possibly in another process.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use url::Url;

use super::super::core::Core;
use super::super::error::{Error, ErrorKind};
use super::super::query_text::without;
use super::audit::Audit;
use super::plan::Position;

/// Where a pager stands. Serialise it, or write it as text and parse it again; it holds no credential.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResumeToken {
    pub(super) operation: String,
    pub(super) position: Position,
    /// How many items of the page at this position were delivered.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub(super) delivered: usize,
    /// The id of the last item that was delivered from this page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) last: Option<String>,
    /// The account up to the start of this page.
    pub(super) audit: Audit,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde asks for a reference"
)]
fn is_zero(number: &usize) -> bool {
    *number == 0
}

impl ResumeToken {
    /// The account of what was read before the page at which this token resumes.
    pub fn audit(&self) -> &Audit {
        &self.audit
    }
}

impl Position {
    /// The position without an API key that the server echoed: a token may be kept anywhere.
    pub(super) fn without_keys(self, core: &Core) -> Self {
        let Self::Url(text) = self else { return self };
        let Ok(mut url) = Url::parse(&text) else {
            return Self::Url(text);
        };
        let query = url
            .query()
            .map(|query| without(query, |name| core.is_key(name)));
        url.set_query(query.flatten().as_deref());
        Self::Url(url.into())
    }
}

/// One line of text.
impl fmt::Display for ResumeToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&serde_json::to_string(self).map_err(|_| fmt::Error)?)
    }
}

impl FromStr for ResumeToken {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        serde_json::from_str(text)
            .map_err(|error| Error::new(ErrorKind::Paging, "not a resume token").with_source(error))
    }
}
