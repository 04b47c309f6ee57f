//! The runtime, over a small client written as the generator writes them and a server that misbehaves on command.

#[allow(
    dead_code,
    missing_docs,
    unused_imports,
    unused_macros,
    clippy::pedantic,
    reason = "a whole client, of which the tests use a part"
)]
mod sample;

mod patients;
mod server;

#[cfg(feature = "blocking")]
mod blocking;
mod date_time;
mod encoding;
mod faults;
mod jsonapi;
mod multipart;
mod oauth2;
mod paging;
mod retries;
mod security;
#[cfg(feature = "tracing")]
mod tracing;

use std::time::Duration;

use sample::runtime::{ClientBuilder, RetryPolicy};
use server::Server;

/// A client of a test server, with a fixed token and retries that do not keep anyone waiting.
fn builder(server: &Server) -> ClientBuilder {
    let retry = RetryPolicy::default().pauses(Duration::from_millis(5), Duration::from_millis(20));
    sample::runtime::Client::builder()
        .base_url(format!("{}/pub", server.url))
        .bearer_token("secret-token")
        .retry(retry)
}
