//! The runtime: ordinary Rust, copied as it is.

use super::{Context, File};

include!(concat!(env!("OUT_DIR"), "/runtime_files.rs"));

/// The runtime's files that this client needs.
pub(super) fn files(_context: Context<'_>) -> Vec<File> {
    RUNTIME_FILES.iter().map(|(path, text)| File::Text(format!("runtime/{path}"), (*text).to_owned())).collect()
}
