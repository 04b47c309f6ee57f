//! What holds for any value: what the clients of the fixtures write is read back by a reader that shares no code with them.

mod link_header;
mod parameters;
mod resume;
mod round_trip;
mod sse;
mod tape;

use proptest::prelude::ProptestConfig;

/// As many cases as take a moment, and no file of those that failed: they become tests of their own.
fn cases(cases: u32) -> ProptestConfig {
    let chosen = std::env::var("PROPTEST_CASES").ok();
    ProptestConfig {
        cases: chosen.and_then(|text| text.parse().ok()).unwrap_or(cases),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}
