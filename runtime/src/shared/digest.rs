//! HTTP Digest authentication (RFC 7616): what is sent is no password but a digest of it, of the request, and of a nonce that
//! the server gives.
//!
//! The first request of a client has none, and is answered with a challenge. Those that follow use its nonce and count how
//! often, until the server gives another.

#[cfg(feature = "tokens")]
use std::sync::Arc;
use std::sync::{Mutex, MutexGuard, PoisonError};

use http::HeaderMap;
use http::header::{AUTHORIZATION, WWW_AUTHENTICATE};
use http_auth::digest::DigestClient;
use http_auth::{ChallengeParser, PasswordParams};
use secrecy::ExposeSecret;
use url::Position;

use super::authenticator::{Authenticator, Stamp, Unsent};
use super::dispatch::BoxFuture;
#[cfg(feature = "tokens")]
use super::dispatch::Dispatch;
use super::error::{Error, ErrorKind};
use super::header::secret_value;
use super::secret_handle::SecretHandle;
use super::secrets::Secrets;

/// A user with a password, and what the server asked for.
pub(super) struct Digest {
    user: String,
    password: SecretHandle,
    known: Mutex<Known>,
}

#[derive(Default)]
struct Known {
    /// The last challenge, with the count of its nonce.
    challenge: Option<DigestClient>,
    /// Which one that is, from 1.
    number: u64,
    /// The last one with which a request was accepted.
    accepted: u64,
}

impl Digest {
    pub(super) fn new(user: String, password: SecretHandle) -> Self {
        let known = Mutex::default();
        Self {
            user,
            password,
            known,
        }
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Answers the challenge for this very request, if there was one.
    fn add(&self, request: &mut Unsent) -> Result<Stamp, Error> {
        let password = self.password.get();
        let mut known = self.known();
        let stamp = Stamp {
            number: known.number,
        };
        if let Some(challenge) = &mut known.challenge {
            let answer = challenge.respond(&PasswordParams {
                username: &self.user,
                password: password.expose_secret(),
                uri: &request.url[Position::BeforePath..Position::AfterQuery],
                method: request.method.as_str(),
                body: None,
            });
            let answer = answer.map_err(unanswerable)?;
            let value = secret_value("", &answer)?;
            request.headers.insert(AUTHORIZATION, value);
        }
        Ok(stamp)
    }

    /// Takes the challenge of an answer, unless it says that the password is wrong (RFC 7616, section 3.3, `stale`).
    fn challenged(&self, rejected: Stamp, answer: &HeaderMap) -> Result<bool, Error> {
        let mut known = self.known();
        if known.number != rejected.number {
            // Another request was faster.
            return Ok(true);
        }
        let Some(challenge) = challenge(answer)? else {
            return Ok(false);
        };
        // A server that forgot its nonces calls none of them stale.
        let worked = known.accepted == rejected.number;
        if rejected.number > 0 && !worked && !challenge.stale() {
            return Ok(false);
        }
        known.challenge = Some(challenge);
        known.number += 1;
        Ok(true)
    }
}

/// The first Digest challenge that can be answered (RFC 7616, section 3.7). There may be other schemes beside it.
fn challenge(answer: &HeaderMap) -> Result<Option<DigestClient>, Error> {
    let mut why = None;
    for value in answer.get_all(WWW_AUTHENTICATE) {
        let Ok(value) = value.to_str() else { continue };
        for challenge in ChallengeParser::new(value).flatten() {
            if challenge.scheme.eq_ignore_ascii_case("digest") {
                match DigestClient::try_from(&challenge) {
                    Ok(challenge) => return Ok(Some(challenge)),
                    Err(error) => why = why.or(Some(error)),
                }
            }
        }
    }
    why.map_or(Ok(None), |why| Err(unanswerable(why)))
}

fn unanswerable(why: String) -> Error {
    let message = format!("the server's Digest challenge cannot be answered: {why}");
    Error::new(ErrorKind::Authentication, message)
}

impl Authenticator for Digest {
    fn authorize<'a>(
        &'a self,
        #[cfg(feature = "tokens")] _sender: &'a Arc<dyn Dispatch>,
        request: &'a mut Unsent,
        secrets: &'a mut Secrets,
    ) -> BoxFuture<'a, Result<Stamp, Error>> {
        secrets.add(self.password.get());
        Box::pin(std::future::ready(self.add(request)))
    }

    fn redirected(&self, request: &mut Unsent) -> Result<(), Error> {
        self.add(request).map(|_| ())
    }

    fn renew<'a>(
        &'a self,
        #[cfg(feature = "tokens")] _sender: &'a Arc<dyn Dispatch>,
        rejected: Stamp,
        answer: &'a HeaderMap,
    ) -> BoxFuture<'a, Result<bool, Error>> {
        Box::pin(std::future::ready(self.challenged(rejected, answer)))
    }

    fn accepted(&self, stamp: Stamp) {
        let mut known = self.known();
        known.accepted = known.accepted.max(stamp.number);
    }

    fn was_accepted(&self, stamp: Stamp) -> bool {
        stamp.number > 0 && self.known().accepted == stamp.number
    }
}
