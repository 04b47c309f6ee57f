//! The fixtures' clients, compiled together with one runtime.

#![allow(
    clippy::large_enum_variant,
    reason = "generated for all kinds of documents"
)]

#[allow(
    unused_imports,
    unused_macros,
    reason = "the fixtures use a part of it"
)]
#[path = "../generator/src/runtime/mod.rs"]
pub mod runtime;

include!(concat!(env!("OUT_DIR"), "/fixtures.rs"));
