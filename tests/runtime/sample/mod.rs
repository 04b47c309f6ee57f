//! A small client as the generator writes them, over which the runtime is tested.

#[path = "../../../generator/src/runtime/mod.rs"]
pub mod runtime;

mod client;
pub mod models;
pub mod operations;
