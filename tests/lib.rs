//! The fixtures' clients, compiled together with the runtime: its crate, or with the feature `inline` a copy of its text.

#![allow(
    clippy::large_enum_variant,
    clippy::module_inception,
    reason = "generated for all kinds of documents"
)]

#[cfg(not(feature = "inline"))]
pub use openapi_client_runtime as runtime;

/// A type that stands for a schema of a fixture.
pub mod money;

/// The client that all fixtures add their methods to, each method once.
pub mod client;

include!(concat!(env!("OUT_DIR"), "/fixtures.rs"));
