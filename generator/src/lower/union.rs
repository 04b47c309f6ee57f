//! `oneOf` and `anyOf`.

use std::collections::HashSet;

use serde_json::Value;

use super::alternative::{Alternative, alternatives};
use super::members::Members;
use super::node::is_component;
use super::tags::{Tagging, component_name, default_mapping, is_meant, only_value};
use super::{Lowerer, composition, words};
use crate::diag::Diagnostic;
use crate::ir::{Role, Scalar, Shape, StringValue, Type, Union, Variant, Writes};
use crate::{pointer, resolve};

impl Lowerer<'_> {
    pub(super) fn union(&mut self, node: &Value, at: &str, role: Role) -> Shape {
        let alternatives = alternatives(node, at);
        match alternatives.as_slice() {
            [] => return Shape::Alias(Type::Json),
            [only] => return Shape::Alias(self.schema(only.node, &only.place, role)),
            _ => {}
        }
        if let Some(values) = self.open_enumeration(&alternatives) {
            return values;
        }
        self.union_of(node, at, role, &alternatives)
    }

    /// The union of these alternatives, which `node` lists.
    pub(super) fn union_of(
        &mut self,
        node: &Value,
        at: &str,
        role: Role,
        alternatives: &[Alternative<'_>],
    ) -> Shape {
        let tagging = self.tagging(node, alternatives);
        let default = tagging.as_ref().and_then(|tagging| tagging.default);
        if let (None, Some(named)) = (default, default_mapping(node)) {
            self.default_is_elsewhere(at, &named);
        }
        let labels = labels(self.tree, alternatives, tagging.as_ref());
        let mut variants: Vec<Variant> = Vec::with_capacity(alternatives.len());
        for (index, alternative) in alternatives.iter().enumerate() {
            let ty = match &alternative.members {
                Some(members) => self.combined(alternative, members, role),
                None => self.schema(alternative.node, &alternative.place, role),
            };
            let tags = tagging
                .as_ref()
                .and_then(|tagging| tagging.tags.get(index).cloned())
                .unwrap_or_default();
            let words = labels.get(index).cloned().flatten();
            self.name_alternative(&ty, alternative, at, words.as_deref());
            let mut variant = variant(ty, tags, words);
            if default == Some(index) {
                variant.writes = Writes::Default;
            }
            match variants.iter_mut().find(|known| known.ty == variant.ty) {
                Some(same) => {
                    same.tags.extend(variant.tags);
                    if variant.writes == Writes::Default {
                        same.writes = Writes::Default;
                    }
                }
                None => variants.push(variant),
            }
        }
        self.finished_union(
            tagging.map(|tagging| (tagging.member, tagging.declared)),
            variants,
        )
    }

    /// `defaultMapping` names what is no alternative of the union at `at`.
    pub(super) fn default_is_elsewhere(&mut self, at: &str, named: &str) {
        let at = pointer::join(&pointer::join(at, "discriminator"), "defaultMapping");
        let message = format!(
            "`{named}` is none of the alternatives; a value whose discriminator is missing or unknown is told by its members"
        );
        let help = "name the schema of an alternative, or a reference to it (OpenAPI 3.2 \"Discriminator Object\")";
        self.warn(Diagnostic::warning("default-mapping", at, message).help(help));
    }

    /// The union of a base's subtypes: where each stands, what selects it, and its type; and which of them is meant where
    /// the discriminator is missing or unknown.
    pub(super) fn union_of_subtypes(
        &mut self,
        member: String,
        default: Option<&str>,
        subtypes: Vec<(String, Vec<Scalar>, Type)>,
    ) -> Shape {
        let variants = subtypes.into_iter().map(|(at, tags, ty)| {
            let is_default = default.is_some_and(|default| is_meant(&at, default));
            let words = match tags.as_slice() {
                [Scalar::Text(tag)] if is_word(tag) => tag.clone(),
                _ => component_name(&at),
            };
            let mut variant = variant(ty, tags, Some(words));
            if is_default {
                variant.writes = Writes::Default;
            }
            variant
        });
        let variants = variants.collect();
        self.finished_union(Some((member, true)), variants)
    }

    fn finished_union(
        &mut self,
        discriminator: Option<(String, bool)>,
        mut variants: Vec<Variant>,
    ) -> Shape {
        if let [Variant { ty: only, .. }] = variants.as_slice() {
            return Shape::Alias(only.clone());
        }
        if let Some(ty) = one_or_many(&variants) {
            return Shape::Alias(ty);
        }
        // Any value at all is what the variant `Other` is for.
        variants.retain(|variant| variant.ty != Type::Json);
        if variants.is_empty() {
            self.raw_unions += 1;
            return Shape::Alias(Type::Json);
        }
        for variant in &variants {
            let (Some((member, _)), Type::Named(id)) = (&discriminator, &variant.ty) else {
                continue;
            };
            let value = match (variant.writes, variant.tags.as_slice()) {
                (Writes::Default, _) => None,
                (_, [tag]) => Some(tag.clone()),
                _ => continue,
            };
            let tagged = self.tagged.entry(*id).or_default();
            tagged.entry(member.clone()).or_default().insert(value);
        }
        let (discriminator, declared) = discriminator.unzip();
        Shape::Union(Union {
            variants,
            discriminator,
            declared: declared.unwrap_or_default(),
        })
    }

    /// The type of an object with one of its alternatives.
    fn combined(&mut self, alternative: &Alternative<'_>, members: &Members, role: Role) -> Type {
        match self.object_of(members, role) {
            Shape::Alias(ty) => ty,
            shape => Type::Named(self.share(shape, alternative.node, &alternative.place, role)),
        }
    }

    /// An inline alternative is called by its owner and what the document calls it.
    fn name_alternative(
        &mut self,
        ty: &Type,
        alternative: &Alternative<'_>,
        at: &str,
        label: Option<&str>,
    ) {
        let (Type::Named(id), Some(label)) = (ty, label) else {
            return;
        };
        if self.types[id.0].pointer == alternative.place && !self.types[id.0].component {
            let mut words = words::words(self.tree, at);
            words.push(label.to_owned());
            self.types[id.0].words = words;
        }
    }

    /// Strings beside enumerations of strings: one open enumeration.
    fn open_enumeration(&self, alternatives: &[Alternative<'_>]) -> Option<Shape> {
        let mut values: Vec<StringValue> = Vec::new();
        let mut seen = HashSet::new();
        let mut any = false;
        for alternative in alternatives {
            let node = resolve::resolve(self.tree, alternative.node, "").ok()?.node;
            if node.get("type").and_then(Value::as_str) != Some("string")
                || node.get("format").is_some()
            {
                return None;
            }
            let listed = node.get("enum").and_then(Value::as_array);
            any |= listed.is_none();
            for value in listed.into_iter().flatten() {
                let wire = value.as_str()?.to_owned();
                if seen.insert(wire.clone()) {
                    values.push(StringValue { wire });
                }
            }
        }
        Some(if values.is_empty() {
            Shape::Alias(Type::String)
        } else {
            Shape::StringEnum { values, any }
        })
    }
}

fn variant(ty: Type, tags: Vec<Scalar>, words: Option<String>) -> Variant {
    let writes = match &ty {
        Type::Json | Type::JsonObject => Writes::Open,
        Type::Map(value) if **value == Type::Json => Writes::Open,
        _ if !tags.is_empty() => Writes::Tagged,
        _ => Writes::Own,
    };
    let words = words.unwrap_or_else(|| type_word(&ty).to_owned());
    Variant {
        words: vec![words],
        tags,
        writes,
        ty,
    }
}

/// `[X, array of X]`, in either order.
fn one_or_many(variants: &[Variant]) -> Option<Type> {
    match variants {
        [
            Variant { ty: one, .. },
            Variant {
                ty: Type::Array(many),
                ..
            },
        ]
        | [
            Variant {
                ty: Type::Array(many),
                ..
            },
            Variant { ty: one, .. },
        ] if **many == *one => Some(Type::OneOrMany(Box::new(one.clone()))),
        _ => None,
    }
}

/// What the document calls each alternative: the value that selects it, its title, the schema it refers to, its only
/// value, a member that only it requires or has, or the member that tells it and the value of that.
fn labels(
    tree: &Value,
    alternatives: &[Alternative<'_>],
    tagging: Option<&Tagging>,
) -> Vec<Option<String>> {
    let (mut required, mut declared) = (Vec::new(), Vec::new());
    for alternative in alternatives {
        let node = resolve::resolve(tree, alternative.node, "").map(|found| found.node);
        let node = node.unwrap_or(&Value::Null);
        required.push(strings(node.get("required")));
        let members = node.get("properties").and_then(Value::as_object);
        let members = members.into_iter().flatten();
        declared.push(members.map(|(name, _)| name.clone()).collect());
    }
    let label = |index: usize, alternative: &Alternative<'_>| {
        let tags = tagging.and_then(|tagging| tagging.tags.get(index));
        if let Some([Scalar::Text(tag)]) = tags.map(Vec::as_slice)
            && is_word(tag)
        {
            return Some(tag.clone());
        }
        let (node, _) = composition::only_member(tree, alternative.node, "")
            .unwrap_or((alternative.node, String::new()));
        if let Some(target) = resolve::reference(node).and_then(resolve::local)
            && is_component(&target)
        {
            return Some(component_name(&target));
        }
        let title = alternative.node.get("title").and_then(Value::as_str);
        if let Some(title) = title.filter(|title| is_word(title)) {
            return Some(title.to_owned());
        }
        if let Some(Scalar::Text(only)) = only_value(tree, alternative.node)
            && is_word(&only)
        {
            return Some(only);
        }
        only_here(&required, index)
            .or_else(|| only_here(&declared, index))
            .or_else(|| told(&tagging?.member, tags?))
    };
    let labels = alternatives.iter().enumerate();
    labels
        .map(|(index, alternative)| label(index, alternative))
        .collect()
}

fn strings(list: Option<&Value>) -> Vec<String> {
    let list = list.and_then(Value::as_array).into_iter().flatten();
    list.filter_map(Value::as_str).map(str::to_owned).collect()
}

/// The first name that no other one of the lists has.
fn only_here(lists: &[Vec<String>], index: usize) -> Option<String> {
    let mut own = lists.get(index)?.iter();
    let only = own.find(|name| {
        let mut others = lists.iter().enumerate();
        others.all(|(other, names)| other == index || !names.contains(name))
    });
    only.cloned()
}

/// A value that is no word, behind the member that has it: `version 2`.
fn told(member: &str, tags: &[Scalar]) -> Option<String> {
    match tags {
        [Scalar::Text(text)] => Some(format!("{member} {text}")),
        [Scalar::Integer(number)] if *number < 0 => {
            Some(format!("{member} minus {}", number.unsigned_abs()))
        }
        [Scalar::Integer(number)] => Some(format!("{member} {number}")),
        [Scalar::Bool(is)] => Some(format!("{member} {is}")),
        _ => None,
    }
}

/// Whether a text is fit for a name.
fn is_word(text: &str) -> bool {
    text.len() < 40 && text.chars().any(char::is_alphabetic)
}

fn type_word(ty: &Type) -> &'static str {
    match ty {
        Type::String => "String",
        Type::Bool => "Bool",
        Type::Foreign(_) => "Value",
        Type::Int64 | Type::Uint64 => "Integer",
        Type::Float | Type::Number => "Number",
        Type::DateTime => "DateTime",
        Type::Date => "Date",
        Type::Array(_) => "List",
        Type::Map(_) | Type::JsonObject => "Object",
        _ => "Variant",
    }
}
