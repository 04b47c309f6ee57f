//! What an API sends by itself: webhooks and callbacks, which the application's own server receives.
//!
//! No connection and no framework is part of it: headers and a body come in, an event comes out, and what is answered is a
//! response of the crate `http`.

mod error;
mod event;
#[cfg(feature = "webhook-signature")]
mod hmac_sha256;
mod input;
mod read;
mod receiver;
mod reply;
#[cfg(feature = "webhook-signature")]
mod secret_key;
#[cfg(feature = "webhook-signature")]
mod shared_secret;
#[cfg(feature = "webhook-signature")]
mod standard;
mod verify;

pub use error::WebhookError;
#[cfg(inline)]
#[allow(unused_imports, reason = "no event may be told apart, or compiled in")]
pub(crate) use event::webhook_events;
pub use event::{Clue, Events, Known, UnknownEvent, event};
#[cfg(feature = "webhook-signature")]
pub use hmac_sha256::HmacSha256;
pub use input::{EventHeader, EventQuery};
pub use read::{bytes, json, nothing, text};
#[cfg(inline)]
#[allow(unused_imports, reason = "no event may be told apart, or compiled in")]
pub(crate) use receiver::webhook_receiver;
pub use reply::{empty_reply, json_reply, plain_reply};
#[cfg(feature = "webhook-signature")]
pub use shared_secret::SharedSecret;
#[cfg(feature = "webhook-signature")]
pub use standard::StandardWebhooks;
pub use verify::{SignatureError, VerifyWebhook};
