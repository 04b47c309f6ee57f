//! A mock of the Fitbit Plus API, or of any other JSON:API document, that behaves like the API: it keeps state, checks
//! tokens, pages, filters, validates, and fails on demand.
//!
//! ```no_run
//! # async fn run() -> Result<(), Box<dyn std::error::Error>> {
//! use fitbit_plus_mock::MockServer;
//!
//! let mock = MockServer::builder().patients(50).start().await?;
//! println!("{} {} {}", mock.url(), mock.client_id(), mock.client_secret());
//! mock.fault("status=503 times=2 retry-after=1")?;
//! mock.stop().await;
//! # Ok(())
//! # }
//! ```

mod auth;
mod builder;
mod clock;
mod engine;
pub mod error;
mod export;
mod fault;
mod fitbit;
mod generic;
mod handle;
mod limits;
pub mod model;
mod persist;
mod plan;
mod query;
mod schema;
mod server;
mod store;

pub use auth::Client;
pub use builder::{Builder, StartError};
pub use clock::Clock;
pub use fault::{Canned, Fault, Latency, RetryAfter, Rule, RuleError};
pub use fitbit::FitbitPlus;
pub use generic::Generic;
pub use handle::MockServer;
pub use plan::Plan;
pub use schema::Violation;
pub use store::{Identifier, Resource, Store};

/// The embedded document: Fitbit Plus, corrections applied, as JSON.
pub const DOCUMENT: &str = include_str!(concat!(env!("OUT_DIR"), "/fitbit-plus.json"));
