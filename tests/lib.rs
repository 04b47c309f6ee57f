//! The fixtures' clients, compiled together with one runtime.

#[allow(
    unused_imports,
    unused_macros,
    reason = "the fixtures use a part of it"
)]
#[path = "../generator/src/runtime/mod.rs"]
pub mod runtime;

include!(concat!(env!("OUT_DIR"), "/fixtures.rs"));
