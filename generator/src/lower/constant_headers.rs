//! Headers that every operation has, with the same value: a version of the API, for instance.

use serde_json::Value;

use crate::ir::{ConstantHeader, Operation, Parameter, Place, Style};

/// Takes the headers that all operations have, with the same `default`. The client sends them by itself, so that no
/// operation needs to be told.
pub(super) fn settle(operations: &mut [Operation]) -> Vec<ConstantHeader> {
    // With one operation everything is constant.
    let [first, _, ..] = &*operations else {
        return Vec::new();
    };
    let candidates = first.parameters.iter().filter_map(constant);
    let everywhere = |header: &ConstantHeader| {
        let has = |operation: &Operation| {
            let mut own = operation.parameters.iter().filter_map(constant);
            own.any(|own| own.wire == header.wire && own.value == header.value)
        };
        operations.iter().all(has)
    };
    let headers: Vec<ConstantHeader> = candidates.filter(everywhere).collect();
    for parameter in operations.iter_mut().flat_map(|one| &mut one.parameters) {
        let is = |header: &&ConstantHeader| {
            parameter.place == Place::Header && header.wire == parameter.wire
        };
        if headers.iter().any(|header| is(&header)) {
            parameter.required = false;
        }
    }
    headers
}

/// A header parameter as a constant, where the document says which value it has.
fn constant(parameter: &Parameter) -> Option<ConstantHeader> {
    if parameter.place != Place::Header || parameter.style != Style::Plain {
        return None;
    }
    let value = match parameter.default.as_ref()? {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Bool(flag) => flag.to_string(),
        _ => return None,
    };
    // What a header cannot carry is left to the caller.
    let fits = value
        .bytes()
        .all(|byte| byte == b' ' || byte.is_ascii_graphic());
    (fits && !value.is_empty()).then(|| ConstantHeader {
        wire: parameter.wire.clone(),
        value,
        docs: parameter.docs.clone(),
    })
}
