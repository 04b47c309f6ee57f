//! Operations that are about nothing with a state: their example, or the same made-up value each time.

use serde_json::Value;

use super::finish::{examples, schema, sent_as};
use super::{Answer, Call, Engine, Outcome, xml};
use crate::plan::{Operation, is_json};
use crate::schema::Role;

impl Engine {
    pub(super) fn sample(&self, call: &Call<'_>) -> Outcome {
        if call.operation.body_required || !call.body.is_empty() {
            self.sent(call, None, Role::Create)?;
        }
        Ok(self.sampled(call.operation))
    }

    /// What an operation answers that is not understood.
    pub(crate) fn sampled(&self, operation: &Operation) -> Answer {
        let status = operation.success();
        let Some(response) = operation.response(status) else {
            return Answer::empty(status);
        };
        let Some(media) = response.media.as_deref() else {
            return Answer::empty(status);
        };
        if matches!(status, 204 | 205 | 304) {
            return Answer::empty(status);
        }
        let schema = schema(response);
        let fits = |value: &&Value| {
            schema
                .as_ref()
                .is_none_or(|schema| self.validators.fits_answer(&self.plan.tree, schema, value))
        };
        let example = examples(&self.plan.tree, response)
            .into_iter()
            .find(fits)
            .cloned();
        let value = example.or_else(|| {
            schema
                .as_ref()
                .map(|schema| self.sampler(&operation.id).value(schema, "value"))
        });
        let Some(value) = value else {
            return Answer::new(
                status,
                &sent_as(media),
                if is_json(media) { "{}" } else { "" },
            );
        };
        if let Some(root) = response.xml
            && let Some(text) = xml::document(&self.plan.xml, root, &value)
        {
            return Answer::new(status, &sent_as(media), text);
        }
        let text = match value {
            // Text is JSON only where JSON is what is sent.
            Value::String(text) if !is_json(media) => text,
            value => value.to_string(),
        };
        Answer::new(status, &sent_as(media), text)
    }
}
