//! Generates idiomatic Rust client crates from OpenAPI documents.

pub mod bundle;
pub mod diag;
pub mod dialect;
pub mod diff;
pub mod doctor;
mod keywords;
mod locate;
pub mod overlay;
pub mod pointer;
pub mod source;
mod trail;
