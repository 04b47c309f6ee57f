//! Names of types.

use std::collections::HashSet;

use proc_macro2::Ident;

use super::free::free;
use super::rename::{rename, taken_rename};
use super::reserved::RESERVED_TYPES;
use crate::case::{ident, pascal, type_rename};
use crate::diag::{Diagnostic, Diagnostics};
use crate::ir::{Api, Role, TypeDef};

pub(super) fn type_names(api: &Api, diagnostics: &mut Diagnostics) -> Vec<Ident> {
    let mut taken: HashSet<String> = RESERVED_TYPES
        .iter()
        .map(|name| (*name).to_owned())
        .collect();
    let mut names: Vec<Option<String>> = vec![None; api.types.len()];
    let read: HashSet<&str> = api
        .types
        .iter()
        .filter(|def| def.role == Role::Read)
        .map(|def| def.pointer.as_str())
        .collect();
    // The document's own names first: they are its vocabulary. Then what is read, then what is sent.
    let mut order: Vec<usize> = (0..api.types.len()).collect();
    order.sort_by_key(|index| {
        let def = &api.types[*index];
        (
            !api.renames.contains_key(&def.pointer),
            !def.component,
            def.role,
        )
    });
    for index in order {
        let def = &api.types[index];
        let chosen = rename(
            &api.renames,
            &def.pointer,
            &def.pointer,
            type_rename,
            diagnostics,
        );
        let wanted = match chosen {
            Some(name) => directed(name, def, &read),
            None => directed(&pascal(&def.words.join(" ")), def, &read),
        };
        let name = free(&wanted, &taken);
        // What is sent in two ways, and never read, has one name in the configuration.
        let is_own = |(other, name): (&TypeDef, &Option<String>)| {
            other.pointer == def.pointer && name.as_ref() == Some(&wanted)
        };
        if name != wanted && chosen.is_some() && !api.types.iter().zip(&names).any(is_own) {
            diagnostics.push(taken_rename(&def.pointer, &wanted));
        } else if name != wanted && def.component && !RESERVED_TYPES.contains(&wanted.as_str()) {
            diagnostics.push(
                Diagnostic::note(
                    "name-clash",
                    &def.pointer,
                    format!("the name `{wanted}` is taken; this type is called `{name}`"),
                )
                .help("choose a name under `renames` in the configuration"),
            );
        }
        taken.insert(name.clone());
        names[index] = Some(name);
    }
    names
        .into_iter()
        .map(|name| ident(&name.unwrap_or_default()))
        .collect()
}

/// The name of a type in its direction: `PatientAttributes`, `NewPatientAttributes`, `PatientAttributesUpdate`.
fn directed(name: &str, def: &TypeDef, read: &HashSet<&str>) -> String {
    match def.role {
        Role::Create if read.contains(def.pointer.as_str()) => format!("New{name}"),
        Role::Update if read.contains(def.pointer.as_str()) => format!("{name}Update"),
        _ => name.to_owned(),
    }
}
