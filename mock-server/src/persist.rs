//! The state in a file.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::Path;

use crate::store::Store;

/// Replaces the state by that in a file.
///
/// # Errors
///
/// Why it cannot be read.
pub(crate) fn load(store: &mut Store, file: &Path) -> Result<(), String> {
    let shown = file.display();
    let text = fs::read(file).map_err(|error| format!("cannot read {shown}: {error}"))?;
    let state =
        serde_json::from_slice(&text).map_err(|error| format!("{shown} is not JSON: {error}"))?;
    store
        .load(&state)
        .map_err(|why| format!("{shown} is no state of this API: {why}"))
}

/// Writes the state beside the file, then puts it in its place: whoever reads the file finds a whole state, whatever
/// happens meanwhile.
///
/// # Errors
///
/// Why it cannot be written.
pub(crate) fn save(state: &serde_json::Value, file: &Path) -> Result<(), String> {
    let beside = file.with_extension("tmp");
    let write = || {
        let mut out = File::create(&beside)?;
        out.write_all(state.to_string().as_bytes())?;
        out.sync_all()?;
        fs::rename(&beside, file)
    };
    write().map_err(|error| format!("cannot write {}: {error}", file.display()))
}
