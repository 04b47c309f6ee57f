//! What an operation does with the state, told from its method, its path and what it answers.

use std::collections::BTreeMap;

use openapi_client_generator::unstable::ir;
use openapi_client_generator::unstable::ir::{Api, Operation, Type};

use super::kinds::resource_type;
use crate::plan::{Action, Kind, KindId, Shape};

/// The action of each operation, in their order.
pub(super) fn actions(api: &Api, kinds: &[Kind], ids: &BTreeMap<String, KindId>) -> Vec<Action> {
    let answered: Vec<Option<(KindId, Cardinality)>> = api
        .operations
        .iter()
        .map(|operation| answered(api, ids, &operation.output.ty))
        .collect();
    let token_urls = api.security.iter().filter_map(|scheme| match &scheme.kind {
        ir::SchemeKind::OAuth2(oauth2) => Some(oauth2.endpoint.as_ref()?.url.as_str()),
        _ => None,
    });
    let token_urls: Vec<&str> = token_urls.collect();
    let by_path = |path: &str| {
        let mut found = api
            .operations
            .iter()
            .zip(&answered)
            .filter(|(operation, _)| operation.path == path);
        found.find_map(|(_, answered)| answered.map(|(kind, _)| kind))
    };
    let decide = |(operation, answered): (&Operation, &Option<(KindId, Cardinality)>)| {
        if operation.method == "POST" && token_urls.contains(&operation.path.as_str()) {
            return Action::Token;
        }
        let Some((front, last)) = operation.path.rsplit_once('/') else {
            return Action::Sample;
        };
        let one = is_parameter(last);
        let parent = front
            .rsplit_once('/')
            .filter(|(_, id)| is_parameter(id))
            .map(|(collection, _)| collection);
        match (operation.method.as_str(), *answered) {
            ("GET", Some(_)) if parent.is_some() => {
                let owner = by_path(front).or_else(|| parent.and_then(by_path));
                related(kinds, owner, last, answered.map(|(_, many)| many))
                    .unwrap_or(Action::Sample)
            }
            ("GET", Some((kind, Cardinality::One))) if one => Action::Fetch { kind },
            ("GET", Some((kind, Cardinality::Many))) => Action::List { kind },
            ("POST", Some((kind, _))) if !one => Action::Create { kind },
            ("PUT", Some((kind, _))) if !one => Action::Upsert { kind },
            ("PATCH" | "PUT", Some((kind, _))) if one => Action::Update { kind },
            ("DELETE", _) if one => by_path(&operation.path)
                .or_else(|| by_path(front))
                .map_or(Action::Sample, |kind| Action::Delete { kind }),
            ("PATCH" | "PUT", None) if one => {
                by_path(&operation.path).map_or(Action::Sample, |kind| Action::Update { kind })
            }
            _ => Action::Sample,
        }
    };
    api.operations.iter().zip(&answered).map(decide).collect()
}

fn is_parameter(segment: &str) -> bool {
    segment.starts_with('{') && segment.ends_with('}')
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cardinality {
    One,
    Many,
    Either,
}

fn related(
    kinds: &[Kind],
    owner: Option<KindId>,
    name: &str,
    many: Option<Cardinality>,
) -> Option<Action> {
    let parent = owner?;
    let (position, relationship) = kinds.get(parent)?.relationship(name)?;
    let shape = match many? {
        Cardinality::Many => Shape::Many,
        // The document allows both; the relationship knows better.
        Cardinality::Either if relationship.many => Shape::Many,
        Cardinality::Either | Cardinality::One => Shape::One,
    };
    Some(Action::Related {
        parent,
        relationship: position,
        shape,
    })
}

/// The kind that an operation answers, and how many of it.
fn answered(api: &Api, ids: &BTreeMap<String, KindId>, ty: &Type) -> Option<(KindId, Cardinality)> {
    match through_aliases(api, ty) {
        Type::Document { data, .. } => primary(api, ids, data),
        _ => None,
    }
}

fn primary(api: &Api, ids: &BTreeMap<String, KindId>, ty: &Type) -> Option<(KindId, Cardinality)> {
    match through_aliases(api, ty) {
        Type::Resource { kind: Some(id), .. } => {
            let ty = api.types.get(id.0)?;
            let ir::Shape::Kind(kind) = &ty.shape else {
                return None;
            };
            Some((*ids.get(&resource_type(ty, kind))?, Cardinality::One))
        }
        Type::Array(item) => primary(api, ids, item).map(|(kind, _)| (kind, Cardinality::Many)),
        Type::OneOrMany(item) => {
            primary(api, ids, item).map(|(kind, _)| (kind, Cardinality::Either))
        }
        Type::Nullable(inner) | Type::Boxed(inner) => primary(api, ids, inner),
        _ => None,
    }
}

fn through_aliases<'t>(api: &'t Api, ty: &'t Type) -> &'t Type {
    let mut ty = ty;
    for _ in 0..64 {
        let Type::Named(id) = ty else { break };
        match api.types.get(id.0).map(|def| &def.shape) {
            Some(ir::Shape::Alias(target) | ir::Shape::Newtype(target)) => ty = target,
            Some(ir::Shape::Responses(variants)) => match variants.first() {
                Some(first) => ty = &first.ty,
                None => break,
            },
            _ => break,
        }
    }
    ty
}
