//! Signing a user in on another device (RFC 8628).

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::super::clock::time::{Instant, sleep};
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;

use super::super::auth::Credential;
use super::super::dispatch::{BoxFuture, Dispatch};
use super::super::error::{Error, ErrorKind};
use super::super::token::Token;
use super::super::token_error::TokenError;
use super::endpoint::{Endpoint, lifetime};
use super::flow::Flow;
use super::grant::Grant;

/// What a user is shown, who then signs in on a device with a browser (RFC 8628, section 3.2).
#[derive(Clone)]
#[non_exhaustive]
pub struct DevicePrompt {
    /// What the user types in there.
    pub user_code: String,
    /// The page to open.
    pub verification_uri: String,
    /// The page with the code in it, for a link or a QR code.
    pub verification_uri_complete: Option<String>,
    /// How long there is time.
    pub expires_in: Duration,
}

// The code is for the user's eyes.
impl fmt::Debug for DevicePrompt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DevicePrompt")
            .field("verification_uri", &self.verification_uri)
            .field("expires_in", &self.expires_in)
            .finish_non_exhaustive()
    }
}

impl Credential {
    /// Tokens of this flow for the application of this id and secret, once the user has done what `show` is told. Leave the
    /// secret empty for an application without one.
    #[doc(hidden)]
    pub fn device_code(
        flow: &'static Flow,
        id: impl Into<String>,
        secret: impl Into<SecretString>,
        show: impl Fn(&DevicePrompt) + Send + Sync + 'static,
    ) -> Self {
        let show = Box::new(show);
        Self::of_flow(flow, id, secret, Device { show })
    }
}

struct Device {
    show: Box<dyn Fn(&DevicePrompt) + Send + Sync>,
}

/// An answer of the device authorization endpoint.
struct Started {
    device_code: SecretString,
    prompt: DevicePrompt,
    interval: Duration,
}

impl Started {
    /// RFC 8628, section 3.2, where there is no `interval`; also how much `slow_down` adds to it (section 3.5).
    const INTERVAL: Duration = Duration::from_secs(5);
    const SHORTEST: Duration = Duration::from_secs(1);
    /// However long the server gives a user, nobody is waited for longer.
    const LONGEST: Duration = Duration::from_secs(3600);

    fn read(body: &[u8]) -> Option<Self> {
        let document: Value = serde_json::from_slice(body).ok()?;
        let text = |name: &str| document.get(name)?.as_str().map(str::to_owned);
        let seconds = |name: &str| document.get(name).and_then(lifetime);
        // Some servers wrote an early draft's name.
        let page = text("verification_uri").or_else(|| text("verification_url"))?;
        Some(Self {
            device_code: text("device_code")?.into(),
            prompt: DevicePrompt {
                user_code: text("user_code")?,
                verification_uri: page,
                verification_uri_complete: text("verification_uri_complete"),
                expires_in: seconds("expires_in")?.min(Self::LONGEST),
            },
            interval: seconds("interval")
                .unwrap_or(Self::INTERVAL)
                .clamp(Self::SHORTEST, Self::LONGEST),
        })
    }
}

impl Grant for Device {
    fn token<'a>(
        &'a self,
        endpoint: &'a Endpoint,
        calls: &'a Arc<dyn Dispatch>,
    ) -> BoxFuture<'a, Result<Token, Error>> {
        Box::pin(async move {
            let fields: Vec<(&str, &str)> = endpoint.scope().into_iter().collect();
            let raw = endpoint.authorize_device(calls, &fields).await?;
            let started = Started::read(&raw.body).ok_or_else(|| {
                let message =
                    "the answer of the device authorization endpoint is not that of RFC 8628";
                Error::new(ErrorKind::Decode, message)
            })?;
            (self.show)(&started.prompt);
            poll(endpoint, calls, started).await
        })
    }

    fn is_silent(&self) -> bool {
        false
    }
}

/// Asks until the user has signed in or refused, or time is up.
async fn poll(
    endpoint: &Endpoint,
    calls: &Arc<dyn Dispatch>,
    started: Started,
) -> Result<Token, Error> {
    let end = Instant::now() + started.prompt.expires_in;
    let mut interval = started.interval;
    let code = &started.device_code;
    let fields = [
        ("grant_type", "urn:ietf:params:oauth:grant-type:device_code"),
        ("device_code", code.expose_secret()),
    ];
    loop {
        sleep(interval).await;
        if Instant::now() >= end {
            let message = "the user did not sign in in time";
            return Err(Error::new(ErrorKind::Authentication, message));
        }
        let error = match endpoint.by_grant(calls, &fields, &[code]).await {
            Ok(token) => return Ok(token),
            Err(error) => error,
        };
        let said = TokenError::read(error.bytes()).map(|said| said.error);
        match said.as_deref() {
            Some("authorization_pending") => {}
            Some("slow_down") => interval += Started::INTERVAL,
            // Section 3.5: a connection that times out is no refusal; ask more rarely.
            None if error.is_retryable() => interval = (interval * 2).min(Started::LONGEST),
            _ => return Err(error),
        }
    }
}
