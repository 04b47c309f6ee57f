//! Which member tells the alternatives of a union apart, and by which values.

use std::collections::{BTreeMap, HashSet};

use indexmap::IndexMap;
use serde_json::Value;

use super::Lowerer;
use super::alternative::Alternative;
use super::members::{self, Members};
use super::node::is_null;
use crate::ir::Scalar;
use crate::{pointer, resolve};

/// What tells alternatives apart.
pub(super) struct Tagging {
    /// The member.
    pub(super) member: String,
    /// Whether the document names it (OpenAPI "Discriminator Object").
    pub(super) declared: bool,
    /// The values that select each alternative; none for those that are told by their shape.
    pub(super) tags: Vec<Vec<Scalar>>,
    /// The alternative that a value is where the member is missing or has another value.
    pub(super) default: Option<usize>,
}

/// Members with the values that each may have.
type Constants = IndexMap<String, Vec<Scalar>>;

/// Alternatives inside alternatives deeper than this are not looked through.
const DEEPEST: usize = 4;

impl Lowerer<'_> {
    /// What tells these alternatives apart: the discriminator that `node` declares, or a member for which the object
    /// alternatives have one value each, all different. One that only some of them have decides among those.
    pub(super) fn tagging(
        &mut self,
        node: &Value,
        alternatives: &[Alternative<'_>],
    ) -> Option<Tagging> {
        let constants: Vec<Option<Constants>> = alternatives
            .iter()
            .map(|alternative| match &alternative.members {
                Some(members) => Some(self.constants_of(members)),
                None => self.constants(alternative.node, &alternative.place, 0),
            })
            .collect();
        declared(node, alternatives, &constants).or_else(|| inferred(&constants))
    }

    /// The members of an object that list their values; `None` for what is no object.
    fn constants(&mut self, node: &Value, at: &str, depth: usize) -> Option<Constants> {
        let resolved = resolve::resolve(self.tree, node, at).ok()?;
        let (node, at) = (resolved.node, resolved.pointer.into_owned());
        if members::is_object(self.tree, node) {
            let members = self.members(node, &at);
            return Some(self.constants_of(&members));
        }
        if depth == DEEPEST {
            return None;
        }
        let mut common: Option<Constants> = None;
        for (inner, place) in inner_alternatives(node, &at) {
            let found = self.constants(inner, &place, depth + 1)?;
            common = Some(match common {
                None => found,
                Some(common) => both(common, &found),
            });
        }
        common
    }

    fn constants_of(&self, members: &Members) -> Constants {
        let values = members
            .properties
            .iter()
            .filter_map(|(name, (schema, _))| Some((name.clone(), allowed(self.tree, schema)?)));
        values.collect()
    }
}

/// The alternatives of a union but null, with where they stand.
pub(super) fn inner_alternatives<'n>(node: &'n Value, at: &str) -> Vec<(&'n Value, String)> {
    let mut found = Vec::new();
    for key in ["oneOf", "anyOf"] {
        let alternatives = node.get(key).and_then(Value::as_array);
        for (index, inner) in alternatives.into_iter().flatten().enumerate() {
            if !is_null(inner) {
                found.push((inner, format!("{at}/{key}/{index}")));
            }
        }
    }
    found
}

/// The members that both have, with the values of both.
fn both(mut one: Constants, other: &Constants) -> Constants {
    one.retain(|name, values| match other.get(name) {
        Some(more) => {
            values.extend(
                more.iter()
                    .filter(|value| !values.contains(value))
                    .cloned()
                    .collect::<Vec<_>>(),
            );
            true
        }
        None => false,
    });
    one
}

/// The only value that a schema allows beside null.
pub(super) fn only_value(tree: &Value, schema: &Value) -> Option<Scalar> {
    match allowed(tree, schema)?.as_slice() {
        [only] => Some(only.clone()),
        _ => None,
    }
}

/// The values that a schema allows beside null, where it lists them: `enum`, `const`, also through `$ref` and `allOf`.
pub(super) fn allowed(tree: &Value, schema: &Value) -> Option<Vec<Scalar>> {
    fn inner(tree: &Value, schema: &Value, depth: usize) -> Option<Vec<Scalar>> {
        let node = resolve::resolve(tree, schema, "").ok()?.node;
        if let Some(only) = node.get("const") {
            return Some(vec![scalar(node, only)?]);
        }
        if let Some(values) = node.get("enum").and_then(Value::as_array) {
            let values = values.iter().filter(|value| !value.is_null());
            let values: Vec<Scalar> = values
                .map(|value| scalar(node, value))
                .collect::<Option<_>>()?;
            return (!values.is_empty()).then_some(values);
        }
        if depth == DEEPEST {
            return None;
        }
        let parts = node.get("allOf").and_then(Value::as_array);
        let mut parts = parts.into_iter().flatten();
        if let Some(values) = parts.find_map(|part| inner(tree, part, depth + 1)) {
            return Some(values);
        }
        match inner_alternatives(node, "").as_slice() {
            [(only, _)] => inner(tree, only, depth + 1),
            _ => None,
        }
    }
    let mut values = inner(tree, schema, 0)?;
    let mut seen = HashSet::new();
    values.retain(|value| seen.insert(value.clone()));
    Some(values)
}

fn scalar(schema: &Value, value: &Value) -> Option<Scalar> {
    let is_text = schema.get("type").and_then(Value::as_str) == Some("string");
    match value {
        Value::String(text) => Some(Scalar::Text(text.clone())),
        // A document in YAML easily says `no` or `1` where it means the text.
        Value::Bool(_) | Value::Number(_) if is_text => Some(Scalar::Text(value.to_string())),
        Value::Bool(is) => Some(Scalar::Bool(*is)),
        Value::Number(number) => number.as_i64().map(Scalar::Integer),
        _ => None,
    }
}

/// The discriminator that the document declares: what the mapping says, else what an alternative itself allows in that
/// member, else its name.
fn declared(
    node: &Value,
    alternatives: &[Alternative<'_>],
    constants: &[Option<Constants>],
) -> Option<Tagging> {
    let member = node.pointer("/discriminator/propertyName")?.as_str()?;
    let mapping = mapping(node);
    let tags = alternatives
        .iter()
        .zip(constants)
        .map(|(alternative, constants)| {
            let target = resolve::reference(alternative.node).and_then(resolve::local);
            let name = target.as_deref().map(component_name);
            let mapped = target
                .as_ref()
                .and_then(|target| mapping.get(target))
                .or_else(|| mapping.get(name.as_ref()?));
            if let Some(mapped) = mapped {
                return mapped.iter().cloned().map(Scalar::Text).collect();
            }
            let own = constants
                .as_ref()
                .and_then(|constants| constants.get(member));
            match (own, name) {
                (Some(own), _) => own.clone(),
                (None, Some(name)) => vec![Scalar::Text(name)],
                (None, None) => Vec::new(),
            }
        });
    let tags: Vec<Vec<Scalar>> = tags.collect();
    let default = default_mapping(node);
    let is_default = |alternative: &Alternative<'_>| {
        let target = resolve::reference(alternative.node).and_then(resolve::local);
        let default = default.as_deref();
        target.is_some_and(|target| default.is_some_and(|default| is_meant(&target, default)))
    };
    let default = alternatives.iter().position(is_default);
    tags.iter().any(|tags| !tags.is_empty()).then(|| Tagging {
        member: member.to_owned(),
        declared: true,
        tags,
        default,
    })
}

/// `defaultMapping`: the schema of values whose discriminator is missing or is mapped to none, by pointer or by name
/// (OpenAPI 3.2 "Discriminator Object").
pub(super) fn default_mapping(node: &Value) -> Option<String> {
    let named = node.pointer("/discriminator/defaultMapping")?.as_str()?;
    Some(resolve::local(named).unwrap_or_else(|| named.to_owned()))
}

/// Whether what a discriminator names, by pointer or by name, is the component at `at`.
pub(super) fn is_meant(at: &str, named: &str) -> bool {
    at == named || component_name(at) == named
}

/// The name of the component that a pointer leads to.
pub(super) fn component_name(at: &str) -> String {
    let name = at.rsplit('/').next().unwrap_or_default();
    pointer::unescape(name).into_owned()
}

/// `mapping` turned around: the values for each target, by pointer or by name (OpenAPI "Discriminator Object").
pub(super) fn mapping(node: &Value) -> BTreeMap<String, Vec<String>> {
    let mut values: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mapping = node
        .pointer("/discriminator/mapping")
        .and_then(Value::as_object);
    for (value, target) in mapping.into_iter().flatten() {
        if let Some(target) = target.as_str() {
            let target = resolve::local(target).unwrap_or_else(|| target.to_owned());
            values.entry(target).or_default().push(value.clone());
        }
    }
    values
}

/// How many alternatives a member is a tag of, whether with one value each, and how usual its name is.
type Worth = (usize, bool, usize);

/// A member that tells the alternatives apart although the document does not say so.
fn inferred(constants: &[Option<Constants>]) -> Option<Tagging> {
    /// What such a member is usually called, the likeliest first.
    const USUAL: [&str; 6] = ["type", "kind", "object", "event", "action", "name"];
    let objects = constants.iter().flatten().count();
    if objects < 2 {
        return None;
    }
    let mut best: Option<(Worth, &String, Vec<Vec<Scalar>>)> = None;
    for member in constants.iter().flatten().flat_map(IndexMap::keys) {
        let tags: Vec<Vec<Scalar>> = constants
            .iter()
            .map(|constants| {
                constants
                    .as_ref()
                    .and_then(|found| found.get(member))
                    .cloned()
            })
            .map(Option::unwrap_or_default)
            .collect();
        let mut seen = HashSet::new();
        let distinct = tags.iter().flatten().all(|tag| seen.insert(tag));
        let single = tags.iter().all(|tags| tags.len() <= 1);
        let tagged = tags.iter().filter(|tags| !tags.is_empty()).count();
        // A choice among several values that only some have says little of the others.
        if !distinct || (tagged < objects && !single) {
            continue;
        }
        let usual = USUAL.iter().rev().position(|usual| usual == member);
        let worth = (tagged, single, usual.map_or(0, |place| place + 1));
        if best.as_ref().is_none_or(|(known, ..)| worth > *known) {
            best = Some((worth, member, tags));
        }
    }
    let (_, member, tags) = best?;
    Some(Tagging {
        member: member.clone(),
        declared: false,
        tags,
        default: None,
    })
}
