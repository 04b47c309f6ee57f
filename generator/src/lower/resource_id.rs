//! Which path parameters are ids of which JSON:API resources.
//!
//! Where a path that ends in a parameter leads to one resource, that parameter is its id (JSON:API 1.0 "URLs",
//! `/photos/1`), there and in all paths below.

#[cfg(test)]
mod tests;

use std::collections::HashMap;

use super::draft::Draft;
use crate::config::Ids;
use crate::ir::{Operation, Parameter, Place, Shape, Style, Type, TypeId};

/// An alias of an alias of more than this is not followed.
const DEEPEST: usize = 64;

/// Gives such parameters the type of the ids.
pub(super) fn settle(draft: &Draft<'_>, operations: &mut [Operation]) {
    if draft.config.ids == Ids::String {
        return;
    }
    let named = named(draft, operations);
    for operation in operations {
        for (path, name) in items(&operation.path) {
            let Some(Some(kind)) = named.get(path) else {
                continue;
            };
            let parameters = operation.parameters.iter_mut();
            let mut parameters = parameters.filter(|parameter| is_text_in_path(parameter));
            if let Some(parameter) = parameters.find(|parameter| parameter.wire == name) {
                parameter.ty = Type::ResourceId(*kind);
            }
        }
    }
}

/// What is found at paths that end in a parameter; `None` where operations of one path disagree.
fn named(draft: &Draft<'_>, operations: &[Operation]) -> HashMap<String, Option<TypeId>> {
    let mut named: HashMap<String, Option<TypeId>> = HashMap::new();
    for operation in operations {
        let Some((path, _)) = items(&operation.path).find(|(path, _)| *path == operation.path)
        else {
            continue;
        };
        let types = operation.outputs().map(|output| &output.ty);
        let types = types.chain(operation.bodies().map(|body| &body.ty));
        for kind in types.filter_map(|ty| one_resource(draft, ty)) {
            let known = named.entry(path.to_owned()).or_insert(Some(kind));
            if *known != Some(kind) {
                *known = None;
            }
        }
    }
    named
}

/// The beginnings of a path that end in a segment of nothing but a parameter, and that parameter's name.
fn items(path: &str) -> impl Iterator<Item = (&str, &str)> {
    let ends = path.match_indices('/').map(|(end, _)| end);
    let ends = ends.filter(|end| *end > 0).chain([path.len()]);
    ends.filter_map(|end| {
        let (_, segment) = path[..end].rsplit_once('/')?;
        let name = segment.strip_prefix('{')?.strip_suffix('}')?;
        (!name.contains(['{', '}'])).then_some((&path[..end], name))
    })
}

fn is_text_in_path(parameter: &Parameter) -> bool {
    parameter.place == Place::Path
        && parameter.style == Style::Plain
        && parameter.ty == Type::String
}

/// The kind of the only resource in the primary data of a document.
fn one_resource(draft: &Draft<'_>, ty: &Type) -> Option<TypeId> {
    let mut ty = ty;
    for _ in 0..DEEPEST {
        match ty {
            Type::Document { data, .. } => ty = data,
            Type::Nullable(inner) | Type::Boxed(inner) => ty = inner,
            Type::Resource { kind, .. } => return *kind,
            Type::Named(id) => match &draft.types.get(id.0)?.shape {
                Shape::Alias(target) => ty = target,
                _ => return None,
            },
            _ => return None,
        }
    }
    None
}
