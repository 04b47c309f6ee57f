//! Tests of the generator and of the client it generates.

#[path = "../api/mod.rs"]
mod api;
mod determinism;
mod diff;
mod doctor;
mod end_to_end;
mod errors;
mod examples;
mod fixtures;
mod freshness;
mod imports;
mod mock;
mod output;
#[path = "../properties/mod.rs"]
mod properties;
mod round_trip;
#[path = "../runtime/mod.rs"]
mod runtime;
mod semver;
#[path = "../wire/mod.rs"]
mod wire;
