//! Operations that are not about resources: the same made-up value each time.

use openapi_client_generator::resolve;

use super::{Answer, Call, Engine, Outcome, mix};
use crate::schema::{Role, Sampler};

impl Engine {
    pub(super) fn sample(&self, call: &Call<'_>) -> Outcome {
        if call.operation.body_required || !call.body.is_empty() {
            self.sent(call, None, Role::Create)?;
        }
        let status = call.operation.success();
        let response = call.operation.response(status);
        let schema = response
            .and_then(|response| response.schema.as_deref())
            .and_then(|pointer| resolve::lookup(&self.plan.tree, pointer));
        let Some(schema) = schema else {
            return Ok(Answer::empty(status));
        };
        let seed = call
            .operation
            .id
            .bytes()
            .fold(self.seed, |seed, byte| mix(seed ^ u64::from(byte)));
        let value = Sampler::new(&self.plan.tree, seed).value(schema, "value");
        Ok(Answer::new(
            status,
            call.operation.media(),
            value.to_string(),
        ))
    }
}
