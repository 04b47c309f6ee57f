//! Inheritance: a schema with a discriminator that others extend by `allOf` (OpenAPI "Composition and Inheritance
//! (Polymorphism)", Swagger 2.0 the same).
//!
//! Wherever such a base is referenced, any of its subtypes may stand: it is a union of them and of itself.

use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};
use std::rc::Rc;

use serde_json::{Value, json};

use super::Lowerer;
use super::tags::{component_name, default_mapping, is_meant, mapping, only_value};
use crate::ir::{Role, Scalar, Shape, Type, TypeId};
use crate::{pointer, resolve};

/// Subtypes that all bases together may list: this, and one for each component.
const MOST_SUBTYPES: usize = 50_000;
/// Schemas that one component extends, directly or not, that are asked for their discriminator: the nearest. An object is not
/// composed through more generations.
const MOST_ABOVE: usize = 200;

/// Which component schemas extend which.
#[derive(Debug, Default)]
pub(super) struct Hierarchy {
    /// Bases, each with everything that extends it, directly or not, in the order of the document.
    subtypes: HashMap<String, Vec<String>>,
    /// Bases whose subtypes are more than can be listed.
    too_large: HashSet<String>,
    /// What each component extends directly.
    parents: HashMap<String, Vec<String>>,
    /// What bases say that have a discriminator themselves.
    declared: HashMap<String, Declared>,
}

/// The discriminator of a base.
#[derive(Debug)]
struct Declared {
    /// Its `propertyName`.
    member: String,
    /// The values for each target, by pointer or by name.
    mapping: BTreeMap<String, Vec<String>>,
    /// The subtype where it is missing or has another value, by pointer or by name.
    default: Option<String>,
}

impl Hierarchy {
    pub(super) fn of(tree: &Value) -> Self {
        let schemas = tree
            .pointer("/components/schemas")
            .and_then(Value::as_object);
        let mut extends: Vec<(String, Vec<String>)> = Vec::new();
        for (name, node) in schemas.into_iter().flatten() {
            let extended = extended(tree, node);
            if !extended.is_empty() {
                extends.push((pointer::join("/components/schemas", name), extended));
            }
        }
        let mut children: HashMap<&str, Vec<usize>> = HashMap::new();
        for (number, (_, parents)) in extends.iter().enumerate() {
            for parent in parents {
                children.entry(parent).or_default().push(number);
            }
        }
        // What only a common part is, without a discriminator on it or above it, is no base.
        let declared: HashMap<String, Declared> = children
            .keys()
            .filter_map(|at| Some(((*at).to_owned(), declared(tree, at)?)))
            .collect();
        let declaring = children.keys().copied();
        let mut bases: HashSet<&str> = declaring.filter(|at| declared.contains_key(*at)).collect();
        let derived = below(&children, &extends, bases.iter().copied(), usize::MAX);
        bases.extend(derived.iter().map(|number| extends[*number].0.as_str()));

        let mut subtypes = HashMap::new();
        let mut too_large = HashSet::new();
        let mut left = MOST_SUBTYPES + extends.len();
        let in_order = extends.iter().flat_map(|(at, parents)| {
            let parents = parents.iter().map(String::as_str);
            parents.chain([at.as_str()])
        });
        for base in in_order.filter(|at| bases.contains(at) && children.contains_key(at)) {
            if subtypes.contains_key(base) || too_large.contains(base) {
                continue;
            }
            let mut found = below(&children, &extends, [base].into_iter(), left);
            // Once one does not fit, the others are not tried: that alone would take as long.
            left = left.saturating_sub(found.len());
            if left == 0 {
                too_large.insert(base.to_owned());
                continue;
            }
            found.sort_unstable();
            let names = found.iter().map(|number| extends[*number].0.clone());
            let others = names.filter(|name| name != base).collect();
            subtypes.insert(base.to_owned(), others);
        }
        Self {
            subtypes,
            too_large,
            parents: extends.iter().cloned().collect(),
            declared,
        }
    }

    /// The discriminators above a component, the nearest first.
    fn declared_above(&self, at: &str) -> Vec<&Declared> {
        let mut seen: HashSet<&str> = HashSet::from([at]);
        let mut found = Vec::new();
        let mut waiting: VecDeque<&String> = self.parents.get(at).into_iter().flatten().collect();
        while let Some(base) = waiting.pop_front() {
            if seen.len() > MOST_ABOVE {
                break;
            }
            if seen.insert(base) {
                found.extend(self.declared.get(base));
                waiting.extend(self.parents.get(base).into_iter().flatten());
            }
        }
        found
    }

    /// What extends the component at `at`; nothing if it is no base.
    pub(super) fn subtypes(&self, at: &str) -> &[String] {
        self.subtypes.get(at).map_or(&[], Vec::as_slice)
    }

    /// Whether the component at `at` extends a base.
    pub(super) fn is_subtype(&self, at: &str) -> bool {
        let mut parents = self.parents.get(at).into_iter().flatten();
        parents.any(|base| self.subtypes.contains_key(base) || self.too_large.contains(base))
    }
}

/// The numbers of everything that extends one of `bases`, directly or not; one more than `most` if there are more.
fn below<'a>(
    children: &HashMap<&str, Vec<usize>>,
    names: &'a [(String, Vec<String>)],
    bases: impl Iterator<Item = &'a str>,
    most: usize,
) -> Vec<usize> {
    let mut seen: HashSet<usize> = HashSet::new();
    let mut found = Vec::new();
    let mut waiting: Vec<&str> = bases.collect();
    while let Some(base) = waiting.pop() {
        for number in children.get(base).into_iter().flatten() {
            if seen.insert(*number) {
                found.push(*number);
                waiting.push(&names[*number].0);
            }
        }
        if found.len() > most {
            break;
        }
    }
    found
}

/// The components that a schema extends: the `$ref`s of its `allOf`.
fn extended(tree: &Value, node: &Value) -> Vec<String> {
    let parts = node.get("allOf").and_then(Value::as_array);
    let targets = parts.into_iter().flatten().filter_map(|part| {
        resolve::reference(part)?;
        let resolved = resolve::resolve(tree, part, "").ok()?;
        Some(resolved.pointer.into_owned())
    });
    targets.collect()
}

/// The discriminator that a component declares for what extends it. One with alternatives of its own lists them.
fn declared(tree: &Value, at: &str) -> Option<Declared> {
    let node = resolve::lookup(tree, at)?;
    if node.get("oneOf").is_some() || node.get("anyOf").is_some() {
        return None;
    }
    let member = node.pointer("/discriminator/propertyName")?;
    Some(Declared {
        member: member.as_str()?.to_owned(),
        mapping: mapping(node),
        default: default_mapping(node),
    })
}

impl Lowerer<'_> {
    /// The union that a base stands for, if the component at `at` is one.
    pub(super) fn polymorphic(&mut self, at: &str, role: Role) -> Option<Shape> {
        if self.hierarchy.too_large.contains(at) {
            self.has_too_many_subtypes(at);
            return Some(Shape::Alias(Type::Json));
        }
        let subtypes = self.hierarchy.subtypes(at).to_vec();
        if subtypes.is_empty() {
            return None;
        }
        let hierarchy = Rc::clone(&self.hierarchy);
        let own = hierarchy.declared.get(at).into_iter();
        let declared: Vec<&Declared> = own.chain(hierarchy.declared_above(at)).collect();
        let member = declared.first()?.member.clone();
        let mut listed = Vec::with_capacity(subtypes.len() + 1);
        for subtype in subtypes.iter().map(String::as_str).chain([at]) {
            let Some(target) = resolve::lookup(self.tree, subtype) else {
                continue;
            };
            let tags = self.tags_of_subtype(target, subtype, &member, &declared);
            let ty = if self.hierarchy.subtypes(subtype).is_empty() {
                let reference = json!({ "$ref": pointer::fragment(subtype) });
                self.schema(&reference, at, role)
            } else {
                Type::Named(self.itself(target, subtype, role))
            };
            listed.push((subtype.to_owned(), tags, ty));
        }
        let default = declared.first()?.default.as_deref();
        if let (Some(default), true) = (default, hierarchy.declared.contains_key(at))
            && !listed.iter().any(|(at, ..)| is_meant(at, default))
        {
            self.default_is_elsewhere(at, default);
        }
        Some(self.union_of_subtypes(member, default, listed))
    }

    /// The member that bases tell the component at `at` by, with its value there, if it has just one and is no base itself.
    /// What is also meant where that member is missing, or has another value.
    pub(super) fn tag_of(&mut self, at: &str) -> Option<(String, Scalar)> {
        if !self.hierarchy.is_subtype(at) || !self.hierarchy.subtypes(at).is_empty() {
            return None;
        }
        let hierarchy = Rc::clone(&self.hierarchy);
        let declared = hierarchy.declared_above(at);
        let nearest = declared.first()?;
        let default = nearest.default.as_deref();
        if default.is_some_and(|default| is_meant(at, default)) {
            return None;
        }
        let member = &nearest.member;
        let node = resolve::lookup(self.tree, at)?;
        let tags = self.tags_of_subtype(node, at, member, &declared);
        let [only] = tags.as_slice() else {
            return None;
        };
        Some((member.clone(), only.clone()))
    }

    /// The struct of a base itself.
    fn itself(&mut self, node: &Value, at: &str, role: Role) -> TypeId {
        let role = self.directions.effective(node, at, role);
        if let Some(id) = self.bases.get(&(at.to_owned(), role)) {
            return *id;
        }
        // It stands where the inheritance is declared: the schema itself is the union.
        let own = pointer::join(at, "discriminator");
        let id = self.push(&own, role, node, None);
        self.bases.insert((at.to_owned(), role), id);
        self.types[id.0].words = vec![component_name(at), "base".to_owned()];
        let members = self.members(node, at);
        let shape = self.object_of(&members, role);
        self.types[id.0].shape = Some(shape);
        id
    }

    /// The values of the discriminator that select a subtype: what the mapping of the nearest base says, else what the
    /// subtype itself says, else its name.
    fn tags_of_subtype(
        &mut self,
        node: &Value,
        at: &str,
        member: &str,
        declared: &[&Declared],
    ) -> Vec<Scalar> {
        const EXTENSIONS: [&str; 2] = ["x-discriminator-value", "x-ms-discriminator-value"];
        let name = component_name(at);
        for Declared { mapping, .. } in declared {
            if let Some(values) = mapping.get(at).or_else(|| mapping.get(&name)) {
                return values.iter().cloned().map(Scalar::Text).collect();
            }
        }
        let mut said = EXTENSIONS
            .iter()
            .filter_map(|name| node.get(name)?.as_str());
        if let Some(value) = said.next() {
            return vec![Scalar::Text(value.to_owned())];
        }
        let members = self.members(node, at);
        let schema = members.properties.get(member).map(|(schema, _)| schema);
        if let Some(only) = schema.and_then(|schema| only_value(self.tree, schema)) {
            return vec![only];
        }
        // A base that lists the values says how the name is written.
        let listed = schema.and_then(|schema| resolve::resolve(self.tree, schema, "").ok());
        let listed = listed.and_then(|schema| schema.node.get("enum")?.as_array());
        if let Some(listed) = listed {
            let mut alike = listed
                .iter()
                .filter_map(Value::as_str)
                .filter(|value| plain(value) == plain(&name));
            return match (alike.next(), alike.next()) {
                (Some(only), None) => vec![Scalar::Text(only.to_owned())],
                _ if listed.iter().any(|value| *value == *name) => vec![Scalar::Text(name)],
                _ => Vec::new(),
            };
        }
        vec![Scalar::Text(name)]
    }
}

/// A name without case and separators.
fn plain(name: &str) -> String {
    name.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}
