//! The fixtures' clients, compiled together with one runtime.

#[path = "../generator/src/runtime/mod.rs"]
pub mod runtime;

include!(concat!(env!("OUT_DIR"), "/fixtures.rs"));
