//! How requests of an operation are repeated, where the configuration or the document says so.

use serde_json::Value;

use super::Lowerer;
use crate::config::{self, ConfigPlace};
use crate::diag::Diagnostic;
use crate::ir::{Operation, Retries};
use crate::pointer;

/// The extension of an operation that takes what the configuration has under `retries`.
const EXTENSION: &str = "x-retries";

/// What the configuration says of an operation, else the document.
pub(super) fn retries(lowerer: &mut Lowerer<'_>, node: &Value, at: &str, id: &str) -> Retries {
    if let Some(rule) = lowerer.config.retries.get(id) {
        return *rule;
    }
    let Some(declared) = node.get(EXTENSION) else {
        return Retries::default();
    };
    let pointer = pointer::join(at, EXTENSION);
    let place = ConfigPlace {
        key: EXTENSION,
        pointer: &pointer,
    };
    config::retries_rule(declared, place).unwrap_or_else(|wrong| {
        let severity = Diagnostic::warning("retries", &wrong.pointer, &wrong.message);
        lowerer
            .warn(severity.help("it has no effect: requests are repeated as their method allows"));
        Retries::default()
    })
}

/// A rule for an operation that does not exist has no effect.
pub(super) fn check(lowerer: &mut Lowerer<'_>, operations: &[Operation]) {
    if lowerer.filter.is_partial() {
        return;
    }
    let config = lowerer.config;
    for id in config.retries.keys() {
        if !operations.iter().any(|operation| operation.id == *id) {
            let message =
                format!("there is no operation `{id}` that `retries` of the configuration names");
            lowerer.warn(Diagnostic::error("config-without-match", "", message));
        }
    }
}
