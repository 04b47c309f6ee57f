//! What an operation does with the state, told from its method, its path and what it answers.

use std::collections::BTreeMap;

use openapi_client_generator::unstable::ir;
use openapi_client_generator::unstable::ir::{Api, Operation, Type};
use serde_json::Value;

use super::kinds::resource_type;
use crate::plan::{Action, Change, Kind, KindId, Shape};
use crate::schema::{properties, resolved};

/// The member of a request of the extension "Atomic Operations".
const OPERATIONS: &str = "atomic:operations";

/// The action of each operation, in their order.
pub(super) fn actions(
    tree: &Value,
    api: &Api,
    kinds: &[Kind],
    ids: &BTreeMap<String, KindId>,
) -> Vec<Action> {
    let token_urls = api.security.iter().filter_map(|scheme| match &scheme.kind {
        ir::SchemeKind::OAuth2(oauth2) => Some(oauth2.endpoint.as_ref()?.url.as_str()),
        _ => None,
    });
    let token_urls: Vec<&str> = token_urls.collect();
    let read = Reading::new(api, kinds, ids);
    let decide = |(position, operation): (usize, &Operation)| {
        if operation.method == "POST" && token_urls.contains(&operation.path.as_str()) {
            return Action::Token;
        }
        if operation.method == "POST" && is_atomic(tree, operation) {
            return Action::Atomic;
        }
        read.action(position, operation)
    };
    api.operations.iter().enumerate().map(decide).collect()
}

/// Says where relationships lead whose resources are answered by a path of their own, if nothing else says it.
pub(super) fn targets(
    api: &Api,
    kinds: &mut [Kind],
    ids: &BTreeMap<String, KindId>,
    actions: &[Action],
) {
    for (operation, action) in api.operations.iter().zip(actions) {
        let Action::Related {
            parent,
            relationship,
            shape,
        } = action
        else {
            continue;
        };
        let target = answered(api, ids, &operation.output.ty);
        let target = target.and_then(|(kind, _)| Some(kinds.get(kind)?.resource_type.clone()));
        let known = kinds.get_mut(*parent);
        let known = known.and_then(|kind| kind.relationships.get_mut(*relationship));
        if let (Some(target), Some(known)) = (target, known)
            && known.target.is_none()
        {
            known.target = Some(target);
            known.many = *shape == Shape::Many;
        }
    }
}

/// What the operations of a document answer.
struct Reading<'r> {
    kinds: &'r [Kind],
    /// By operation.
    answered: Vec<Option<(KindId, Cardinality)>>,
    /// Of operations of a path, whatever its parameters are called.
    by_path: BTreeMap<String, KindId>,
    /// How many a GET of a path answers.
    got: BTreeMap<String, (KindId, Cardinality)>,
}

impl<'r> Reading<'r> {
    fn new(api: &Api, kinds: &'r [Kind], ids: &BTreeMap<String, KindId>) -> Self {
        let answered = api
            .operations
            .iter()
            .map(|operation| answered(api, ids, &operation.output.ty));
        let answered: Vec<Option<(KindId, Cardinality)>> = answered.collect();
        let (mut by_path, mut got) = (BTreeMap::new(), BTreeMap::new());
        for (operation, found) in api.operations.iter().zip(&answered) {
            let Some((kind, many)) = *found else { continue };
            let path = nameless(&operation.path);
            if operation.method == "GET" {
                got.entry(path.clone()).or_insert((kind, many));
            }
            by_path.entry(path).or_insert(kind);
        }
        Self {
            kinds,
            answered,
            by_path,
            got,
        }
    }

    fn action(&self, position: usize, operation: &Operation) -> Action {
        let path = nameless(&operation.path);
        let Some((front, last)) = path.rsplit_once('/') else {
            return Action::Sample;
        };
        if let Some(action) = self.linkage(&operation.method, front, last) {
            return action;
        }
        let one = last == PARAMETER;
        let parent = front
            .rsplit_once('/')
            .filter(|(_, id)| *id == PARAMETER)
            .map(|(collection, _)| collection);
        // HEAD is answered as GET is, without a body (RFC 9110 section 9.3.2).
        let head = operation.method == "HEAD";
        let method = if head {
            "GET"
        } else {
            operation.method.as_str()
        };
        let answered = self.answered.get(position).copied().flatten();
        let answered = answered.or_else(|| self.got.get(&path).copied().filter(|_| head));
        match (method, answered) {
            ("GET", Some((_, many))) if parent.is_some() => {
                let owner = self
                    .kind(front)
                    .or_else(|| parent.and_then(|path| self.kind(path)));
                related(self.kinds, owner, last, many).unwrap_or(Action::Sample)
            }
            ("GET", Some((kind, Cardinality::One))) if one => Action::Fetch { kind },
            ("GET", Some((kind, Cardinality::Many))) => Action::List { kind },
            // Without a body there is nothing to add: something is done to what is there.
            ("POST", Some((kind, _))) if !one && operation.body.is_some() => {
                Action::Create { kind }
            }
            ("PUT", Some((kind, _))) if !one => Action::Upsert { kind },
            ("PATCH" | "PUT", Some((kind, _))) if one => Action::Update { kind },
            ("DELETE", _) if one => self
                .kind(&path)
                .or_else(|| self.kind(front))
                .map_or(Action::Sample, |kind| Action::Delete { kind }),
            ("PATCH" | "PUT", None) if one => self
                .kind(&path)
                .map_or(Action::Sample, |kind| Action::Update { kind }),
            _ => Action::Sample,
        }
    }

    fn kind(&self, path: &str) -> Option<KindId> {
        self.by_path.get(path).copied()
    }

    /// `/people/{id}/relationships/tags`.
    fn linkage(&self, method: &str, front: &str, name: &str) -> Option<Action> {
        let one = front.strip_suffix("/relationships")?;
        let collection = one.strip_suffix(PARAMETER)?.strip_suffix('/')?;
        let parent = self.kind(one).or_else(|| self.kind(collection))?;
        let (relationship, _) = self.kinds.get(parent)?.relationship(name)?;
        let change = match method {
            "GET" | "HEAD" => None,
            "PATCH" | "PUT" => Some(Change::Replace),
            "POST" => Some(Change::Add),
            "DELETE" => Some(Change::Remove),
            _ => return None,
        };
        Some(Action::Linkage {
            parent,
            relationship,
            change,
        })
    }
}

/// A segment of a path that is a parameter, without its name: what it is called differs from path to path.
const PARAMETER: &str = "{}";

fn nameless(path: &str) -> String {
    let segments = path.split('/').map(|segment| {
        if segment.starts_with('{') && segment.ends_with('}') {
            PARAMETER
        } else {
            segment
        }
    });
    segments.collect::<Vec<_>>().join("/")
}

/// Whether an operation takes a list of operations.
fn is_atomic(tree: &Value, operation: &Operation) -> bool {
    let at = crate::tree::join(&operation.pointer, "requestBody");
    let body = crate::tree::lookup(tree, &at).and_then(|body| resolved(tree, body, &at));
    let content = body.and_then(|(body, _)| body.get("content")?.as_object());
    content.into_iter().flatten().any(|(_, content)| {
        content.get("schema").is_some_and(|schema| {
            properties(tree, schema)
                .iter()
                .any(|(name, _)| *name == OPERATIONS)
        })
    })
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cardinality {
    One,
    Many,
    Either,
}

fn related(kinds: &[Kind], owner: Option<KindId>, name: &str, many: Cardinality) -> Option<Action> {
    let parent = owner?;
    let (position, relationship) = kinds.get(parent)?.relationship(name)?;
    let shape = match many {
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
        // Nothing is answered as well (JSON:API 1.0, "204 No Content").
        Type::Nullable(inner) | Type::Boxed(inner) => answered(api, ids, inner),
        Type::Named(id) => match api.types.get(id.0).map(|def| &def.shape) {
            Some(ir::Shape::Responses(variants)) => {
                let mut variants = variants.iter();
                variants.find_map(|variant| answered(api, ids, &variant.ty))
            }
            _ => None,
        },
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
            _ => break,
        }
    }
    ty
}
