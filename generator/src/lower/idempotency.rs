//! Which operations take a key by which the server knows that a call is sent twice.

use super::Lowerer;
use crate::diag::Diagnostic;
use crate::ir::{Operation, Parameter, Place, Type};

/// Header parameters with these names carry such a key (draft-ietf-httpapi-idempotency-key-header, section 2). No other
/// name is taken for one: the configuration says so where an API has its own.
const NAMES: [&str; 2] = ["idempotency-key", "x-idempotency-key"];

/// The header of an operation that carries its key. The client makes a key for each call, so that nobody has to give one.
pub(super) fn key(lowerer: &Lowerer<'_>, id: &str, parameters: &mut [Parameter]) -> Option<String> {
    let configured = lowerer.config.idempotency_keys.get(id);
    let is_key = |parameter: &Parameter| match configured {
        Some(name) => parameter.wire.eq_ignore_ascii_case(name),
        None => NAMES
            .iter()
            .any(|name| parameter.wire.eq_ignore_ascii_case(name)),
    };
    let mut headers = parameters
        .iter_mut()
        .filter(|parameter| parameter.place == Place::Header);
    let declared = headers.find(|parameter| parameter.ty == Type::String && is_key(parameter));
    let Some(declared) = declared else {
        return configured.cloned();
    };
    declared.required = false;
    let about = "Unless set, each call gets a key of its own, which its retries keep.";
    declared.docs = Some(match declared.docs.take() {
        Some(docs) => format!("{}\n\n{about}", docs.trim_end()),
        None => about.to_owned(),
    });
    Some(declared.wire.clone())
}

/// A header for an operation that does not exist has no effect.
pub(super) fn check(lowerer: &mut Lowerer<'_>, operations: &[Operation]) {
    if lowerer.filter.is_partial() {
        return;
    }
    let config = lowerer.config;
    for id in config.idempotency_keys.keys() {
        if !operations.iter().any(|operation| operation.id == *id) {
            let message = format!(
                "there is no operation `{id}` that `idempotency_keys` of the configuration names"
            );
            lowerer.warn(Diagnostic::error("config-without-match", "", message));
        }
    }
}
