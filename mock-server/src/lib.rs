//! A mock of the Fitbit Plus API, or of any other OpenAPI document, that behaves like the API: it keeps state, checks
//! tokens, pages, filters, validates, and fails on demand.
//!
//! ```no_run
//! # async fn run() -> Result<(), Box<dyn std::error::Error>> {
//! use fitbit_plus_mock::MockServer;
//!
//! let mock = MockServer::builder().patients(50).start().await?;
//! println!("{} {} {}", mock.url(), mock.client_id(), mock.client_secret());
//! mock.fault("status=503 times=2 retry-after=1")?;
//! mock.answer("fetchPatient").status(404).json(serde_json::json!({ "errors": [] })).times(1)?;
//! mock.stop().await;
//! # Ok(())
//! # }
//! ```
//!
//! As a dev-dependency with `default-features = false` it serves Fitbit Plus, without the program and what reads documents. Feature
//! `documents` (in the defaults) serves any other document; feature `cli` is the program.

mod answering;
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
mod probe;
mod query;
mod schema;
mod server;
mod store;
mod tree;
mod uuid;

pub use answering::Answering;
pub use auth::Client;
pub use builder::{Builder, StartError};
pub use clock::Clock;
pub use fault::{Canned, Fault, Latency, RetryAfter, Rule, RuleError};
pub use fitbit::FitbitPlus;
pub use generic::Generic;
pub use handle::{Credential, MockServer};
pub use plan::Plan;
pub use probe::Probe;
pub use schema::Violation;
pub use store::{Identifier, Resource, Store};

/// The embedded document: Fitbit Plus, corrections applied, as JSON.
pub const DOCUMENT: &str = include_str!("fitbit/document.json");
