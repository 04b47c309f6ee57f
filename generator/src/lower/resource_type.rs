//! What the `type` of a JSON:API resource is, where the document says so in one way or another.
//!
//! A `type` is sent with every request and tells included resources apart, so that a wrong one makes the client useless. It
//! is taken from the document or not at all: where nothing says it, callers do.

use std::collections::{BTreeSet, HashMap};

use serde_json::Value;

use super::Lowerer;
use super::members::Members;
use crate::{pointer, resolve};

/// More parts of an `allOf` than this are not looked at.
const MOST_PARTS: usize = 100;

/// The values that discriminators named `type` map to a schema, by the schema's pointer.
pub(super) type Discriminated = HashMap<String, BTreeSet<String>>;

/// Collects what the discriminators of a document say (OpenAPI 3.0, "Discriminator Object").
pub(super) fn discriminated(tree: &Value) -> Discriminated {
    let mut found = Discriminated::new();
    let mut waiting = vec![tree];
    while let Some(node) = waiting.pop() {
        match node {
            Value::Object(members) => {
                if let Some(discriminator) = members.get("discriminator")
                    && discriminator.get("propertyName").and_then(Value::as_str) == Some("type")
                    && let Some(mapping) = discriminator.get("mapping").and_then(Value::as_object)
                {
                    for (value, target) in mapping {
                        let Some(target) = target.as_str() else {
                            continue;
                        };
                        let target = resolve::local(target)
                            .unwrap_or_else(|| pointer::join("/components/schemas", target));
                        found.entry(target).or_default().insert(value.clone());
                    }
                }
                waiting.extend(members.values());
            }
            Value::Array(items) => waiting.extend(items),
            _ => {}
        }
    }
    found
}

impl Lowerer<'_> {
    /// The `type` of the resource, or resource identifier, that has these members and stands at `at`.
    pub(super) fn said_type(&self, members: &Members, at: &str) -> Option<String> {
        let (schema, _) = members.properties.get("type")?;
        let parts = parts(self.tree, schema);
        let mapped = self.discriminated.get(at);
        if let Some(allowed) = allowed(&parts) {
            if allowed.len() == 1 {
                return allowed.into_iter().next();
            }
            // Of several values an example is one, and says nothing about the others.
            return only(mapped?.intersection(&allowed).cloned());
        }
        if let Some(mapped) = mapped {
            return only(mapped.iter().cloned());
        }
        let text = |part: &&Value, member: &str| {
            part.get(member)
                .and_then(Value::as_str)
                .filter(|name| is_name(name))
                .map(str::to_owned)
        };
        let whole = resolve::lookup(self.tree, at);
        let literals = parts.iter().filter_map(|part| literal(part));
        let examples = parts.iter().filter_map(|part| text(part, "example"));
        let of_whole = whole.and_then(|whole| text(&whole.get("example")?, "type"));
        let described = parts.iter().flat_map(|part| quoted(part));
        only(literals.chain(examples).chain(of_whole).chain(described))
    }
}

/// The value that all agree on.
fn only(values: impl Iterator<Item = String>) -> Option<String> {
    let mut distinct: BTreeSet<String> = values.collect();
    distinct.pop_first().filter(|_| distinct.is_empty())
}

/// A schema with everything that its `allOf` consists of.
fn parts<'n>(tree: &'n Value, schema: &'n Value) -> Vec<&'n Value> {
    let mut parts = Vec::new();
    let mut waiting = vec![schema];
    while let Some(node) = waiting.pop() {
        if let Some(text) = node.get("description")
            && resolve::reference(node).is_some()
            && text.is_string()
        {
            // What is said beside a reference is said about this member.
            parts.push(node);
        }
        let Ok(resolved) = resolve::resolve(tree, node, "") else {
            continue;
        };
        if parts.len() >= MOST_PARTS {
            break;
        }
        parts.push(resolved.node);
        let inner = resolved.node.get("allOf").and_then(Value::as_array);
        waiting.extend(inner.into_iter().flatten());
    }
    parts
}

/// The texts that all enumerations among the parts allow; nothing if there is none.
fn allowed(parts: &[&Value]) -> Option<BTreeSet<String>> {
    let lists = parts.iter().filter_map(|part| part.get("enum")?.as_array());
    let lists = lists.map(|list| {
        let texts = list.iter().filter_map(Value::as_str).map(str::to_owned);
        texts.collect::<BTreeSet<String>>()
    });
    lists.reduce(|one, other| one.intersection(&other).cloned().collect())
}

/// The only text that a pattern such as `^accounts$` matches.
fn literal(part: &Value) -> Option<String> {
    let pattern = part.get("pattern")?.as_str()?;
    let inner = pattern.strip_prefix('^')?.strip_suffix('$')?;
    let inner = inner
        .strip_prefix('(')
        .and_then(|inner| inner.strip_suffix(')'))
        .unwrap_or(inner);
    is_name(inner).then(|| inner.to_owned())
}

/// Names that a description quotes: "The type of this resource: 'accounts'" says the type; `type` itself, and what a
/// JSON Schema calls a type, are names of something else.
fn quoted(part: &Value) -> Vec<String> {
    const OTHER: [&str; 5] = ["type", "id", "string", "null", "data"];
    let Some(text) = part.get("description").and_then(Value::as_str) else {
        return Vec::new();
    };
    let mut names = Vec::new();
    for quote in ['`', '"'] {
        // Every second piece stands between two quotes.
        let pieces: Vec<&str> = text.split(quote).collect();
        if pieces.len() % 2 == 1 {
            names.extend(pieces.into_iter().skip(1).step_by(2));
        }
    }
    names
        .into_iter()
        .filter(|name| is_name(name) && !OTHER.contains(name))
        .map(str::to_owned)
        .collect()
}

/// Whether a text can be the type of a resource (JSON:API 1.0 "Member Names"; dots and colons are seen).
fn is_name(text: &str) -> bool {
    const LONGEST: usize = 100;
    text.len() <= LONGEST
        && text.starts_with(char::is_alphanumeric)
        && text
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | ':' | '/'))
}
