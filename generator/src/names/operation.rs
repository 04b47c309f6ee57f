//! Names of operations and their parameters.

use std::collections::HashSet;

use proc_macro2::Ident;

use super::free::{distinct, free};
use super::rename::{rename, taken_rename};
use super::reserved::{CLIENT_METHODS, RESERVED_TYPES, RUNTIME_TYPES};
use crate::case::{ident, method_rename, pascal, snake};
use crate::diag::{Diagnostic, Diagnostics};
use crate::ir::{Api, Operation};

pub(super) fn operation_names(
    api: &Api,
    types: &[&Ident],
    diagnostics: &mut Diagnostics,
) -> Vec<(Ident, Ident)> {
    let mut methods: HashSet<String> = CLIENT_METHODS
        .iter()
        .map(|name| (*name).to_owned())
        .collect();
    // Files of operations use the runtime's and the document's types beside the markers.
    let used = RUNTIME_TYPES
        .into_iter()
        .chain(RESERVED_TYPES)
        .map(str::to_owned);
    let type_names: HashSet<String> = used.chain(types.iter().map(ToString::to_string)).collect();
    let mut taken = type_names.clone();
    api.operations
        .iter()
        .map(|operation| {
            let renamed = rename(
                &api.renames,
                &operation.id,
                &operation.pointer,
                method_rename,
                diagnostics,
            );
            let chosen = renamed.unwrap_or(&operation.id);
            let method = free(&snake(chosen), &methods);
            if method != snake(chosen) && renamed.is_some() {
                diagnostics.push(taken_rename(&operation.pointer, chosen));
            } else if method != snake(chosen) {
                let message = format!(
                    "the method name `{}` is taken; this one is called `{method}`",
                    snake(chosen)
                );
                diagnostics.push(Diagnostic::note("name-clash", &operation.pointer, message));
            }
            let wanted = pascal(chosen);
            let marker = if type_names.contains(&wanted) {
                format!("{wanted}Operation")
            } else {
                wanted
            };
            let marker = free(&marker, &taken);
            methods.insert(method.clone());
            taken.insert(marker.clone());
            (ident(&method), ident(&marker))
        })
        .collect()
}

pub(super) fn parameter_names(operation: &Operation, diagnostics: &mut Diagnostics) -> Vec<Ident> {
    // A method of the runtime gives way to a parameter of its name.
    let mut taken: HashSet<String> = HashSet::from(["self_".to_owned()]);
    if operation.bodies().next().is_some() {
        taken.insert("body".to_owned());
    }
    let parameters = operation.parameters.iter();
    let wanted = || parameters.clone().map(|parameter| snake(&parameter.wire));
    let names = distinct(wanted(), taken);
    for (wanted, name) in wanted().zip(&names) {
        if *name != ident(&wanted) {
            let message = format!(
                "the setter name `{wanted}` is taken; another parameter's setter is called `{name}`"
            );
            diagnostics.push(Diagnostic::note("name-clash", &operation.pointer, message));
        }
    }
    names
}
