//! How often requests of an operation are repeated: in a configuration under `retries`, in a document by the extension
//! `x-retries` of an operation.

use std::collections::BTreeMap;

use serde_json::Value;

use super::value::{Place, flag, members};
use crate::diag::Diagnostic;
use crate::ir::Retries;
use crate::pointer;

/// The most attempts that make sense: beyond them a server is down.
const MOST: u64 = 100;

pub(super) fn rules(value: &Value, at: Place<'_>) -> Result<BTreeMap<String, Retries>, Diagnostic> {
    let members = value
        .as_object()
        .ok_or_else(|| at.expected("an object", value))?;
    let read = |(key, value): (&String, &Value)| {
        let pointer = pointer::join(at.pointer, key);
        let at = Place {
            key,
            pointer: &pointer,
        };
        Ok((key.clone(), retries_rule(value, at)?))
    };
    members.iter().map(read).collect()
}

/// Reads how requests of one operation are repeated.
pub(crate) fn retries_rule(value: &Value, at: Place<'_>) -> Result<Retries, Diagnostic> {
    let [attempts, idempotent] = members(value, at, ["attempts", "idempotent"])?;
    let attempts = attempts.map(|(value, at)| {
        let number = value.as_u64().filter(|number| (1..=MOST).contains(number));
        let number = number.and_then(|number| u32::try_from(number).ok());
        let what = format!("a number from 1 to {MOST}");
        number.ok_or_else(|| at.place().error(format!("`attempts` takes {what}")))
    });
    let idempotent = idempotent.map(|(value, at)| flag(value, at.place()));
    Ok(Retries {
        attempts: attempts.transpose()?,
        idempotent: idempotent.transpose()?,
    })
}
