//! What the clients share that [openapi-client-generator] makes: requests, credentials, retries, errors, paging, models,
//! JSON:API.
//!
//! It knows no API: what is special to one reaches it as data, in [`Api`] and in the constants of [`Operation`]. A client
//! generated with `runtime: crate` depends on this crate; one with `runtime: inline` has a copy of the parts it uses.
//!
//! Each feature but `client`, `sources`, `blocking` and `tracing` is a part that a document may need or not. The generator
//! writes the list into the client's manifest.
//!
//! [openapi-client-generator]: https://crates.io/crates/openapi-client-generator

#[cfg(feature = "client")]
mod shared;
#[cfg(feature = "client")]
pub use shared::*;

#[cfg(feature = "sources")]
pub mod sources;
