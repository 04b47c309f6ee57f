//! Sending a call: credentials, attempts and their limits. Compiled once, whatever the operation.

use std::sync::Arc;

use super::clock::time::sleep;
use http::StatusCode;

use super::attempt::{Outcome, attempt};
use super::call::Call;
use super::core::{Chosen, Core};
use super::dispatch::BoxFuture;
#[cfg(feature = "tokens")]
use super::dispatch::Dispatch;
use super::error::Error;
use super::options::Limits;
use super::prepare::Prepared;
use super::response::RawResponse;
use super::watch::Deadline;

/// Sends a call and reads the response. Any status other than 2xx is an error.
pub(super) fn execute(
    core: Arc<Core>,
    call: Call,
) -> BoxFuture<'static, Result<RawResponse, Error>> {
    Box::pin(async move { execute_in(&core, &call).await })
}

#[cfg(feature = "tokens")]
impl Dispatch for Core {
    fn dispatch(self: Arc<Self>, call: Call) -> BoxFuture<'static, Result<RawResponse, Error>> {
        execute(self, call)
    }
}

async fn execute_in(core: &Arc<Core>, call: &Call) -> Result<RawResponse, Error> {
    let prepared = core
        .prepare(call)
        .map_err(|error| error.with_call(&call.operation, None))?;
    let limits = core.options.with(&call.overrides);
    #[cfg(feature = "operation-retry")]
    let limits = limits.for_operation(call.operation.attempts, &call.overrides);
    let deadline = Deadline::after(limits.total_timeout);
    let mut sending = Sending {
        core,
        call,
        prepared: &prepared,
        limits: &limits,
        deadline,
        attempts: 0,
        tries: 0,
    };
    let outcome = sending.until_done().await;
    let attempts = sending.attempts;
    outcome.map_err(|error| {
        error
            .with_call(&call.operation, Some(&prepared.shown_url))
            .with_attempts(attempts)
    })
}

/// A call on its way.
pub(super) struct Sending<'a> {
    pub(super) core: &'a Arc<Core>,
    call: &'a Call,
    pub(super) prepared: &'a Prepared,
    limits: &'a Limits,
    pub(super) deadline: Deadline,
    /// How often the request was sent.
    attempts: u32,
    /// The same without what was sent again only with another credential.
    tries: u32,
}

impl Sending<'_> {
    async fn until_done(&mut self) -> Result<RawResponse, Error> {
        let method = &self.prepared.method;
        let idempotent = method.is_idempotent();
        #[cfg(feature = "operation-retry")]
        let idempotent = self.call.operation.idempotent.unwrap_or(idempotent);
        let idempotent = idempotent || self.call.overrides.idempotent;
        #[cfg(feature = "idempotency-key")]
        let idempotent = idempotent || !self.call.operation.idempotency_key.is_empty();
        loop {
            self.tries += 1;
            let error = match self.authorized().await {
                Ok(raw) => {
                    self.core.budget.refund(self.attempts);
                    return Ok(raw);
                }
                Err(error) => error,
            };
            if !self.prepared.can_repeat() {
                return Err(error);
            }
            let Some(pause) = self.limits.retry.pause(&error, self.tries, idempotent) else {
                return Err(error);
            };
            // Waiting past the deadline would only replace this error by a less telling one.
            if self.deadline.is_within(pause) || !self.core.budget.spend() {
                return Err(error);
            }
            sleep(pause).await;
        }
    }

    /// One attempt; where its credential is rejected and can be renewed, more with the new ones.
    async fn authorized(&mut self) -> Result<RawResponse, Error> {
        let chosen = self.core.credentials(&self.call.operation);
        let outcome = self.attempt(&chosen).await?;
        #[cfg(feature = "renewal")]
        let outcome = self.with_new_credentials(&chosen, outcome).await?;
        let needs_credential = chosen.is_empty() && !self.call.operation.security.is_empty();
        outcome.result.map_err(|error| {
            if needs_credential && error.status() == Some(StatusCode::UNAUTHORIZED) {
                return error.with_hint("no credential is configured for this operation");
            }
            error
        })
    }

    pub(super) async fn attempt(&mut self, chosen: &Chosen<'_>) -> Result<Outcome, Error> {
        self.attempts += 1;
        attempt(
            self.core,
            self.call,
            self.prepared,
            self.limits,
            self.deadline,
            chosen,
            self.attempts,
        )
        .await
    }
}
