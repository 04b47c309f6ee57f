//! Sending a call: credentials, attempts and their limits. Compiled once, whatever the operation.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use tokio::time::sleep;

use super::attempt::attempt;
use super::auth::choose;
use super::call::Call;
use super::client::Core;
use super::error::Error;
use super::options::Limits;
use super::prepare::Prepared;
use super::response::RawResponse;
use super::watch::Deadline;

/// A future whose type does not grow with what it calls.
pub(super) type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Sends a call and reads the response. Any status other than 2xx is an error.
pub(super) fn execute(
    core: Arc<Core>,
    call: Call,
) -> BoxFuture<'static, Result<RawResponse, Error>> {
    Box::pin(async move { execute_in(&core, &call).await })
}

/// As [`execute`], for callers within the runtime that hold on to the client.
pub(super) async fn execute_in(core: &Core, call: &Call) -> Result<RawResponse, Error> {
    let prepared = core
        .prepare(call)
        .map_err(|error| error.with_call(&call.operation, None))?;
    let limits = core.options.with(&call.overrides);
    let deadline = Deadline::after(limits.total_timeout);
    let mut sending = Sending {
        core,
        call,
        prepared: &prepared,
        limits: &limits,
        deadline,
        attempts: 0,
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
struct Sending<'a> {
    core: &'a Core,
    call: &'a Call,
    prepared: &'a Prepared,
    limits: &'a Limits,
    deadline: Deadline,
    attempts: u32,
}

impl Sending<'_> {
    async fn until_done(&mut self) -> Result<RawResponse, Error> {
        let method = &self.prepared.method;
        let repeatable = method.is_idempotent() || self.call.overrides.repeatable;
        loop {
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
            let Some(pause) = self.limits.retry.pause(&error, self.attempts, repeatable) else {
                return Err(error);
            };
            // Waiting past the deadline would only replace this error by a less telling one.
            if self.deadline.is_within(pause) || !self.core.budget.spend() {
                return Err(error);
            }
            sleep(pause).await;
        }
    }

    /// One attempt; where its credential is rejected and can be renewed, one more with the new one.
    async fn authorized(&mut self) -> Result<RawResponse, Error> {
        let chosen = choose(self.core, &self.call.operation);
        let mut renewed = false;
        loop {
            self.attempts += 1;
            let (stamps, outcome) = attempt(
                self.core,
                self.call,
                self.prepared,
                self.limits,
                self.deadline,
                &chosen,
                self.attempts,
            )
            .await?;
            let error = match outcome {
                Ok(raw) => return Ok(raw),
                Err(error) => error,
            };
            if error.status().is_none_or(|status| status.as_u16() != 401) {
                return Err(error);
            }
            if chosen.is_empty() && !self.call.operation.security.is_empty() {
                return Err(error.with_hint("no credential is configured for this operation"));
            }
            if renewed {
                return Err(error);
            }
            for (authenticator, stamp) in chosen.iter().zip(stamps) {
                let renewal = authenticator.renew(self.core, stamp);
                renewed |= self.deadline.limit(renewal).await??;
            }
            // A stream is used up by now; the next call has the new credential.
            if !renewed || !self.prepared.can_repeat() {
                return Err(error);
            }
        }
    }
}
