//! Names of what types consist of: fields of structs, variants of enumerations and unions.

use std::collections::HashSet;

use proc_macro2::Ident;

use super::free::distinct;
use crate::case::{pascal, snake};
use crate::ir::{Shape, TypeDef};

pub(super) fn member_names(def: &TypeDef) -> Vec<Ident> {
    match &def.shape {
        Shape::Struct(shape) | Shape::Form(shape) => {
            let mut taken: HashSet<String> = HashSet::new();
            if shape.additional.is_some() {
                taken.insert("additional".to_owned());
            }
            // Setters stand beside the constructor.
            taken.insert("new".to_owned());
            let fields = shape.fields.iter().map(|field| snake(&field.wire));
            // What is not declared makes room for what is.
            let undeclared = shape.keeps_undeclared.then(|| "undeclared".to_owned());
            distinct(fields.chain(undeclared), taken)
        }
        Shape::StringEnum { values, .. } => {
            let wires = || values.iter().map(|value| value.wire.as_str());
            let all: HashSet<&str> = wires().collect();
            distinct(
                wires().map(|wire| variant(wire, &all)),
                HashSet::from(["Unknown".to_owned()]),
            )
        }
        Shape::IntegerEnum(values) => {
            let names = values.iter().map(|value| {
                if *value < 0 {
                    format!("Minus{}", value.unsigned_abs())
                } else {
                    format!("Value{value}")
                }
            });
            distinct(names, HashSet::from(["Unknown".to_owned()]))
        }
        Shape::Union(union) => distinct(
            union
                .variants
                .iter()
                .map(|variant| pascal(&variant.words.join(" "))),
            HashSet::from(["Other".to_owned()]),
        ),
        Shape::Responses(variants) | Shape::Errors(variants) => {
            let statuses = variants.iter().map(|variant| variant.status.as_str());
            distinct(statuses.map(responses), HashSet::from(["Other".to_owned()]))
        }
        _ => Vec::new(),
    }
}

/// What is told by this status.
pub(super) fn responses(status: &str) -> String {
    match status {
        "default" => "Default".to_owned(),
        status if status.bytes().all(|byte| byte.is_ascii_alphanumeric()) => {
            format!("Status{}", status.to_ascii_uppercase())
        }
        status => pascal(&format!("Status {status}")),
    }
}

/// A value of an enumeration. With `name` among the values, `-name` is the descending sort order (JSON:API "Sorting").
fn variant(wire: &str, all: &HashSet<&str>) -> String {
    match wire.strip_prefix('-') {
        Some(rest) if all.contains(rest) => format!("{}Descending", pascal(rest)),
        _ => pascal(wire),
    }
}
