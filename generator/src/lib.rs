//! Generates idiomatic Rust client crates from OpenAPI documents.

pub mod diag;
mod locate;
pub mod overlay;
pub mod pointer;
pub mod source;
