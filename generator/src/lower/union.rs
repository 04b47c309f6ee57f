//! `oneOf` and `anyOf`.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{Lowerer, schema::is_component};
use crate::ir::{Role, Shape, StringValue, Type, Union, Variant};
use crate::{pointer, resolve};

/// An alternative and where it stands.
struct Alternative<'n> {
    node: &'n Value,
    place: String,
}

impl Lowerer<'_> {
    pub(super) fn union(&mut self, node: &Value, at: &str, role: Role) -> Shape {
        let alternatives: Vec<Alternative<'_>> = ["oneOf", "anyOf"]
            .iter()
            .flat_map(|key| {
                let variants = node
                    .get(key)
                    .and_then(Value::as_array)
                    .into_iter()
                    .flatten()
                    .enumerate();
                variants.map(move |(index, node)| Alternative {
                    node,
                    place: format!("{at}/{key}/{index}"),
                })
            })
            .filter(|alternative| !is_null(alternative.node))
            .collect();
        match alternatives.as_slice() {
            [] => return Shape::Alias(Type::Json),
            [only] => return Shape::Alias(self.schema(only.node, &only.place, role)),
            _ => {}
        }
        if let Some(values) = self.open_enumeration(&alternatives) {
            return values;
        }
        let tags = discriminator_values(node);
        let discriminator = node
            .pointer("/discriminator/propertyName")
            .and_then(Value::as_str)
            .map(str::to_owned);
        let mut variants: Vec<Variant> = Vec::with_capacity(alternatives.len());
        for alternative in &alternatives {
            let ty = self.schema(alternative.node, &alternative.place, role);
            let tags = if discriminator.is_some() {
                self.tags_of(alternative, &tags, discriminator.as_deref())
            } else {
                Vec::new()
            };
            match variants.iter_mut().find(|variant| variant.ty == ty) {
                Some(same) => same.tags.extend(tags),
                None => variants.push(Variant {
                    words: variant_words(alternative, &ty),
                    tags,
                    ty,
                }),
            }
        }
        if let [Variant { ty: only, .. }] = variants.as_slice() {
            return Shape::Alias(only.clone());
        }
        if let Some(ty) = one_or_many(&variants) {
            return Shape::Alias(ty);
        }
        if variants.iter().any(|variant| variant.ty == Type::Json) && discriminator.is_none() {
            return Shape::Alias(Type::Json);
        }
        let discriminator = discriminator.filter(|_| {
            variants
                .iter()
                .all(|variant| matches!(variant.ty, Type::Named(_)))
        });
        Shape::Union(Union {
            variants,
            discriminator,
        })
    }

    /// Strings beside enumerations of strings: one open enumeration.
    fn open_enumeration(&self, alternatives: &[Alternative<'_>]) -> Option<Shape> {
        let mut values: Vec<StringValue> = Vec::new();
        for alternative in alternatives {
            let resolved = resolve::resolve(self.tree, alternative.node, "").ok()?;
            if resolved.node.get("type").and_then(Value::as_str) != Some("string")
                || resolved.node.get("format").is_some()
            {
                return None;
            }
            for value in resolved
                .node
                .get("enum")
                .and_then(Value::as_array)
                .into_iter()
                .flatten()
            {
                let value = StringValue {
                    wire: value.as_str()?.to_owned(),
                };
                if !values.contains(&value) {
                    values.push(value);
                }
            }
        }
        Some(if values.is_empty() {
            Shape::Alias(Type::String)
        } else {
            Shape::StringEnum(values)
        })
    }

    /// The values of the discriminator that select an alternative: what the mapping says, else what the alternative
    /// itself allows in that member, and its name.
    fn tags_of(
        &mut self,
        alternative: &Alternative<'_>,
        mapping: &BTreeMap<String, Vec<String>>,
        discriminator: Option<&str>,
    ) -> Vec<String> {
        let target = resolve::reference(alternative.node).map(|reference| {
            let target = resolve::local(reference).unwrap_or_default();
            let name = target.rsplit('/').next().map(pointer::unescape);
            let name = name.unwrap_or_default().into_owned();
            (target, name)
        });
        let mapped = target
            .as_ref()
            .and_then(|(target, name)| mapping.get(target).or_else(|| mapping.get(name)));
        if let Some(mapped) = mapped {
            return mapped.clone();
        }
        let mut values =
            discriminator.map_or_else(Vec::new, |name| self.allowed(alternative, name));
        match target {
            Some((_, name)) if !values.contains(&name) => values.push(name),
            _ => {}
        }
        values
    }

    /// The values that an alternative lists for a member.
    fn allowed(&mut self, alternative: &Alternative<'_>, member: &str) -> Vec<String> {
        let members = self.members(alternative.node, &alternative.place);
        let values = members.properties.get(member).and_then(|(schema, at)| {
            let schema = resolve::resolve(self.tree, schema, at).ok()?;
            schema.node.get("enum")?.as_array()
        });
        let values = values.into_iter().flatten().filter_map(Value::as_str);
        values.map(str::to_owned).collect()
    }
}

/// `mapping` turned around: the values for each target, by pointer or by name (OpenAPI "Discriminator Object").
fn discriminator_values(node: &Value) -> BTreeMap<String, Vec<String>> {
    let mut values: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (value, target) in node
        .pointer("/discriminator/mapping")
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
    {
        if let Some(target) = target.as_str() {
            let target = resolve::local(target).unwrap_or_else(|| target.to_owned());
            values.entry(target).or_default().push(value.clone());
        }
    }
    values
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

/// A schema whose only value is null.
pub(super) fn is_null(node: &Value) -> bool {
    let only_null = |values: &Vec<Value>| !values.is_empty() && values.iter().all(Value::is_null);
    node.get("type").and_then(Value::as_str) == Some("null")
        || node
            .get("enum")
            .and_then(Value::as_array)
            .is_some_and(only_null)
}

fn variant_words(alternative: &Alternative<'_>, ty: &Type) -> Vec<String> {
    if let Some(target) = resolve::reference(alternative.node).and_then(resolve::local)
        && is_component(&target)
    {
        return target
            .rsplit('/')
            .next()
            .map(|name| vec![pointer::unescape(name).into_owned()])
            .unwrap_or_default();
    }
    if let Some(title) = alternative
        .node
        .get("title")
        .and_then(Value::as_str)
        .filter(|title| title.len() < 40)
    {
        return vec![title.to_owned()];
    }
    let word = match ty {
        Type::String => "String",
        Type::Bool => "Bool",
        Type::Int32 | Type::Int64 | Type::Uint64 => "Integer",
        Type::Float => "Number",
        Type::DateTime => "DateTime",
        Type::Date => "Date",
        Type::Array(_) => "List",
        Type::Map(_) | Type::JsonObject => "Object",
        _ => "Variant",
    };
    vec![word.to_owned()]
}
