//! Going on with another token, or the answer to a challenge, after the server rejected a request.

#[cfg(feature = "tokens")]
use std::sync::Arc;

use http::{HeaderMap, StatusCode};

use super::attempt::Outcome;
use super::core::Chosen;
#[cfg(feature = "tokens")]
use super::dispatch::Dispatch;
use super::error::Error;
use super::execute::Sending;
use super::response::RawResponse;

impl Sending<'_> {
    /// Renews credentials that were rejected and sends the request again, as often as makes sense.
    pub(super) async fn with_new_credentials(
        &mut self,
        chosen: &Chosen<'_>,
        mut outcome: Outcome,
    ) -> Result<Outcome, Error> {
        #[cfg(feature = "tokens")]
        let sender: Arc<dyn Dispatch> = Arc::clone(self.core) as _;
        let mut renewals = Renewals::default();
        loop {
            let used = || chosen.iter().zip(&outcome.stamps);
            let Some(answer) = rejection(&outcome.result) else {
                if shows_acceptance(&outcome.result) {
                    used().for_each(|(authenticator, stamp)| authenticator.accepted(*stamp));
                }
                return Ok(outcome);
            };
            let worked = used().any(|(authenticator, stamp)| authenticator.was_accepted(*stamp));
            if !renewals.allow(worked) {
                return Ok(outcome);
            }
            let mut renewed = false;
            for (authenticator, stamp) in used() {
                let renewal = authenticator.renew(
                    #[cfg(feature = "tokens")]
                    &sender,
                    *stamp,
                    answer,
                );
                renewed |= self.deadline.limit(renewal).await??;
            }
            // A stream is used up by now; the next call has the new credential.
            if !renewed || !self.prepared.can_repeat() {
                return Ok(outcome);
            }
            outcome = self.attempt(chosen).await?;
        }
    }
}

/// The headers of an answer that rejects the credential.
fn rejection(result: &Result<RawResponse, Error>) -> Option<&HeaderMap> {
    let error = result.as_ref().err();
    let rejected = error.filter(|error| error.status() == Some(StatusCode::UNAUTHORIZED));
    rejected.map(Error::headers)
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
