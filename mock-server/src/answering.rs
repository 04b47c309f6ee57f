//! Answers by hand.

use serde_json::Value;

use crate::fault::{Canned, Fault, Rule, RuleError};
use crate::handle::MockServer;

/// An answer by hand for one operation; see [`MockServer::answer`]. It holds once [`times`](Self::times) or
/// [`always`](Self::always) says for how long.
#[must_use = "`times` or `always` says for how long it holds"]
#[derive(Debug)]
pub struct Answering<'m> {
    mock: &'m MockServer,
    operation: String,
    answer: Canned,
    after: u64,
}

impl<'m> Answering<'m> {
    pub(crate) fn new(mock: &'m MockServer, operation: &str) -> Self {
        Self {
            mock,
            operation: operation.to_owned(),
            answer: Canned {
                status: 200,
                ..Canned::default()
            },
            after: 0,
        }
    }

    /// The status, 200 to 599; 200 unless set.
    pub fn status(mut self, status: u16) -> Self {
        self.answer.status = status;
        self
    }

    /// A JSON body, of the media type `application/json` unless [`media`](Self::media) says another.
    // By value, as `json!` makes one.
    #[allow(clippy::needless_pass_by_value)]
    pub fn json(mut self, body: Value) -> Self {
        self.answer.body = body.to_string();
        let media = || "application/json".to_owned();
        self.answer.media.get_or_insert_with(media);
        self
    }

    /// A body of any media type.
    pub fn body(mut self, media: &str, body: impl Into<String>) -> Self {
        self.answer.body = body.into();
        self.media(media)
    }

    /// The media type of the body.
    pub fn media(mut self, media: &str) -> Self {
        self.answer.media = Some(media.to_owned());
        self
    }

    /// A header; repeatable.
    pub fn header(mut self, name: &str, value: impl Into<String>) -> Self {
        self.answer
            .headers
            .push((name.to_lowercase(), value.into()));
        self
    }

    /// So many requests pass first.
    pub fn after(mut self, requests: u64) -> Self {
        self.after = requests;
        self
    }

    /// The next so many requests are answered like this.
    ///
    /// # Errors
    ///
    /// If the document has no such operation, or the status is none that a server answers with.
    pub fn times(self, requests: u64) -> Result<(), RuleError> {
        let known = self.mock.plan().operations().map(|(.., id)| id);
        if !known.into_iter().any(|id| id == self.operation) {
            let why = format!("the document has no operation `{}`", self.operation);
            return Err(RuleError(why));
        }
        if !(200..600).contains(&self.answer.status) {
            let why = format!(
                "`{}` is no status; 200 to 599 is wanted",
                self.answer.status
            );
            return Err(RuleError(why));
        }
        let text = format!("answer={} operation={}", self.answer.status, self.operation);
        let mut rule = Rule::new(&text);
        rule.fault = Fault::Answer(self.answer);
        rule.operation = Some(self.operation);
        rule.after = self.after;
        rule.times = requests;
        self.mock.add_rule(rule);
        Ok(())
    }

    /// Every request is answered like this, until [`MockServer::clear_faults`].
    ///
    /// # Errors
    ///
    /// As for [`times`](Self::times).
    pub fn always(self) -> Result<(), RuleError> {
        self.times(u64::MAX)
    }
}
