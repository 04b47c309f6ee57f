//! What a big document is going through, on standard error if somebody is looking.

use std::path::Path;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use openapi_client_generator::Stage;

/// Smaller documents are done before anybody could read a line about them.
const BIG: u64 = 1_000_000;

/// A line that says which stage it is, and for how long already. Gone when it is no longer needed.
pub(crate) struct Progress(Option<ProgressBar>);

impl Progress {
    /// For the work on one document. Shown for big ones, and only in a terminal.
    pub(crate) fn of(spec: &Path) -> Self {
        let big = std::fs::metadata(spec).is_ok_and(|found| found.len() >= BIG);
        Self(big.then(|| {
            // Hidden unless standard error is a terminal.
            let bar = ProgressBar::new_spinner();
            if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} ({elapsed})") {
                bar.set_style(style);
            }
            bar.enable_steady_tick(Duration::from_millis(100));
            bar
        }))
    }

    pub(crate) fn enter(&mut self, stage: Stage) {
        if let Some(bar) = &self.0 {
            bar.set_message(stage.to_string());
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = &self.0 {
            bar.finish_and_clear();
        }
    }
}
