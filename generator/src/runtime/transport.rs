//! Sending a call: credentials, attempts and their limits. Compiled once, whatever the operation.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use reqwest::StatusCode;
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
pub(super) async fn execute_in(core: &Arc<Core>, call: &Call) -> Result<RawResponse, Error> {
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
struct Sending<'a> {
    core: &'a Arc<Core>,
    call: &'a Call,
    prepared: &'a Prepared,
    limits: &'a Limits,
    deadline: Deadline,
    /// How often the request was sent.
    attempts: u32,
    /// The same without what was sent again only with another credential.
    tries: u32,
}

impl Sending<'_> {
    async fn until_done(&mut self) -> Result<RawResponse, Error> {
        let method = &self.prepared.method;
        let idempotent = method.is_idempotent() || self.call.overrides.idempotent;
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
        let chosen = choose(self.core, &self.call.operation);
        let mut renewals = Renewals::default();
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
            let used = || chosen.iter().zip(&stamps);
            let error = match outcome {
                Err(error) if error.status() == Some(StatusCode::UNAUTHORIZED) => error,
                outcome => {
                    if shows_acceptance(&outcome) {
                        used().for_each(|(authenticator, stamp)| authenticator.accepted(*stamp));
                    }
                    return outcome;
                }
            };
            if chosen.is_empty() && !self.call.operation.security.is_empty() {
                return Err(error.with_hint("no credential is configured for this operation"));
            }
            let worked = used().any(|(authenticator, stamp)| authenticator.was_accepted(*stamp));
            if !renewals.allow(worked) {
                return Err(error);
            }
            let mut renewed = false;
            for (authenticator, stamp) in used() {
                let renewal = authenticator.renew(self.core, *stamp);
                renewed |= self.deadline.limit(renewal).await??;
            }
            // A stream is used up by now; the next call has the new credential.
            if !renewed || !self.prepared.can_repeat() {
                return Err(error);
            }
        }
    }
}

/// Whether the server looked at the credential and let it pass. Servers that are busy answer before that.
fn shows_acceptance(outcome: &Result<RawResponse, Error>) -> bool {
    match outcome {
        Ok(_) => true,
        Err(error) => {
            let refused = error.is_rate_limited() || error.is_server_error();
            error.status().is_some() && !refused
        }
    }
}

/// How often one attempt may renew its credential.
#[derive(Default)]
struct Renewals {
    all: u32,
    /// For credentials that the server never accepted.
    vain: u32,
}

impl Renewals {
    /// A server that ends its tokens early, or that many clients ask at once, is not an error.
    const MOST: u32 = 16;
    /// A second new token may be ended before it is first used; more in a row are a server that accepts none.
    const MOST_VAIN: u32 = 2;

    /// Whether there may be one more, after a credential was rejected that had `worked` before or not.
    fn allow(&mut self, worked: bool) -> bool {
        self.all += 1;
        self.vain += u32::from(!worked);
        self.all <= Self::MOST && self.vain <= Self::MOST_VAIN
    }
}
