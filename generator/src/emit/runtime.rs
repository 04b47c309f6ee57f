//! The runtime's text.

use openapi_client_runtime::sources;

use super::{Context, File};
use crate::ir::Runtime;

/// The files of the runtime that this client needs, with nothing in them that it does not.
pub(super) fn files(context: Context<'_>) -> Vec<File> {
    let package = &context.api.package;
    if package.runtime == Runtime::Crate {
        return Vec::new();
    }
    let left_out = package.left_out.iter().map(|extra| extra.name()).collect();
    let files = sources::files(&package.parts, &left_out).into_iter();
    files
        .map(|file| File::Text(format!("runtime/{}", file.path), file.text))
        .collect()
}
