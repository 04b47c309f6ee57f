//! Names of the types that tell texts in a row apart.

use std::collections::{BTreeMap, HashSet};

use proc_macro2::Ident;

use super::free::free;
use super::reserved::{RESERVED_TYPES, RUNTIME_TYPES};
use crate::case::{ident, pascal};
use crate::ir::{Api, Shape};

/// The longest name that lists what is in it.
const LONGEST: usize = 40;

/// The type of each row of texts, by the names of the arguments: `OwnerAndRepo`, or a name made of that of the first
/// operation or type that has them. Rows with the same names share a type.
pub(super) fn text_names(
    api: &Api,
    types: &[&Ident],
    members: &[Vec<Ident>],
    operations: &[(Ident, Ident)],
    parameters: &[Vec<Ident>],
) -> BTreeMap<Vec<String>, Ident> {
    let mut rows: BTreeMap<Vec<String>, &Ident> = BTreeMap::new();
    for (index, operation) in api.operations.iter().enumerate() {
        let required = operation.parameters.iter().zip(&parameters[index]);
        let required = required.filter(|(parameter, _)| parameter.required);
        let names: Vec<&Ident> = required.map(|(_, name)| name).collect();
        for run in api.texts_of(operation) {
            let row = names[run].iter().map(ToString::to_string).collect();
            rows.entry(row).or_insert(&operations[index].1);
        }
    }
    for (index, def) in api.types.iter().enumerate().filter(|(_, def)| def.sent) {
        let (Shape::Struct(shape) | Shape::Form(shape)) = &def.shape else {
            continue;
        };
        let required = shape.fields.iter().zip(&members[index]);
        let required = required.filter(|(field, _)| field.is_required());
        let names: Vec<&Ident> = required.map(|(_, name)| name).collect();
        for run in api.texts_in(shape) {
            let row = names[run].iter().map(ToString::to_string).collect();
            rows.entry(row).or_insert(types[index]);
        }
    }
    let reserved = RESERVED_TYPES.into_iter().chain(RUNTIME_TYPES);
    let mut taken: HashSet<String> = reserved.map(str::to_owned).collect();
    taken.extend(types.iter().map(ToString::to_string));
    taken.extend(operations.iter().map(|(_, marker)| marker.to_string()));
    let named = rows.into_iter().map(|(row, owner)| {
        let words: Vec<&str> = row
            .iter()
            .map(|name| name.trim_start_matches("r#"))
            .collect();
        let listed = pascal(&words.join(" and "));
        let wanted = match listed.len() {
            0..=LONGEST => listed,
            _ => format!("{owner}Texts"),
        };
        let name = free(&wanted, &taken);
        taken.insert(name.clone());
        (row, ident(&name))
    });
    named.collect()
}
